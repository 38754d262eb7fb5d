import { awaitingRating, handler, handling, resident, sealed, supervisor, system } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { defaultRatingPolicy } from '../../src/rating/policy.js'

const followUp = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const
const refusalOf = (walk: ReturnType<typeof handling>, name: 'appeal' | 'followUp') => {
  const decision =
    name === 'appeal'
      ? walk.decide(handler, { name, input: { about: 'overdue', reason: sealed } })
      : walk.decide(supervisor, { name, input: followUp })
  return 'refusal' in decision ? decision.refusal : undefined
}

/** Closed late, so that there is something to appeal against. */
const closedAt = (start: string, closed: string) =>
  handling(start).at(closed).do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 5 })

describe('a window after the end of a request', () => {
  it('of 30 days for a follow-up ends at 24:00 of the last day, whatever the hour of the closing', () => {
    const walk = awaitingRating('2026-03-02 09:30').do(resident, 'rate', { grade: 5 })
    expect(refusalOf(walk.at('2026-04-01 15:00'), 'followUp')).toBeUndefined()
    expect(refusalOf(walk.at('2026-04-01 23:59'), 'followUp')).toBeUndefined()
    const refusal = refusalOf(walk.at('2026-04-02 00:00'), 'followUp')
    expect(refusal).toMatchObject({ code: 'follow-up-window-passed', details: { days: 30 } })
    expect(refusal?.message.zh).toBe('结案后 30 日的回访期已于 2026-04-01 24:00 届满。')
  })

  it('of 15 days for an appeal ends on the working day after a holiday it would end in', () => {
    const walk = closedAt('2026-09-14 10:00', '2026-09-21 09:00')
    // The fifteenth day is 6 October.
    expect(refusalOf(walk.at('2026-10-08 10:00'), 'appeal')).toBeUndefined()
    expect(refusalOf(walk.at('2026-10-08 23:59'), 'appeal')).toBeUndefined()
    expect(refusalOf(walk.at('2026-10-09 00:00'), 'appeal')).toMatchObject({
      code: 'appeal-window-passed',
      message: { en: 'The 15 days for an appeal ended at 2026-10-08 24:00 (Beijing time).' },
    })
  })

  it('of the resident to rate is counted the same way', () => {
    const walk = awaitingRating('2026-09-25 09:30')
    // The seventh day is 2 October.
    expect(walk.at('2026-10-08 23:59').refusal(resident, 'rate', { grade: 5 })).toBeUndefined()
    expect(walk.at('2026-10-09 00:00').refusal(resident, 'rate', { grade: 5 })).toBe('rating-window-passed')
    expect(walk.do(system, 'expire', { clock: 'rate' }).facts.status).toBe('closed')
  })

  it('of no days is closed at once', () => {
    const walk = awaitingRating('2026-03-02 09:30').do(resident, 'rate', { grade: 5 })
    const decision = walk.decide(
      supervisor,
      { name: 'followUp', input: followUp },
      { rating: { ...defaultRatingPolicy, followUpWithinDays: 0 } },
    )
    expect(decision).toMatchObject({ refusal: { code: 'follow-up-window-passed' } })
  })
})
