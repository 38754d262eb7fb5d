// `@huiyin/core`: what an application needs. The other doors: `/calendar`, `/evaluation`, `/plugin`, `/contracts`, `/words` in `entry/`.

// The library

export { createHuiyin } from './entry/create-huiyin.js'
export { memoryStorage } from './memory/memory-storage.js'
export type { Huiyin } from './runtime/huiyin.js'
export type { LoopOptions, Running } from './runtime/loops.js'
export type { HuiyinOptions, Platform } from './runtime/options/options.js'

// Areas 区划与网格

export { type Area, type AreaLevel, type AreaRow, areaLevels, type GridKind, gridKinds } from './area/area.js'
export type { AreaChange } from './area/area-events.js'
export type { AreaImportResult, AreaResult, Areas } from './area/areas.js'
export type { AreaRowError, CheckedAreas } from './area/check-rows.js'
export { anyCodeRule, type CodeRule, codeRule } from './area/codes.js'
export type { AreaTree } from './area/tree.js'

// Teams 网格队伍

export type { JoinInput, LeaveInput, ReplaceInput, TeamRow } from './team/input.js'
export { onePlusOnePlusN, type TeamGap, type TeamPattern } from './team/pattern.js'
export type { Membership, TeamFacts, TeamRole } from './team/team.js'
export type { Serving, TeamImportResult, TeamResult, TeamRowError, Teams, TeamsCheck } from './team/teams.js'

// Responsibility catalogue 责任目录

export type { Catalogue, CatalogueImportResult } from './catalogue/catalogue.js'
export type { CatalogueError } from './catalogue/check.js'
export type { CatalogueData, Category, HandlingUnit, ResponsibilityRule } from './catalogue/data.js'
export type { Responsibility } from './catalogue/responsibility.js'

// Requests 诉求: commands, answers, views

export type { FilesCheck } from './request/attachments/check-files.js'
export type { KeptFiles, PutFileResult } from './request/attachments/kept-files.js'
export { type InputOf, type RequestAction, requestInputs } from './request/commands.js'
export type { RequestEvent } from './request/events.js'
export type { AttachedFile, Attachment } from './request/facts/attachment.js'
export type { RequestFacts } from './request/facts.js'
export type { AttachmentView } from './request/reading/attachments.js'
export type { CommandPreview, SubmitPreview } from './request/reading/preview.js'
export type { NoticeState, RequestNotice } from './request/reading/request-notice.js'
export type { TimelineStep } from './request/reading/timeline.js'
export type { RequestRefusal } from './request/refusals.js'
export type { Choices } from './request/requests/choices.js'
export type { Badge, QueuePage, QueueQuery, ResidentPage } from './request/requests/desk.js'
export type { ErasureResult, RequestQuery, Requests } from './request/requests.js'
export type { RequestResult } from './request/result.js'
export type { RetentionRule } from './request/retention/retention-rule.js'
export type { QueueRow } from './request/views/queue-row.js'
export type { ResidentView } from './request/views/resident.js'
export type { ResidentRow } from './request/views/resident-head.js'
export type { StaffView } from './request/views/staff.js'

// What a place decides: who may do what, ratings, time limits, calendar

export {
  type ContactPhase,
  type ContactPolicy,
  defaultContactPolicy,
  type PersonalField,
  type Shown,
  type ShownWhere,
} from './authority/contact-policy.js'
export { defaultPermissions } from './authority/permissions.js'
export { defaultRoles } from './authority/roles.js'
export { type BusinessHours, createBusinessHours } from './calendar/business-hours.js'
export { createWorkCalendar, type WorkCalendar } from './calendar/calendar.js'
export type { CalendarDate, Instant } from './calendar/date.js'
export { defaultRatingPolicy, type RatingPolicy } from './rating/policy.js'
export { fiveGrades, type RatingScale, threeGrades } from './rating/scale.js'
export { type AttachmentPolicy, defaultAttachmentPolicy } from './request/attachments/policy.js'
export { defaultLifecycle } from './request/lifecycle/default.js'
export type { LifecycleDefinition } from './request/lifecycle/definition.js'
export type { ClockExplanation } from './sla/explain.js'
export type { Limit } from './sla/limit.js'
export { defaultSlaPolicy, defineSlaPolicy, type SlaPolicy } from './sla/policy.js'

// Figures, deliveries, audit

export { hashDigest, keyedDigest } from '#platform'
export type { Audit } from './audit/audit.js'
export type { Checkpoint } from './audit/checkpoint.js'
export type { ExternalCheckpoint } from './audit/compare.js'
export type { Verification } from './audit/verify.js'
export type { Deliveries, DeliveryQuery, SentMessagesQuery } from './delivery/deliveries.js'
export type { Evaluation } from './evaluation/evaluation.js'

// Plugins an application takes in; writing one: `@huiyin/core/plugin`

export type { Plugin } from './plugin/plugin.js'

// Contracts an application meets; writing an adapter: `@huiyin/core/contracts`

export type { Actor, Grant } from './contracts/actor.js'
export type { NotificationChannel } from './contracts/channel.js'
export type { CommandOptions } from './contracts/command.js'
export type { Digest } from './contracts/digest.js'
export type { Logger } from './contracts/logger.js'
export type { Page } from './contracts/queries.js'
export type { Storage } from './contracts/storage.js'
export type { Bilingual } from './contracts/text.js'
export type { Refusal, RefusalKind } from './import/refusal.js'

// Errors: thrown for wrong input, wrong set-up and failed adapters; a "no" of the domain is a value

export {
  AdapterError,
  ConfigurationError,
  ConflictError,
  HuiyinError,
  type InputIssue,
  InvalidInputError,
  isHuiyinError,
  NotFoundError,
  NotPermittedError,
  OverloadedError,
} from './errors.js'
