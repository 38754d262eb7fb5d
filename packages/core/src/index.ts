// The library

export type { Deliveries, DeliveryQuery } from './delivery/deliveries.js'
export { memoryStorage } from './memory/memory-storage.js'
export { createHuiyin } from './runtime/create-huiyin.js'
export type { Huiyin } from './runtime/huiyin.js'
export type { LoopOptions, Running } from './runtime/loops.js'
export type { HuiyinOptions } from './runtime/options.js'
export type { MountableRoute } from './runtime/plugins.js'

// Areas, teams, responsibility

export * from './area/index.js'

// Requests: facts, commands, events, answers, views

export { type InputOf, type RequestAction, type RequestCommand, requestInputs } from './request/commands.js'
export type { Progress, RequestEvent, RequestEventType } from './request/events.js'
export type {
  Appeal,
  Breach,
  CoHandler,
  Extension,
  FollowUp,
  Owner,
  Rating,
  Rectification,
  Reply,
  RequestClock,
  RequestFacts,
  Returned,
} from './request/facts.js'
export type { RequestRefusal } from './request/refusals.js'
export type { ErasureResult, RequestCommands, RequestQuery, RequestResult, Requests } from './request/service.js'
export type { ResidentView } from './request/views/resident.js'
export type { StaffView } from './request/views/staff.js'

// The lifecycle as data

export { defaultLifecycle } from './request/lifecycle/default.js'
export {
  type Branch,
  branchesOf,
  type EndKind,
  type EndState,
  isEnd,
  type LifecycleDefinition,
  type LifecycleState,
  type LoopStep,
  type OpenState,
} from './request/lifecycle/definition.js'
export { lifecycleDiagram } from './request/lifecycle/diagram.js'
export { extendLifecycle, type LifecycleChange } from './request/lifecycle/extend.js'
export { type LifecycleFault, type LifecycleVocabulary, proveLifecycle } from './request/lifecycle/prove.js'

// Who may do what

export type { AreaDirectory } from './area/directory.js'
export type { Responsibilities } from './catalogue/responsibilities.js'
export { authoriserFrom, defaultAuthoriser, defaultPermissions } from './request/authorise.js'
export type { Authoriser, Law, RequestContext } from './request/context.js'
export type { Condition } from './request/lifecycle/machine.js'
export type { Party } from './request/parties.js'

// Rating and rectification

export { defaultRatingPolicy, type RatingPolicy } from './rating/policy.js'
export { fiveGrades, type RatingScale, type Satisfaction, threeGrades } from './rating/scale.js'

// Calendar and deadlines; tools for notices and other calendars are in `@huiyin/core/calendar`

export {
  addDays,
  addLimit,
  addMonths,
  type BusinessHours,
  type BusinessHoursOptions,
  CalendarCoverageError,
  type CalendarDate,
  type CalendarOverlay,
  type ClockEnvironment,
  type ClockExplanation,
  type ClockInput,
  type ClockPolicy,
  type ClockState,
  createBusinessHours,
  createWorkCalendar,
  dateInWords,
  dateOf,
  daysBetween,
  deadlineInWords,
  defaultSlaPolicy,
  defineSlaPolicy,
  type ExplainedDay,
  explainClock,
  type Instant,
  instantOf,
  type Limit,
  limitInWords,
  type PauseReason,
  parseDate,
  type SlaPolicy,
  type SlaPolicyInput,
  type WorkCalendar,
  type WorkCalendarOptions,
  weekdayOf,
} from './sla/index.js'

// Evaluation

export type { Evaluation, League, Measured } from './evaluation/evaluation.js'
export type { Case, CaseSide } from './evaluation/figures/cases.js'
export { compositeOf, type Figure, figureOf, type NoValue } from './evaluation/figures/figure.js'
export type { RankedFigure, Ranking, UnrankedFigure } from './evaluation/figures/league.js'
export type { PublicFigures, PublicLine } from './evaluation/figures/public-figures.js'
export type { Recount, RecountFault, RecountOptions } from './evaluation/figures/recount.js'
export type { FigureDifference, FreezeResult, FrozenFigures } from './evaluation/frozen/frozen.js'
export type { FiguresFacts, FiguresSnapshot } from './evaluation/frozen/frozen-kind.js'
export {
  closingRate,
  extensionRate,
  onTimeClosingRate,
  openRate,
  reworkRate,
} from './evaluation/indicators/closing-rates.js'
export { atCutoff } from './evaluation/indicators/cutoff.js'
export type {
  CompositeIndicator,
  Exclusion,
  Indicator,
  RatioIndicator,
  Weighted,
} from './evaluation/indicators/declaration.js'
export {
  completionRate,
  onTimeRate,
  rectificationRate,
  returnRate,
  satisfactionRate,
} from './evaluation/indicators/handling-rates.js'
export { indicators } from './evaluation/indicators/indicators.js'
export { type ThreeRates, type ThreeRatesOptions, threeRates } from './evaluation/indicators/three-rates.js'
export { type Measure, measures } from './evaluation/measures/measures.js'
export {
  dayPeriod,
  monthPeriod,
  type Period,
  periodInstants,
  statisticalMonth,
  workingWeek,
  yearPeriod,
} from './evaluation/period.js'
export type { MeasureOptions } from './evaluation/query.js'

// Audit

export { hashDigest, keyedDigest } from '#platform'
export type { Audit } from './audit/audit.js'
export { type Checkpoint, type CheckpointLine, type CheckpointOptions, checkpointText } from './audit/checkpoint.js'
export type { CheckpointFault, Kept } from './audit/compare.js'
export type { Verification, VerifyOptions } from './audit/verify.js'
export { canonical } from './record/canonical.js'
export type { ChainFault } from './record/chain.js'

// Plugins

export { defineRefusals, type RefusalMakers, type RefusalTemplates } from './import/refusal.js'
export {
  definePlugin,
  type Plugin,
  type PluginApis,
  type PluginDefinition,
  type PluginDelivery,
  type PluginHost,
  type PluginRoute,
} from './plugin/plugin.js'

// For storage adapters: which sums are kept, and which answer a question

export { type TallyGrain, type TallyRow, type TallyScan, tallyRows, tallyScans } from './tally/roll-ups.js'

// Contracts of adapters

export type * from './contracts/index.js'
export type { Refusal } from './import/refusal.js'
export type { Sealed } from './privacy/seal.js'
export type {
  CommandResult,
  Decision,
  DomainEvent,
  Moment,
  NewEvent,
  RecordKind,
  RecordRunner,
  RunOptions,
} from './record/record-kind.js'

// Errors

export {
  AdapterError,
  ConfigurationError,
  ConflictError,
  HuiyinError,
  type InputIssue,
  InvalidInputError,
  isHuiyinError,
  NotFoundError,
  OverloadedError,
} from './errors.js'
