import { describe, expect, it } from 'vitest'
import type { Change } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { createCommitter } from './committer.js'

const change = (id: string): Change => ({
  ...{ bucket: 0, type: 'request', id, expectedVersion: 0, version: 1, head: 'h', body: '{}', at: 1 },
  index: { status: '', open: true, createdAt: 1, areaPath: '', unit: '', category: '', channel: '', requester: '' },
  events: [{ seq: 1, type: 'x', at: 1, bytes: '{}', hash: 'h' }],
  deadlines: { put: [], drop: [] },
  deliveries: [],
  vault: { put: [], erase: [] },
  tallies: [],
})

async function opened(writesAtOnce: number, after: (groups: number[]) => Promise<void>) {
  const inner = memoryStorage()
  await inner.open()
  const groups: number[] = []
  const storage: Storage = {
    ...inner,
    capabilities: { ...inner.capabilities, writesAtOnce },
    commit: async (changes) => {
      groups.push(changes.length)
      const outcomes = await inner.commit(changes)
      await after(groups)
      return outcomes
    },
  }
  return { committer: createCommitter(storage), groups }
}

describe.each([1, 3])('a committer with %i writes at once', (writesAtOnce) => {
  it('writes every change, whatever moment of a write it comes at', async () => {
    // Each moment is some number of turns of the microtask queue after the change before.
    for (let turns = 0; turns < 40; turns++) {
      const { committer } = await opened(writesAtOnce, async () => {})
      const first = committer.commit(change('first'))
      for (let n = 0; n < turns; n++) await Promise.resolve()
      const second = committer.commit(change('second'))
      expect(await Promise.all([first, second]), `${turns} turns later`).toEqual([
        { kind: 'committed' },
        { kind: 'committed' },
      ])
      await committer.drain()
    }
  })

  it('lets what comes while so many are under way share the next one', async () => {
    const held: (() => void)[] = []
    const { committer, groups } = await opened(writesAtOnce, () => new Promise<void>((resolve) => held.push(resolve)))
    const all: Promise<unknown>[] = []
    for (let n = 0; n < writesAtOnce; n++) {
      all.push(committer.commit(change(`first-${n}`)))
      for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    }
    for (let n = 0; n < 50; n++) all.push(committer.commit(change(`q-${n}`)))
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    expect(groups).toEqual(Array.from({ length: writesAtOnce }, () => 1))
    const released = setInterval(() => {
      for (const each of held.splice(0)) each()
    }, 0)
    await Promise.all(all)
    clearInterval(released)
    expect(groups.slice(writesAtOnce)).toEqual([50])
  })
})
