import type { Bilingual } from '../contracts/text.js'
import { expected, type InputIssue, inputIssue } from '../errors/input-issue.js'

/**
 * A length of time in exactly one unit. Working days and working hours skip what the calendar and the office hours skip;
 * natural days and urgent hours (紧急工作时) run on. A period of natural days that ends on a rest day ends on the next
 * working day (Civil Code art. 203).
 */
export type Limit =
  | {
      /** Whole days that the calendar has as worked (工作日), 1 or more. */
      readonly workingDays: number
    }
  | {
      /** Hours in which offices are open (工作时), more than 0; fractions are allowed. */
      readonly workingHours: number
    }
  | {
      /** Hours by the wall clock, nights and rest days among them, more than 0; fractions are allowed. */
      readonly urgentHours: number
    }
  | {
      /** Whole days of any kind (自然日), 1 or more. */
      readonly naturalDays: number
    }

/** What the number of a limit counts: its one key. */
export type LimitUnit = 'workingDays' | 'workingHours' | 'urgentHours' | 'naturalDays'

const units: readonly LimitUnit[] = ['workingDays', 'workingHours', 'urgentHours', 'naturalDays']

const names: Readonly<Record<LimitUnit, { zh: string; one: string; many: string }>> = {
  workingDays: { zh: '个工作日', one: 'working day', many: 'working days' },
  workingHours: { zh: '个工作时', one: 'working hour', many: 'working hours' },
  urgentHours: { zh: '个紧急工作时', one: 'urgent hour', many: 'urgent hours' },
  naturalDays: { zh: '个自然日', one: 'natural day', many: 'natural days' },
}

/** The one key of a limit. */
export function unitOf(limit: Limit): LimitUnit {
  return units.find((unit) => unit in limit) as LimitUnit
}

/** The number of a limit, whatever its unit. */
export function amountOf(limit: Limit): number {
  return (limit as Readonly<Record<LimitUnit, number>>)[unitOf(limit)]
}

/** A limit of so much in a unit. The amount is not checked, and may be 0 or a fraction of a day. */
export function limitOf(unit: LimitUnit, amount: number): Limit {
  return { [unit]: amount } as unknown as Limit
}

/** What is wrong with a limit, with paths: it must name one unit and a positive amount (whole for days). */
export function limitIssues(limit: unknown, path: readonly (string | number)[]): InputIssue[] {
  const keys = typeof limit === 'object' && limit !== null ? Object.keys(limit) : []
  const unit = units.find((name) => name === keys[0])
  if (unit === undefined || keys.length !== 1) {
    return [
      expected(
        path,
        `${units.join('、')} 之一，例如 { workingDays: 3 }`,
        `exactly one of ${units.join(', ')}, such as { workingDays: 3 }`,
      ),
    ]
  }
  const amount: unknown = (limit as Record<string, unknown>)[unit]
  if (!Number.isFinite(amount) || (amount as number) <= 0) {
    return [inputIssue('too-small', [...path, unit], { min: 0, inclusive: false })]
  }
  if (unit.endsWith('Days') && !Number.isInteger(amount)) {
    return [
      expected([...path, unit], '整天；不足一天请用小时', `whole days, got ${amount}; use hours for parts of a day`),
    ]
  }
  return []
}

/** The sum of limits of one unit, to hold against a cap; `undefined` for none, or for several units. */
export function sumLimits(limits: readonly Limit[]): Limit | undefined {
  const first = limits[0]
  if (first === undefined) return undefined
  const unit = unitOf(first)
  if (limits.some((limit) => unitOf(limit) !== unit)) return undefined
  return limitOf(
    unit,
    limits.reduce((sum, limit) => sum + amountOf(limit), 0),
  )
}

/** Neighbours of one unit joined: 3 working days and an extension of 2 are 5 working days. */
export function joinLimits(limits: readonly Limit[]): Limit[] {
  const joined: Limit[] = []
  for (const limit of limits) {
    const last = joined.at(-1)
    if (last !== undefined && unitOf(last) === unitOf(limit))
      joined[joined.length - 1] = sumLimits([last, limit]) as Limit
    else joined.push(limit)
  }
  return joined
}

/** The unit in which limits that run one after the other end. */
export function lastUnit(limits: readonly Limit[]): LimitUnit {
  return unitOf(joinLimits(limits).at(-1) as Limit)
}

/** `3 个工作日`, `3 working days`; fractions are rounded to two places. */
export function limitInWords(limit: Limit): Bilingual {
  const amount = Math.round(amountOf(limit) * 100) / 100
  const name = names[unitOf(limit)]
  return { zh: `${amount} ${name.zh}`, en: `${amount} ${amount === 1 ? name.one : name.many}` }
}
