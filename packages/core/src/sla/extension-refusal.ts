import { checkInstant, type Instant } from '../calendar/date.js'
import type { ClockState } from './clock.js'
import { amountOf, type Limit, sumLimits, unitOf } from './limit.js'
import type { SlaPolicy } from './policy.js'

/** Why an extension may not be granted: the limit had run out when it was asked for, or the sum would pass the cap. */
export type ExtensionRefusal = 'already-overdue' | 'over-cap'

/** Whether a clock had run out at an instant. A paused one stands as it did when it was paused. */
export function hasRunOut({ dueAt, pausedAt }: Pick<ClockState, 'dueAt' | 'pausedAt'>, at: Instant): boolean {
  return (pausedAt ?? at) >= dueAt
}

/** Whether one more extension would pass `maxExtension`, all together. One in another unit than the cap passes it. */
export function passesCap({ maxExtension }: SlaPolicy, granted: ClockState['extensions'], by: Limit): boolean {
  const total = sumLimits([...granted.map((extension) => extension.by), by])
  return total === undefined || unitOf(total) !== unitOf(maxExtension) || amountOf(total) > amountOf(maxExtension)
}

/**
 * Whether an extension by `by`, asked for at `at` (ms since 1970), is within the policy: `undefined` when it is. Requests
 * ask the same two questions, each in a separate law.
 */
export function extensionRefusal(
  policy: SlaPolicy,
  state: ClockState,
  at: Instant,
  by: Limit,
): ExtensionRefusal | undefined {
  if (hasRunOut(state, checkInstant(at, ['at']))) return 'already-overdue'
  return passesCap(policy, state.extensions, by) ? 'over-cap' : undefined
}
