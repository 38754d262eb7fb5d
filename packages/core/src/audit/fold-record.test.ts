import { describe, expect, it } from 'vitest'
import type { Storage } from '../contracts/storage.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { systemDigest as sm3 } from '../platform/node.js'
import { chainEvents, genesis, link } from '../record/chain.js'
import type { DomainEvent } from '../record/record-kind.js'
import { foldRecord } from './fold-record.js'

const ref = { bucket: 0, type: 'request', id: 'q-1' }
const events = [1, 2, 3].map(
  (seq): DomainEvent => ({
    seq,
    type: 'request.urged',
    at: seq * 1000,
    by: { id: 'a', kind: 'staff' },
    data: { n: seq },
  }),
)
const start = genesis(sm3, ref)
const { rows } = chainEvents(sm3, start, events)

async function faultIn(history: readonly (typeof rows)[number][], record = ref) {
  const found = await folded(history, undefined, undefined, record)
  return 'fault' in found ? found.fault : undefined
}

function folded(
  history: readonly (typeof rows)[number][],
  kind?: Parameters<typeof foldRecord>[2],
  until?: number,
  record = ref,
) {
  const storage: Storage = {
    ...memoryStorage(),
    history: async (_, { after, limit }) => history.slice(after, after + limit),
  }
  return foldRecord({ storage, digest: sm3 }, record, kind, until)
}

describe('a chain', () => {
  it('holds as written', async () => {
    await expect(faultIn(rows)).resolves.toBeUndefined()
  })
  it('names the first event that was edited, removed, moved or slipped in', async () => {
    const [one, two, three] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]]
    expect(await faultIn([one, { ...two, bytes: two.bytes.replace('"n":2', '"n":9') }, three])).toMatchObject({
      seq: 2,
      fault: 'hash',
    })
    expect(await faultIn([one, three])).toMatchObject({ seq: 2, fault: 'gap' })
    expect(await faultIn([one, three, two])).toMatchObject({ seq: 2, fault: 'gap' })
    expect(await faultIn([one, { ...three, seq: 2 }, { ...three, seq: 3 }])).toMatchObject({ seq: 2, fault: 'hash' })
    expect(await faultIn([one, { ...two, at: 7 }, three])).toMatchObject({ seq: 2, fault: 'row' })
  })
  it('belongs to its record: the events of another do not follow', async () => {
    expect(await faultIn(rows, { ...ref, id: 'q-2' })).toMatchObject({
      seq: 1,
      fault: 'hash',
    })
  })
  it('is of one record, whose columns say what its events say', async () => {
    const [one, two, three] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]]
    expect(await faultIn([one, { ...two, type: 'request.closed' }, three])).toMatchObject({ seq: 2, fault: 'row' })
    for (const event of [
      { ...events[0], seq: 2 },
      { ...events[0], type: 'request.closed' },
    ]) {
      const forged = chainEvents(sm3, start, [event as DomainEvent]).rows.map((row) => ({
        ...row,
        ...{ seq: 1, type: 'request.urged' },
      }))
      expect(await faultIn(forged)).toMatchObject({ seq: 1, fault: 'row' })
    }
  })
  it('whose bytes are none, or that cannot be replayed, is a fault with its place', async () => {
    for (const bytes of ['x', 'null']) {
      const row = { seq: 1, type: 'request.urged', at: 1000, bytes, hash: link(sm3, start, bytes) }
      expect(await faultIn([row])).toMatchObject({ seq: 1, fault: 'row' })
    }
    const evolve = () => {
      throw new Error('no')
    }
    expect(await folded(rows, { evolve })).toMatchObject({ fault: { seq: 1, fault: 'facts' }, events: 0 })
  })
  it('is read page by page, and says which texts it commits to, and how far it went at an instant', async () => {
    const sealed = { ref: '1.1', commitment: 'c' }
    const many = Array.from(
      { length: 1001 },
      (_, n): DomainEvent => ({
        ...(events[0] as DomainEvent),
        ...{ seq: n + 1, at: n + 1, data: n === 700 ? { text: sealed } : { n } },
      }),
    )
    const long = chainEvents(sm3, start, many).rows
    expect(await folded(long, undefined, 600)).toMatchObject({
      ...{ version: 1001, head: long.at(-1)?.hash, sealed: [{ ...sealed, seq: 701 }] },
      asOf: { version: 600, head: long[599]?.hash },
    })
  })
})
