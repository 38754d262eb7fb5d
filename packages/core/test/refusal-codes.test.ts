import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { calendarRefusals } from '../src/amendment/calendar-refusals.js'
import { areaFaults, areaRefusals } from '../src/area/area-refusals.js'
import { authorityRefusals } from '../src/authority/authority-refusals.js'
import { catalogueFaults, catalogueRefusals } from '../src/catalogue/refusals.js'
import { contactRefusals } from '../src/contact/refusals.js'
import { policyRefusals } from '../src/edition/policy-refusals.js'
import { inputIssueCodes } from '../src/errors/input-issue.js'
import { frozenRefusals } from '../src/evaluation/frozen/frozen-refusals.js'
import { formFaults } from '../src/import/form-faults.js'
import { commandRefusals } from '../src/record/command-refusals.js'
import { requestRefusals } from '../src/request/refusals.js'
import { teamRefusals } from '../src/team/refusals.js'

const documented = (page: string) =>
  [...readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map(
    (match) => match[1],
  )
const thrown = [
  'invalid-input',
  'not-found',
  'forbidden',
  'configuration',
  'conflict',
  'adapter-failure',
  'overloaded',
  'clock-wrong',
  'calendar-coverage',
]

const tables = [
  authorityRefusals,
  commandRefusals,
  requestRefusals,
  areaRefusals,
  areaFaults,
  calendarRefusals,
  policyRefusals,
  catalogueRefusals,
  catalogueFaults,
  teamRefusals,
  contactRefusals,
  frozenRefusals,
  formFaults,
]
const codes = [...tables.flatMap((table) => Object.keys(table)), ...thrown, ...inputIssueCodes]

describe('the page of codes', () => {
  it.each(['errors.md', 'zh/errors.md'])('docs/%s has one entry for every code there is, and no other', (page) => {
    expect(documented(page).toSorted()).toEqual(codes.toSorted())
  })

  it('has the codes in the same order in both languages', () => {
    expect(documented('zh/errors.md')).toEqual(documented('errors.md'))
  })
})
