import { describe, expect, it } from 'vitest'
import { createAudit } from '../../src/audit/audit.js'
import type { VerifyParts } from '../../src/audit/verify.js'
import type { KeptDelivery, RecordRows, VaultRow } from '../../src/contracts/rows.js'
import { systemDigest as sm3 } from '../../src/platform/node.js'
import { chainEvents, genesis } from '../../src/record/chain.js'
import type { StoredEvent } from '../../src/record/stored-event.js'
import { by, kind, noteWith, partsOf, storageOf } from './notes.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const note = noteWith('a', 1)
const nothing: RecordRows = { deadlines: [], deliveries: [], delivered: 0, sent: [], kept: 0, answers: [] }

/** Verifies one record of one event, with what is kept beside it. */
async function verified(
  {
    vault,
    wrote = {},
    ...rows
  }: Partial<RecordRows> & { vault?: readonly VaultRow[]; wrote?: StoredEvent['wrote'] | null },
  more: object = {},
  over: Partial<VerifyParts> = {},
) {
  const event = {
    ...{ seq: 1, type: 'note.written', at: 1000, by, data: { words: 1 } },
    ...(wrote !== null && { wrote }),
  } as StoredEvent
  const chain = chainEvents(sm3, genesis(sm3, note.record), [event])
  const record = { ...note.record, head: chain.head }
  const storage = storageOf([{ record, rows: chain.rows }], {
    load: async () => ({ record, ...(vault !== undefined && { vault }), rows: { ...nothing, ...rows } }),
  })
  const parts = partsOf(storage, { kindOf: () => ({ ...kind, ...more }) as never, ...over })
  return createAudit({ ...parts, assertMay: () => {} }).verify({ by: system })
}
const faultOf = async (...given: Parameters<typeof verified>) => (await verified(...given)).faults[0]
const row: KeptDelivery = { destination: 'sms', event: 1, at: 1000, payload: '{}', attempts: 0, head: true }

describe('what is kept beside a record', () => {
  it('is compared table by table', async () => {
    const place = { type: 'note', id: 'a' }
    expect(await faultOf({})).toBeUndefined()
    const text: VaultRow = { ref: '1.1', subject: 's', field: 'name', value: 'x', salt: 'y' }
    expect(await faultOf({ vault: [text] })).toEqual({ ...place, seq: 1, fault: 'text', name: '1.1', wrong: 'added' })
    const deadline = { fault: 'deadline', name: 'resolve', wrong: 'added' }
    expect(await faultOf({ deadlines: [{ name: 'resolve', at: 1 }] })).toEqual({ ...place, seq: 1, ...deadline })
    expect(await faultOf({ deliveries: [row] })).toEqual({
      ...place,
      seq: 1,
      fault: 'delivery',
      name: 'sms #1',
      wrong: 'added',
    })
    const answer = { key: 'k', fingerprint: 'f', version: 2, events: 1, at: 1000 }
    expect(await faultOf({ answers: [answer] })).toEqual({
      ...place,
      seq: 1,
      fault: 'answer',
      name: 'k',
      wrong: 'added',
    })
  })

  it('is what the kind says: its deadlines, when they rest, and when people are told', async () => {
    const due = { deadlines: () => [{ name: 'resolve', at: 5000 }] }
    const kept = (at: number) => ({ deadlines: [{ name: 'resolve', at }] })
    expect(await faultOf(kept(5000), due)).toBeUndefined()
    expect(await faultOf({}, due)).toMatchObject({ fault: 'deadline', wrong: 'missing' })
    const far = 9000 + 40 * 86_400_000
    expect(await faultOf(kept(far), due)).toMatchObject({ fault: 'deadline', wrong: 'moved' })
    expect(await faultOf(kept(far), { ...due, restsUntil: () => far })).toBeUndefined()
    const owed = { wrote: { owes: { sms: '{}' } }, deliveries: [{ ...row, at: 20_000 }] }
    expect(await faultOf(owed, { tellAt: () => 20_000 })).toBeUndefined()
    expect(await faultOf(owed)).toMatchObject({ fault: 'delivery', wrong: 'moved' })
    expect(await faultOf({ ...owed, deliveries: [row] }, { tellAt: () => undefined as never })).toBeUndefined()
  })

  it('of a kind that nobody knows is not asked for deadlines, and its messages are compared all the same', async () => {
    const unknown = { kindOf: () => undefined }
    expect(await faultOf({ deadlines: [{ name: 'resolve', at: 1 }] }, {}, unknown)).toBeUndefined()
    expect(await faultOf({ deliveries: [row] }, {}, unknown)).toMatchObject({ fault: 'delivery' })
  })

  it('is counted where it holds and where it cannot be told', async () => {
    const text: VaultRow = { ref: '1.1', subject: 's', field: 'name', value: 'x', salt: 'y' }
    const texts = { texts: [['1.1', 'name', 's']] } as const
    expect(await verified({ vault: [text], wrote: texts })).toMatchObject({ ok: true, texts: { kept: 1, erased: 0 } })
    const erased = { ...text, value: null, salt: null }
    expect(await verified({ vault: [erased], wrote: { ...texts, erases: ['1.1'] } })).toMatchObject({
      texts: { kept: 0, erased: 1 },
    })
    expect(await verified({ wrote: { answers: 'gone' } })).toMatchObject({
      ok: true,
      notCompared: { answers: 1, deliveries: 0 },
    })
    expect(await verified({ wrote: null, deliveries: [row] })).toMatchObject({
      ok: true,
      notCompared: { answers: 0, deliveries: 1 },
    })
  })

  it('was written by a process whose clock may be ahead of this one', async () => {
    const owed = { wrote: { owes: { sms: '{}' } }, deliveries: [{ ...row, attempts: 1, at: 1000 + 31 * 86_400_000 }] }
    expect(await faultOf(owed, {}, { clock: { now: () => 0 } })).toBeUndefined()
  })
})

it('an audit takes checkpoints at the present instant', async () => {
  expect(
    await createAudit({ ...partsOf(storageOf([note])), assertMay: () => {} }).checkpoint({ by: system }),
  ).toMatchObject({ at: 9000, records: 1 })
})
