import { describe, expect, it } from 'vitest'
import { brokenFiles, filesWith } from '../src/broken/files.js'
import { filesConformance, filesFacets } from '../src/files/index.js'
import type { FilesFactory } from '../src/files/kit.js'

/** Runs the whole kit in this process. The facets in which the store failed. */
async function failing(create: FilesFactory): Promise<string[]> {
  const failed = new Set<string>()
  const tests: { readonly facet: string; readonly body: () => Promise<void> }[] = []
  let facet = ''
  filesConformance(
    {
      describe: (name, body) => {
        facet = name
        body()
      },
      it: (_name, body) => void tests.push({ facet, body }),
    },
    create,
  )
  for (const test of tests) await test.body().catch(() => void failed.add(test.facet))
  return [...failed]
}

describe('files in memory keep the Files contract', () => filesConformance({ describe, it }, filesWith()))

describe('the kit of file stores', () => {
  it.each(brokenFiles)('finds, in $facet and nowhere else, a file store that $defect', async ({ facet, create }) => {
    expect(await failing(create)).toEqual([filesFacets[facet].name])
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenFiles.map(({ facet }) => facet))).toEqual(new Set(Object.keys(filesFacets)))
  })
})
