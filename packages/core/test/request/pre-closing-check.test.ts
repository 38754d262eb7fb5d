import { at, dispatcher, handler, scenario, sealed, sla, supervisor, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { explainClock } from '../../src/sla/explain.js'

// 5 working days from Tuesday 4 January: the last is the 11th.
const answered = (moment: string) =>
  scenario('2022-01-04 10:00', { category: 'works' })
    .do(dispatcher, 'dispatch', {})
    .do(handler, 'claim', {})
    .at(moment)
    .do(handler, 'reply', { text: sealed })
const failed = { passed: false, reason: sealed }

describe('a check before closing', () => {
  it('that takes too long does not make the unit late: the deadline is judged at its answer', () => {
    const walk = answered('2022-01-06 10:00').at('2022-01-20 10:00').do(supervisor, 'check', failed)
    expect(walk.decide(system, { name: 'expire', input: { clock: 'resolve' } })).toEqual({ events: [] })
    expect(walk.facts.clocks.resolve).toMatchObject({ dueDate: '2022-01-25' })
    expect(walk.facts.clocks.resolve?.breachedAt).toBeUndefined()
    const passed = answered('2022-01-06 10:00').at('2022-01-20 10:00').do(supervisor, 'check', { passed: true })
    // It is the supervisor who is late.
    expect(passed.facts.breaches?.map(({ clock, unit }) => [clock, unit])).toEqual([['check', undefined]])
  })

  it('leaves the unit the days it had when it answered, and they do run out', () => {
    const walk = answered('2022-01-06 10:00').at('2022-01-20 10:00').do(supervisor, 'check', failed)
    walk.at('2022-01-26 00:00').do(system, 'expire', { clock: 'resolve' })
    expect(walk.facts.clocks.resolve?.breachedAt).toBe(at('2022-01-26 00:00'))
  })

  it('does not mend an answer that came late', () => {
    const walk = answered('2022-01-12 10:00').at('2022-01-13 10:00').do(supervisor, 'check', failed)
    expect(walk.facts.clocks.resolve).toMatchObject({ breachedAt: at('2022-01-12 00:00'), pauses: [] })
    expect(walk.facts.clocks.resolve?.escalateAt).toBeDefined()
  })

  it('takes nothing from a unit that is checked twice', () => {
    const walk = answered('2022-01-06 10:00').at('2022-01-07 10:00').do(supervisor, 'check', failed)
    walk.at('2022-01-10 10:00').do(handler, 'reply', { text: sealed })
    walk.at('2022-01-12 10:00').do(supervisor, 'check', failed)
    expect(walk.facts.clocks.resolve?.pauses).toHaveLength(2)
    expect(walk.facts.clocks.resolve?.dueDate).toBe('2022-01-14')
  })

  it('shows in the explanation of the deadline', () => {
    const walk = answered('2022-01-06 10:00').at('2022-01-10 10:00').do(supervisor, 'check', failed)
    const clock = walk.facts.clocks.resolve
    if (clock === undefined) throw new Error('the clock is gone')
    const { days, text } = explainClock(sla, clock, walk.now)
    expect(text.zh).toContain('计时暂停：结案前核查')
    expect(text.en).toContain('clock paused: check before closing')
    expect(days.find((day) => day.date === '2022-01-07')).toMatchObject({ counted: false })
  })
})

describe('a category that is checked before closing', () => {
  const onTheSpot = () =>
    scenario('2022-01-04 10:00', { category: 'works' }).do(dispatcher, 'answerOnTheSpot', { text: sealed })

  it('is checked also when it was answered on the spot, and counts as completed when it was answered', () => {
    const walk = onTheSpot()
    expect(walk.facts.status).toBe('checking')
    expect(walk.facts.completedAt).toBeUndefined()
    walk.at('2022-01-05 10:00').do(supervisor, 'check', { passed: true })
    expect(walk.facts).toMatchObject({ status: 'awaitingRating', completedAt: at('2022-01-04 10:00') })
  })

  it('goes to the unit that answered on the spot, with its full time, when the check fails', () => {
    const { facts } = onTheSpot().at('2022-01-05 10:00').do(supervisor, 'check', failed)
    expect(facts).toMatchObject({ status: 'handling', owner: { role: 'unit', unit: 'housing' } })
    expect(facts.clocks.resolve).toMatchObject({ startedAt: at('2022-01-05 10:00'), dueDate: '2022-01-12' })
  })

  it('is not checked when the category asks for none', () => {
    expect(scenario().do(dispatcher, 'answerOnTheSpot', { text: sealed }).facts.status).toBe('awaitingRating')
  })
})
