import type { Sealed } from '../privacy/seal.js'
import type { Satisfaction } from '../rating/scale.js'
import type { ClockState, Limit } from '../sla/clock.js'
import type { EndKind } from './lifecycle/definition.js'

/** A clock of a request: the deadline itself and what has been done about it. */
export interface RequestClock extends ClockState {
  /** How many of `warnAt` were given. */
  readonly warned: number
  readonly stoppedAt?: number
  /** When the deadline passed unmet. Kept when the clock stops later; of a clock begun anew see `breaches` of the request. */
  readonly breachedAt?: number
  /** Next escalation while the breach lasts. */
  readonly escalateAt?: number
}

/** Who has to move next. There is always one while the request is open. */
export type Owner =
  | { readonly role: 'dispatcher'; readonly area: string }
  | { readonly role: 'supervisor'; readonly area: string }
  | { readonly role: 'unit'; readonly unit: string }
  | { readonly role: 'requester'; readonly id: string }

export interface Person {
  readonly name?: Sealed
  readonly phone?: Sealed
  readonly address?: Sealed
}

/** 协办: a unit that helps, with its own deadline. */
export interface CoHandler {
  readonly unit: string
  readonly assignedAt: number
  readonly repliedAt?: number
  readonly text?: Sealed
}

/** 答复 of a unit. */
export interface Reply {
  readonly at: number
  readonly unit: string
  readonly text: Sealed
  /** 0 for the first handling, then the rectification round. */
  readonly round: number
  readonly onTheSpot: boolean
}

/** 评价 of one round. */
export interface Rating {
  readonly at: number
  readonly round: number
  /** Absent when nobody rated in time. */
  readonly grade?: number
  readonly meaning: Satisfaction
  readonly comment?: Sealed
}

/** 回访: was the resident reached; had the unit contacted them, is it solved, are they satisfied. Valid only when reached and all answered. */
export interface FollowUp {
  readonly at: number
  readonly reached: boolean
  /** 响应: the unit had contacted the resident, as the resident says. */
  readonly contacted?: boolean
  readonly solved?: 'solved' | 'partlySolved' | 'unsolved'
  readonly satisfied?: Exclude<Satisfaction, 'unrated'>
  readonly valid: boolean
}

/** 整改: one round. */
export interface Rectification {
  readonly round: number
  readonly openedAt: number
  readonly because: 'rating' | 'followUp'
  readonly repliedAt?: number
}

/** 延期: asked for, and decided. */
export interface Extension {
  readonly clock: string
  readonly requestedAt: number
  readonly by: Limit
  readonly reason: Sealed
  readonly decision?: 'granted' | 'refused' | 'lapsed'
}

/** 退单: which unit returned the matter, and when. */
export interface Returned {
  readonly unit: string
  readonly at: number
}

/** 超期: a deadline that passed unmet. */
export interface Breach {
  readonly clock: string
  /** When that run of the clock began: a clock may begin anew, round after round. */
  readonly startedAt: number
  /** The deadline. */
  readonly at: number
  /** Round the request was in. */
  readonly round: number
  /** Unit charged with it; absent when the matter was with a dispatcher or supervisor. */
  readonly unit?: string
}

/** 申诉: a disputed fact and what became of it. */
export interface Appeal {
  readonly id: string
  readonly at: number
  /** The unit that is charged with the fact and disputes it. */
  readonly unit: string
  /** Which raw fact is disputed. The fact itself stays. */
  readonly about: 'overdue' | 'rating' | 'return'
  /** The round of the disputed fact. */
  readonly round?: number
  /** The clock that ran out. */
  readonly clock?: string
  /** Instant of the disputed fact: the deadline that passed, the return. */
  readonly factAt?: number
  readonly reason: Sealed
  readonly reviews: readonly { readonly by: string; readonly at: number; readonly approve: boolean }[]
  /** `lapsed`: not decided in time. */
  readonly decision?: 'granted' | 'refused' | 'lapsed'
}

