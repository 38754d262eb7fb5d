import { describe, expect, it } from 'vitest'
import type { VaultRow } from '../contracts/rows.js'
import { systemDigest as sm3 } from '../platform/node.js'
import { commitmentOf } from '../privacy/seal.js'
import type { Wrote } from '../record/stored-event.js'
import { compareTexts } from './compare-texts.js'
import type { Folded } from './fold-record.js'

const by = { id: 'a', kind: 'staff' } as const
const commitment = commitmentOf(sm3, 'salt', '家中不热')
const text: VaultRow = { ref: '1.1', subject: 'res-1', field: 'description', value: '家中不热', salt: 'salt' }
const gone: VaultRow = { ...text, value: null, salt: null }
const wrote: Wrote = { texts: [['1.1', 'description', 'res-1']] }

/** A record whose first event holds a text, and then events of these types. */
const record = (first: Wrote | undefined, ...later: readonly (readonly [type: string, wrote?: Wrote])[]): Folded => ({
  facts: {},
  version: 1 + later.length,
  head: '',
  asOf: { version: 0, head: '' },
  sealed: [{ ref: '1.1', commitment, seq: 1 }],
  events: [['request.submitted', first] as const, ...later].map(([type, each]) => ({ type, at: 0, by, wrote: each })),
})
const compared = (of: Folded, rows: readonly VaultRow[], type = 'request') => compareTexts(sm3, type, of, rows)
const wrongOf = (of: Folded, row: Partial<VaultRow>, type?: string) => compared(of, [{ ...text, ...row }], type).wrong

describe('a text', () => {
  it('that the events commit to is kept with its field and for its subject', () => {
    expect(compared(record(wrote), [text])).toEqual({ kept: 1, erased: 0 })
    for (const row of [{ field: 'name' }, { subject: 'res-2' }, { value: '家中很热' }, { salt: 'other' }])
      expect(wrongOf(record(wrote), row)).toEqual({ seq: 1, name: '1.1', wrong: 'changed' })
  })

  it('of before events named field and subject is compared with its commitment alone', () => {
    expect(wrongOf(record(undefined), { field: 'name', subject: 'res-2' })).toBeUndefined()
    expect(wrongOf(record(undefined), { value: '家中很热' })?.wrong).toBe('changed')
  })

  it('whose salt was taken away proves nothing', () => {
    expect(wrongOf(record(wrote), { salt: null })?.wrong).toBe('changed')
  })

  it('that no event names was added, and one that is gone without an erasure is missing', () => {
    const wrong = { seq: 1, name: '1.2', wrong: 'added' }
    expect(compared(record(wrote), [text, { ...text, ref: '1.2' }])).toEqual({ kept: 1, erased: 0, wrong })
    expect(compared(record(wrote), []).wrong).toEqual({ seq: 1, name: '1.1', wrong: 'missing' })
    expect(compared(record(wrote), [gone]).wrong).toEqual({ seq: 1, name: '1.1', wrong: 'missing' })
  })

  it('of which only the event of its command tells, as a text of a draft, is expected too', () => {
    const named = record({
      texts: [
        ['1.1', 'description', 'res-1'],
        ['1.2', 'name', 'res-1'],
      ],
    })
    expect(compared(named, [text]).wrong).toEqual({ seq: 1, name: '1.2', wrong: 'missing' })
    expect(compared(named, [text, { ...text, ref: '1.2', field: 'name' }])).toEqual({ kept: 2, erased: 0 })
  })
})

describe('an erased text', () => {
  const erased = record(wrote, ['request.textsErased', { erases: ['1.1'] }])

  it('is gone with its salt, which would make it easy to guess', () => {
    expect(compared(erased, [gone])).toEqual({ kept: 0, erased: 1 })
    expect(compared(erased, [{ ...gone, salt: 'salt' }]).wrong?.wrong).toBe('kept')
    expect(compared(erased, [text]).wrong?.wrong).toBe('kept')
  })

  it('is one that the erasure names: an event that says what it erased erased no other', () => {
    expect(compared(record(wrote, ['request.textsErased', { erases: ['1.2'] }]), [gone]).wrong?.wrong).toBe('missing')
    expect(compared(record(wrote, ['request.textsErased', {}]), [gone]).wrong?.wrong).toBe('missing')
  })

  it('of before erasures named texts was written before one of them', () => {
    expect(compared(record(undefined, ['request.textsErased']), [gone])).toEqual({ kept: 0, erased: 1 })
    expect(compared(record(undefined, ['team.memberForgotten']), [gone], 'team')).toEqual({ kept: 0, erased: 1 })
    expect(compared(record(undefined, ['request.urged']), [gone]).wrong?.wrong).toBe('missing')
    const after = { ...record(undefined), sealed: [{ ref: '1.1', commitment, seq: 3 }] }
    const late = { ...after, version: 3, events: record(undefined, ['request.textsErased'], ['request.urged']).events }
    expect(compared(late, [gone]).wrong).toEqual({ seq: 3, name: '1.1', wrong: 'missing' })
  })

  it("may have been erased by any event of a plugin's record of before, but not by the one that wrote it", () => {
    expect(compared(record(undefined), [gone], 'diary.note').wrong?.wrong).toBe('missing')
    expect(compared(record(undefined, ['diary.noted']), [gone], 'diary.note')).toEqual({ kept: 0, erased: 1 })
    expect(compared(record(undefined, ['diary.noted', {}]), [text], 'diary.note')).toEqual({ kept: 1, erased: 0 })
  })
})
