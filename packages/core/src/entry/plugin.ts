// `@huiyin/core/plugin`: what a place's own practice is written with.

// Plugins

export type { PluginDelivered, PluginDelivery } from '../plugin/delivery.js'
export type { PluginHost, PluginRecords, RecordQuery } from '../plugin/host.js'
export { definePlugin, type Plugin, type PluginActs, type PluginApis, type PluginDefinition } from '../plugin/plugin.js'
export {
  defineRoute,
  type PluginRoute,
  type RequestLike,
  type ResponseLike,
  type RouteAnswer,
  type RouteCall,
} from '../plugin/route.js'
export {
  type AnyPluginVerb,
  defineVerb,
  type PluginVerb,
  type VerbOption,
  type VerbResult,
  verbOptions,
} from '../plugin/verb.js'
export type { MountableRoute } from '../runtime/plugins/mountable-route.js'
export type { RunnableVerb } from '../runtime/plugins/runnable-verb.js'

// Records of a plugin's own

export type { Authority } from '../authority/authority.js'
export { defaultAuthority } from '../authority/authority.js'
export type { ContactSight } from '../authority/contact-policy.js'
export type { Lying } from '../authority/grants.js'
export {
  defineRefusals,
  type Refusal,
  type RefusalKind,
  type RefusalMakers,
  type RefusalTemplates,
} from '../import/refusal.js'
export type { RecordAuthority, RecordParty } from '../plugin/record/record-authority.js'
export type { ClockOfRecord, RecordClock, RecordClocks } from '../plugin/record/record-clock.js'
export {
  type AnyRecordDefinition,
  type CommandInputs,
  type CommandOf,
  type CommandRule,
  defineRecord,
  type PluginAreas,
  type PluginRead,
  type RecordDefinition,
  type RecordMoment,
  type RecordRule,
} from '../plugin/record/record-definition.js'
export type { Counted, RecordMeasure } from '../plugin/record/record-measure.js'
export { freeText, personal } from '../plugin/record/texts.js'
export type { Sealed } from '../privacy/seal.js'
export type {
  Caused,
  CommandResult,
  Decision,
  DomainEvent,
  Moment,
  NewEvent,
  OwedCommand,
  RecordKind,
  RecordRunner,
  RunOptions,
  Told,
} from '../record/record-kind.js'

// Commands on requests of a place's own

export type {
  ActInput,
  IssuedOwnCommand,
  OwnAudience,
  OwnCommand,
  OwnCommands,
  OwnWords,
} from '../request/own/own-command.js'

// Input of a plugin's own commands

/** The library that schemas are made with, as core has it: two copies need not understand each other. */
export { z } from 'zod'
export { type InputIssueCode, type InputIssueParams, inputIssue } from '../errors/input-issue.js'
export { parseInput } from '../import/parse.js'
export { identifier } from '../privacy/identifier.js'

// Laws about requests, and what they are given

export type { AreaDirectory } from '../area/directory.js'
export type { Party, Relation } from '../authority/parties.js'
export { defaultPermissions, type Permissions, type PlacePermissions } from '../authority/permissions.js'
export { defaultRoles, type Role, type Roles } from '../authority/roles.js'
export type { Responsibilities } from '../catalogue/responsibilities.js'
export { defaultAuthoriser } from '../request/authorise.js'
export type { CommandNamed, RequestCommand } from '../request/commands.js'
export type { Authoriser, Law, RequestContext } from '../request/context.js'
export { decide as decideRequest } from '../request/decide/index.js'
export type { Progress, RequestEvent, RequestEventType } from '../request/events.js'
export { evolve as evolveRequest } from '../request/evolve.js'
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
} from '../request/facts.js'

// Patterns of teams that a place has besides 1+1+N

export { checkTeam, onePlusOnePlusN, type TeamCheck, type TeamGap, type TeamPattern } from '../team/pattern.js'

// The lifecycle as data

export type { LifecycleTable } from '../request/context.js'
export { defaultLifecycle } from '../request/lifecycle/default.js'
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
} from '../request/lifecycle/definition.js'
export { lifecycleDiagram } from '../request/lifecycle/diagram.js'
export { extendLifecycle, type LifecycleChange } from '../request/lifecycle/extend.js'
export type { Condition } from '../request/lifecycle/machine.js'
export { type LifecycleFault, type LifecycleVocabulary, proveLifecycle } from '../request/lifecycle/prove.js'
export { loadLifecycle } from '../runtime/lifecycle/load-lifecycle.js'
