import { AdapterError, type Storage } from '@huiyin/core'

/** Which calls are late, and how late. */
export interface LateOptions {
  /** Asked at each call that writes: whether its caller is given up on before it is carried out. */
  readonly late: () => boolean
  /** Waited for before a late call is carried out. */
  readonly until: () => Promise<void>
}

/** A storage that carries some calls out after their caller was told that nobody knows. */
export interface LateStorage extends Storage {
  /** Resolves when nothing is on its way any more; how many calls were late. */
  readonly landed: () => Promise<number>
}

/**
 * The storage given, behind a network that is sometimes slower than the patience of whoever asks: the call fails with an unknown outcome, and is carried out later,
 * perhaps after the same was asked again.
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
    // What a call that lands comes to, nobody is there to hear.
    const landing: Promise<unknown> = until()
      .then(call)
      .catch(() => {})
      .finally(() => onTheirWay.delete(landing))
    onTheirWay.add(landing)
    return Promise.reject(new AdapterError('late', operation, true, 'no answer in time', undefined, 'unknown'))
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
