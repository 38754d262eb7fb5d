import { describe, expect, it } from 'vitest'
import type { Settlement } from '../contracts/queries.js'
import type { Storage } from '../contracts/storage.js'
import { createSettler } from './settler.js'

const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

describe('settlements', () => {
  const settlement = (event: number) => ({ what: 'delivery', event }) as unknown as Settlement
  /** A storage that writes when it is told to, and cannot write these events. */
  function storage(bad: readonly number[] = []) {
    const writes: number[][] = []
    const held: (() => void)[] = []
    const settle: Storage['settle'] = async (rows) => {
      const events = rows.map((row) => (row as unknown as { event: number }).event)
      writes.push(events)
      await new Promise<void>((resolve) => held.push(resolve))
      if (events.some((event) => bad.includes(event))) throw new Error(`cannot write ${events}`)
    }
    const release = async () => {
      for (const each of held.splice(0)) each()
      await turns()
    }
    return { writes, release, settle: createSettler({ settle } as Storage) }
  }

  it('that arrive in one breath are written together, those that arrive during a write with the next', async () => {
    const { writes, release, settle } = storage()
    const all = [settle(settlement(1)), settle(settlement(2))]
    await turns()
    all.push(settle(settlement(3)), settle(settlement(4)))
    await turns()
    expect(writes).toEqual([[1, 2]])
    await release()
    expect(writes).toEqual([
      [1, 2],
      [3, 4],
    ])
    await release()
    await Promise.all(all)
    // And again, after there was nothing to do.
    const later = settle(settlement(5))
    await turns()
    expect(writes.at(-1)).toEqual([5])
    await release()
    await later
  })

  it('are done when they are written, not before', async () => {
    const { release, settle } = storage()
    let done = 0
    const both = Promise.all([1, 2].map((n) => settle(settlement(n)).then(() => done++)))
    await turns()
    expect(done).toBe(0)
    await release()
    await both
    expect(done).toBe(2)
  })

  it('are tried one by one when they cannot be written together: only the bad one fails', async () => {
    const { writes, release, settle } = storage([2])
    const results = Promise.allSettled([1, 2, 3].map((n) => settle(settlement(n))))
    for (let n = 0; n < 6; n++) await release()
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(writes).toEqual([[1, 2, 3], [1], [2], [3]])
  })

  it('that fail alone are not tried twice', async () => {
    const { writes, release, settle } = storage([1])
    const failed = expect(settle(settlement(1))).rejects.toThrow('cannot write 1')
    for (let n = 0; n < 3; n++) await release()
    await failed
    expect(writes).toEqual([[1]])
  })
})
