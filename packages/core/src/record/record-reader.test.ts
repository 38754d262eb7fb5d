import { describe, expect, it } from 'vitest'
import type { StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError } from '../errors.js'
import { memoryStorage } from '../memory/memory-storage.js'
import type { DomainEvent } from './record-kind.js'
import { createRecordReader } from './record-reader.js'

const by = { id: 'a', kind: 'staff' } as const
const eventOf = (seq: number): DomainEvent => ({ seq, type: 'note.written', at: seq, by, data: {} })
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...eventOf(n + 1), bytes: JSON.stringify(eventOf(n + 1)), hash: '' }))
const stored = (id: string, body: string, version = 1): StoredRecord =>
  ({ bucket: 0, type: 'note', id, version, head: '', body, index: {}, updatedAt: 0 }) as unknown as StoredRecord

const evolve = (facts: { n: number } | undefined) => ({ n: (facts?.n ?? 0) + 1 })

function readerOf(records: readonly StoredRecord[], count = 1, over: Partial<Storage> = {}, form?: number) {
  const calls: number[] = []
  const warnings: unknown[] = []
  const storage: Storage = {
    ...memoryStorage(),
    history: async (_ref, { after, limit }) => {
      calls.push(after)
      return rowsOf(count).slice(after, after + limit)
    },
    load: async ({ id }) => {
      const record = records.find((each) => each.id === id)
      return record === undefined ? {} : { record }
    },
    find: async ({ after }) => {
      const from = Number(after ?? 0)
      return { items: records.slice(from, from + 2), ...(from + 2 < records.length && { next: `${from + 2}` }) }
    },
    ...over,
  }
  const logger = { info: () => {}, warn: (...given: unknown[]) => void warnings.push(given) }
  const kind = { evolve, ...(form !== undefined && { form }) }
  return { reader: createRecordReader({ storage, logger, kindOf: () => kind as never }), calls, warnings }
}
const listed = async <Item>(items: AsyncIterable<Item>) => {
  const all: Item[] = []
  for await (const each of items) all.push(each)
  return all
}

describe('a record that a process follows', () => {
  it('is read again only when it is newer than what is known', async () => {
    const { reader } = readerOf([stored('rules', '{"n":7}', 3), stored('broken', '{', 3)])
    expect(await reader.facts({ type: 'note' }, 'rules', undefined, 2)).toEqual({ facts: { n: 7 }, version: 3 })
    expect(await reader.facts({ type: 'note' }, 'rules', undefined, 3)).toBeUndefined()
    expect(await reader.facts({ type: 'note' }, 'broken', undefined, 3)).toBeUndefined()
    await expect(reader.facts({ type: 'note' }, 'broken')).rejects.toThrow('is not valid JSON')
  })
})

describe('a record as it was after an event', () => {
  const at = (event: number) => ({ type: 'note', id: 'a', event })
  const folded = (seq: number) => ({ event: eventOf(seq), facts: { n: seq } })

  it('is folded from its events up to that one, in as few reads as they take, and reads none after it', async () => {
    for (const [seq, calls] of [
      [1, [0]],
      [32, [0]],
      [33, [0, 32]],
    ] as const) {
      const world = readerOf([], 40)
      expect(await world.reader.readAt(at(seq))).toEqual(folded(seq))
      expect(world.calls).toEqual(calls)
    }
  })

  it('takes the event that came with the delivery: of the first event nothing is read', async () => {
    const first = readerOf([], 40)
    expect(await first.reader.readAt({ ...at(1), cause: rowsOf(1)[0] as never })).toEqual(folded(1))
    expect(first.calls).toEqual([])
    const later = readerOf([], 40)
    expect(await later.reader.readAt({ ...at(3), cause: rowsOf(3)[2] as never })).toEqual(folded(3))
    expect(later.calls).toEqual([0])
  })

  it('is not there when the event is not', async () => {
    expect(await readerOf([], 2).reader.readAt(at(3))).toBeUndefined()
    expect(await readerOf([], 0).reader.readAt(at(1))).toBeUndefined()
  })
})

