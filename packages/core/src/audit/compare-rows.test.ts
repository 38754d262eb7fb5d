import { describe, expect, it } from 'vitest'
import type { KeptDelivery, StoredAnswer } from '../contracts/rows.js'
import { systemDigest as sm3 } from '../platform/node.js'
import { boundAnswer, boundPayload, type Wrote } from '../record/stored-event.js'
import { compareAnswers, compareDeadlines, compareDeliveries } from './compare-rows.js'
import type { Folded } from './fold-record.js'

const hour = 3_600_000
const day = 24 * hour
const now = 1000 * day

describe('deadlines', () => {
  const due = { name: 'resolve', at: now + day }
  const late = { name: 'resolve', at: now - day }

  it('that are kept as the facts want them are right; one of unknown facts is only asked for its lease', () => {
    expect(compareDeadlines([due], [due], now)).toBeUndefined()
    expect(compareDeadlines(undefined, [{ ...due, at: 7 }], now)).toBeUndefined()
  })

  it('are leased for an hour at the longest', () => {
    expect(compareDeadlines(undefined, [{ ...due, leasedUntil: now + hour }], now)).toBeUndefined()
    expect(compareDeadlines(undefined, [{ ...due, leasedUntil: now + hour + 1 }], now)).toEqual({
      name: 'resolve',
      wrong: 'leased',
    })
  })

  it('that are missing or one too many are named', () => {
    expect(compareDeadlines([due], [], now)).toEqual({ name: 'resolve', wrong: 'missing' })
    expect(compareDeadlines([], [due], now)).toEqual({ name: 'resolve', wrong: 'added' })
    expect(compareDeadlines([due], [due, { ...due, name: 'accept' }], now)).toEqual({ name: 'accept', wrong: 'added' })
  })

  const kept = (at: number, expected: { name: string; at: number } = late, rests?: number) =>
    compareDeadlines([expected], [{ name: 'resolve', at }], now, () => rests)
  const moved = { name: 'resolve', wrong: 'moved' }

  it('that were due may come again within a day and two hours, or when they said', () => {
    expect(kept(now + 26 * hour)).toBeUndefined()
    expect(kept(now + 26 * hour + 1)).toEqual(moved)
    expect(kept(now + 9 * day, late, now + 9 * day)).toBeUndefined()
    expect(kept(now + 9 * day, late, now + 8 * day)).toEqual(moved)
  })

  it('due at this very instant count as due; those not yet due stay where they are', () => {
    expect(kept(now + hour, { name: 'resolve', at: now })).toBeUndefined()
    expect(kept(now + hour, { name: 'resolve', at: now + 1 })).toEqual(moved)
    expect(kept(now, { name: 'resolve', at: now })).toBeUndefined()
  })

  it('never come earlier than they are due', () => {
    expect(kept(late.at - 1)).toEqual(moved)
  })
})

const by = { id: 'a', kind: 'staff' } as const
const folded = (...wrote: readonly (Wrote | undefined)[]): Folded => ({
  facts: {},
  version: wrote.length,
  head: '',
  asOf: { version: 0, head: '' },
  sealed: [],
  events: wrote.map((each) => ({ type: 'request.urged', at: now, by, wrote: each })),
})
const payload = '{"to":"housing"}'
const owes = (destination: string): Wrote => ({ owes: { [destination]: boundPayload(sm3, payload) } })
const row = (over: Partial<KeptDelivery> = {}): KeptDelivery => ({
  destination: 'sms',
  event: 1,
  at: now,
  payload,
  attempts: 0,
  head: true,
  ...over,
})
const deliveries = (record: Folded, rows: readonly KeptDelivery[], delivered = 0, tellAt?: () => number) =>
  compareDeliveries(sm3, record, { deliveries: rows, delivered }, now, tellAt)
const wrongOf = (over: Partial<KeptDelivery>, tellAt?: () => number) =>
  deliveries(folded(owes('sms')), [row(over)], 0, tellAt).wrong?.wrong

describe('a delivery', () => {
  it('that its event owed is right, and nothing else is', () => {
    expect(deliveries(folded(owes('sms')), [row()])).toEqual({ unproven: 0 })
    expect(deliveries(folded(owes('sms')), [row({ event: 2 })]).wrong).toEqual({ name: 'sms #2', wrong: 'added' })
    expect(deliveries(folded({}), [row()]).wrong).toEqual({ name: 'sms #1', wrong: 'added' })
    expect(wrongOf({ destination: 'letter' })).toBe('added')
    expect(wrongOf({ payload: '{}' })).toBe('changed')
  })

  it('of an event that does not say what it owes is counted as not proven, and still keeps to its times', () => {
    expect(deliveries(folded(undefined), [row({ payload: 'other' })])).toEqual({ unproven: 1 })
    expect(deliveries(folded(undefined), [row({ at: now - 1 })]).wrong).toEqual({ name: 'sms #1', wrong: 'moved' })
  })

  it('becomes a dead letter only after it was tried', () => {
    expect(wrongOf({ dead: 'gone', head: false })).toBe('changed')
    expect(wrongOf({ attempts: -1 })).toBe('changed')
    expect(wrongOf({ attempts: 1, dead: 'gone', head: false })).toBeUndefined()
  })

  it('waits for its event and for when people may be told, and no longer, until it was tried', () => {
    expect(wrongOf({ at: now + 1 })).toBe('moved')
    expect(wrongOf({ at: now + 8 * hour }, () => now + 8 * hour)).toBeUndefined()
    expect(wrongOf({ at: now + 8 * hour + 1 }, () => now + 8 * hour)).toBe('moved')
    expect(wrongOf({ at: now - 1 })).toBe('moved')
  })

  it('may wait for a month and a day once it was tried: a channel may ask for that', () => {
    expect(wrongOf({ attempts: 1, at: now + 31 * day })).toBeUndefined()
    expect(wrongOf({ attempts: 1, at: now + 31 * day + 1 })).toBe('moved')
  })

  it('written by a clock that is ahead of the one that verifies is no fault', () => {
    const record = folded(owes('sms'))
    const ahead = compareDeliveries(sm3, record, { deliveries: [row()], delivered: 0 }, now - hour)
    expect(ahead).toEqual({ unproven: 0 })
  })

  it('is leased for a day at the longest', () => {
    expect(wrongOf({ leasedUntil: now + day })).toBeUndefined()
    expect(wrongOf({ leasedUntil: now + day + 1 })).toBe('leased')
  })
})

