import { describe, expect, it } from 'vitest'
import { assertDigestMatches } from '../../src/audit/check-digest.js'
import { verifyAll } from '../../src/audit/verify.js'
import { verifyRecord } from '../../src/audit/verify-record.js'
import type { StoredRecord } from '../../src/contracts/rows.js'
import type { Storage } from '../../src/contracts/storage.js'
import { systemDigest as sm3 } from '../../src/platform/node.js'
import { genesis } from '../../src/record/chain.js'
import type { DomainEvent } from '../../src/record/record-kind.js'
import { a, b, c, counted, edited, kind, noteWith, partsOf, storageOf, verify } from './notes.js'

describe('a verification', () => {
  it('walks every page, tells of its progress, and sums up what it saw', async () => {
    const progress: unknown[] = []
    const found = await verify([a, b, c], { progress: (so) => void progress.push(so) })
    expect(found).toMatchObject({ ok: true, records: 3, events: 6, faults: [], since: [], compared: 'nothing' })
    expect(progress).toEqual([
      { records: 2, events: 5 },
      { records: 3, events: 6 },
    ])
  })

  it('gives equal histories one digest, and others another', async () => {
    const { digest } = await verify([a, b])
    expect((await verify([a, b])).digest).toBe(digest)
    for (const other of [[b, a], [a], [a, c], [a, noteWith('b', 2)]])
      expect((await verify(other)).digest).not.toBe(digest)
  })

  it('tells of a hundred faults and counts on', async () => {
    const damaged = Array.from({ length: 101 }, (_, n) => edited(noteWith(`n-${n}`, 1)))
    const { ok, faults, records } = await verify(
      damaged,
      {},
      {
        strays: async () => ({ items: [{ bucket: 0, type: 'note', id: 'x', rows: 'events' }], next: '1' }) as never,
      },
    )
    expect([ok, faults.length, records]).toEqual([false, 100, 101])
    expect(faults.every(({ fault }) => fault === 'hash')).toBe(true)
  })

  it('reads every page of the rows that belong to no record', async () => {
    const pages = [
      { items: [{ bucket: 0, type: 'note', id: 'x', rows: 'events' }], next: '1' },
      { items: [{ bucket: 0, type: 'note', id: 'y', rows: 'vault' }] },
    ]
    const { ok, faults } = await verify(
      [a],
      {},
      {
        strays: async ({ after }) => pages[Number(after ?? 0)] as never,
      },
    )
    expect([ok, faults]).toEqual([
      false,
      [
        { type: 'note', id: 'x', seq: 0, fault: 'stray', name: 'events', wrong: 'added' },
        { type: 'note', id: 'y', seq: 0, fault: 'stray', name: 'vault', wrong: 'added' },
      ],
    ])
  })

  it('names once the types that nobody here knows', async () => {
    const found = await verify([noteWith('x', 1, 'z.note'), noteWith('y', 1, 'a.note'), noteWith('w', 1, 'z.note'), a])
    expect(found.notCompared.types).toEqual(['a.note', 'z.note'])
    expect(found.ok).toBe(true)
  })

  it('verifies a record again that was written to while it was verified', async () => {
    const before = noteWith('b', 2)
    let loads = 0
    // The first reading is of before the third event, whose row is there already.
    const found = await verify(
      [a, b],
      {},
      {
        load: async ({ id }) => ({
          record: id === 'b' && ++loads === 1 ? before.record : id === 'b' ? b.record : a.record,
        }),
      },
    )
    expect(found).toMatchObject({ ok: true, faults: [], events: 5 })
  })

  it('verifies it again whichever of version and head it had changed, and reads one that holds once', async () => {
    for (const change of [{ version: 2 }, { head: '0' }]) {
      let loads = 0
      const load = async () => ({ record: ++loads === 1 ? { ...b.record, ...change } : b.record })
      expect(await verify([b], {}, { load })).toMatchObject({ ok: true, events: 3 })
    }
    let loads = 0
    // The page was read before the third event.
    const older = { ...b, record: noteWith('b', 2).record }
    const load = async () => {
      loads++
      return { record: b.record }
    }
    expect(await verify([older], {}, { load })).toMatchObject({ ok: true, events: 3 })
    expect(loads).toBe(1)
  })

  it('reads the texts and the rows of a record with it', async () => {
    const asked: unknown[] = []
    const load: Storage['load'] = async (_, what) => {
      asked.push(what)
      return { record: a.record }
    }
    await verify([a], {}, { load })
    expect(asked).toEqual([{ vault: true, rows: true }])
  })

  it('tells of a fault when the record stayed as it was, and when it is gone', async () => {
    expect((await verify([a, edited(b)])).faults).toEqual([{ type: 'note', id: 'b', seq: 1, fault: 'hash' }])
    let loads = 0
    const found = await verify([edited(b)], {}, { load: async () => (++loads === 1 ? { record: b.record } : {}) })
    expect(found.faults).toEqual([{ type: 'note', id: 'b', seq: 1, fault: 'hash' }])
  })

  it('is not sound while the sums differ, and counts again when requests moved meanwhile', async () => {
    const sums = (first: object, second: object) =>
      verifyAll(
        partsOf(storageOf([a]), {
          beginRecount: async () => ({ add: () => {}, end: async () => first }) as never,
          recount: async () => second as never,
        }),
      )
    const wrong = { ok: false, moving: 0 }
    expect(await sums(wrong, { ok: true })).toMatchObject({ ok: false, recount: wrong })
    expect(await sums({ ok: false, moving: 2 }, { ok: true, moving: 0 })).toMatchObject({ ok: true })
    expect(await sums({ ok: true, moving: 2 }, wrong)).toMatchObject({ ok: true })
  })

  it('counts every record, and names at most a hundred requests that nothing moves on', async () => {
    const added: unknown[] = []
    const requests = Array.from({ length: 101 }, (_, n) => noteWith(`n-${n}`, 1, 'request'))
    const { ok, stranded } = await verifyAll(
      partsOf(storageOf([a, ...requests, noteWith('m', 1, 'request')]), {
        kindOf: () => kind as never,
        beginRecount: async () =>
          ({ add: (...given: unknown[]) => void added.push(given), end: async () => counted }) as never,
        findStranded: async () => () => 'area',
      }),
    )
    expect(added).toHaveLength(103)
    expect(stranded).toHaveLength(100)
    expect(stranded[0]).toEqual({ id: 'n-0', why: 'area' })
    expect(ok).toBe(true)
  })

  it('counts no record whose facts cannot be told, and strands no request that moves on', async () => {
    const added: unknown[] = []
    const [sound, damaged] = [noteWith('n-1', 1, 'request'), edited(noteWith('n-2', 1, 'request'))]
    const { stranded, faults } = await verifyAll(
      partsOf(storageOf([sound, damaged]), {
        kindOf: () => kind as never,
        beginRecount: async () =>
          ({ add: (...given: unknown[]) => void added.push(given), end: async () => counted }) as never,
      }),
    )
    expect([added, stranded, faults.length]).toEqual([[['request', { words: 1 }]], [], 1])
  })

  it('refuses options that are none, and a checkpoint that is none', async () => {
    for (const options of [{ agianst: {} }, { against: {} }, { against: { checkpoint: {} } }, { progress: 7 }])
      await expect(verify([a], options as never)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('one record', () => {
  const faultOf = async (over: Partial<StoredRecord>, of = b) =>
    (await verify([{ ...of, record: { ...of.record, ...over } }])).faults[0]

  it('holds when its bucket, version, head, last change and facts are what its events make them', async () => {
    expect(await faultOf({})).toBeUndefined()
    const at = { type: 'note', id: 'b', seq: 3 }
    expect(await faultOf({ bucket: 1 })).toEqual({ ...at, seq: 0, fault: 'index' })
    expect(await faultOf({ version: 2 })).toEqual({ ...at, fault: 'version' })
    expect(await faultOf({ head: '0' })).toEqual({ ...at, fault: 'head' })
    expect(await faultOf({ updatedAt: 2999 })).toEqual({ ...at, fault: 'updated' })
    for (const body of ['{"words":4}', 'x', 'null', '3'])
      expect(await faultOf({ body })).toEqual({ ...at, fault: 'facts' })
    expect(await faultOf({ index: { ...b.record.index, open: false } })).toEqual({ ...at, fault: 'index' })
  })

  it('without any event does not hold, whatever it says of itself', async () => {
    const emptied = { record: { ...b.record, version: 0, head: genesis(sm3, b.record) }, rows: [] }
    expect((await verify([emptied])).faults).toEqual([{ type: 'note', id: 'b', seq: 0, fault: 'updated' }])
  })

  it('of a kind that nobody knows has no facts', async () => {
    const parts = partsOf(storageOf([a]))
    expect(await verifyRecord(parts, a.record, 9000)).toMatchObject({ facts: { words: 2 } })
    const stranger = noteWith('a', 2, 'diary.note')
    expect(await verifyRecord(partsOf(storageOf([stranger])), stranger.record, 9000)).not.toHaveProperty('facts')
  })

  it('of a kind that nobody knows is not compared with facts', async () => {
    const stranger = noteWith('x', 2, 'diary.note')
    expect(await faultOf({ body: '{"words":4}' }, stranger)).toBeUndefined()
  })

  it('has equal facts whatever the order of their members', async () => {
    const two = { ...kind, evolve: (_: unknown, { seq }: DomainEvent) => ({ seq, words: 1 }) }
    const kept = { ...a, record: { ...a.record, body: '{"words":1,"seq":2}' } }
    expect((await verifyAll(partsOf(storageOf([kept]), { kindOf: () => two as never }))).ok).toBe(true)
  })

  it('of another form is counted and not compared; one that cannot be read is damaged in every form', async () => {
    const formed = async (body: string) =>
      verifyAll(
        partsOf(storageOf([{ ...a, record: { ...a.record, body } }]), {
          kindOf: () => ({ ...kind, form: 2 }) as never,
        }),
      )
    expect(await formed('{"words":9}')).toMatchObject({ ok: true, outdated: 1 })
    expect(await formed('{"$form":2,"words":2}')).toMatchObject({ ok: true, outdated: 0 })
    expect(await formed('{"$form":2,"words":9}')).toMatchObject({ ok: false, outdated: 0 })
    for (const body of ['x', 'null', '7']) expect((await formed(body)).faults).toMatchObject([{ fault: 'facts' }])
  })
})

describe('the digest of a record', () => {
  it('is that of any of its oldest chains, so that one damaged record does not prevent the start', async () => {
    await expect(assertDigestMatches(storageOf([]), sm3)).resolves.toBeUndefined()
    await expect(assertDigestMatches(storageOf([edited(a), b]), sm3)).resolves.toBeUndefined()
    await expect(assertDigestMatches(storageOf([edited(a), edited(b)]), sm3)).rejects.toMatchObject({
      code: 'configuration',
    })
    await expect(assertDigestMatches(storageOf([{ ...a, rows: [] }]), sm3)).rejects.toMatchObject({
      code: 'configuration',
    })
  })
})
