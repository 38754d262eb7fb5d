import { contentHash } from '../calendar/day-table.js'
import { inputIssue } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import type { Limit } from './limit.js'
import { policyIssues, settingNames } from './policy-issues.js'
import type { UrgencyClass } from './urgency.js'

/** A moment before the due time at which somebody is warned, such as the yellow card one working day before. */
export interface ClockWarning {
  /** How long before the due time. Counted in days, it is given when offices open on that day. */
  readonly before: Limit
}

/** How one clock of a request runs. */
export interface ClockPolicy {
  /** What the clock may take, where a category does not set its own limit. */
  readonly within: Limit
  /** Moments to warn at. Absent, `resolve` and `rectify` take those of the policy, and other clocks do not warn. */
  readonly warnings?: readonly ClockWarning[]
  /** When the last day ends: at 24:00 (default) or at the last closing of business (Civil Code art. 203). */
  readonly cutoff?: 'end-of-day' | 'close-of-business'
  /** Whether the day of the start is the first day counted. By default counting begins the next day (Civil Code art. 201). */
  readonly startDay?: 'next-day' | 'same-day'
  /** Whether a period of natural days that ends on a rest day runs on to the next working day (default, Civil Code art. 203) or ends there (art. 204). */
  readonly lastDay?: 'working-day' | 'any-day'
  /** Most by which this clock may be extended in all; absent, that of the policy. */
  readonly maxExtension?: Limit
}

/** A reason for which a clock may be paused. */
export interface PauseReason {
  /** What commands name and records keep, such as `'inspection'`; used once in a policy. */
  readonly code: string
  /** Chinese name, as printed. */
  readonly zh: string
  /** English name, as printed. */
  readonly en: string
  /** The rule people cite, such as 《行政许可法》第四十五条; absent where there is none. */
  readonly basis?: string
  /** Who is waited for: what the requester supplies ends such a pause, and it is counted apart from others. Absent where nobody of the two sides is. */
  readonly waitsFor?: 'requester'
}

/** All time limits of a place. */
export interface SlaPolicy {
  /** Written into every clock; a hash of the content unless the place named one. */
  readonly version: string
  /** Each clock by its name, with all rules filled in. */
  readonly clocks: Readonly<Record<string, ClockPolicy>>
  /** Reasons for which a request may be suspended; any other is refused. */
  readonly pauseReasons: readonly PauseReason[]
  /** Most by which a limit may be extended in all, where its clock sets no cap of its own. */
  readonly maxExtension: Limit
  /** How often supervision moves one level up while a request stays overdue. */
  readonly escalateEvery: Limit
  /** Whether the deadline of the parts of a split request is counted from its start, or begins anew. Absent: `'inherit'`. */
  readonly splitLimit?: 'inherit' | 'fresh'
  /** Whether warnings, cards and escalations wait for office hours, all of them or all but those of limits in urgent hours. Absent: `'office-hours'`. */
  readonly cards?: 'office-hours' | 'urgent-at-once'
  /** Classes of urgency with limits of their own. Absent: `defaultUrgencies`. */
  readonly urgencies?: readonly UrgencyClass[]
  /** How long after a request came to a unit the unit may return it. Absent: as long as it has it. */
  readonly returnWithin?: Limit
}

/** Whom a pause for this reason waits for; `undefined` for neither side, and for a reason that the policy does not list. */
export const waitedFor = (
  { pauseReasons }: Pick<SlaPolicy, 'pauseReasons'>,
  reasonCode: string | undefined,
): PauseReason['waitsFor'] => pauseReasons.find(({ code }) => code === reasonCode)?.waitsFor

/** A clock: a limit alone, or with its rules. */
export type ClockInput = Limit | ClockPolicy

interface PolicySettings {
  /** Any text that names this edition of the limits; by default a hash of the content. */
  readonly version?: string
  /** Warnings of `resolve` and `rectify`, unless they name their own. By default `resolve` warns 1 working day before, where its limit is not set here. */
  readonly warnings?: readonly ClockWarning[]
  /** When the last day of a clock ends that does not say so itself; by default `'end-of-day'`, 24:00. */
  readonly cutoff?: 'end-of-day' | 'close-of-business'
  /** Where counting begins for a clock that does not say so itself; by default `'next-day'`. */
  readonly startDay?: 'next-day' | 'same-day'
  /** Whether natural days that end on a rest day run on to the next working day, for a clock that does not say so itself; by default `'working-day'`. */
  readonly lastDay?: 'working-day' | 'any-day'
  /** Replaces the five default reasons. */
  readonly pauseReasons?: readonly PauseReason[]
  /** Most by which a limit may be extended in all, where its clock or category sets no cap of its own; by default 10 working days. */
  readonly maxExtension?: Limit
  /** How often supervision moves one level up while a request stays overdue; by default 2 working days. */
  readonly escalateEvery?: Limit
  /** Whether the deadline of the parts of a split request is counted from its start, by default, or begins anew with their dispatch, `'fresh'`. */
  readonly splitLimit?: 'inherit' | 'fresh'
  /** Whether warnings, cards and escalations wait for office hours, by default all, or all but those of limits in urgent hours, `'urgent-at-once'`. */
  readonly cards?: 'office-hours' | 'urgent-at-once'
  /** Replaces the two default classes of urgency, 24 and 2 urgent hours; `[]` for none. */
  readonly urgencies?: readonly UrgencyClass[]
  /** How long after a request came to a unit the unit may return it, such as `{ workingHours: 8 }`; by default as long as it has it. */
  readonly returnWithin?: Limit
}

