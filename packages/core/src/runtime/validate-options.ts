import type { RatingPolicy } from '../rating/policy.js'
import type { RatingScale } from '../rating/scale.js'
import type { HuiyinOptions } from './options.js'

type Shape = 'list' | 'function' | 'object' | 'number' | { readonly calls: readonly string[] }

// Every option has its line: the compiler asks for it.
const shapes: Readonly<Record<keyof HuiyinOptions, Shape>> = {
  storage: { calls: ['open', 'load', 'commit', 'find', 'history', 'takeDue', 'settle', 'owed', 'tally', 'close'] },
  clock: { calls: ['now'] },
  ids: { calls: ['next', 'salt'] },
  digest: { calls: ['hex'] },
  calendar: { calls: ['addWorkingDays', 'workingDaysBetween'] },
  hours: { calls: ['addWorkingTime', 'workingTimeBetween'] },
  codes: 'function',
  sla: 'object',
  rating: 'object',
  lifecycle: 'object',
  authorise: 'function',
  channels: 'list',
  measures: 'list',
  indicators: 'list',
  plugins: 'list',
  timer: { calls: ['after'] },
  mostRunning: 'number',
  recordCache: 'number',
  keepAnswers: 'number',
  log: { calls: ['info', 'warn'] },
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
  if (shape === 'list') return Array.isArray(value) ? [] : [`${name} is no list`]
  if (shape === 'function' || shape === 'number') return typeof value === shape ? [] : [`${name} is no ${shape}`]
  if (!isObject(value)) return [`${name} is no object`]
  if (shape === 'object') return []
  return shape.calls.filter((call) => typeof value[call] !== 'function').map((call) => `${name} has no ${call}()`)
}

/** Options there are none of, and options that lack what is called of them. */
export function shapeFaults(options: object): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (!Object.hasOwn(shapes, name)) return [`there is no option ${name}; known: ${Object.keys(shapes).join(', ')}`]
    return value === undefined ? [] : missing(name, value, shapes[name as keyof HuiyinOptions])
  })
}

const meanings: readonly unknown[] = ['satisfied', 'basicallySatisfied', 'dissatisfied']

function scaleFaults(scale: RatingScale | undefined): string[] {
  if (scale === undefined) return []
  const { grades } = scale
  if (!Array.isArray(grades) || grades.length === 0) return ['rating.scale has no grades']
  const numbers = grades.map((each) => each?.grade)
  if (!numbers.every(Number.isInteger) || new Set(numbers).size < numbers.length)
    return [`rating.scale has the grades ${numbers.join(', ')}; they are whole numbers, each there once`]
  return grades
    .filter((each) => !meanings.includes(each.means))
    .map((each) => `rating.scale: ${each.grade} means ${String(each.means)}; known: ${meanings.join(', ')}`)
}

/** Rules of rating there are none of, counts that are no whole numbers, a scale that says nothing. */
export function ratingFaults({ scale, ...rules }: Partial<RatingPolicy>): string[] {
  const wrong = Object.entries(rules).flatMap(([name, value]) => {
    if (!Object.hasOwn(counts, name))
      return [`there is no rating.${name}; known: scale, ${Object.keys(counts).join(', ')}`]
    if (value === undefined || (Number.isInteger(value) && value >= 0)) return []
    return [`rating.${name} is ${String(value)}; it takes a whole number, 0 or more`]
  })
  return [...wrong, ...scaleFaults(scale)]
}
