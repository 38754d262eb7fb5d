import { describe, expect, it } from 'vitest'
import type { StoredRecord } from '../contracts/rows.js'
import { systemDigest as sm3 } from '../platform/node.js'
import { genesis, link } from './chain.js'
import { outcomeOf } from './change.js'
import { createDestinations } from './destinations.js'
import type { RecordKind } from './record-kind.js'
import { boundAnswer, eventIn } from './stored-event.js'

interface Facts {
  readonly n: number
}
const now = 5000
const by = { id: 'a', kind: 'staff' } as const
const ref = { bucket: 3, type: 'note', id: 'n-1' }
const tally = (delta: number) => ({
  ...{ measure: 'accepted', day: '2022-01-04', areaPath: '1/', unit: '', category: '', channel: '' },
  delta,
})
const kind: RecordKind<Facts, never> = {
  type: 'note',
  decide: () => ({ events: [] }),
  evolve: (facts) => ({ n: (facts?.n ?? 0) + 1 }),
  index: () => ({ status: 'noted', open: true, createdAt: 0 }),
  deadlines: ({ n }) => [
    { name: 'fixed', at: 9000 },
    { name: `after-${n}`, at: n },
  ],
  tallies: ({ n }) => [tally(n)],
  tellAt: ({ at }) => at + 700,
}
type Inputs = Parameters<typeof outcomeOf<Facts>>[0]

function outcome(over: Partial<Inputs> = {}) {
  const destinations = createDestinations()
  for (const [name, forPeople] of [
    ['sms', true],
    ['log', false],
  ] as const)
    destinations.add({
      ...{ name, forPeople, concurrency: 1, onDeadLetter: 'skip' },
      payloadFor: (_type, { type }) => (type === 'note.loud' ? name : undefined),
      deliver: async () => ({ ok: true }),
    })
  return outcomeOf<Facts>({
    ...{ kind, ref, record: undefined, facts: undefined, projected: undefined, erase: [], now, by, digest: sm3 },
    ...{ destinations, caused: {}, vault: [], command: undefined, drafted: [{ type: 'note.loud', data: { x: 1 } }] },
    ...over,
  })
}
const wroteIn = (bytes = '') => (JSON.parse(bytes) as { wrote?: unknown }).wrote

describe('the first change of a record', () => {
  it('begins its chain, and writes all that its facts project', async () => {
    const { facts, events, change, projected } = outcome()
    expect(facts).toEqual({ n: 1 })
    expect(events).toEqual([{ at: now, by, data: { x: 1 }, seq: 1, type: 'note.loud' }])
    const [row] = change.events
    expect(row?.hash).toBe(link(sm3, genesis(sm3, ref), row?.bytes ?? ''))
    expect(await eventIn(row?.bytes ?? '', undefined)).toEqual(events[0])
    expect(change).toMatchObject({ ...ref, expectedVersion: 0, version: 1, head: row?.hash, body: '{"n":1}', at: now })
    expect(change.index).toMatchObject({ status: 'noted', open: true, unit: '' })
    expect(change.deadlines).toEqual({ put: projected.deadlines, drop: [] })
    expect(change.tallies).toEqual([tally(1)])
    expect(change).not.toHaveProperty('command')
  })

  it('owes people their messages when they may be told, others at once, and says so in the event', () => {
    const { change } = outcome()
    expect(change.deliveries).toEqual([
      { destination: 'sms', payload: 'sms', event: 1, at: now + 700 },
      { destination: 'log', payload: 'log', event: 1, at: now },
    ])
    expect(wroteIn(change.events[0]?.bytes)).toEqual({ owes: { sms: 'sms', log: 'log' } })
  })

  it('tells nobody before it happened', () => {
    const early = { ...kind, tellAt: () => 0 }
    expect(outcome({ kind: early }).change.deliveries.map(({ at }) => at)).toEqual([now, now])
    const { tellAt: _, ...atOnce } = kind
    expect(outcome({ kind: atOnce }).change.deliveries.map(({ at }) => at)).toEqual([now, now])
  })

  it('writes texts, erasures and the answer to the key with the last of its events, and with no other', () => {
    const command = { key: 'k', fingerprint: 'f' }
    const vault = [{ ref: '1.1', subject: 's', field: 'name', value: 'x', salt: 'y' }]
    const drafted = ['note.quiet', 'note.quiet'].map((type) => ({ type, data: {} }))
    const { change, events } = outcome({ command, vault, erase: ['1.0'], drafted })
    expect(events.map(({ seq }) => seq)).toEqual([1, 2])
    expect(change.events.map(({ bytes }) => wroteIn(bytes))).toEqual([
      {},
      { texts: [['1.1', 'name', 's']], erases: ['1.0'], answers: boundAnswer(sm3, { ...command, events: 2 }) },
    ])
    expect(change).toMatchObject({
      version: 2,
      deliveries: [],
      vault: { put: vault, erase: ['1.0'] },
      command: { ...command, version: 2, events: 2, at: now },
    })
  })

  it('keeps texts with the data of whom the record is about, unless they name another', () => {
    const about: typeof kind = { ...kind, index: () => ({ ...kind.index({ n: 1 }), requester: 'res-1' }) }
    const rows = ['', 'member-7'].map((subject, n) => ({
      ...{ ref: `1.${n}`, subject, field: 'name' },
      ...{ value: 'x', salt: 'y' },
    }))
    const { change } = outcome({ kind: about, vault: rows })
    expect(change.vault.put.map(({ subject }) => subject)).toEqual(['res-1', 'member-7'])
    expect(wroteIn(change.events[0]?.bytes)).toMatchObject({
      texts: [
        ['1.0', 'name', 'res-1'],
        ['1.1', 'name', 'member-7'],
      ],
    })
  })
})

