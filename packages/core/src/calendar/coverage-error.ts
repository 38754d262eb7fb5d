import { HuiyinError } from '../errors.js'
import type { CalendarDate } from './date.js'

/**
 * The calendar has no published notice for a day the answer depends on. `missingYear` is the year to publish or load,
 * `lastCovered` the last day that can be answered. Guessing "Monday to Friday" instead would be wrong on every deadline
 * that crosses New Year.
 */
export class CalendarCoverageError extends HuiyinError {
  override readonly name = 'CalendarCoverageError'
  constructor(
    readonly missingYear: number,
    readonly firstCovered: CalendarDate,
    readonly lastCovered: CalendarDate,
  ) {
    super(
      'calendar-coverage',
      `The working-day calendar has no holiday notice for ${missingYear}; it covers ${firstCovered} to ${lastCovered}. ` +
        `Load the year with withYear, or create the calendar with { unpublished: 'provisional' }.`,
      { details: { missingYear, firstCovered, lastCovered } },
    )
  }
}
