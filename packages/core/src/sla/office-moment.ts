import type { BusinessHours } from '../calendar/business-hours.js'
import type { Instant } from '../calendar/date.js'
import { CalendarCoverageError } from '../errors.js'
import { type Limit, lastUnit } from './limit.js'
import type { SlaPolicy } from './policy.js'

interface Offices {
  readonly hours: BusinessHours
}

interface Place extends Offices {
  readonly policy: SlaPolicy
}

interface Limited {
  readonly limit: Limit
  readonly extensions: readonly { readonly by: Limit }[]
}

/** The first moment from `at` on in which offices are open: cards go out then, and supervision climbs then. After the last day of the calendar: at once. */
export function officeMoment({ hours }: Offices, at: Instant): Instant {
  try {
    return hours.isOpen(at) ? at : hours.addWorkingTime(at, { milliseconds: 1 }) - 1
  } catch (error) {
    if (error instanceof CalendarCoverageError) return at
    throw error
  }
}

/** Whether a clock presses at any hour: one in urgent hours, where the policy says so. */
export function pressesAtOnce({ policy }: Pick<Place, 'policy'>, { limit, extensions }: Limited): boolean {
  return policy.cards === 'urgent-at-once' && lastUnit([limit, ...extensions.map(({ by }) => by)]) === 'urgentHours'
}

/** When a clock may press somebody that asks for it at `at`. */
export function pressingMoment(place: Place, clock: Limited, at: Instant): Instant {
  return pressesAtOnce(place, clock) ? at : officeMoment(place, at)
}
