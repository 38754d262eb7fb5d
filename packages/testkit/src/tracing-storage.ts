import type { Storage } from '@huiyin/core'

/** One call of a storage, when it has ended. */
export interface StorageCall {
  /** Name of the contract's method, for example `commit`. */
  readonly method: string
  /** Whether it rejected; verdicts such as `conflict` are not failures. */
  readonly failed: boolean
}

/**
 * Wraps a storage and reports every call. The listener cannot change the results.
 *
 * @param listener is called with each call once it has ended; what it throws is ignored
 */
export function tracingStorage(storage: Storage, listener: (call: StorageCall) => void): Storage {
  async function tell<Result>(method: string, call: () => Promise<Result>): Promise<Result> {
    let failed = true
    try {
      const result = await call()
      failed = false
      return result
    } finally {
      try {
        listener({ method, failed })
      } catch {
        // The caller gets the result of the storage, even if the listener throws.
      }
    }
  }
  // Called as methods: a storage may be an object of a class.
  return Object.freeze({
    contract: storage.contract,
    name: `traced ${storage.name}`,
    capabilities: storage.capabilities,
    open: () => tell('open', () => storage.open()),
    load: (...given) => tell('load', () => storage.load(...given)),
    commit: (...given) => tell('commit', () => storage.commit(...given)),
    find: (query) => tell('find', () => storage.find(query)),
    counts: (query) => tell('counts', () => storage.counts(query)),
    texts: (...given) => tell('texts', () => storage.texts(...given)),
    ...(storage.unindexed !== undefined && {
      unindexed: (limit) => tell('unindexed', () => (storage.unindexed as NonNullable<Storage['unindexed']>)(limit)),
    }),
    ...(storage.unsearched !== undefined && {
      unsearched: (limit) =>
        tell('unsearched', () => (storage.unsearched as NonNullable<Storage['unsearched']>)(limit)),
    }),
    ...(storage.times !== undefined && {
      times: () => tell('times', () => (storage.times as NonNullable<Storage['times']>)()),
    }),
    history: (...given) => tell('history', () => storage.history(...given)),
    takeDue: ((query: never) =>
      tell<readonly unknown[]>('takeDue', () => storage.takeDue(query))) as unknown as Storage['takeDue'],
    settle: (rows) => tell('settle', () => storage.settle(rows)),
    pauses: () => tell('pauses', () => storage.pauses()),
    owed: (query) => tell('owed', () => storage.owed(query)),
    sent: (query) => tell('sent', () => storage.sent(query)),
    tally: (query) => tell('tally', () => storage.tally(query)),
    strays: (query) => tell('strays', () => storage.strays(query)),
    close: () => tell('close', () => storage.close()),
  } satisfies Storage)
}
