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
})
