import type { Storage, StorageTimes } from '../contracts/storage.js'
import { ClockError } from '../errors.js'

/** Keeps a process whose clock is years off from writing; see `createClockGuard`. */
export type ClockGuard = ReturnType<typeof createClockGuard>

/**
 * Compares instants with what the storage knows of the time. A clock is wrong when it agrees neither with the storage's own clock nor with the newest
 * instant stored: further ahead than both, or further behind. The storage is asked when a process writes for the first time, and again when its clock has
 * moved by more than it may differ; commands in between cost a comparison.
 */
export function createClockGuard(storage: Pick<Storage, 'times'>, mayDiffer: number) {
  let known: number | undefined

  const isNear = (at: number) => known !== undefined && Math.abs(at - known) <= mayDiffer

  function judge(at: number, { now, newest }: StorageTimes): boolean {
    const times = [now, newest].filter((each) => each !== undefined)
    // An empty storage without a clock: the first process says what time it is.
    if (times.length === 0) return true
    return at <= Math.max(...times) + mayDiffer && at >= Math.min(...times) - mayDiffer
  }

  /** `undefined` at once when the instant is near one that was found right; else a promise. @throws ClockError when the clock is wrong */
  function check(at: number): Promise<void> | undefined {
    if (isNear(at)) {
      known = Math.max(known ?? at, at)
      return undefined
    }
    return ask(at)
  }

  async function ask(at: number): Promise<void> {
    // A storage that cannot say: what this process has seen itself.
    const times = (await storage.times?.()) ?? (known === undefined ? {} : { newest: known })
    if (!judge(at, times)) throw new ClockError(at, times, mayDiffer)
    known = at
  }

  return Object.freeze({ check })
}
