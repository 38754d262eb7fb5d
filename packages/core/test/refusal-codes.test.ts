import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { areaFaults, areaRefusals } from '../src/area/area-refusals.js'
import { catalogueFaults, catalogueRefusals } from '../src/catalogue/refusals.js'
import { frozenRefusals } from '../src/evaluation/frozen/frozen-refusals.js'
import { formFaults } from '../src/import/form-faults.js'
import { commandRefusals } from '../src/record/command-refusals.js'
import { requestRefusals } from '../src/request/refusals.js'
import { teamRefusals } from '../src/team/refusals.js'

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1])
const thrown = [
  'invalid-input',
  'not-found',
  'configuration',
  'conflict',
  'adapter-failure',
  'overloaded',
  'calendar-coverage',
]

describe('docs/errors.md', () => {
  it('has one entry for every code there is, and none for codes there are not', () => {
    const tables = [
      commandRefusals,
      requestRefusals,
      areaRefusals,
      areaFaults,
      catalogueRefusals,
      catalogueFaults,
      teamRefusals,
      frozenRefusals,
      formFaults,
    ]
    const codes = [...tables.flatMap((table) => Object.keys(table)), ...thrown]
    expect(documented.toSorted()).toEqual(codes.toSorted())
  })
})
