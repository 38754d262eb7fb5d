import type { ClockState } from '../sla/clock.js'

/** A clock of a request: the deadline itself and what has been done about it. */
export interface RequestClock extends ClockState {
  /** How many of `warnAt` were given. */
  readonly warned: number
  /** When it ended, in milliseconds since 1970; absent while it runs or stands still. */
  readonly stoppedAt?: number
  /** When the deadline passed unmet. Kept when the clock stops later; of a clock begun anew see `breaches` of the request. */
  readonly breachedAt?: number
  /** Next escalation while the breach lasts. */
  readonly escalateAt?: number
}

/** Whether a deadline has passed unmet. The end of one that stands still is not known yet, whatever instant it stood at. */
export function isPast(clock: RequestClock, now: number): boolean {
  return clock.breachedAt !== undefined || (clock.pausedAt === undefined && now >= clock.dueAt)
}
