import type { Sealed } from '../privacy/seal.js'
import type { Satisfaction } from '../rating/scale.js'
import type { DomainEvent } from '../record/record-kind.js'
import type { Limit } from '../sla/clock.js'
import type { erasureBases } from './commands.js'
import type { Appeal, Owner, Person, RequestClock } from './facts.js'
import type { EndKind } from './lifecycle/definition.js'

/** Where the request stands after an event. Absolute, so that replaying never needs the lifecycle or the calendar of the day. */
export interface Progress {
  readonly status: string
  readonly open: boolean
  /** How it ended, when it has. */
  readonly end?: EndKind
  readonly owner: Owner
  /** Clocks that changed, as they are now. */
  readonly clocks?: Readonly<Record<string, RequestClock>>
}

interface Data {
  'request.submitted': {
    readonly id: string
    readonly channel: string
    readonly category: string
    readonly area: string
    readonly areaPath: string
    readonly areaRevision: number
    readonly requester: string
    readonly description: Sealed
    readonly person: Person
    readonly preClosingCheck: boolean
    readonly splitFrom?: string
  }
  'request.accepted': object
  'request.declined': { readonly reasonCode: string; readonly reason: Sealed }
  'request.voided': { readonly reason: Sealed }
  'request.withdrawn': { readonly reason?: Sealed }
  'request.dispatched': { readonly unit: string; readonly rule: string }
  'request.claimed': { readonly unit: string }
  'request.claimExpired': { readonly unit: string }
  'request.returned': { readonly unit: string; readonly reason: Sealed }
  'request.transferred': { readonly from: string; readonly unit: string; readonly reason?: Sealed }
  'request.coHandlerAssigned': { readonly unit: string }
  'request.coHandlerReplied': { readonly unit: string; readonly text: Sealed }
  'request.suspended': { readonly reasonCode: string; readonly reason?: Sealed }
  'request.resumed': { readonly lapsed: boolean }
  'request.extensionRequested': { readonly clock: string; readonly by: Limit; readonly reason: Sealed }
  'request.extensionDecided': { readonly decision: 'granted' | 'refused' | 'lapsed'; readonly reason?: Sealed }
  'request.replied': {
    readonly unit: string
    readonly text: Sealed
    readonly round: number
    readonly onTheSpot: boolean
  }
  'request.checked': { readonly passed: boolean; readonly reason?: Sealed }
  'request.completed': { readonly round: number; readonly at: number }
  'request.rated': {
    readonly round: number
    readonly grade: number
    readonly meaning: Exclude<Satisfaction, 'unrated'>
    readonly comment?: Sealed
  }
  'request.ratingDefaulted': { readonly round: number }
  'request.followedUp': {
    readonly reached: boolean
    readonly contacted?: boolean
    readonly valid: boolean
    readonly solved?: 'solved' | 'partlySolved' | 'unsolved'
    readonly satisfied?: Exclude<Satisfaction, 'unrated'>
    readonly note?: Sealed
  }
  'request.rectificationOpened': { readonly round: number; readonly because: 'rating' | 'followUp' }
  'request.urged': { readonly note?: Sealed }
  'request.supervised': {
    readonly level: number
    readonly area: string
    readonly because: 'ordered' | 'failedRounds' | 'overdue'
    readonly reason?: Sealed
  }
  'request.merged': { readonly into: string }
  'request.absorbed': { readonly from: string }
  'request.unmerged': { readonly from: string }
  'request.released': { readonly from: string }
  /** The request this one went into has ended: as what, and when. */
  'request.leadingEnded': { readonly from: string; readonly end: string; readonly endedAt: number }
  'request.split': {
    readonly into: readonly string[]
    readonly parts: readonly { readonly category: string; readonly area?: string; readonly description: Sealed }[]
  }
  'request.forceClosed': { readonly reason: Sealed }
  'request.reclassified': { readonly category: string; readonly preClosingCheck: boolean; readonly reason?: Sealed }
  'request.relocated': { readonly area: string; readonly areaPath: string; readonly areaRevision: number }
  'request.appealed': {
    readonly appeal: string
    readonly unit: string
    readonly about: Appeal['about']
    readonly round?: number
    readonly clock?: string
    readonly factAt?: number
    readonly reason: Sealed
  }
  'request.appealReviewed': {
    readonly appeal: string
    readonly approve: boolean
    readonly decision?: 'granted' | 'refused'
    readonly reason?: Sealed
  }
  /** Nobody decided on it in time: the fact stands, and may be disputed again. */
  'request.appealLapsed': { readonly appeal: string }
  'request.warned': { readonly clock: string; readonly dueAt: number }
  'request.overdue': { readonly clock: string; readonly dueAt: number }
  'request.textsErased': { readonly basis: (typeof erasureBases)[number]; readonly texts: number }
  'request.acted': { readonly command: string; readonly note?: Sealed }
}

/** Names of the events of a request. */
export type RequestEventType = keyof Data
export type RequestEventData<Type extends RequestEventType> = Data[Type] & { readonly progress?: Progress }
/** An event of a request, narrowed by `type`. */
export type RequestEvent = { [Type in RequestEventType]: DomainEvent<Type, RequestEventData<Type>> }[RequestEventType]
/** An event before it is numbered and stored. */
export type NewRequestEvent = {
  [Type in RequestEventType]: { readonly type: Type; readonly data: Data[Type] }
}[RequestEventType]
