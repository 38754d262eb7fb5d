import { describe, expect, it } from 'vitest'
import { wrongSubject } from './check-commits.mjs'

describe('the subject of a commit', () => {
  it.each([
    'core: say once what stood in two places',
    'storage-sqlite, storage-postgres: one name for one thing',
    'READMEs, format: plain sentences',
    'core/sla: a pause of the last day counts',
    'Merge pull request #7 from somebody/a-branch',
    "Merge branch 'release'",
  ])('may be %j', (subject) => {
    expect(wrongSubject(subject)).toBeUndefined()
  })

  it.each([
    ['Types of public signatures are exported', /form/],
    ['core:no space', /form/],
    ['core: ', /form/],
    [`core: ${'长'.repeat(67)}`, /has 73 characters/],
    ["Merge branch 'main' of /home/somebody/huiyin", /folder/],
    ["Merge branch 'main' of ../huiyin", /folder/],
  ])('may not be %j', (subject, why) => {
    expect(wrongSubject(subject)).toMatch(why)
  })
})
