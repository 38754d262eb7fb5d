import type { InputIssue } from '../errors.js'

/** Opening and closing time of one stretch of a working day, `HH:MM`; `24:00` closes at midnight. */
export type HoursWindow = readonly [open: string, close: string]

/** The usual hours of a Chinese government office. */
export const defaultWindows: readonly HoursWindow[] = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
]

/** Milliseconds after midnight, or `NaN`. */
export function readTime(text: unknown): number {
  const match = typeof text === 'string' ? /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) : null
  if (match === null) return Number.NaN
  const ms = Number(match[1]) * 3_600_000 + Number(match[2]) * 60_000
  return ms > 86_400_000 ? Number.NaN : ms
}

/** Why a list of windows cannot be used: each must open before it closes, in order, without overlap. None at all is a closed day. */
export function windowIssues(windows: readonly HoursWindow[], path: readonly (string | number)[]): InputIssue[] {
  const issues: InputIssue[] = []
  let last = 0
  windows.forEach((window, i) => {
    const open = readTime(window[0])
    const close = readTime(window[1])
    if (Number.isNaN(open) || Number.isNaN(close))
      issues.push({ path: [...path, i], message: 'expected two times written HH:MM' })
    else if (close <= open) issues.push({ path: [...path, i], message: 'closes before it opens' })
    else if (open < last) issues.push({ path: [...path, i], message: 'begins before the window before it ends' })
    last = Number.isNaN(close) ? last : close
  })
  return issues
}
