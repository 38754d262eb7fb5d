import { checkInstant, type Instant } from '../calendar/date.js'
import type { ClockState } from './clock.js'
import { exceeds, type Limit, sumLimits } from './limit.js'
import type { SlaPolicy } from './policy.js'

/** Why an extension may not be granted: the limit had run out when it was asked for, or the sum would pass the cap. */
export type ExtensionRefusal = 'already-overdue' | 'over-cap'

/** Whether an extension asked for at `at` is within the policy; `undefined` when it is. */
export function extensionRefusal(
  policy: SlaPolicy,
  state: ClockState,
  at: Instant,
  by: Limit,
): ExtensionRefusal | undefined {
  const runsOut = state.pausedAt ?? checkInstant(at, ['at'])
  if (runsOut >= state.dueAt) return 'already-overdue'
  const total = sumLimits([...state.extensions.map((extension) => extension.by), by])
  return total === undefined || exceeds(total, policy.maxExtension) ? 'over-cap' : undefined
}