describe('a queue', () => {
  const two = folded(owes('sms'), owes('sms'))
  const second = row({ event: 2, head: false })

  it('has its first waiting delivery for its head, in whatever order the rows are read, and no other', () => {
    expect(deliveries(two, [row(), second]).wrong).toBeUndefined()
    expect(deliveries(two, [second, row()]).wrong).toBeUndefined()
    expect(deliveries(two, [row(), { ...second, head: true }]).wrong).toEqual({ name: 'sms #2', wrong: 'changed' })
    expect(deliveries(two, [row({ head: false }), second]).wrong).toEqual({ name: 'sms #1', wrong: 'changed' })
  })

  it('goes on after a dead letter, unless that blocks it', () => {
    const dead = { attempts: 3, dead: 'gone' }
    expect(deliveries(two, [row({ ...dead, head: false }), { ...second, head: true }]).wrong).toBeUndefined()
    expect(deliveries(two, [row({ ...dead, blocks: true }), second]).wrong).toBeUndefined()
    expect(deliveries(two, [row({ ...dead, blocks: true }), { ...second, head: true }]).wrong?.wrong).toBe('changed')
  })

  it('has sent nothing after the delivery it waits for', () => {
    expect(deliveries(two, [row()], 1).wrong).toEqual({ name: 'sms #2', wrong: 'missing' })
    expect(deliveries(two, [row({ event: 2 })], 1).wrong).toBeUndefined()
  })

  it('does not wait for another', () => {
    const mixed = folded(owes('sms'), owes('workchat'))
    expect(deliveries(mixed, [row()], 1).wrong).toBeUndefined()
    const kept = [row(), row({ destination: 'workchat', event: 2 })]
    expect(deliveries(mixed, kept).wrong).toBeUndefined()
  })
})

describe('the number of deliveries that were sent', () => {
  it('is that of those that are owed and no longer kept', () => {
    const two = folded(owes('sms'), owes('sms'))
    expect(deliveries(two, [], 2)).toEqual({ unproven: 0 })
    expect(deliveries(two, [], 1).wrong).toEqual({ name: 'sms #2', wrong: 'missing' })
    expect(deliveries(two, [], 3).wrong).toEqual({ name: 'delivered', wrong: 'changed' })
    expect(deliveries(folded({}), [], 0)).toEqual({ unproven: 0 })
    expect(deliveries(folded({}), [], -1).wrong).toEqual({ name: 'delivered', wrong: 'changed' })
  })

  it('may be larger where an event does not say what it owed, never smaller', () => {
    const older = folded(undefined, owes('sms'))
    expect(deliveries(older, [], 5)).toEqual({ unproven: 0 })
    expect(deliveries(older, [], 0).wrong).toEqual({ name: 'sms #2', wrong: 'missing' })
  })
})

describe('the answer to a key', () => {
  const said = { key: 'k-1', fingerprint: 'f', events: 1 }
  const answer = (over: Partial<StoredAnswer> = {}): StoredAnswer => ({ ...said, version: 2, at: now, ...over })
  const record = folded({}, { answers: boundAnswer(sm3, said) })
  const wrong = (over: Partial<StoredAnswer>, of = record) => compareAnswers(sm3, of, [answer(over)]).wrong

  it('is that of the event it names; one whose row is gone is counted', () => {
    expect(compareAnswers(sm3, record, [answer()])).toEqual({ forgotten: 0 })
    expect(compareAnswers(sm3, record, [])).toEqual({ forgotten: 1 })
    expect(wrong({ fingerprint: 'g' })).toEqual({ name: 'k-1', wrong: 'changed' })
  })

  it('names an event that is there, answered a key, and happened then', () => {
    expect(wrong({ version: 3 })?.wrong).toBe('added')
    expect(wrong({ version: 0 })?.wrong).toBe('added')
    expect(wrong({ version: 1 })?.wrong).toBe('added')
    expect(wrong({ at: now + 1 })?.wrong).toBe('changed')
  })

  it('covers one event at least, and none before the first', () => {
    const old = folded(undefined, undefined)
    expect(wrong({ events: 1 }, old)).toBeUndefined()
    expect(wrong({ events: 2 }, old)).toBeUndefined()
    expect(wrong({ events: 0 }, old)?.wrong).toBe('changed')
    expect(wrong({ events: 3 }, old)?.wrong).toBe('changed')
  })

  it('is given once: a second key for the same event was added', () => {
    expect(compareAnswers(sm3, record, [answer(), answer({ key: 'k-2' })]).wrong?.name).toBe('k-2')
  })
})
