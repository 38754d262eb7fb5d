import type { Storage } from '@huiyin/core'

/** One call of a storage, when it has ended. */
export interface StorageCall {
  readonly method: string
  readonly failed: boolean
}

/** A storage that tells of every call and otherwise is the one it wraps. */
export function tracingStorage(storage: Storage, told: (call: StorageCall) => void): Storage {
  function traced<Arguments extends unknown[], Result>(method: string, call: (...given: Arguments) => Promise<Result>) {
    return async (...given: Arguments): Promise<Result> => {
      try {
        const result = await call(...given)
        told({ method, failed: false })
        return result
      } catch (error) {
        told({ method, failed: true })
        throw error
      }
    }
  }
  return Object.freeze({
    contract: storage.contract,
    name: `traced ${storage.name}`,
    capabilities: storage.capabilities,
    open: traced('open', storage.open),
    load: traced('load', storage.load),
    commit: traced('commit', storage.commit),
    find: traced('find', storage.find),
    history: traced('history', storage.history),
    takeDue: traced('takeDue', storage.takeDue as (query: object) => Promise<readonly never[]>) as Storage['takeDue'],
    settle: traced('settle', storage.settle),
    tally: traced('tally', storage.tally),
    close: traced('close', storage.close),
  } satisfies Storage)
}
