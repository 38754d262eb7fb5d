import { at, dispatched, handler, handling, partner, sealed, supervisor, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { minuteOf } from '../../src/calendar/time-of-day.js'

// A due deadline is read first and acted on a moment later: whatever was decided in between counts.
describe('a due deadline that was dealt with in the meantime', () => {
  it('leaves an extended matter in time', () => {
    const walk = handling('2022-01-04 10:00')
      .at('2022-01-07 23:59')
      .do(handler, 'requestExtension', { by: { workingDays: 2 }, reason: sealed })
      .do(supervisor, 'decideExtension', { granted: true })
    expect(walk.decide(system, { name: 'expire', input: { clock: 'resolve' } })).toEqual({ events: [] })
  })
  it('leaves a unit to which the matter was just transferred its time to claim', () => {
    const walk = dispatched('2022-01-04 10:00').at('2022-01-04 15:59').do(handler, 'transfer', { unit: 'water' })
    expect(walk.decide(system, { name: 'expire', input: { clock: 'claim' } })).toEqual({ events: [] })
  })
  it('leaves a co-handler that answered in time', () => {
    const walk = handling('2022-01-04 10:00')
      .do(handler, 'assignCoHandler', { unit: 'water' })
      .do(partner, 'coReply', { unit: 'water', text: sealed })
    expect(walk.decide(system, { name: 'expire', input: { clock: 'coHandle/water' } })).toEqual({ events: [] })
  })
})

describe('a suspension whose time is over', () => {
  const suspended = () => handling('2022-01-04 10:00').do(handler, 'suspend', { reasonCode: 'season' })
  const due = () => suspended().facts.clocks.suspension?.dueAt as number
  const after = (walk: ReturnType<typeof suspended>) => {
    const { status, clocks } = walk.facts
    return [status, clocks.resolve?.dueDate, clocks.resolve?.pauses.at(-1)?.to]
  }

  it('ends when it was over, however late a process looks: an outage lengthens no deadline', () => {
    const inTime = suspended().at(minuteOf(due())).do(system, 'expire', { clock: 'suspension' })
    const late = suspended()
      .at(minuteOf(due() + 5 * 86_400_000))
      .do(system, 'expire', { clock: 'suspension' })
    expect(after(inTime)).toEqual(['handling', '2022-02-11', due()])
    expect(after(late)).toEqual(after(inTime))
  })
  it('ends then also for a unit that resumes before anybody looked', () => {
    const late = suspended()
      .at(minuteOf(due() + 5 * 86_400_000))
      .do(handler, 'resume', {})
    expect(after(late)[2]).toBe(due())
  })
  it('that is ended earlier ends when it is ended', () => {
    expect(after(suspended().at('2022-01-10 10:00').do(handler, 'resume', {}))[2]).toBe(at('2022-01-10 10:00'))
  })
})
