import type { Bilingual } from '@huiyin/core'

/** The result of one check: its level, what it means, and what to do about it. */
export interface Finding {
  /** Stable name of the check. */
  readonly check: string
  readonly level: 'ok' | 'warn' | 'fail'
  readonly means: Bilingual
  readonly todo?: Bilingual
  /** The figures behind it. */
  readonly details: object
}

const marks = { ok: '✓', warn: '!', fail: '✗' } as const

/** A finding as it is printed, one or two lines. */
export function findingInWords({ check, level, means, todo }: Finding): string[] {
  const line = `${marks[level]} ${check}: ${means.zh} ${means.en}`
  return todo === undefined || level === 'ok' ? [line] : [line, `    → ${todo.zh} ${todo.en}`]
}

const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** `34.2 MB`. */
export function bytesInWords(bytes: number): string {
  let amount = bytes
  let unit = 0
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024
    unit++
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`
}

const minuteMs = 60_000

/** `3 h 20 min`, for how long something has been waiting. */
export function spanInWords(ms: number): string {
  const minutes = Math.floor(ms / minuteMs)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}
