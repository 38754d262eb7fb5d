import { describe, expect, it } from 'vitest'
import type { CommitOutcome } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError } from '../errors.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { systemDigest as sm3 } from '../platform/node.js'
import { createCommitter } from './committer.js'
import { createDestinations, internalDestination } from './destinations.js'
import { createEngine } from './engine.js'
import type { Moment, RecordKind } from './record-kind.js'

interface Facts {
  readonly n: number
}
interface Add {
  readonly name: 'add' | 'nothing' | 'stranger'
}
const kind: RecordKind<Facts, Add> = {
  type: 'note',
  events: ['note.added'],
  decide: (_facts, { name }) => ({
    events: name === 'nothing' ? [] : [{ type: name === 'add' ? 'note.added' : 'note.strange', data: {} }],
  }),
  evolve: (facts) => ({ n: (facts?.n ?? 0) + 1 }),
  index: () => ({ status: 'noted', open: true, createdAt: 0 }),
}
const by = { id: 'a', kind: 'staff', grants: [] } as const
const add = { name: 'add' } as const

async function opened(over: Partial<Storage> = {}, clock = { now: () => 1000 }, effects = false) {
  const storage: Storage = { ...memoryStorage(), ...over }
  await storage.open()
  let carriedOn = 0
  const destinations = createDestinations()
  if (effects)
    destinations.add({
      ...{ name: internalDestination, concurrency: 1, onDeadLetter: 'skip', payloadFor: () => '{}' },
      deliver: async () => ({ ok: true }),
    })
  const engine = createEngine({
    ...{ storage, committer: createCommitter(storage), clock, digest: sm3, destinations },
    carryOn: async () => ++carriedOn,
  })
  engine.register(kind, (moment: Moment) => moment)
  return { engine, storage, carriedOn: () => carriedOn }
}

describe('the kinds of an engine', () => {
  it('are each registered once, and no other is run', async () => {
    const { engine } = await opened()
    expect([engine.kind('note'), engine.kind('x'), engine.kinds()]).toEqual([kind, undefined, [kind]])
    expect(() => engine.register(kind, (moment: Moment) => moment)).toThrow('The record type note is defined twice.')
    await expect(engine.run({ ...kind, type: 'x' }, 'n-1', add, { by })).rejects.toThrow(
      'The record type x is not registered.',
    )
  })

  it('read what they wrote in another form from its events, and what nobody here knows as it is', async () => {
    const { engine, storage } = await opened()
    for (const _ of [1, 2]) await engine.run(kind, 'n-1', add, { by })
    const later = createEngine({
      ...{ storage, committer: createCommitter(storage), clock: { now: () => 2000 }, digest: sm3 },
      ...{ destinations: createDestinations(), carryOn: async () => {} },
    })
    expect((await later.facts(kind, 'n-1'))?.facts).toEqual({ n: 2 })
    const doubled = { ...kind, form: 2, evolve: (facts: Facts | undefined) => ({ n: (facts?.n ?? 0) + 2 }) }
    later.register(doubled, (moment: Moment) => moment)
    expect((await later.facts(kind, 'n-1'))?.facts).toEqual({ n: 4 })
  })

  it('decide the events they name, and no other', async () => {
    const { engine } = await opened()
    await expect(engine.run(kind, 'n-1', { name: 'stranger' }, { by })).rejects.toThrow(
      'The record type note decided the event note.strange, which its `events` do not name: note.added.',
    )
    expect(await engine.facts(kind, 'n-1')).toBeUndefined()
  })

  it('begin a record with an event', async () => {
    const { engine } = await opened()
    await expect(engine.run(kind, 'n-1', { name: 'nothing' }, { by })).rejects.toThrow(
      'returned no events for a new record',
    )
    await engine.run(kind, 'n-1', add, { by })
    expect(await engine.run(kind, 'n-1', { name: 'nothing' }, { by })).toEqual({
      ...{ ok: true, record: { n: 1 }, version: 1, events: [] },
    })
  })
})

describe('a walk that hands on what it has read', () => {
  it('leaves cached what others use, and only that', async () => {
    const inner = memoryStorage()
    const loaded: string[] = []
    const load: Storage['load'] = (ref, beside) => {
      loaded.push(ref.id)
      return inner.load(ref, beside)
    }
    const { engine } = await opened({ ...inner, load })
    for (const id of ['n-1', 'n-2']) await engine.run(kind, id, add, { by })
    const other = await opened({ ...inner, load })
    await other.engine.run(kind, 'n-1', add, { by })
    loaded.length = 0
    const { items } = await other.engine.readPage<Facts>(kind, { limit: 10 })
    for (const known of items) await other.engine.run(kind, known.record.id, add, { by, known })
    expect(loaded).toEqual([])
    expect((await other.engine.facts<Facts>(kind, 'n-1'))?.facts).toEqual({ n: 3 })
    loaded.length = 0
    for (const id of ['n-1', 'n-2']) await other.engine.run(kind, id, add, { by })
    expect(loaded).toEqual(['n-2'])
  })
})

