import { readFileSync } from 'node:fs'
import { memoryStorage, type Storage } from '@huiyin/core'
import { describe, expect, it } from 'vitest'
import { brokenStorages } from '../src/broken/index.js'
import { storageConformance, storageFacets } from '../src/conformance/index.js'
import { plantedBugs } from '../src/simulation/planted.js'
import { failing } from './failing.js'

/** The facets of the kit in which the storage failed. */
function failingIn(create: () => Storage): Promise<string[]> {
  const opened = async (storage: Storage) => {
    await storage.open()
    return storage
  }
  return failing((runner) =>
    storageConformance(runner, async () => {
      const storage = await opened(create())
      return { storage, unopened: create, reopen: () => opened(create()), cleanup: () => storage.close() }
    }),
  )
}

describe('the kit', () => {
  it.each(brokenStorages)('finds, in $facet and nowhere else, a storage that $defect', async ({ facet, create }) => {
    expect(await failingIn(create)).toEqual([storageFacets[facet].name])
  })

  it('passes a storage that keeps the contract', async () => {
    expect(await failingIn(memoryStorage)).toEqual([])
  })

  it('is tested on as many storages as the README says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`tested on ${brokenStorages.length} storages with one defect each`)
    expect(readme).toContain(`${plantedBugs.length} planted bugs`)
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenStorages.map(({ facet }) => facet))).toEqual(new Set(Object.keys(storageFacets)))
  })
})
