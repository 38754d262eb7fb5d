import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { areaRows } from './areas.js'
import { assigningRows } from './assigning.js'
import { attachmentRows } from './attachments.js'
import { calendarRows } from './calendar.js'
import { catalogueRows } from './catalogue.js'
import { choiceRows } from './choices.js'
import { commandRows } from './commands.js'
import { contactRows } from './contacts.js'
import { errorRows } from './errors.js'
import { feedbackRows } from './feedback.js'
import { handlingRows } from './handling.js'
import { importedAreaRows } from './imported-areas.js'
import { inputRows } from './inputs.js'
import { intakeRows } from './intake.js'
import { pluginRows } from './plugins.js'
import { poolRows } from './pool.js'
import { reopeningRows } from './reopening.js'
import { revealingRows } from './revealing.js'
import type { RefusalRow } from './row.js'
import { teamRows } from './teams.js'
import { timeRows } from './time.js'

const groups: Readonly<Record<string, readonly RefusalRow[]>> = {
  commands: commandRows,
  intake: intakeRows,
  handling: handlingRows,
  time: timeRows,
  feedback: feedbackRows,
  pool: poolRows,
  reopening: reopeningRows,
  choices: choiceRows,
  assigning: assigningRows,
  revealing: revealingRows,
  attachments: attachmentRows,
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

const read = (page: string) => readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8')
const codesIn = (text: string) => [...text.matchAll(/`([a-z-]+)`/g)].map((match) => match[1] as string)
// The codes that a page lists under each kind; what it does not list is `state`.
const listed = (page: string) =>
  new Map(
    [...read(page).matchAll(/^- \*\*([a-z]+)\*\* ?[（(].*$/gm)].map(([line, kind]) => [kind as string, codesIn(line)]),
  )
const kinds = listed('errors.md')
const kindOf = (code: string) => [...kinds].find(([, codes]) => codes.includes(code))?.[0] ?? 'state'
const sections = read('errors.md').split('\n## ')
const refusals = new Set(
  sections
    .filter((section) => section.startsWith('Refusals of'))
    .flatMap((section) => [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1])),
)

describe.each(Object.entries(groups))('%s', (_name, rows) => {
  it.each(rows.map((row) => [row.code, row.policy, row] as const))('%s: %s', async (code, _policy, row) => {
    const said = await row.refused()
    expect(said).toMatchObject({ code, ...row.at })
    expect(said?.details).toEqual(row.details)
    // That is the reason of an error which is thrown.
    if (refusals.has(code) && code !== 'reading-not-permitted') expect(said).toMatchObject({ kind: kindOf(code) })
    expect([said?.message.zh, said?.message.en].every((words) => words !== undefined && words.length > 1)).toBe(true)
    expect((await row.allowed())?.code).not.toBe(code)
  })
})

// Codes of plugins are their own.
const isOfCore = (code: string) => !code.includes('.')

describe('kinds of refusals', () => {
  it('are the same on both pages, and list refusals only', () => {
    expect([...kinds.keys()]).toEqual(['forbidden', 'missing', 'conflict', 'form', 'state'])
    expect(listed('zh/errors.md')).toEqual(kinds)
    for (const code of [...kinds.values()].flat()) expect(refusals).toContain(code)
  })
})

describe('the rows', () => {
  it('are of every code of docs/errors.md, and of no other', () => {
    const documented = [...read('errors.md').matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1])
    const codes = new Set(
      Object.values(groups)
        .flatMap((rows) => rows.map(({ code }) => code))
        .filter(isOfCore),
    )
    expect([...codes].toSorted()).toEqual(documented.toSorted())
  })
})
