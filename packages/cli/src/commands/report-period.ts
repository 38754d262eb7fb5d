import { addDays, dateOf, parseDate } from '@huiyin/core/calendar'
import { monthPeriod, type Period, yearPeriod } from '@huiyin/core/evaluation'
import { wrongUse } from '../command-failure.js'

/** The ways to name a period. */
export interface PeriodOptions {
  readonly month?: string
  readonly year?: string
  /** First day. */
  readonly from?: string
  /** Last day, included. */
  readonly to?: string
}

/** The period that the options name: a month, a year, or a range of days; the current month by default. */
export function periodOf({ month, year, from, to }: PeriodOptions, now: number): Period {
  const named = [month !== undefined, year !== undefined, from !== undefined || to !== undefined].filter(Boolean).length
  if (named > 1)
    throw wrongUse(
      '--month、--year 与 --from/--to 只能用其一。',
      'Name the period by --month, by --year, or by --from and --to.',
    )
  if (month !== undefined) return monthPeriod(month)
  if (year !== undefined) return yearPeriod(year)
  if (from === undefined && to === undefined) return monthPeriod(dateOf(now).slice(0, 7))
  if (from === undefined || to === undefined) throw wrongUse('--from 与 --to 须一起使用。', '--from goes with --to.')
  const period = { from: parseDate(from), to: addDays(parseDate(to), 1) }
  if (period.from >= period.to) throw wrongUse(`${from} 晚于 ${to}。`, `${from} is after ${to}.`)
  return period
}
