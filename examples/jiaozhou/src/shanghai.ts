import { dateOf, instantOf, weekdayOf } from '@huiyin/core/calendar'

export const hour = 3_600_000
export const day = 24 * hour

/** The day of the week in Shanghai at an instant, Sunday = 0. */
export function weekdayAt(instant: number): number {
  return weekdayOf(dateOf(instant))
}

/** Whether the `MM-DD` of a date lies from `from` (included) to `until` (excluded), across the new year if need be. */
export function inSeason(date: string, season: { readonly from: string; readonly until: string }): boolean {
  const monthDay = date.slice(5)
  const { from, until } = season
  return from < until ? monthDay >= from && monthDay < until : monthDay >= from || monthDay < until
}

/** Midnight at the end of the season a date lies in. */
export function endOfSeason(date: string, season: { readonly from: string; readonly until: string }): number {
  const year = Number(date.slice(0, 4)) + (date.slice(5) >= season.until ? 1 : 0)
  return instantOf(`${year}-${season.until}`)
}
