import { describe, expect, it } from 'vitest'
import { makeCheckpoint } from '../../src/audit/checkpoint.js'
import { systemDigest as sm3 } from '../../src/platform/node.js'
import { chainEvents, genesis } from '../../src/record/chain.js'
import { a, b, by, c, type Kept, noteWith, storageOf, verify } from './notes.js'

describe('against a checkpoint', () => {
  const kept = async (of: readonly Kept[], at = 3000) => {
    const lines: string[] = []
    const checkpoint = await makeCheckpoint(storageOf(of), sm3, at, { line: (line) => void lines.push(line) })
    return { checkpoint, lines }
  }

  it('sums up every page of records', async () => {
    const { checkpoint, lines } = await kept([a, b, c])
    expect(checkpoint).toMatchObject({ records: 3, events: 6, at: 3000, digest: 'sm3' })
    expect(lines).toEqual(
      [a, b, c].map(({ record: { type, id, version, head } }) => JSON.stringify([type, id, version, head])),
    )
  })

  it('the root of then is found again after more was written, also a root taken in the middle of a second', async () => {
    const { checkpoint } = await kept([a, noteWith('b', 2)], 2999)
    const later = await verify([a, b, noteWith('d', 5)].toSpliced(2, 1), { against: { checkpoint } })
    expect(later).toMatchObject({ ok: true, compared: 'root', since: [] })
    const early = await kept([noteWith('a', 1)], 1000)
    expect(await verify([a], { against: { checkpoint: early.checkpoint } })).toMatchObject({
      ok: true,
      compared: 'root',
    })
  })

  it('a record that began after it belongs to no root of then', async () => {
    const late = noteWith('d', 1)
    const rows = chainEvents(sm3, genesis(sm3, late.record), [
      { seq: 1, type: 'note.written', at: 5000, by, data: { words: 1 }, wrote: {} } as never,
    ])
    const began = { record: { ...late.record, head: rows.head, updatedAt: 5000 }, rows: rows.rows }
    const { checkpoint } = await kept([a, b], 3000)
    expect(await verify([a, b, began], { against: { checkpoint } })).toMatchObject({ ok: true, compared: 'root' })
  })

  it('taken by a clock that was behind those that wrote is found again while nothing was added', async () => {
    const { checkpoint } = await kept([a, b], 500)
    expect(await verify([a, b], { against: { checkpoint } })).toMatchObject({ ok: true, compared: 'root' })
    expect(await verify([a, b, c], { against: { checkpoint } })).toMatchObject({ ok: false, compared: 'counts' })
  })

  it('as many records and events as then are no fault, and one fewer is', async () => {
    const against = await kept([a, b])
    expect((await verify([a, b], { against })).since).toEqual([])
    expect((await verify([a, noteWith('b', 2)], { against })).since).toEqual([
      { fault: 'fewer-events' },
      { fault: 'truncated', type: 'note', id: 'b', seq: 3 },
    ])
    expect((await verify([b, noteWith('d', 2)], { against })).since).toEqual([
      { fault: 'missing', type: 'note', id: 'a' },
    ])
  })

  it('tells of a hundred differences, and still compares the root of all lines', async () => {
    const many = Array.from({ length: 103 }, (_, n) => noteWith(`n-${n}`, 1))
    const { since } = await verify([], { against: await kept(many) })
    expect(since).toHaveLength(100)
    expect(since.at(0)).toEqual({ fault: 'fewer-records' })
    expect(since.some(({ fault }) => fault === 'root')).toBe(false)
  })

  it.each([
    '[]',
    '["note","a",1]',
    '["note","a",1.5,"h"]',
    '["note",7,1,"h"]',
    '[7,"a",1,"h"]',
    '["note","a",1,7]',
    '{',
    'null',
  ])('a line that is none is refused: %s', async (line) => {
    const { checkpoint } = await kept([a])
    await expect(verify([a], { against: { checkpoint, lines: [line] } })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['lines', 0] }],
    })
  })

  it('is signed over its text without the signature, and refuses options that are none', async () => {
    const sign = (text: string) => text
    const { signature, ...unsigned } = await makeCheckpoint(storageOf([a]), sm3, 7, { sign })
    expect(JSON.parse(signature as string)).toEqual(unsigned)
    const misspelt = { lines: () => {} } as never
    await expect(makeCheckpoint(storageOf([a]), sm3, 7, misspelt)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('another root is a fault, and a checkpoint of another digest is no measure', async () => {
    const { checkpoint } = await kept([a, b])
    expect(await verify([a, c], { against: { checkpoint: { ...checkpoint, records: 0, events: 0 } } })).toMatchObject({
      ...{ ok: false, compared: 'counts', since: [{ fault: 'other-root' }] },
    })
    expect(await verify([a, b], { against: { checkpoint: { ...checkpoint, digest: 'sha256' } } })).toMatchObject({
      ...{ ok: false, compared: 'nothing', since: [{ fault: 'digest' }] },
    })
  })

  it('lines that are not those of the root are listed first', async () => {
    const { checkpoint, lines } = await kept([a, b])
    const { since } = await verify([a, b], { against: { checkpoint, lines: lines.slice(1) } })
    expect(since).toEqual([{ fault: 'root' }])
  })

  it('a record with another head at its line was rewritten, whether it went on since or not', async () => {
    const at = { type: 'note', id: 'b' }
    const line = (version: number) => JSON.stringify(['note', 'b', version, 'other'])
    const { checkpoint, lines } = await kept([noteWith('b', 2)])
    const rewritten = async (text: string) =>
      (await verify([b], { against: { checkpoint, lines: [text] } })).since.slice(1)
    expect(await rewritten(line(3))).toEqual([{ fault: 'rewritten', ...at, seq: 3 }])
    expect(await rewritten(line(2))).toEqual([{ fault: 'rewritten', ...at, seq: 2 }])
    expect(await verify([b], { against: { checkpoint, lines } })).toMatchObject({ ok: true, compared: 'lines' })
    // Its events are as they were, and its own row names another head; and the event at its line is gone.
    const own = await kept([b])
    const otherHead = { ...b, record: { ...b.record, head: 'other' } }
    expect((await verify([otherHead], { against: own })).since).toEqual([{ fault: 'rewritten', ...at, seq: 3 }])
    const cut = { ...b, rows: b.rows.slice(0, 1) }
    expect((await verify([cut], { against: { checkpoint, lines } })).since).toContainEqual({
      ...{ fault: 'rewritten', ...at, seq: 2 },
    })
  })

  it('a signature is checked when somebody can, and then there must be one', async () => {
    const { checkpoint } = await kept([a])
    const trusts = (text: string, signature: string) => signature === `signed ${text.length}`
    const since = async (more: object) =>
      (await verify([a], { against: { checkpoint: { ...checkpoint, ...more }, trusts } })).since
    const signed = await makeCheckpoint(storageOf([a]), sm3, 3000, { sign: (text) => `signed ${text.length}` })
    expect(await since({ signature: signed.signature })).toEqual([])
    for (const wrong of [{}, { signature: 'x' }]) expect(await since(wrong)).toEqual([{ fault: 'signature' }])
    // Whoever trusts everything is not even asked where there is none.
    const asked = await verify([a], { against: { checkpoint, trusts: () => true } })
    expect(asked.since).toEqual([{ fault: 'signature' }])
  })

  it('a line that is none is told by its position', async () => {
    const { checkpoint, lines } = await kept([a])
    await expect(verify([a], { against: { checkpoint, lines: [...lines, '{'] } })).rejects.toMatchObject({
      issues: [{ path: ['lines', 1] }],
    })
  })
})
