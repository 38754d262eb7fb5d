/** Shanghai has kept UTC+8 without summer time since September 1991: arithmetic is enough, whatever zone the process runs in. */
const offset = 8 * 3_600_000

export const hour = 3_600_000
export const day = 24 * hour

/** Midnight in Shanghai at the beginning of a date `YYYY-MM-DD`, in ms since 1970. */
export function midnight(date: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(utc)) throw new RangeError(`Not a date: ${date}. Write YYYY-MM-DD.`)
  return utc - offset
}

/** The date in Shanghai, `YYYY-MM-DD`. */
export function dateOf(instant: number): string {
  return new Date(instant + offset).toISOString().slice(0, 10)
}

/** The day of the week in Shanghai, Sunday = 0. */
export function weekdayOf(instant: number): number {
  return new Date(instant + offset).getUTCDay()
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
  return midnight(`${year}-${season.until}`)
}
