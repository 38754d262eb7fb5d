import { AdapterError, type Storage } from '@huiyin/core'

/** Which calls are late, and how late. */
export interface LateOptions {
  /** Called for each write: whether its caller gets an unknown outcome before it is executed. */
  readonly late: () => boolean
  /** Awaited before a late call is executed. */
  readonly until: () => Promise<void>
}

/** A storage that executes some calls after their caller got an unknown outcome. */
export interface LateStorage extends Storage {
  /** Resolves when no late call is pending; returns how many calls were late. */
  readonly landed: () => Promise<number>
}

/**
 * The storage given, behind a network that is sometimes slower than the timeout: the call fails with an unknown outcome and is executed later,
 * perhaps after a retry.
 *
 * @example
 * ```ts
 * import { setTimeout as pause } from 'node:timers/promises'
 * import { memoryStorage } from '@huiyin/core'
 * import { lateStorage, seededRandom } from '@huiyin/testkit'
 *
 * const random = seededRandom(1)
 * const storage = lateStorage(memoryStorage(), { late: () => random.chance(0.2), until: () => pause(random.int(0, 20)) })
 * await storage.open()
 * ```
 */
export function lateStorage(storage: Storage, { late, until }: LateOptions): LateStorage {
  const onTheirWay = new Set<Promise<unknown>>()
  let count = 0

  function perhapsLate<Result>(operation: string, call: () => Promise<Result>): Promise<Result> {
    if (!late()) return call()
    count++
    // The result of a late call is dropped, because its caller has left.
    const landing: Promise<unknown> = until()
      .then(call)
      .catch(() => {})
      .finally(() => onTheirWay.delete(landing))
    onTheirWay.add(landing)
    return Promise.reject(
      new AdapterError({
        adapter: 'late',
        operation,
        retryable: true,
        message: 'no answer in time',
        outcome: 'unknown',
      }),
    )
  }

  return Object.freeze({
    ...storage,
    name: `late ${storage.name}`,
    commit: (...given) => perhapsLate('commit', () => storage.commit(...given)),
    takeDue: ((query: never) =>
      perhapsLate<readonly unknown[]>('takeDue', () => storage.takeDue(query))) as unknown as Storage['takeDue'],
    settle: (rows) => perhapsLate('settle', () => storage.settle(rows)),
    landed: async () => {
      while (onTheirWay.size > 0) await Promise.all(onTheirWay)
      return count
    },
  } satisfies LateStorage)
}
