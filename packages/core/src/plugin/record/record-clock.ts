import type { ClockState } from '../../sla/clock.js'
import type { Limit } from '../../sla/limit.js'
import type { ClockInput } from '../../sla/policy.js'

/** A deadline of a plugin's record: as core counts those of requests, with what became of it. */
export interface RecordClock extends ClockState {
  /** How many of its warnings were given. */
  readonly warned: number
  /** When it ran out unmet, in milliseconds since 1970; absent while it is in time. */
  readonly breachedAt?: number
  /** When it ended, in milliseconds since 1970; absent while it runs or stands. */
  readonly stoppedAt?: number
}

/** The deadlines of a record by name: core keeps them in its facts, as `clocks`. */
export type RecordClocks = Readonly<Record<string, RecordClock>>

/** How a deadline of a record runs: in working days and hours, on the calendar that core counts with. */
export interface ClockOfRecord<Facts, Command> {
  /** The limit alone, or with its rules: warnings, cut-off, day of the start. Counted as the clocks of requests are. */
  readonly policy: ClockInput
  /** Whether it runs while the facts are these; or stands, for a reason of the policy such as `season`. Stopped and running again, it begins anew. Pure. */
  when(facts: Facts):
    | 'running'
    | 'stopped'
    | {
        /** Code of the reason for which it stands. */
        readonly paused: string
      }
  /** Another limit than that of the policy while the facts are these; one that changes while it runs is counted from the same start. Absent: that of the policy. Pure. */
  limit?(facts: Facts): Limit | undefined
  /** The command that a warning stands for, issued by the system in office hours; it must have an event. Absent: nobody is warned. */
  onWarning?(facts: Facts): Command
  /** The command that the end of the time stands for, issued by the system at that instant; it must have an event. */
  onDue(facts: Facts): Command
}
