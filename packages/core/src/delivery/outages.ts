import { millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants'
import type { Delivered } from '../record/destinations.js'

const first = 15 * millisecondsInSecond
const longest = 15 * millisecondsInMinute
const mostInARow = 2
const mayPass: ReadonlySet<string> = new Set(['transient', 'throttled', 'unknown'])

const failed = (result: Delivered) => !result.ok && mayPass.has(result.class)

/**
 * Whether a receiver of batches is away. One batch that fails whole may be the fault of what is in it; when the next one fails whole too, nothing would fare better:
 * the receiver rests, ever longer, until one gets through.
 */
export function createOutages() {
  const inARow = new Map<string, number>()

  /** Takes in what became of a batch; answers how long its receiver is to rest, in milliseconds, if it is to. */
  function note(destination: string, results: readonly Delivered[]): number | undefined {
    if (!results.every(failed)) {
      inARow.delete(destination)
      return undefined
    }
    const times = (inARow.get(destination) ?? 0) + 1
    inARow.set(destination, times)
    const asked = results.map((result) => (result.ok || result.class === 'later' ? 0 : (result.retryAfter ?? 0)))
    return times < mostInARow ? undefined : Math.max(Math.min(first * 2 ** (times - mostInARow), longest), ...asked)
  }

  return Object.freeze({ note })
}
