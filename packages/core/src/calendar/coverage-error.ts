import { HuiyinError } from '../errors.js'
import type { CalendarDate } from './date.js'

/**
 * The calendar has no published notice for a day the answer depends on. Guessing "Monday to Friday" instead would be
 * wrong on every deadline that crosses New Year.
 */
export class CalendarCoverageError extends HuiyinError {
  /** Tells the error apart where `instanceof` cannot: across two copies of the package. */
  override readonly name = 'CalendarCoverageError'
  constructor(
    /** The year whose notice has to be published or loaded. */
    readonly missingYear: number,
    /** First day that can be answered, `'YYYY-MM-DD'`. */
    readonly firstCovered: CalendarDate,
    /** Last day that can be answered, `'YYYY-MM-DD'`. */
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
