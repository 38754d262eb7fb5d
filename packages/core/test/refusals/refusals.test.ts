import { describe, expect, it } from 'vitest'
import { feedbackRows } from './feedback.js'
import { handlingRows } from './handling.js'
import { intakeRows } from './intake.js'
import type { RefusalRow } from './row.js'
import { timeRows } from './time.js'

const groups: Readonly<Record<string, readonly RefusalRow[]>> = {
  intake: intakeRows,
  handling: handlingRows,
  time: timeRows,
  feedback: feedbackRows,
}

describe.each(Object.entries(groups))('%s', (_name, rows) => {
  it.each(rows.map((row) => [row.code, row.policy, row] as const))('%s: %s', async (code, _policy, row) => {
    const said = await row.refused()
    expect(said).toMatchObject({ code, ...row.at })
    expect(said?.details).toEqual(row.details)
    expect([said?.message.zh, said?.message.en].every((words) => words !== undefined && words.length > 3)).toBe(true)
    expect((await row.allowed())?.code).not.toBe(code)
  })
})
