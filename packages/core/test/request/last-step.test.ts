import { dispatcher, handler, handling, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { isPast } from '../../src/request/request-clock.js'
import { deskOf } from '../../src/request/views/desk.js'

const answer = { text: sealed }
const heard = { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } as const

describe('what a desk reads of a request', () => {
  it('is the last event, whatever it was', () => {
    const walk = handling()
    expect(walk.facts.lastStep).toBe('request.claimed')
    expect(walk.do(dispatcher, 'note', { text: sealed }).facts.lastStep).toBe('request.noted')
    expect(walk.do(handler, 'reply', answer).facts.lastStep).toBe('request.completed')
  })

  it('an answered request is to be called back until the resident was heard, and again after the next answer', () => {
    const marked = (walk: ReturnType<typeof handling>) => deskOf(walk.facts).flags.includes('notCalledBack')
    const answered = handling().do(handler, 'reply', answer)
    expect(marked(handling())).toBe(false)
    expect(marked(answered)).toBe(true)
    expect(marked(answered.do(dispatcher, 'followUp', { reached: false }))).toBe(true)
    expect(marked(answered.do(dispatcher, 'followUp', heard))).toBe(false)
    const again = answered.at('2022-01-05 10:00').do(dispatcher, 'followUp', { ...heard, satisfied: 'dissatisfied' })
    expect(marked(again)).toBe(false)
    expect(marked(again.at('2022-01-06 10:00').do(handler, 'reply', answer))).toBe(true)
  })
})

describe('a deadline that stands still', () => {
  it('is not overdue, whatever day it stood at', () => {
    const walk = handling('2022-01-04 10:00')
      .do(handler, 'suspend', { reasonCode: 'awaiting-requester' })
      .at('2022-01-20 10:00')
    const { resolve } = walk.facts.clocks
    if (resolve === undefined) throw new Error('no deadline')
    expect([walk.now > resolve.dueAt, isPast(resolve, walk.now)]).toEqual([true, false])
    const resumed = walk.do(supervisor, 'resume', {}).facts.clocks.resolve
    if (resumed === undefined) throw new Error('no deadline')
    expect([isPast(resumed, walk.now), isPast(resumed, resumed.dueAt)]).toEqual([false, true])
  })
})
