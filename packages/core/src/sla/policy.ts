import { contentHash } from '../calendar/day-table.js'
import { InvalidInputError } from '../errors.js'
import type { Limit } from './limit.js'
import { policyIssues, settingNames } from './policy-issues.js'

/** A moment before the due time at which somebody is warned, such as the yellow card one working day before. */
export interface ClockWarning {
  readonly before: Limit
}

/** How one clock of a request runs. */
export interface ClockPolicy {
  readonly within: Limit
  readonly warnings?: readonly ClockWarning[]
  /** When the last day ends: at 24:00 (default) or at the last closing of business (Civil Code art. 203). */
  readonly cutoff?: 'end-of-day' | 'close-of-business'
  /** Whether the day of the start is the first day counted. By default counting begins the next day (Civil Code art. 201). */
  readonly startDay?: 'next-day' | 'same-day'
}

/** A reason for which the clock may stand still; `basis` is the rule people cite. */
export interface PauseReason {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly basis?: string
}

/** All time limits of a place. */
export interface SlaPolicy {
  readonly version: string
  readonly clocks: Readonly<Record<string, ClockPolicy>>
  readonly pauseReasons: readonly PauseReason[]
  /** Most by which a limit may be extended in all. */
  readonly maxExtension: Limit
  /** How often supervision moves one level up while a matter stays overdue. */
  readonly escalateEvery: Limit
}

/** A clock: a limit alone, or with its rules. */
export type ClockInput = Limit | ClockPolicy

interface PolicySettings {
  readonly version?: string
  /** Warnings of `resolve` and `rectify`, where these name none. */
  readonly warnings?: readonly ClockWarning[]
  /** For every clock that names none. */
  readonly cutoff?: 'end-of-day' | 'close-of-business'
  readonly startDay?: 'next-day' | 'same-day'
  readonly pauseReasons?: readonly PauseReason[]
  readonly maxExtension?: Limit
  readonly escalateEvery?: Limit
}

interface KnownClocks {
  readonly dispatch?: ClockInput
  readonly claim?: ClockInput
  readonly resolve?: ClockInput
  readonly check?: ClockInput
  readonly rate?: ClockInput
  readonly rectify?: ClockInput
  readonly coHandle?: ClockInput
  readonly suspension?: ClockInput
  readonly extensionDecision?: ClockInput
  readonly appealReview?: ClockInput
}

/** Settings and clocks. Every name that is no setting is a clock; plugins add their own. */
export type SlaPolicyInput = PolicySettings & KnownClocks & { readonly [clock: string]: unknown }

const yellowCard: readonly ClockWarning[] = [{ before: { workingDays: 1 } }]
const warnedClocks: readonly string[] = ['resolve', 'rectify']

const defaultClocks: Readonly<Record<string, ClockPolicy>> = {
  dispatch: { within: { workingHours: 4 } },
  claim: { within: { workingHours: 4 } },
  resolve: { within: { workingDays: 3 }, warnings: yellowCard },
  check: { within: { workingDays: 1 } },
  rate: { within: { naturalDays: 7 } },
  rectify: { within: { workingDays: 3 } },
  coHandle: { within: { workingDays: 2 } },
  suspension: { within: { naturalDays: 30 } },
  extensionDecision: { within: { workingDays: 1 } },
  appealReview: { within: { workingDays: 5 } },
}

/** 行政许可法 45: time for hearings, inspections, tests and expert review is not counted. */
const licensingLaw45 = '《行政许可法》第四十五条'

const defaultPauseReasons: readonly PauseReason[] = [
  { code: 'awaiting-requester', zh: '等待诉求人补充材料', en: 'waiting for the requester to add information' },
  { code: 'inspection', zh: '检验、检测、鉴定', en: 'inspection, testing or appraisal', basis: licensingLaw45 },
  { code: 'hearing', zh: '听证、专家评审', en: 'hearing or expert review', basis: licensingLaw45 },
  { code: 'season', zh: '受季节、天气条件限制', en: 'season or weather does not allow the work' },
  { code: 'litigation', zh: '进入诉讼、复议、信访程序', en: 'before a court, in review or in petition' },
]

function completeClock(name: string, clock: ClockInput, input: SlaPolicyInput): ClockPolicy {
  const given: ClockPolicy = 'within' in clock ? clock : { within: clock }
  const warnings = given.warnings ?? (warnedClocks.includes(name) ? input.warnings : undefined)
  return Object.freeze({
    within: given.within,
    ...(warnings === undefined ? {} : { warnings }),
    cutoff: given.cutoff ?? input.cutoff ?? 'end-of-day',
    startDay: given.startDay ?? input.startDay ?? 'next-day',
  })
}

/**
 * The time limits of a place: what it names replaces the defaults, clock by clock.
 *
 * @throws InvalidInputError with the path of every limit, rule or reason that is wrong.
 * @example defineSlaPolicy({ claim: { workingHours: 2 }, resolve: { within: { workingDays: 5 }, cutoff: 'close-of-business' } })
 */
export function defineSlaPolicy(input: SlaPolicyInput = {}): SlaPolicy {
  if (typeof input !== 'object' || input === null)
    throw new InvalidInputError([{ path: [], message: 'expected an object' }], 'SLA policy')
  const issues = policyIssues(input)
  if (issues.length > 0) throw new InvalidInputError(issues, 'SLA policy')
  const named = Object.entries(input).filter(([name, clock]) => !settingNames.includes(name) && clock !== undefined)
  const clocks = { ...defaultClocks, ...Object.fromEntries(named as [string, ClockInput][]) }
  const body = {
    clocks: Object.freeze(
      Object.fromEntries(Object.entries(clocks).map(([name, clock]) => [name, completeClock(name, clock, input)])),
    ),
    pauseReasons: Object.freeze([...(input.pauseReasons ?? defaultPauseReasons)]),
    maxExtension: input.maxExtension ?? { workingDays: 10 },
    escalateEvery: input.escalateEvery ?? { workingDays: 2 },
  }
  return Object.freeze({ version: input.version ?? contentHash(new Uint8Array(), JSON.stringify(body)), ...body })
}

/** The limits of the reference city: resolve in 3 working days with a yellow card one working day before. */
export const defaultSlaPolicy: SlaPolicy = defineSlaPolicy()
