import { AdapterError, type Storage } from '@huiyin/core'

/** Which call fails, and how. */
export interface FailingOptions {
  /** The number of the call, from 1, `open` and `close` not counted. */
  readonly at: number
  /** Every call from there on, until `heal()`; only that one when absent. */
  readonly forGood?: boolean
  /**
   * `before` (default): the call does nothing. `after`: it is executed and its response is lost; the error says that the outcome is
   * unknown.
   */
  readonly when?: 'before' | 'after'
}

/** A storage some of whose calls fail. */
export interface FailingStorage extends Storage {
  /** How many calls were made so far. */
  readonly calls: () => number
  /** Lets everything work again. */
  readonly heal: () => void
}

/**
 * The storage given, with one call that fails, or all from one on: what a test needs to fail the n-th call, for every n.
 *
 * @example
 * ```ts
 * import { memoryStorage } from '@huiyin/core'
 * import { failingStorage } from '@huiyin/testkit'
 *
 * const storage = failingStorage(memoryStorage(), { at: 3 })
 * await storage.open()
 * ```
 */
export function failingStorage(
  storage: Storage,
  { at, forGood = false, when = 'before' }: FailingOptions,
): FailingStorage {
  let count = 0
  let healed = false

  async function failing<Result>(operation: string, call: () => Promise<Result>): Promise<Result> {
    const number = ++count
    if (healed || (forGood ? number < at : number !== at)) return call()
    if (when === 'after') await call()
    const outcome = when === 'after' ? 'unknown' : 'none'
    throw new AdapterError({
      adapter: 'failing',
      operation,
      retryable: true,
      message: `call ${number} was made to fail`,
      outcome,
    })
  }

  return Object.freeze({
    contract: storage.contract,
    name: `failing ${storage.name}`,
    capabilities: storage.capabilities,
    open: () => storage.open(),
    load: (...given) => failing('load', () => storage.load(...given)),
    commit: (...given) => failing('commit', () => storage.commit(...given)),
    find: (query) => failing('find', () => storage.find(query)),
    counts: (query) => failing('counts', () => storage.counts(query)),
    texts: (...given) => failing('texts', () => storage.texts(...given)),
    unindexed: (limit) => failing('unindexed', async () => (await storage.unindexed?.(limit)) ?? []),
    unsearched: (limit) => failing('unsearched', async () => (await storage.unsearched?.(limit)) ?? []),
    history: (...given) => failing('history', () => storage.history(...given)),
    takeDue: ((query: never) =>
      failing<readonly unknown[]>('takeDue', () => storage.takeDue(query))) as unknown as Storage['takeDue'],
    settle: (rows) => failing('settle', () => storage.settle(rows)),
    pauses: () => failing('pauses', () => storage.pauses()),
    sent: (query) => failing('sent', () => storage.sent(query)),
    owed: (query) => failing('owed', () => storage.owed(query)),
    tally: (query) => failing('tally', () => storage.tally(query)),
    strays: (query) => failing('strays', () => storage.strays(query)),
    times: () => failing('times', async () => (await storage.times?.()) ?? {}),
    close: () => storage.close(),
    calls: () => count,
    heal: () => {
      healed = true
    },
  } satisfies FailingStorage)
}
