import { millisecondsInMinute } from 'date-fns/constants'
import { type CalendarDate, checkInstant, dateOf, dayNumberAt, hourMs, type Instant, instantOfDay } from './date.js'

/** The hour in Beijing at an instant, 0 to 23, whatever the time zone of the process. @example hourOf(Date.UTC(2026, 9, 7, 16, 1)) // 0 */
export function hourOf(at: Instant): number {
  return Math.floor((checkInstant(at) - instantOfDay(dayNumberAt(at))) / hourMs)
}

/** The time of day in Beijing, `HH:mm`; seconds are cut off. */
export function timeOf(at: Instant): string {
  const minutes = Math.floor((checkInstant(at) - instantOfDay(dayNumberAt(at))) / millisecondsInMinute)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** An instant in Beijing to the minute, `YYYY-MM-DD HH:mm`. @example minuteOf(Date.UTC(2026, 9, 7, 16, 1)) // '2026-10-08 00:01' */
export function minuteOf(at: Instant): string {
  return `${dateOf(at)} ${timeOf(at)}`
}

/** Day and time of the end of a period in Beijing. Midnight is 24:00 of the day that ends, not 00:00 of the next. */
export function endOf(at: Instant): { readonly day: CalendarDate; readonly time: string } {
  const time = timeOf(at)
  return time === '00:00' ? { day: dateOf(at - millisecondsInMinute), time: '24:00' } : { day: dateOf(at), time }
}

/** The end of a period in Beijing to the minute, written as `endOf` has it. */
export function endMinuteOf(at: Instant): string {
  const { day, time } = endOf(at)
  return `${day} ${time}`
}
