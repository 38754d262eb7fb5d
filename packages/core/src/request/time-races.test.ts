import { describe, expect, it } from 'vitest'
import { dispatched, handler, handling, partner, sealed, supervisor, system } from './scenario.js'

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
