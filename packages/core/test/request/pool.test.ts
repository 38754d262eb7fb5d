import {
  contextAt,
  dispatcher,
  handler,
  partner,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { measures } from '../../src/evaluation/measures/measures.js'
import { requestInputs } from '../../src/request/commands.js'
import { mayKnow } from '../../src/request/permissions/standing.js'

const pool = ['housing', 'water', 'town']
const reason = { reason: sealed }
const clerk = { id: 'clerk', kind: 'staff' as const, grants: [{ role: 'unitHead', unit: 'town' }] }
const offered = () => scenario('2022-01-04 10:00').do(dispatcher, 'dispatch', { pool })
const eventsOf = (walk: ReturnType<typeof offered>, ...asked: Parameters<ReturnType<typeof offered>['decide']>) => {
  const decision = walk.decide(...asked)
  if ('refusal' in decision) throw new Error(decision.refusal.code)
  return decision.events.map(({ type, data }) => `${type.slice(8)} ${(data as { unit?: string }).unit ?? ''}`.trim())
}
const counted = (walk: ReturnType<typeof offered>, name: string) =>
  measures.find((each) => each.name === name)?.at(walk.facts).length

describe('a request offered to several units', () => {
  it('has no unit in charge, and runs one time to claim for all of them, and the deadline of the request', () => {
    const { facts } = offered()
    expect(facts).toMatchObject({
      status: 'offered',
      owner: { role: 'candidates', units: pool },
      acceptedAt: expect.any(Number),
    })
    expect(facts).not.toHaveProperty('unit')
    expect(Object.keys(facts.clocks).filter((name) => facts.clocks[name]?.stoppedAt === undefined)).toEqual([
      'claim',
      'resolve',
    ])
  })

  it('tells each of them by an event of its own', () => {
    expect(eventsOf(scenario(), dispatcher, { name: 'dispatch', input: { pool } })).toEqual([
      'accepted',
      'offered housing',
      'offered water',
      'offered town',
    ])
  })

  it('is the unit’s that claims it first; the others hear that it is taken', () => {
    expect(eventsOf(offered(), partner, { name: 'claim', input: {} })).toEqual([
      'offerEnded housing',
      'offerEnded town',
      'claimed water',
    ])
    const walk = offered().do(partner, 'claim', {})
    expect(walk.facts).toMatchObject({
      status: 'handling',
      unit: 'water',
      firstReceiver: 'water',
      owner: { role: 'unit', unit: 'water' },
    })
    expect(walk.facts.clocks.claim).toHaveProperty('stoppedAt')
    expect(walk.do(partner, 'reply', { text: sealed }).facts.replies).toMatchObject([{ unit: 'water' }])
  })

  it('is known to the candidates while it is offered, and afterwards to the one that has it', () => {
    const knows = (walk: ReturnType<typeof offered>) =>
      [handler, partner, clerk].map((by) => mayKnow(walk.facts, by, contextAt(walk.now, by)))
    expect(knows(offered())).toEqual([true, true, true])
    expect(knows(offered().do(handler, 'returnBack', reason))).toEqual([false, true, true])
    expect(knows(offered().do(partner, 'claim', {}))).toEqual([false, true, false])
    expect(knows(offered().do(resident, 'withdraw', {}))).toEqual([false, false, false])
    expect(knows(scenario())).toEqual([false, false, false])
  })

  it('is declined by each for itself; the last of them sends it back to the desk, with the deadline running', () => {
    const walk = offered().do(handler, 'returnBack', reason).do(partner, 'returnBack', reason)
    expect(walk.facts).toMatchObject({ status: 'offered', owner: { role: 'candidates', units: ['town'] } })
    expect(walk.refusal(partner, 'claim', {})).toBe('not-permitted')
    walk.do(clerk, 'returnBack', reason)
    expect(walk.facts).toMatchObject({ status: 'unclaimed', owner: { role: 'dispatcher' } })
    expect(walk.facts.clocks.resolve).not.toHaveProperty('stoppedAt')
    expect(walk.facts.clocks.dispatch).not.toHaveProperty('stoppedAt')
    expect(walk.do(dispatcher, 'dispatch', { unit: 'housing' }).do(handler, 'claim', {}).facts.unit).toBe('housing')
  })

  it('counts a decline as no return: nobody had it, the limit stays, and 退单率 leaves it out', () => {
    const walk = offered().do(handler, 'returnBack', reason).do(partner, 'claim', {})
    expect(walk.facts).toMatchObject({ returns: 0, pool: [{ unit: 'housing', declinedAt: walk.now }, {}, {}] })
    expect(counted(walk, 'returned@accepted')).toBe(0)
    // What the claimer then gives back is a return of the claimer.
    walk.do(partner, 'returnBack', reason)
    expect(walk.facts).toMatchObject({ returns: 1, returned: [{ unit: 'water' }], status: 'reassigning' })
    expect(counted(walk, 'returned@accepted')).toBe(1)
  })

  it('goes back to the desk when nobody claims it in time, and no unit is charged with that', () => {
    const walk = offered().at('2022-01-05 18:00')
    expect(walk.refusal(handler, 'claim', {})).toBe('claim-window-passed')
    expect(eventsOf(walk, system, { name: 'expire', input: { clock: 'claim' } })).toEqual([
      'offerEnded housing',
      'offerEnded water',
      'offerEnded town',
      'offerExpired',
    ])
    walk.do(system, 'expire', { clock: 'claim' })
    expect(walk.facts).toMatchObject({ status: 'unclaimed', owner: { role: 'dispatcher' } })
    expect(walk.facts.breaches).toEqual([expect.not.objectContaining({ unit: expect.anything() })])
  })

  it('may be given to one of them, or to others, by the desk at any time', () => {
    expect(eventsOf(offered(), dispatcher, { name: 'dispatch', input: { unit: 'housing' } })).toContain(
      'offerEnded water',
    )
    expect(offered().do(dispatcher, 'dispatch', { unit: 'housing' }).facts).toMatchObject({
      status: 'dispatched',
      unit: 'housing',
    })
    const again = offered()
      .do(handler, 'returnBack', reason)
      .do(dispatcher, 'dispatch', { pool: ['housing', 'water'] })
    expect(again.facts.owner).toEqual({ role: 'candidates', units: ['housing', 'water'] })
  })

  it('after a return is no longer the former unit’s to read or to claim', () => {
    const walk = scenario().do(dispatcher, 'dispatch', {}).do(handler, 'returnBack', reason)
    walk.do(dispatcher, 'dispatch', { pool: ['water', 'town'] })
    expect(walk.facts).not.toHaveProperty('unit')
    expect(walk.refusal(handler, 'claim', {})).toBe('not-permitted')
  })

  it('that ends or goes into another tells each candidate that it is not theirs any longer', () => {
    for (const [by, name, input] of [
      [resident, 'withdraw', {}],
      [supervisor, 'forceClose', reason],
    ] as const)
      expect(eventsOf(offered(), by, { name, input } as never).slice(0, 3)).toEqual([
        'offerEnded housing',
        'offerEnded water',
        'offerEnded town',
      ])
  })

  it('is claimed by a co-handler as by any other, which then helps itself no longer', () => {
    const walk = scenario()
      .do(dispatcher, 'dispatch', { coHandlers: ['water'] })
      .do(handler, 'returnBack', reason)
    walk.do(dispatcher, 'dispatch', { pool: ['water', 'town'] }).do(partner, 'claim', {})
    expect(walk.facts.clocks['coHandle/water']).toHaveProperty('stoppedAt')
  })

  it('names 2 to 10 units, each once, and neither a unit nor co-handlers beside them', () => {
    const fits = (input: object) => requestInputs.dispatch.safeParse(input).success
    expect(fits({ pool })).toBe(true)
    expect([{ pool: ['a'] }, { pool: ['a', 'a'] }, { pool, unit: 'a' }, { pool, coHandlers: [] }].map(fits)).toEqual([
      ...[false, false, false, false],
    ])
    expect(fits({ pool: Array.from({ length: 11 }, (_, at) => `u${at}`) })).toBe(false)
  })
})
