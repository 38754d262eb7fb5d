import { describe, expect, it } from 'vitest'
import type { Change } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError } from '../errors.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { createCommitter } from './committer.js'

const change = (id: string): Change => ({
  ...{ bucket: 0, type: 'request', id, expectedVersion: 0, version: 1, head: 'h', body: '{}', at: 1 },
  index: {
    ...{ status: '', open: true, createdAt: 1, areaPath: '', unit: '', category: '', channel: '', requester: '' },
    ...{ owner: '', flags: [], number: '', desks: [] },
  },
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

describe('a write', () => {
  it('holds two hundred changes at the most', async () => {
    const { committer, groups } = await opened(1, async () => {})
    const outcomes = await Promise.all(Array.from({ length: 401 }, (_, n) => committer.commit(change(`q-${n}`))))
    expect(outcomes).toHaveLength(401)
    expect(groups).toEqual([200, 200, 1])
  })

  it('is one at a time where the storage does not say how many it can use', async () => {
    const inner = memoryStorage()
    const { writesAtOnce: _, ...capabilities } = inner.capabilities
    let underWay = 0
    let most = 0
    const committer = createCommitter({
      ...inner,
      capabilities,
      commit: async (changes) => {
        most = Math.max(most, ++underWay)
        for (let turn = 0; turn < 10; turn++) await Promise.resolve()
        underWay--
        return changes.map(() => ({ kind: 'committed' }))
      },
    })
    const all: Promise<unknown>[] = []
    for (let n = 0; n < 20; n++) {
      all.push(committer.commit(change(`q-${n}`)))
      await Promise.resolve()
    }
    await Promise.all(all)
    expect(most).toBe(1)
  })

  it('is waited for by draining, and by nobody when there is none', async () => {
    const held: (() => void)[] = []
    const { committer } = await opened(1, () => new Promise<void>((resolve) => held.push(resolve)))
    await committer.drain()
    const written = committer.commit(change('q'))
    let drained = false
    const draining = committer.drain().then(() => {
      drained = true
    })
    while (held.length === 0) await Promise.resolve()
    expect(drained).toBe(false)
    held[0]?.()
    await Promise.all([written, draining])
  })
})

describe('a write that fails', () => {
  const failing = async (error: unknown) => {
    const groups: string[][] = []
    const inner = memoryStorage()
    const committer = createCommitter({
      ...inner,
      commit: async (changes) => {
        groups.push(changes.map(({ id }) => id))
        if (changes.some(({ id }) => id === 'bad')) throw error
        return changes.map(() => ({ kind: 'committed' }))
      },
    })
    const results = await Promise.allSettled(['a', 'bad', 'b'].map((id) => committer.commit(change(id))))
    return { groups, statuses: results.map(({ status }) => status) }
  }
  const together = { groups: [['a', 'bad', 'b']], statuses: ['rejected', 'rejected', 'rejected'] }

  it('for good is done one by one, and only the bad change fails', async () => {
    expect(await failing(new AdapterError({ adapter: 'test', operation: 'commit', message: 'a constraint' }))).toEqual({
      groups: [['a', 'bad', 'b'], ['a'], ['bad'], ['b']],
      statuses: ['fulfilled', 'rejected', 'fulfilled'],
    })
  })

  it.each([
    ['for now', new AdapterError({ adapter: 'test', operation: 'commit', retryable: true, message: 'busy' })],
    [
      'with an outcome that nobody knows',
      new AdapterError({ adapter: 'test', operation: 'commit', message: 'lost', outcome: 'unknown' }),
    ],
    ['for a reason of its own', new TypeError('wrong')],
  ])('%s is not done again: what may have been written is not written twice', async (_name, error) => {
    expect(await failing(error)).toEqual(together)
  })
})

describe('a write of which some changes failed', () => {
  const failing = async (error: Error) => {
    const inner = memoryStorage()
    const groups: string[][] = []
    const committer = createCommitter({
      ...inner,
      commit: async (changes) => {
        groups.push(changes.map(({ id }) => id))
        return changes.map(({ id }) => (id.startsWith('bad') ? { kind: 'failed', error } : { kind: 'committed' }))
      },
    })
    const results = await Promise.allSettled(['a', 'bad-1', 'b', 'bad-2'].map((id) => committer.commit(change(id))))
    return { committer, groups, results }
  }
  const told = (error: Error) => [
    { status: 'fulfilled', value: { kind: 'committed' } },
    { status: 'rejected', reason: error },
    { status: 'fulfilled', value: { kind: 'committed' } },
    { status: 'rejected', reason: error },
  ]

  it('tells each caller what became of its own change', async () => {
    const away = new AdapterError({
      adapter: 'test',
      operation: 'commit',
      retryable: true,
      message: 'a node is away',
      outcome: 'unknown',
    })
    const { groups, results } = await failing(away)
    expect(results).toEqual(told(away))
    expect(groups).toEqual([['a', 'bad-1', 'b', 'bad-2']])
  })

  it('for good does those that failed together one by one', async () => {
    const constraint = new AdapterError({ adapter: 'test', operation: 'commit', message: 'a constraint' })
    const { groups, results } = await failing(constraint)
    expect(results).toEqual(told(constraint))
    expect(groups).toEqual([['a', 'bad-1', 'b', 'bad-2'], ['bad-1'], ['bad-2']])
  })

  it('inside a transaction of the host throws', async () => {
    const error = new AdapterError({ adapter: 'test', operation: 'commit', retryable: true, message: 'a node is away' })
    const { committer } = await failing(error)
    await expect(committer.commit(change('bad'), { tx: {} })).rejects.toBe(error)
    expect(await committer.commit(change('good'), { tx: {} })).toEqual({ kind: 'committed' })
  })
})