interface KnownClocks {
  /** 派单, from the report or a return to the dispatch; by default 4 working hours. */
  readonly dispatch?: ClockInput
  /** 认领, from the dispatch to the claim; by default 4 working hours. */
  readonly claim?: ClockInput
  /** 办理, from the first dispatch to the reply; by default 3 working days, with a warning 1 working day before. */
  readonly resolve?: ClockInput
  /** 结案前核查, from the reply to the check; by default 1 working day. */
  readonly check?: ClockInput
  /** 评价, the time in which the resident may rate; by default 7 natural days. */
  readonly rate?: ClockInput
  /** 整改, from a rating that asks for it to the next reply; by default 3 working days, without a warning. */
  readonly rectify?: ClockInput
  /** 协办, what each co-handler may take; by default 2 working days. */
  readonly coHandle?: ClockInput
  /** 挂账, how long a request may stay suspended before it is resumed by itself; by default 30 natural days. */
  readonly suspension?: ClockInput
  /** 延期审批, after which an extension that was not decided lapses; by default 1 working day. */
  readonly extensionDecision?: ClockInput
  /** 重办审批, after which an application to have a closed request handled again that was not decided lapses; by default 3 working days. */
  readonly reopenDecision?: ClockInput
  /** 申诉审核, after which an appeal that was not decided lapses; by default 5 working days. */
  readonly appealReview?: ClockInput
}

/** Settings and clocks. Every name that is not a setting is a clock; plugins add their own. */
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
  reopenDecision: { within: { workingDays: 3 } },
  appealReview: { within: { workingDays: 5 } },
}

/** 《行政许可法》45: time for hearings, inspections, tests and expert review is not counted. */
const licensingLaw45 = '《行政许可法》第四十五条'

const defaultPauseReasons: readonly PauseReason[] = [
  {
    code: 'awaiting-requester',
    zh: '等待诉求人补充材料',
    en: 'waiting for the requester to add information',
    waitsFor: 'requester',
  },
  { code: 'inspection', zh: '检验、检测、鉴定', en: 'inspection, testing or appraisal', basis: licensingLaw45 },
  { code: 'hearing', zh: '听证、专家评审', en: 'hearing or expert review', basis: licensingLaw45 },
  { code: 'season', zh: '受季节、天气条件限制', en: 'season or weather does not allow the work' },
  { code: 'litigation', zh: '进入诉讼、复议、信访程序', en: 'before a court, in review or in petition' },
]

function completeClock(name: string, clock: ClockInput, input: SlaPolicyInput): ClockPolicy {
  const given: ClockPolicy = 'within' in clock ? clock : { within: clock }
  const ofPolicy = warnedClocks.includes(name) ? input.warnings : undefined
  // The warnings of a clock that the place did not name are only a default.
  const warnings = input[name] === undefined ? (ofPolicy ?? given.warnings) : (given.warnings ?? ofPolicy)
  return Object.freeze({
    within: given.within,
    ...(warnings === undefined ? {} : { warnings }),
    cutoff: given.cutoff ?? input.cutoff ?? 'end-of-day',
    startDay: given.startDay ?? input.startDay ?? 'next-day',
    ...((given.lastDay ?? input.lastDay) === 'any-day' && { lastDay: 'any-day' }),
    ...(given.maxExtension !== undefined && { maxExtension: given.maxExtension }),
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
    throw new InvalidInputError([inputIssue('wrong-type', [], { expected: 'object' })], 'SLA policy')
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
    ...(input.splitLimit === 'fresh' && { splitLimit: input.splitLimit }),
    ...(input.cards === 'urgent-at-once' && { cards: input.cards }),
    ...(input.urgencies !== undefined && { urgencies: Object.freeze([...input.urgencies]) }),
    ...(input.returnWithin !== undefined && { returnWithin: input.returnWithin }),
  }
  return Object.freeze({ version: input.version ?? contentHash(new Uint8Array(), JSON.stringify(body)), ...body })
}

/** The limits of the reference city: resolve in 3 working days, with a yellow card 1 working day before. */
export const defaultSlaPolicy: SlaPolicy = defineSlaPolicy()
