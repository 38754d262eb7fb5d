import { describe, expect, it } from 'vitest'
import type { Breach, RequestFacts } from '../../src/request/facts.js'
import { accepted, appeal, at, base, breach, clock, counts, done, due, isCounted, late, pardon } from './counted.js'

describe('a request that was taken on', () => {
  it('is accepted on that day, and completed when it is', () => {
    expect(counts(base, 'accepted', 'completed@accepted')).toEqual({ accepted: [accepted], 'completed@accepted': [] })
    expect(counts(done, 'accepted', 'completed@accepted')).toEqual({
      accepted: [accepted],
      'completed@accepted': [accepted],
    })
    const { acceptedAt: _, ...waiting } = done
    expect(isCounted(waiting, 'accepted') || isCounted(waiting, 'completed@accepted')).toBe(false)
  })

  it.each(['withdrawn', 'merged', 'split', 'voided', 'declined'] as const)(
    'and %s is left out, and counted as such on each basis',
    (end) => {
      const facts: RequestFacts = { ...done, end }
      const left = ['leftOut', `${end}@accepted`, `${end}@due`, `${end}@reported`]
      const wrong = ['accepted', 'completed@accepted', 'due', 'timed@due', 'reported', 'closed@due', 'closed@reported']
      expect([left.every((name) => isCounted(facts, name)), wrong.filter((name) => isCounted(facts, name))]).toEqual([
        true,
        [],
      ])
      expect([...left, 'forceClosed@accepted', 'forceClosed@reported'].filter((name) => isCounted(done, name))).toEqual(
        [],
      )
    },
  )

  it('and closed by order is accepted, not completed', () => {
    const facts: RequestFacts = { ...done, end: 'forceClosed' }
    const names = [
      'accepted',
      'completed@accepted',
      'forceClosed@accepted',
      'forceClosed@reported',
      'closed@reported',
      'closed@due',
    ]
    expect(names.filter((name) => isCounted(facts, name))).toEqual([
      'accepted',
      'forceClosed@accepted',
      'forceClosed@reported',
    ])
  })
})

