import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { areaRows } from './areas.js'
import { calendarRows } from './calendar.js'
import { catalogueRows } from './catalogue.js'
import { commandRows } from './commands.js'
import { contactRows } from './contacts.js'
import { errorRows } from './errors.js'
import { feedbackRows } from './feedback.js'
import { handlingRows } from './handling.js'
import { importedAreaRows } from './imported-areas.js'
import { inputRows } from './inputs.js'
import { intakeRows } from './intake.js'
import { pluginRows } from './plugins.js'
import type { RefusalRow } from './row.js'
import { teamRows } from './teams.js'
import { timeRows } from './time.js'

const groups: Readonly<Record<string, readonly RefusalRow[]>> = {
  commands: commandRows,
  intake: intakeRows,
  handling: handlingRows,
  time: timeRows,
  feedback: feedbackRows,
  areas: areaRows,
  'imported areas': importedAreaRows,
  teams: teamRows,
  contacts: contactRows,
  catalogue: catalogueRows,
  'calendar and frozen figures': calendarRows,
  errors: errorRows,
  input: inputRows,
  plugins: pluginRows,
}

describe.each(Object.entries(groups))('%s', (_name, rows) => {
  it.each(rows.map((row) => [row.code, row.policy, row] as const))('%s: %s', async (code, _policy, row) => {
    const said = await row.refused()
    expect(said).toMatchObject({ code, ...row.at })
    expect(said?.details).toEqual(row.details)
    expect([said?.message.zh, said?.message.en].every((words) => words !== undefined && words.length > 1)).toBe(true)
    expect((await row.allowed())?.code).not.toBe(code)
  })
})

// Codes of plugins are their own.
const isOfCore = (code: string) => !code.includes('.')

describe('the rows', () => {
  it('are of every code of docs/errors.md, and of no other', () => {
    const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1])
    const codes = new Set(
      Object.values(groups)
        .flatMap((rows) => rows.map(({ code }) => code))
        .filter(isOfCore),
    )
    expect([...codes].toSorted()).toEqual(documented.toSorted())
  })
})
