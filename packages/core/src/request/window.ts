import { addLimit, type ClockEnvironment } from '../sla/clock.js'

/**
 * The end of so many natural days after something happened, as the first instant that is too late. Every window of a request that is not a clock
 * ends here, and is counted as clocks are: that day is not counted, the last one ends at 24:00 and is no rest day (Civil Code art. 201 and 203).
 * No days: there is no window.
 */
export function windowEnd(sla: ClockEnvironment, from: number, days: number): number {
  return days === 0 ? from : addLimit(sla, from, { naturalDays: days })
}
