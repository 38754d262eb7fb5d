import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import type { RatingPolicy } from '../../rating/policy.js'
import type { RatingScale } from '../../rating/scale.js'
import type { HuiyinOptions } from './options.js'

type Shape =
  | 'list'
  | 'function'
  | 'object'
  | 'number'
  | 'text'
  | { readonly calls: readonly string[] }
  | { readonly options: Readonly<Record<string, Shape>> }

// One line for every option: the compiler requires it.
const shapes: Readonly<Record<keyof HuiyinOptions, Shape>> = {
  storage: {
    calls: [
      ...[
        'open',
        'load',
        'commit',
        'find',
        'counts',
        'texts',
        'history',
        'takeDue',
        'settle',
        'pauses',
        'owed',
        'sent',
        'tally',
        'strays',
      ],
      'close',
    ],
  },
  calendar: { calls: ['addWorkingDays', 'workingDaysBetween'] },
  hours: { calls: ['addWorkingTime', 'workingTimeBetween'] },
  codes: 'function',
  gridKinds: 'list',
  numberPrefix: 'text',
  sla: 'object',
  rating: 'object',
  attachments: { options: { types: 'list', maxSize: 'number', maxFiles: 'number', shownToRequester: 'list' } },
  lifecycle: 'object',
  commands: 'object',
  roles: 'object',
  permissions: 'object',
  privacy: { options: { contacts: 'object', retention: 'list' } },
  authorise: 'function',
  channels: 'list',
  sinks: 'list',
  sources: 'list',
  eventOrigin: 'text',
  directory: { calls: ['addresses'] },
  files: { calls: ['put', 'get', 'remove'] },
  locator: { calls: ['area'] },
  search: { options: { phone: 'list' } },
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
    options: {
      maxInFlight: 'number',
      cachedRecords: 'number',
      idempotencyDays: 'number',
      sentDays: 'number',
      clockDriftDays: 'number',
    },
  },
  logger: { calls: ['info', 'warn'] },
}

const counts: Readonly<Record<Exclude<keyof RatingPolicy, 'scale'>, true>> = {
  superviseAfterFailedRounds: true,
  followUpWithinDays: true,
  maxReturns: true,
  maxTransfers: true,
  maxSuspensions: true,
  maxWaits: true,
  maxSupplements: true,
  maxCorrections: true,
  reopenWithinDays: true,
  maxReopenAsks: true,
  appealWithinDays: true,
  appealReviewers: true,
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function missing(name: string, value: unknown, shape: Shape): Bilingual[] {
  const not = (zh: string, en: string) => [inBoth(`${name} 不是${zh}`, `${name} is not ${en}`)]
  if (shape === 'list') return Array.isArray(value) ? [] : not('列表', 'a list')
  if (shape === 'function') return typeof value === shape ? [] : not('函数', 'a function')
  if (shape === 'text') return typeof value === 'string' ? [] : not('文本', 'a text')
  if (shape === 'number') return typeof value === shape ? [] : not('数', 'a number')
  if (!isObject(value)) return not('对象', 'an object')
  if (shape === 'object') return []
  if ('options' in shape) return faultsIn(value, shape.options, `${name}.`)
  return shape.calls
    .filter((call) => typeof value[call] !== 'function')
    .map((call) => inBoth(`${name} 没有 ${call}()`, `${name} has no ${call}()`))
}

function faultsIn(options: object, known: Readonly<Record<string, Shape>>, within: string): Bilingual[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (!Object.hasOwn(known, name)) {
      const names = knownNames(name, Object.keys(known))
      return [inBoth(`没有选项 ${within}${name}；${names.zh}`, `there is no option ${within}${name}; ${names.en}`)]
    }
    return value === undefined ? [] : missing(within + name, value, known[name] as Shape)
  })
}

/** Unknown options, and options missing a required method. */
export function shapeFaults(options: object): Bilingual[] {
  return faultsIn(options, shapes, '')
}

const meanings: readonly string[] = ['satisfied', 'basicallySatisfied', 'dissatisfied']

function scaleFaults(scale: RatingScale | undefined): Bilingual[] {
  if (scale === undefined) return []
  const { grades } = scale
  if (!Array.isArray(grades) || grades.length === 0)
    return [inBoth('rating.scale 没有档次', 'rating.scale has no grades')]
  const numbers = grades.map((each) => each?.grade)
  if (!numbers.every(Number.isInteger) || new Set(numbers).size < numbers.length)
    return [
      inBoth(
        `rating.scale 的档次为 ${numbers.join('、')}，应为互不相同的整数`,
        `rating.scale has the grades ${numbers.join(', ')}; they must be whole numbers, each used once`,
      ),
    ]
  return grades
    .filter((each) => !meanings.includes(each.means))
    .map((each) => {
      const names = knownNames(each.means, meanings)
      return inBoth(
        `rating.scale：${each.grade} 的 means 为 ${String(each.means)}；${names.zh}`,
        `rating.scale: ${each.grade} means ${String(each.means)}; ${names.en}`,
      )
    })
}

/** Unknown rating rules, counts that are not whole numbers, an invalid scale. */
export function ratingFaults({ scale, ...rules }: Partial<RatingPolicy>): Bilingual[] {
  const wrong = Object.entries(rules).flatMap(([name, value]) => {
    if (!Object.hasOwn(counts, name)) {
      const names = knownNames(name, ['scale', ...Object.keys(counts)])
      return [inBoth(`没有 rating.${name}；${names.zh}`, `there is no rating.${name}; ${names.en}`)]
    }
    if (value === undefined || (Number.isInteger(value) && value >= 0)) return []
    return [
      inBoth(
        `rating.${name} 为 ${String(value)}，应为不小于 0 的整数`,
        `rating.${name} is ${String(value)}; it takes a whole number, 0 or more`,
      ),
    ]
  })
  return [...wrong, ...scaleFaults(scale)]
}