describe('a command', () => {
  it('that loses to others is decided again, sixteen times over', async () => {
    let commits = 0
    const { engine } = await opened({
      commit: async (changes) => {
        commits++
        return changes.map(() => ({ kind: 'conflict' as const, version: 0 }))
      },
    })
    await expect(engine.run(kind, 'n-1', add, { by })).rejects.toMatchObject({ code: 'conflict' })
    expect(commits).toBe(16)
  })

  it('never happens before what happened last: a clock that stepped back does not write the past', async () => {
    let now = 1000
    const { engine } = await opened({}, { now: () => now })
    await engine.run(kind, 'n-1', add, { by })
    now = 400
    const second = await engine.run(kind, 'n-1', add, { by })
    expect(second.ok && second.events[0]?.at).toBe(1000)
    const third = await engine.run(kind, 'n-1', add, { by, at: 1500 })
    expect(third.ok && third.events[0]?.at).toBe(1500)
    expect(third.ok && Object.isFrozen(third.record)).toBe(true)
  })

  it('names the version it has seen, and another is refused with the version there is', async () => {
    const { engine } = await opened()
    const at = (expectedVersion: number, id = 'n-1') => engine.run(kind, id, add, { by, expectedVersion })
    expect(await at(1, 'n-2')).toMatchObject({
      ok: false,
      refusal: { code: 'stale-version', details: { expected: 1, actual: 0 } },
    })
    expect(await at(0)).toMatchObject({ ok: true, version: 1 })
    expect(await at(1)).toMatchObject({ ok: true, version: 2 })
    expect(await at(1)).toMatchObject({
      ok: false,
      refusal: { code: 'stale-version', details: { expected: 1, actual: 2 } },
    })
  })

  it('with effects on other records has them carried out, and one without has not', async () => {
    const quiet = await opened()
    await quiet.engine.run(kind, 'n-1', add, { by })
    const loud = await opened({}, undefined, true)
    await loud.engine.run(kind, 'n-1', add, { by })
    expect([quiet.carriedOn(), loud.carriedOn()]).toEqual([0, 1])
  })

  it('is not taken into a transaction of the host where the storage has none', async () => {
    const { engine } = await opened()
    await expect(engine.run(kind, 'n-1', add, { by, tx: {} })).rejects.toMatchObject({ code: 'configuration' })
  })
})

describe('a command in a transaction of the host', () => {
  /** Memory in which what a transaction writes is never seen: the host rolls it back. */
  async function rolledBack(outcome: () => Promise<CommitOutcome>) {
    const inner = memoryStorage()
    const commits: boolean[] = []
    const world = await opened(
      {
        ...inner,
        capabilities: { ...inner.capabilities, hostTransaction: true },
        load: (ref, { tx: _, ...beside } = {}) => inner.load(ref, beside),
        commit: async (changes, within) => {
          commits.push(within !== undefined)
          return within === undefined ? inner.commit(changes) : [await outcome()]
        },
      },
      undefined,
      true,
    )
    return { ...world, commits }
  }

  it('carries nothing out beyond it, and leaves nothing behind for the next command', async () => {
    const { engine, commits, carriedOn } = await rolledBack(async () => ({ kind: 'committed' }))
    expect(await engine.run(kind, 'n-1', add, { by, tx: {} })).toMatchObject({ ok: true, version: 1 })
    expect(carriedOn()).toBe(0)
    expect(await engine.run(kind, 'n-1', add, { by })).toMatchObject({ ok: true, version: 1 })
    expect([commits, carriedOn()]).toEqual([[true, false], 1])
  })

  it('is not tried again when its commit is lost, also with a key: the host knows what became of the transaction', async () => {
    const { engine, commits } = await rolledBack(async () => {
      throw new AdapterError({
        adapter: 'test',
        operation: 'commit',
        retryable: true,
        message: 'the connection was lost',
        outcome: 'unknown',
      })
    })
    const lost = engine.run(kind, 'n-1', add, { by, tx: {}, key: 'k-1' })
    await expect(lost).rejects.toThrow('the connection was lost')
    expect(commits).toEqual([true])
  })
})

it('an engine is drained when the last command has ended, whatever became of it', async () => {
  const held: (() => void)[] = []
  const { engine } = await opened({
    load: () => new Promise((_, reject) => void held.push(() => reject(new Error('gone')))),
  })
  await engine.drain()
  const all = ['n-1', 'n-2'].map((id) => engine.run(kind, id, add, { by }).catch(() => undefined))
  let drained = false
  const draining = engine.drain().then(() => {
    drained = true
  })
  held.shift()?.()
  await all[0]
  expect(drained).toBe(false)
  held.shift()?.()
  await Promise.all([...all, draining])
  expect(drained).toBe(true)
})