describe('a deadline', () => {
  const names = ['timed@accepted', 'onTime@accepted', 'overdue@accepted', 'overdueAppeal@accepted'] as const
  const dueNames = ['timed@due', 'closedOnTime@due', 'overdueAppeal@due'] as const

  it('that was kept counts for the unit in charge; one at 24:00 is due on the day it ends', () => {
    expect(counts(done, ...names)).toEqual({
      ...{ 'timed@accepted': [accepted], 'onTime@accepted': [accepted] },
      ...{ 'overdue@accepted': [], 'overdueAppeal@accepted': [] },
    })
    const onDue = ['housing 2022-01-11']
    expect(counts(done, 'due', ...dueNames)).toEqual({
      ...{ due: onDue, 'timed@due': onDue, 'closedOnTime@due': onDue, 'overdueAppeal@due': [] },
    })
    expect(isCounted({ ...done, clocks: {} }, 'due')).toBe(false)
  })

  it('that passed counts for the unit that had to keep it, from its clock alone or from its record alone', () => {
    const charged = ['water 2022-01-04']
    const asLate = {
      'timed@accepted': charged,
      'onTime@accepted': [],
      'overdue@accepted': charged,
      'overdueAppeal@accepted': [],
    }
    expect(counts(late, ...names)).toEqual(asLate)
    expect(counts({ ...late, clocks: { resolve: clock } }, ...names)).toEqual(asLate)
    const { breaches: _, ...older } = late
    expect(counts(older, 'overdue@accepted')).toEqual({ 'overdue@accepted': [accepted] })
    expect(counts(late, ...dueNames)).toEqual({
      'timed@due': ['water 2022-01-11'],
      'closedOnTime@due': [],
      'overdueAppeal@due': [],
    })
  })

  it('of another clock is none of these', () => {
    const facts: RequestFacts = { ...done, breaches: [{ ...breach, clock: 'claim' }] }
    expect(counts(facts, ...names)).toEqual(counts(done, ...names))
  })

  it('among others that passed is one all the same, and those pardon nothing of it', () => {
    const claim: Breach = { ...breach, clock: 'claim', at: at('2022-01-04 18:00') }
    const two: RequestFacts = { ...done, breaches: [claim, breach] }
    expect(counts(two, ...names)).toEqual(counts(late, ...names))
    const pardoned: RequestFacts = { ...two, exclusions: ['overdue'], appeals: [pardon] }
    expect(isCounted(pardoned, 'overdueAppeal@accepted')).toBe(true)
    // The appeal was about a rectification; the request's own deadline was kept.
    const kept: RequestFacts = { ...done, breaches: [{ ...breach, clock: 'rectify' }], exclusions: ['overdue'] }
    expect(counts(kept, ...names)).toEqual(counts(done, ...names))
  })

  it('that still runs is no deadline kept', () => {
    const { completedAt: _, end: _e, ...open } = done
    expect(counts({ ...open, open: true }, ...names)).toEqual(Object.fromEntries(names.map((name) => [name, []])))
  })

  it('that passed with nobody in charge counts for no unit', () => {
    const { unit: _, ...nobody } = breach
    expect(counts({ ...late, breaches: [nobody] }, 'overdue@accepted')).toEqual({ 'overdue@accepted': [' 2022-01-04'] })
  })

  it('that an appeal pardoned is left out, and counted as such', () => {
    const facts: RequestFacts = { ...late, exclusions: ['overdue'], appeals: [pardon] }
    const charged = ['water 2022-01-04']
    expect(counts(facts, ...names)).toEqual({
      ...{ 'timed@accepted': [], 'onTime@accepted': [], 'overdue@accepted': [], 'overdueAppeal@accepted': charged },
    })
    expect(counts(facts, ...dueNames)).toEqual({
      'timed@due': [],
      'closedOnTime@due': [],
      'overdueAppeal@due': ['water 2022-01-11'],
    })
    const open: RequestFacts = { ...facts, open: true }
    delete (open as { completedAt?: number }).completedAt
    expect(isCounted(open, 'overdueAppeal@accepted')).toBe(false)
    const withdrawn: RequestFacts = { ...facts, end: 'withdrawn' }
    expect(
      ['overdueAppeal@due', 'overdueAppeal@accepted', 'timed@due'].filter((name) => isCounted(withdrawn, name)),
    ).toEqual([])
  })

  it.each([
    ['that was refused', appeal({ about: 'overdue', clock: 'resolve', factAt: due, decision: 'refused' })],
    ['about another clock', appeal({ about: 'overdue', clock: 'claim', factAt: due })],
    ['about another run', appeal({ about: 'overdue', clock: 'resolve', factAt: due - 1 })],
    ['about the rating', appeal({ about: 'rating', round: 0 })],
  ])('is not pardoned by an appeal %s', (_what, other) => {
    const facts: RequestFacts = { ...late, exclusions: ['overdue'], appeals: [other] }
    expect(isCounted(facts, 'overdue@accepted')).toBe(true)
  })

  it('counts for who was late without a pardon; only when all are pardoned is it left out', () => {
    const second: Breach = { ...breach, at: due + 1, startedAt: breach.startedAt + 1, unit: 'town' }
    const facts: RequestFacts = { ...late, breaches: [breach, second], exclusions: ['overdue'], appeals: [pardon] }
    expect(counts(facts, 'overdue@accepted')).toEqual({ 'overdue@accepted': ['town 2022-01-04'] })
    const both = { ...facts, appeals: [pardon, { ...pardon, id: 'a2', factAt: due + 1 }] }
    expect(counts(both, 'overdue@accepted', 'overdueAppeal@accepted')).toEqual({
      ...{ 'overdue@accepted': [], 'overdueAppeal@accepted': ['water 2022-01-04'] },
    })
  })

  it('is closed in time only when it is closed', () => {
    expect(isCounted({ ...base, clocks: { resolve: clock } }, 'closedOnTime@due')).toBe(false)
    expect(isCounted({ ...base, clocks: { resolve: clock } }, 'timed@due')).toBe(true)
  })

  it('that was extended is counted on its day: by a grant, for the deadline of the request', () => {
    const extension = { clock: 'resolve', decision: 'granted' } as RequestFacts['extensions'][number]
    const extended = (more: object, of = done) =>
      isCounted({ ...of, extensions: [{ ...extension, ...more }] }, 'extended@due')
    expect([extended({}), extended({ clock: 'rectify' }), extended({ decision: 'refused' })]).toEqual([
      true,
      false,
      false,
    ])
    expect([isCounted(done, 'extended@due'), extended({}, { ...done, end: 'merged' })]).toEqual([false, false])
  })
})

