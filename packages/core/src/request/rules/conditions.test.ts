import { awaitingRating, contextAt, dispatched, handling, scenario, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { RequestCommand } from '../commands.js'
import type { RequestFacts } from '../facts.js'
import { conditions } from './conditions.js'
import { laws } from './index.js'

const { facts, now } = handling()
const context = contextAt(now, system)
const holds = (name: keyof typeof conditions, command: object, of: RequestFacts = facts) =>
  conditions[name](of, command as RequestCommand, context)
const act = { name: 'act', input: { command: 'look' } }

describe('what a follow-up found', () => {
  const found = (input: object) =>
    (['followUpNegative', 'followUpPositive'] as const).map((name) => holds(name, { name: 'followUp', input }))
  const reached = { reached: true, contacted: true }

  it('is bad when it is not solved or the resident is dissatisfied, and good when neither is so', () => {
    expect(found({ ...reached, solved: 'unsolved', satisfied: 'satisfied' })).toEqual([true, false])
    expect(found({ ...reached, solved: 'solved', satisfied: 'dissatisfied' })).toEqual([true, false])
    expect(found({ ...reached, solved: 'partlySolved', satisfied: 'satisfied' })).toEqual([false, true])
  })
  it('is neither when nobody was reached, whatever else is written down', () => {
    expect(found({ reached: false, solved: 'unsolved', satisfied: 'dissatisfied' })).toEqual([false, false])
    expect(found({ reached: false, solved: 'solved', satisfied: 'satisfied' })).toEqual([false, false])
  })
})

it('a condition about what a command says holds for no other command, whatever that says', () => {
  const input = { grade: 1, reached: true, solved: 'unsolved', satisfied: 'dissatisfied', passed: true, round: 0 }
  const about = ['dissatisfied', 'followUpNegative', 'followUpPositive', 'checkPassed', 'answerStands'] as const
  for (const name of about) {
    expect(holds(name, { name: 'act', input }, awaitingRating().facts), name).toBe(false)
    expect(holds(name, { name: 'act', input: { ...input, solved: 'solved', satisfied: 'satisfied' } }), name).toBe(
      false,
    )
  }
  expect(holds('dissatisfied', { name: 'rate', input })).toBe(true)
  expect(holds('dissatisfied', { name: 'rate', input: { grade: 5 } })).toBe(false)
  expect(holds('checkPassed', { name: 'check', input })).toBe(true)
  expect(holds('checkPassed', { name: 'check', input: { passed: false } })).toBe(false)
})

describe('the answer to a leading request', () => {
  const stands = (more: Partial<RequestFacts> = {}, round = 0) =>
    holds('answerStands', { name: 'dissent', input: { from: 'q-2', round } }, { ...awaitingRating().facts, ...more })

  it('stands in its round, while it completes the request and its texts are there', () => {
    expect(stands()).toBe(true)
    expect(stands({}, 1)).toBe(false)
    expect(stands({ textsErasedAt: 1 })).toBe(false)
    const { completedAt: _, ...open } = awaitingRating().facts
    expect(holds('answerStands', { name: 'dissent', input: { from: 'q-2', round: 0 } }, open)).toBe(false)
  })
})

describe('a request', () => {
  it('is checked before it closes where its category wants it or it is supervised', () => {
    expect(holds('needsCheck', act)).toBe(false)
    expect(holds('needsCheck', act, { ...facts, preClosingCheck: true })).toBe(true)
    expect(holds('needsCheck', act, { ...facts, supervision: 1 })).toBe(true)
  })
  it('is under way once a unit had it', () => {
    expect(holds('underWay', act, scenario().facts)).toBe(false)
    expect(holds('underWay', act, dispatched().facts)).toBe(true)
  })
  it('goes to an area in use only', () => {
    const relocate = (area: string) => laws.areaKnown(facts, { name: 'relocate', input: { area } }, context)
    expect(relocate('370281001')).toBeUndefined()
    expect(relocate('370282')).toMatchObject({ code: 'area-unknown', details: { area: '370282' } })
  })
})