describe('the events of a record', () => {
  it('are read in pages, all of them, also when the last page is full', async () => {
    for (const [count, pages] of [
      [3, [0]],
      [32, [0, 32]],
      [532, [0, 32, 532]],
      [1033, [0, 32, 532, 1032]],
    ] as const) {
      const { reader, calls } = readerOf([], count)
      expect((await listed(reader.events('note', 'a'))).map(({ seq }) => seq)).toEqual(
        rowsOf(count).map(({ seq }) => seq),
      )
      expect(calls).toEqual(pages)
    }
  })

  it('are read in smaller pages where they are large', async () => {
    const large = 'x'.repeat(500_000)
    const limits: number[] = []
    const { reader } = readerOf([], 1, {
      history: async (_ref, { after, limit }) => {
        limits.push(limit)
        return rowsOf(50)
          .map((row) => ({ ...row, bytes: JSON.stringify({ ...eventOf(row.seq), data: { large } }) }))
          .slice(after, after + limit)
      },
    })
    expect((await listed(reader.events('note', 'a'))).map(({ seq }) => seq)).toEqual(rowsOf(50).map(({ seq }) => seq))
    expect(limits).toEqual([32, 7, 7, 7])
  })

  it('may be asked for from some event on', async () => {
    const { reader } = readerOf([], 5)
    expect((await listed(reader.events('note', 'a', 3))).map(({ seq }) => seq)).toEqual([4, 5])
  })
})

describe('the facts of a record', () => {
  it('are those of its body; there are none of a record that is not there', async () => {
    const { reader, calls } = readerOf([stored('a', '{"n":7}', 4)])
    expect(await reader.facts({ type: 'note' }, 'a')).toEqual({ facts: { n: 7 }, version: 4 })
    expect(await reader.facts({ type: 'note' }, 'b')).toBeUndefined()
    expect(calls).toEqual([])
  })

  it('are folded anew from the events it had when its body is of another form', async () => {
    const { reader } = readerOf([], 5, {}, 2)
    expect(await reader.factsIn(stored('a', '{"n":7}', 3))).toEqual({ facts: { n: 3 }, outdated: true })
    expect(await reader.factsIn(stored('a', '{"$form":2,"n":7}', 3))).toEqual({ facts: { n: 7 }, outdated: false })
  })

  it.each([
    ['x', 'is not valid JSON'],
    ['null', 'holds no facts'],
    ['7', 'holds no facts'],
  ])('cannot be read from the body %s, which says so', async (body, words) => {
    const { reader } = readerOf([stored('a', body)])
    await expect(reader.facts({ type: 'note' }, 'a')).rejects.toThrow(`The stored record note/a ${words}`)
  })

  it('cannot be folded anew from fewer events than it has, or from what is no event; a failing storage is told as such', async () => {
    const record = stored('a', '{"n":7}', 3)
    const failing = (history: Storage['history']) => readerOf([], 2, { history }, 2).reader.factsIn(record)
    await expect(readerOf([], 2, {}, 2).reader.factsIn(record)).rejects.toThrow('does not have all of its events')
    await expect(readerOf([], 0, {}, 2).reader.factsIn(record)).rejects.toThrow('does not have all of its events')
    await expect(failing(async () => [{ bytes: 'x' }] as never)).rejects.toThrow('cannot be folded from its events')
    const away = new AdapterError({ adapter: 'test', operation: 'history', retryable: true, message: 'nobody answers' })
    await expect(failing(() => Promise.reject(away))).rejects.toBe(away)
  })
})

describe('a page of records', () => {
  it('leaves out and names the damaged one; a walk goes on behind it, page by page', async () => {
    const { reader, warnings } = readerOf([stored('a', '{}'), stored('b', 'x'), stored('c', '{}')])
    const first = await reader.page({ type: 'note' }, { limit: 2 })
    expect(first).toEqual({ items: [{ id: 'a', version: 1, facts: {} }], next: '2', damaged: ['b'] })
    expect(warnings).toMatchObject([['a damaged record was left out', { record: 'b', type: 'note' }]])
    const leftOut: string[] = []
    const walked = await listed(reader.each({ type: 'note' }, {}, (id) => void leftOut.push(id)))
    expect([walked.map(({ id }) => id), leftOut]).toEqual([['a', 'c'], ['b']])
    expect(await listed(reader.each({ type: 'note' }))).toHaveLength(2)
  })

  it('without damage names none, and the last has no next', async () => {
    const { reader } = readerOf([stored('a', '{}')])
    expect(Object.keys(await reader.page({ type: 'note' }, { limit: 2 }))).toEqual(['items'])
  })

  it('fails as a whole when the storage does not answer now: that is no damage of one record', async () => {
    const failing = (retryable: boolean) => {
      const history = () =>
        Promise.reject(
          new AdapterError({ adapter: 'test', operation: 'history', retryable, message: 'nobody answers' }),
        )
      return readerOf([stored('a', '{}')], 1, { history }, 2).reader.page({ type: 'note' }, { limit: 2 })
    }
    await expect(failing(true)).rejects.toThrow('nobody answers')
    expect((await failing(false)).damaged).toEqual(['a'])
  })
})