describe('a rectification', () => {
  const opened = at('2022-01-06 10:00')
  const round = { round: 1, openedAt: opened } as RequestFacts['rectifications'][number]
  const reworked: RequestFacts = { ...done, rectifications: [round] }

  it('is counted on the day it was opened; its request is one that was rectified', () => {
    expect(counts(reworked, 'rectifications@opened', 'rectified@accepted', 'reworked@due')).toEqual({
      ...{ 'rectifications@opened': ['housing 2022-01-06'], 'rectified@accepted': [accepted] },
      ...{ 'reworked@due': ['housing 2022-01-11'] },
    })
    expect(['rectified@accepted', 'reworked@due'].filter((name) => isCounted(done, name))).toEqual([])
    expect(isCounted({ ...reworked, end: 'merged' }, 'rectified@accepted')).toBe(false)
    expect(isCounted({ ...reworked, end: 'merged' }, 'reworked@due')).toBe(false)
  })

  it('is rework, and so is a check that was not passed', () => {
    expect(isCounted({ ...done, checksFailed: 1 }, 'reworked@due')).toBe(true)
    expect(isCounted({ ...done, checksFailed: 1 }, 'rectified@accepted')).toBe(false)
  })

  it('that missed its own deadline is late in its own round', () => {
    const missed: Breach = { ...breach, clock: 'rectify', round: 1 }
    const lateIn = (more: Partial<Breach>, facts = reworked) =>
      isCounted({ ...facts, breaches: [{ ...missed, ...more }] }, 'overdue@opened')
    expect([lateIn({}), lateIn({ round: 2 }), lateIn({ clock: 'resolve' })]).toEqual([true, false, false])
    const pardoned = { ...reworked, appeals: [appeal({ about: 'overdue', clock: 'rectify', factAt: due })] }
    expect(lateIn({}, pardoned)).toBe(false)
  })
})

describe('a return', () => {
  const returned = ['water', 'housing', 'water'].map((unit, n) => ({
    unit,
    at: n,
  })) as unknown as RequestFacts['returned']
  const names = ['returnedAway@accepted', 'returned@accepted', 'returnAppeal@accepted']
  const given = (more: Partial<RequestFacts>) => counts({ ...done, ...(returned && { returned }), ...more }, ...names)

  it('counts once for each unit that returned it; that it was away, for those that do not have it now', () => {
    expect(given({})).toEqual({
      'returnedAway@accepted': ['water 2022-01-04'],
      'returned@accepted': ['water 2022-01-04', 'housing 2022-01-04'],
      'returnAppeal@accepted': [],
    })
    expect(given({ end: 'merged' })['returned@accepted']).toEqual([])
    expect(counts(done, ...names)).toEqual(Object.fromEntries(names.map((name) => [name, []])))
  })

  it('is pardoned when all of its unit are', () => {
    const grant = (factAt: number, unit = 'water') => appeal({ about: 'return', factAt, unit, id: `a${factAt}` })
    expect(given({ appeals: [grant(0)] })['returned@accepted']).toEqual(['water 2022-01-04', 'housing 2022-01-04'])
    const all = given({ appeals: [grant(0), grant(2)] })
    expect(all['returned@accepted']).toEqual(['housing 2022-01-04'])
    expect(all['returnAppeal@accepted']).toEqual(['water 2022-01-04'])
    expect(given({ appeals: [grant(0), grant(2, 'housing')] })['returnAppeal@accepted']).toEqual([])
  })
})