describe('a later change', () => {
  const record = { ...ref, version: 4, head: 'h', body: '{"n":4}' } as unknown as StoredRecord
  const before = { record, facts: { n: 4 } }

  it('follows the head, and writes the difference only', () => {
    const { change, events } = outcome(before)
    expect(events[0]?.seq).toBe(5)
    expect(change).toMatchObject({ expectedVersion: 4, version: 5 })
    expect(change.events[0]?.hash).toBe(link(sm3, 'h', change.events[0]?.bytes ?? ''))
    expect(change.deadlines).toEqual({ put: [{ name: 'after-5', at: 5 }], drop: ['after-4'] })
    expect(change.tallies).toEqual([tally(1)])
  })

  it('puts a deadline that moved', () => {
    const moving = { ...kind, deadlines: ({ n }: Facts) => [{ name: 'one', at: n }] }
    expect(outcome({ ...before, kind: moving }).change.deadlines).toEqual({ put: [{ name: 'one', at: 5 }], drop: [] })
  })

  it('takes the difference to what is stored, where that is known', () => {
    const stored = { deadlines: [{ name: 'old', at: 1 }], tallies: [tally(9)] }
    const { change } = outcome({ ...before, projected: stored })
    expect(change.deadlines.drop).toEqual(['old'])
    expect(change.deadlines.put.map(({ name }) => name)).toEqual(['fixed', 'after-5'])
    expect(change.tallies).toEqual([tally(-4)])
    // Of another form only the deadlines are read: what it counts for is projected.
    const half = outcome({ ...before, projected: { deadlines: stored.deadlines } }).change
    expect([half.deadlines.drop, half.tallies]).toEqual([['old'], [tally(1)]])
    const other = outcome({ ...before, projected: { tallies: stored.tallies } }).change
    expect([other.deadlines.drop, other.tallies]).toEqual([['after-4'], [tally(-4)]])
  })

  it('projects nothing that is known already', () => {
    let projections = 0
    const counting = {
      ...kind,
      tallies: ({ n }: Facts) => {
        projections++
        return [tally(n)]
      },
    }
    const { projected } = outcome({ ...before, kind: counting })
    expect(projections).toBe(2)
    outcome({ ...before, kind: counting, projected })
    expect(projections).toBe(3)
  })

  it('of a kind that projects nothing writes nothing of the kind', () => {
    const { deadlines: _, tallies: __, ...plain } = kind
    const { change } = outcome({ ...before, kind: plain })
    expect([change.deadlines, change.tallies]).toEqual([{ put: [], drop: [] }, []])
  })
})
