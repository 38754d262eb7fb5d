import { readFileSync } from 'node:fs'
import { memoryStorage, type Storage } from '@huiyin/core'
import { describe, expect, it } from 'vitest'
import { brokenStorages } from '../src/broken/index.js'
import { storageConformance, storageFacets } from '../src/conformance/index.js'
import { plantedBugs } from '../src/simulation/planted.js'

/** Runs the whole kit in this process. The facets in which the storage failed. */
async function failing(create: () => Storage): Promise<string[]> {
  const failed = new Set<string>()
  const tests: { readonly facet: string; readonly body: () => Promise<void> }[] = []
  let facet = ''
  const runner = {
    describe: (name: string, body: () => void) => {
      facet = name
      body()
    },
    it: (_name: string, body: () => Promise<void>) => void tests.push({ facet, body }),
  }
  const opened = async (storage: Storage) => {
    await storage.open()
    return storage
  }
  storageConformance(runner, async () => {
    const storage = await opened(create())
    return { storage, unopened: create, reopen: () => opened(create()), cleanup: () => storage.close() }
  })
  for (const test of tests) await test.body().catch(() => void failed.add(test.facet))
  return [...failed]
}

describe('the kit', () => {
  it.each(brokenStorages)('finds, in $facet and nowhere else, a storage that $defect', async ({ facet, create }) => {
    expect(await failing(create)).toEqual([storageFacets[facet].name])
  })

  it('passes a storage that keeps the contract', async () => {
    expect(await failing(memoryStorage)).toEqual([])
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
