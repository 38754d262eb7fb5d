import { millisecondsInDay, millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import { expected, type InputIssue, notList } from '../errors/input-issue.js'

/** Opening and closing time of one stretch of a working day, `HH:MM`; `24:00` closes at midnight. */
export type HoursWindow = readonly [open: string, close: string]

/** The usual hours of a Chinese government office. */
export const defaultWindows: readonly HoursWindow[] = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
]

/** Milliseconds after midnight of a time `HH:MM` up to 24:00, or `NaN`. */
export function readTime(text: string | undefined): number {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(`${text}`) ?? []
  const ms = Number(hours) * millisecondsInHour + Number(minutes) * millisecondsInMinute
  return ms <= millisecondsInDay ? ms : Number.NaN
}

/** Where windows cannot be used: each must open before it closes, in order, without overlap. An empty list is a closed day. */
export function windowIssues(windows: readonly HoursWindow[], path: readonly (string | number)[]): InputIssue[] {
  if (!Array.isArray(windows)) return [notList(path)]
  let last = 0
  return windows.flatMap((window: HoursWindow | undefined, i) => {
    const open = readTime(window?.[0])
    const close = readTime(window?.[1])
    const usable = open >= last && close > open
    last = close
    return usable
      ? []
      : [
          expected(
            [...path, i],
            '开门与关门时刻 HH:MM，晚于前一时段',
            'opening and closing time HH:MM, after the window before',
          ),
        ]
  })
}
