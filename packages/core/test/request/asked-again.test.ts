import { awaitingRating, dispatcher, handler, resident, sealed, supervisor, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { measures } from '../../src/evaluation/measures/measures.js'
import type { RequestFacts } from '../../src/request/facts.js'
import { defaultLifecycle } from '../../src/request/lifecycle/default.js'
import { extendLifecycle } from '../../src/request/lifecycle/extend.js'
import { loadLifecycle } from '../../src/runtime/lifecycle/load-lifecycle.js'
import { defaultSlaPolicy } from '../../src/sla/policy.js'

const reason = { reason: sealed }
const closed = () => awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 5 })
const asked = () => closed().at('2022-01-10 10:00').do(resident, 'askReopen', reason)
const granted = () => asked().do(dispatcher, 'decideReopen', { granted: true, reason: sealed })
const decisions = ({ reopenAsks = [] }: RequestFacts) => reopenAsks.map(({ decision }) => decision)
const counts = (facts: RequestFacts) =>
  Object.fromEntries(
    ['closed@reported', 'completed@accepted', 'rectifications@opened'].map((name) => [
      name,
      measures.find((each) => each.name === name)?.at(facts).length,
    ]),
  )

describe('an application to have a closed request handled again', () => {
  it('leaves it closed and counted as closed, with the desk in charge and a clock that runs', () => {
    const { facts } = asked()
    expect(facts).toMatchObject({ status: 'closed', open: false, end: 'closed', owner: { role: 'dispatcher' } })
    expect(facts.clocks.reopenDecision).toMatchObject({ dueDate: '2022-01-13' })
    expect(facts.clocks.reopenDecision).not.toHaveProperty('stoppedAt')
    expect(counts(facts)).toEqual(counts(closed().facts))
    expect(facts.endedAt).toBe(closed().facts.endedAt)
  })

  it('granted opens a round with its own deadline, and nothing counts as completed or closed until it is done', () => {
    const walk = granted()
    expect(walk.facts).toMatchObject({
      status: 'rectifying',
      open: true,
      owner: { role: 'unit', unit: 'housing' },
      rectifications: [{ round: 1, because: 'asked' }],
      clocks: { rectify: { dueDate: '2022-01-13' } },
    })
    expect(decisions(walk.facts)).toEqual(['granted'])
    expect(walk.facts.clocks.reopenDecision).toHaveProperty('stoppedAt')
    expect(counts(walk.facts)).toEqual({ 'closed@reported': 0, 'completed@accepted': 0, 'rectifications@opened': 1 })
    walk.at('2022-01-11 10:00').do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 4 })
    expect(counts(walk.facts)).toEqual({ 'closed@reported': 1, 'completed@accepted': 1, 'rectifications@opened': 1 })
    expect(walk.facts).toMatchObject({ status: 'closed', completedAt: walk.now, endedAt: walk.now })
    expect(walk.facts.firstCompletedAt).toBe(closed().facts.completedAt)
    expect(walk.facts.ratings.map(({ round, grade }) => [round, grade])).toEqual([[0, 5], [1, 4]]) // biome-ignore format: a list
  })

  it('refused leaves everything as it ended: no window begins anew', () => {
    const walk = asked().do(supervisor, 'decideReopen', { granted: false, reason: sealed })
    expect(decisions(walk.facts)).toEqual(['refused'])
    expect(walk.facts).toMatchObject({ status: 'closed', endedAt: closed().facts.endedAt })
    expect(walk.at('2022-02-08 00:00').refusal(resident, 'askReopen', reason)).toBe('reopen-window-passed')
  })

  it('that nobody decides on lapses, is late on nobody of the units, and does not use up the resident’s turns', () => {
    const walk = asked().at('2022-01-14 00:00').do(system, 'expire', { clock: 'reopenDecision' })
    expect(decisions(walk.facts)).toEqual(['lapsed'])
    expect(walk.facts).toMatchObject({ status: 'closed', breaches: [{ clock: 'reopenDecision' }] })
    expect(walk.facts.breaches?.[0]).not.toHaveProperty('unit')
    expect(walk.refusal(dispatcher, 'decideReopen', { granted: true, reason: sealed })).toBe('reopen-not-pending')
    for (const _ of [1, 2])
      walk.do(resident, 'askReopen', reason).do(dispatcher, 'decideReopen', { granted: false, reason: sealed })
    expect(walk.refusal(resident, 'askReopen', reason)).toBe('reopen-limit-reached')
  })

  it('is no longer needed when work begins again for another reason', () => {
    const negative = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const
    const { facts } = asked().do(dispatcher, 'followUp', negative)
    expect(facts.status).toBe('rectifying')
    expect(decisions(facts)).toEqual(['lapsed'])
    expect(facts.clocks.reopenDecision).toHaveProperty('stoppedAt')
  })

  it('is made by the resident alone, and only after the closing', () => {
    expect(closed().refusal(dispatcher, 'askReopen', reason)).toBe('not-permitted')
    expect(closed().refusal(handler, 'decideReopen', { granted: true, reason: sealed })).toBe('not-permitted')
    expect(awaitingRating().refusal(resident, 'askReopen', reason)).toBe('wrong-state')
  })

  it('keeps the texts until it is decided on', () => {
    const security = { id: 'head', kind: 'staff', grants: [{ role: 'securityAdmin', area: '370281' }] } as const
    expect(asked().refusal(security, 'eraseTexts', { basis: 'retentionEnded' })).toBe('texts-in-use')
  })
})

describe('the desk itself', () => {
  it('has a closed request handled again, also when the resident could ask no more', () => {
    const { facts } = closed().at('2023-01-10 10:00').do(dispatcher, 'reopen', reason)
    expect(facts).toMatchObject({ status: 'rectifying', rectifications: [{ round: 1, because: 'ordered' }] })
  })

  it('leads where the lifecycle of the place leads: what was completed is worked on again in a round of its own', () => {
    const ours = extendLifecycle(defaultLifecycle, { on: { closed: { reopen: { target: 'handling' } } } })
    const lifecycle = loadLifecycle(ours, [], defaultSlaPolicy)
    const { facts } = closed().at('2022-01-10 10:00').do(dispatcher, 'reopen', reason, { lifecycle })
    expect(facts).toMatchObject({ status: 'handling', rectifications: [], reopened: [expect.any(Number)] })
    expect(facts).not.toHaveProperty('completedAt')
  })
})
