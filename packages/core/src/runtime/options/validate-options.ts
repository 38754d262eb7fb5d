import { knownNames } from '../../errors/known-names.js'
import type { RatingPolicy } from '../../rating/policy.js'
import type { RatingScale } from '../../rating/scale.js'
import type { HuiyinOptions } from './options.js'

type Shape =
  | 'list'
  | 'function'
  | 'object'
  | 'number'
  | { readonly calls: readonly string[] }
  | { readonly options: Readonly<Record<string, Shape>> }

// One line for every option: the compiler requires it.
const shapes: Readonly<Record<keyof HuiyinOptions, Shape>> = {
  storage: { calls: ['open', 'load', 'commit', 'find', 'history', 'takeDue', 'settle', 'owed', 'tally', 'close'] },
  calendar: { calls: ['addWorkingDays', 'workingDaysBetween'] },
  hours: { calls: ['addWorkingTime', 'workingTimeBetween'] },
  codes: 'function',
  gridKinds: 'list',
  sla: 'object',
  rating: 'object',
  lifecycle: 'object',
  authorise: 'function',
  channels: 'list',
  plugins: 'list',
  evaluation: { options: { measures: 'list', indicators: 'list' } },
  platform: {
    options: {
      clock: { calls: ['now'] },
      timer: { calls: ['after'] },
      ids: { calls: ['next', 'salt'] },
      digest: { calls: ['hex'] },
    },
  },
  limits: {
    options: { maxInFlight: 'number', cachedRecords: 'number', idempotencyDays: 'number', clockDriftDays: 'number' },
  },
  logger: { calls: ['info', 'warn'] },
}

const counts: Readonly<Record<Exclude<keyof RatingPolicy, 'scale'>, true>> = {
  superviseAfterFailedRounds: true,
  followUpWithinDays: true,
  maxReturns: true,
  maxTransfers: true,
  maxSuspensions: true,
  appealWithinDays: true,
  appealReviewers: true,
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function missing(name: string, value: unknown, shape: Shape): string[] {
  if (shape === 'list') return Array.isArray(value) ? [] : [`${name} is not a list`]
  if (shape === 'function' || shape === 'number') return typeof value === shape ? [] : [`${name} is not a ${shape}`]
  if (!isObject(value)) return [`${name} is not an object`]
  if (shape === 'object') return []
  if ('options' in shape) return faultsIn(value, shape.options, `${name}.`)
  return shape.calls.filter((call) => typeof value[call] !== 'function').map((call) => `${name} has no ${call}()`)
}

function faultsIn(options: object, known: Readonly<Record<string, Shape>>, within: string): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (!Object.hasOwn(known, name))
      return [`there is no option ${within}${name}; ${knownNames(name, Object.keys(known)).en}`]
    return value === undefined ? [] : missing(within + name, value, known[name] as Shape)
  })
}

/** Unknown options, and options missing a required method. */
export function shapeFaults(options: object): string[] {
  return faultsIn(options, shapes, '')
}

const meanings: readonly unknown[] = ['satisfied', 'basicallySatisfied', 'dissatisfied']

function scaleFaults(scale: RatingScale | undefined): string[] {
  if (scale === undefined) return []
  const { grades } = scale
  if (!Array.isArray(grades) || grades.length === 0) return ['rating.scale has no grades']
  const numbers = grades.map((each) => each?.grade)
  if (!numbers.every(Number.isInteger) || new Set(numbers).size < numbers.length)
    return [`rating.scale has the grades ${numbers.join(', ')}; they must be whole numbers, each used once`]
  return grades
    .filter((each) => !meanings.includes(each.means))
    .map((each) => `rating.scale: ${each.grade} means ${String(each.means)}; known: ${meanings.join(', ')}`)
}

/** Unknown rating rules, counts that are not whole numbers, an invalid scale. */
export function ratingFaults({ scale, ...rules }: Partial<RatingPolicy>): string[] {
  const wrong = Object.entries(rules).flatMap(([name, value]) => {
    if (!Object.hasOwn(counts, name))
      return [`there is no rating.${name}; ${knownNames(name, ['scale', ...Object.keys(counts)]).en}`]
    if (value === undefined || (Number.isInteger(value) && value >= 0)) return []
    return [`rating.${name} is ${String(value)}; it takes a whole number, 0 or more`]
  })
  return [...wrong, ...scaleFaults(scale)]
}
