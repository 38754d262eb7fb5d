import { describe, expect, it } from 'vitest'
import { brokenFiles, filesWith } from '../src/broken/files.js'
import { filesConformance, filesFacets } from '../src/files/index.js'
import { failing } from './failing.js'

describe('files in memory keep the Files contract', () => filesConformance({ describe, it }, filesWith()))

describe('the kit of file stores', () => {
  it.each(brokenFiles)('finds, in $facet and nowhere else, a file store that $defect', async ({ facet, create }) => {
    expect(await failing((runner) => filesConformance(runner, create))).toEqual([filesFacets[facet].name])
  })

  it('is proved to find something in each of its facets', () => {
    expect(new Set(brokenFiles.map(({ facet }) => facet))).toEqual(new Set(Object.keys(filesFacets)))
  })
})
