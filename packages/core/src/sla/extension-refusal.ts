import { checkInstant, type Instant } from '../calendar/date.js'
import { type ClockEnvironment, type ClockState, questionOf } from './clock.js'
import { countDeadline } from './count-deadline.js'
import { amountOf, type Limit, sumLimits, unitOf } from './limit.js'
import type { SlaPolicy } from './policy.js'

/** Why an extension may not be granted: the limit had run out when it was asked for, or the sum would pass the cap. */
export type ExtensionRefusal = 'already-overdue' | 'over-cap'

/** Whether a clock had run out at an instant. A paused one stands as it did when it was paused. */
export function hasRunOut({ dueAt, pausedAt }: Pick<ClockState, 'dueAt' | 'pausedAt'>, at: Instant): boolean {
  return (pausedAt ?? at) >= dueAt
}

/** Most by which a clock may be extended in all: its own cap, or that of the policy. */
export function extensionCapOf({ clocks, maxExtension }: SlaPolicy, clock: string): Limit {
  return (Object.hasOwn(clocks, clock) ? clocks[clock]?.maxExtension : undefined) ?? maxExtension
}

/**
 * Whether one more extension would pass the cap, all together. In the unit of the cap the amounts are compared. Different units are compared by the
 * deadlines they lead to: nobody can say whether four hours are more than ten days, but everybody which of two dates is later.
 */
export function passesCap(env: ClockEnvironment, state: ClockState, by: Limit, cap: Limit): boolean {
  const extensions = [...state.extensions.map((extension) => extension.by), by]
  const total = sumLimits(extensions)
  if (total !== undefined && unitOf(total) === unitOf(cap)) return amountOf(total) > amountOf(cap)
  const dueWith = (budget: readonly Limit[]): Instant =>
    countDeadline(env, { ...questionOf(state), budget: [state.limit, ...budget] }).dueAt
  return dueWith(extensions) > dueWith([cap])
}

/**
 * Whether an extension by `by`, asked for at `at` (ms since 1970), is within the policy: `undefined` when it is. Requests
 * ask the same two questions, each in a separate law.
 */
export function extensionRefusal(
  env: ClockEnvironment,
  state: ClockState,
  at: Instant,
  by: Limit,
): ExtensionRefusal | undefined {
  if (hasRunOut(state, checkInstant(at, ['at']))) return 'already-overdue'
  return passesCap(env, state, by, extensionCapOf(env.policy, state.clock)) ? 'over-cap' : undefined
}