/** Everything known of a request, folded from its events. Plain JSON, no personal data. */
export interface RequestFacts {
  readonly id: string
  /** Number of events. */
  readonly version: number
  /** State of the lifecycle. */
  readonly status: string
  readonly open: boolean
  /** How it ended, when it has. */
  readonly end?: EndKind
  readonly owner: Owner
  readonly updatedAt: number

  readonly channel: string
  readonly category: string
  readonly area: string
  readonly areaPath: string
  readonly areaRevision: number
  readonly requester: string
  readonly description: Sealed
  readonly person: Person
  readonly submittedAt: number
  readonly acceptedAt?: number

  /** Lead unit in charge. */
  readonly unit?: string
  /** First unit to receive the matter: keeps responsibility until somebody claims (首接负责制). */
  readonly firstReceiver?: string
  readonly claimedAt?: number
  readonly coHandlers: readonly CoHandler[]
  readonly returns: number
  /** Each of the `returns`, oldest first; absent when there was none. */
  readonly returned?: readonly Returned[]
  readonly transfers: number
  readonly suspensions: number

  readonly clocks: Readonly<Record<string, RequestClock>>
  /** Deadlines that passed unmet, oldest first; kept when their clock begins anew. Absent when there was none. */
  readonly breaches?: readonly Breach[]
  readonly extensions: readonly Extension[]
  readonly preClosingCheck: boolean
  readonly checksFailed: number

  readonly replies: readonly Reply[]
  readonly firstCompletedAt?: number
  /** When the standing reply was given; absent while there is none (also during a rectification). */
  readonly completedAt?: number
  readonly ratings: readonly Rating[]
  readonly followUps: readonly FollowUp[]
  readonly rectifications: readonly Rectification[]

  /** Steps up the ladder of areas: 0 none, 1 the street or town, 2 the county, … */
  readonly supervision: number
  readonly urges: readonly number[]
  /** When a person last urged; time urges too, but uses up nobody's turn. */
  readonly urgedAt?: number
  readonly appeals: readonly Appeal[]
  /** Kinds of facts about which an appeal was granted; the facts themselves stay. What figures leave out says the appeal: its round, its clock. */
  readonly exclusions: readonly Appeal['about'][]

  readonly mergedInto?: string
  /** How and when the request it was merged into ended, once it has. */
  readonly leadingEnd?: { readonly end: string; readonly at: number }
  readonly absorbed: readonly string[]
  readonly splitInto?: readonly string[]
  readonly splitFrom?: string
  readonly endedAt?: number
  /** When personal data and texts were erased. */
  readonly textsErasedAt?: number
}

/** The last rating the resident gave, whatever silence there was since. */
export function lastGiven({ ratings }: RequestFacts): Rating | undefined {
  return ratings.findLast(({ meaning }) => meaning !== 'unrated')
}

/** The unit whose answer stood at an instant, whoever has the matter now. */
export function answeredBy({ replies, unit = '' }: RequestFacts, at: number): string {
  return replies.findLast((reply) => reply.at <= at)?.unit ?? unit
}

/** Round the request is in: 0 before any rectification. */
export function roundOf(facts: RequestFacts): number {
  return facts.rectifications.length
}

/** A rectification is under way: opened, and no standing reply since. */
export function inRectification(facts: RequestFacts): boolean {
  return facts.rectifications.length > 0 && facts.completedAt === undefined
}

/** The clock of the matter itself that is running or paused: `rectify` in a rectification, else `resolve`. */
export function matterClock(facts: RequestFacts): RequestClock | undefined {
  const clock = facts.clocks[inRectification(facts) ? 'rectify' : 'resolve']
  return clock?.stoppedAt === undefined ? clock : undefined
}

/** A co-handler that was asked, has not answered, and whose time was not ended by something else. */
export function isAsked(facts: RequestFacts, unit: string): boolean {
  const clock = facts.clocks[`coHandle/${unit}`]
  return (
    clock !== undefined &&
    clock.stoppedAt === undefined &&
    facts.coHandlers.some((each) => each.unit === unit && each.repliedAt === undefined)
  )
}
