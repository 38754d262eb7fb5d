import { handler, handling, sealed, supervisor, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

describe('an extension asked for in time and granted the morning after the deadline', () => {
  const granted = () =>
    handling('2022-01-04 10:00')
      .at('2022-01-07 17:00')
      .do(handler, 'requestExtension', { by: { workingDays: 2 }, reason: sealed })
      .at('2022-01-08 00:00')
      .do(system, 'expire', { clock: 'resolve' })
      .at('2022-01-08 09:00')
      .do(supervisor, 'decideExtension', { granted: true })

  it('leaves the matter in time: it is not overdue and nothing escalates', () => {
    const { resolve } = granted().facts.clocks
    expect(resolve?.dueDate).toBe('2022-01-11')
    expect([resolve?.breachedAt, resolve?.escalateAt]).toEqual([undefined, undefined])
  })
  it('is decided no more once the time for the decision is over, whether or not a process has looked', () => {
    const walk = handling('2022-01-04 10:00')
      .at('2022-01-07 17:00')
      .do(handler, 'requestExtension', { by: { workingDays: 2 }, reason: sealed })
      .at('2022-01-20 09:00')
    expect(walk.refusal(supervisor, 'decideExtension', { granted: true })).toBe('extension-not-pending')
  })
  it('runs out like any other', () => {
    const walk = granted().at('2022-01-12 00:00').do(system, 'expire', { clock: 'resolve' })
    expect(walk.facts.clocks.resolve?.breachedAt).toBe(walk.now)
  })
})
