import type { Sealed } from '../privacy/seal.js'
import type { ClockState, Limit } from '../sla/clock.js'
import type { Attachment } from './facts/attachment.js'
import type { FollowUp, LeadingAnswer, Rating, Rectification, Reply } from './facts/feedback.js'
import type { Owner } from './facts/owner.js'
import type { Candidate } from './facts/pool.js'
import type { ReopenAsk } from './facts/reopening.js'
import type { ExternalNumber, FieldValue, Person, SealedPlace } from './facts/report.js'
import type { Reveal } from './facts/revealing.js'
import type { Supplement } from './facts/supplied.js'
import type { EndKind } from './lifecycle/definition.js'
import type { RequestClock } from './request-clock.js'

export type { AttachedFile, Attachment } from './facts/attachment.js'
export type { FollowUp, LeadingAnswer, Rating, Rectification, Reply } from './facts/feedback.js'
export type { Owner } from './facts/owner.js'
export type { Candidate } from './facts/pool.js'
export type { ReopenAsk } from './facts/reopening.js'
export type { ExternalNumber, FieldValue, Person, SealedPlace } from './facts/report.js'
export type { Reveal } from './facts/revealing.js'
export type { Supplement } from './facts/supplied.js'
export type { RequestClock } from './request-clock.js'

/** 协办: a unit that helps, with its own deadline. */
export interface CoHandler {
  /** Id of the unit that helps. */
  readonly unit: string
  /** When it was asked, in milliseconds since 1970. */
  readonly assignedAt: number
  /** When it answered, in milliseconds since 1970; absent until then. */
  readonly repliedAt?: number
  /** Its answer, as a reference into the vault; absent until it has answered. */
  readonly text?: Sealed
  /** When its help was no longer needed, in milliseconds since 1970; absent while it is, and once it has answered. */
  readonly relievedAt?: number
}

/** 延期: asked for, and decided. */
export interface Extension {
  /** The deadline that is to move: `resolve` or `rectify`. */
  readonly clock: string
  /** When it was asked for, in milliseconds since 1970. */
  readonly requestedAt: number
  /** How much time was asked for. */
  readonly by: Limit
  /** Why, as a reference into the vault. */
  readonly reason: Sealed
  /** `lapsed` when nobody decided in time or it was no longer needed; absent while it waits. */
  readonly decision?: 'granted' | 'refused' | 'lapsed'
}

/** 退单: which unit returned the request, and when. */
export interface Returned {
  /** Id of the unit that gave it back. */
  readonly unit: string
  /** Code of the reason; absent when none was chosen. */
  readonly reasonCode?: string
  /** In milliseconds since 1970. */
  readonly at: number
}

/** 超期: a deadline that passed unmet. */
export interface Breach {
  /** Its name, such as `resolve` or `coHandle/water`. */
  readonly clock: string
  /** When that run of the clock began: a clock may begin anew, round after round. */
  readonly startedAt: number
  /** The deadline. */
  readonly at: number
  /** Round the request was in. */
  readonly round: number
  /** Unit charged with it; absent when the request was with a dispatcher or supervisor. */
  readonly unit?: string
}

/** 申诉: a disputed fact and what became of it. */
export interface Appeal {
  /** Unique within the request, such as `a1`. */
  readonly id: string
  /** When it was filed, in milliseconds since 1970. */
  readonly at: number
  /** The unit that is charged with the fact and disputes it. */
  readonly unit: string
  /** Which raw fact is disputed. The fact itself stays. */
  readonly about: 'overdue' | 'rating' | 'return'
  /** The round of the disputed fact. */
  readonly round?: number
  /** The leading request whose answer the disputed rating is about. */
  readonly leading?: string
  /** The clock that ran out. */
  readonly clock?: string
  /** Instant of the disputed fact: the deadline that passed, the return. */
  readonly factAt?: number
  /** Why, as a reference into the vault. */
  readonly reason: Sealed
  /** Judgements so far, oldest first. */
  readonly reviews: readonly {
    /** Id of the reviewer. */
    readonly by: string
    /** When it was given, in milliseconds since 1970. */
    readonly at: number
    /** Whether the reviewer agrees with the appeal. */
    readonly approve: boolean
  }[]
  /** `lapsed`: not decided in time. */
  readonly decision?: 'granted' | 'refused' | 'lapsed'
}

/** A deadline that a request was handed by another: by one that went into it, or by the one it is a part of. */
export interface HandedDeadline {
  /** Id of the other request. */
  readonly from: string
  /** The deadline to handle that one, as it stood then. */
  readonly clock: ClockState
  /** The request's own deadline, in whose place it holds; absent when that had not begun. */
  readonly instead?: ClockState
}

/** Everything known of a request, folded from its events. Plain JSON, no personal data. */
export interface RequestFacts {
  /** Opaque, kept for ever. */
  readonly id: string
  /** The order number (工单号) people are told, such as `JZ-20220104-0042-5`; absent where it was reported before there were numbers: the id is told then. */
  readonly number?: string
  /** Number of events. */
  readonly version: number
  /** State of the lifecycle. */
  readonly status: string
  /** `false` once it has ended. */
  readonly open: boolean
  /** How it ended, when it has. */
  readonly end?: EndKind
  /** Who has to move next; at an end, who had to last. */
  readonly owner: Owner
  /** When the last event happened, in milliseconds since 1970. */
  readonly updatedAt: number
  /** Type of the last event, such as `request.claimed`. */
  readonly lastStep: string

  /** Where it came in, such as `hotline`. */
  readonly channel: string
  /** Category code of the catalogue. */
  readonly category: string
  /** Area code; follows the successor when the area is split or merged while it is open. */
  readonly area: string
  /** Codes from the root down to the area, each followed by a slash. */
  readonly areaPath: string
  /** Revision of the area tree that the path was read from. */
  readonly areaRevision: number
  /** Its area was split, and nothing said in which part it lies: it went to the first. Absent otherwise, and once a desk has said it. */
  readonly areaGuessed?: true | undefined
  /** Opaque id of the resident. */
  readonly requester: string
  /** What it is about, as a reference into the vault. */
  readonly description: Sealed
  /** How to reach the resident. */
  readonly person: Person
  /** Id of the member of staff who entered the report; absent when the resident did, and for a part of a split request. */
  readonly reportedBy?: string
  /** When it was reported, in milliseconds since 1970. */
  readonly submittedAt: number
  /** Where it is; absent when only the area was named. */
  readonly place?: SealedPlace
  /** What the fields of its category say, by name; absent when nothing was asked. */
  readonly fields?: Readonly<Record<string, FieldValue>>
  /** When it happened, in milliseconds since 1970; absent when nobody said. */
  readonly occurredAt?: number
  /** Class of urgency (紧急程度); absent for an ordinary request. */
  readonly urgency?: string
  /** Nobody is to be named (匿名); absent otherwise. */
  readonly anonymous?: true
  /** The handling units see nothing of the person (保密); absent otherwise. */
  readonly confidential?: true
  /** Numbers that other systems have for it; absent when there is none. */
  readonly externalNumbers?: readonly ExternalNumber[]
  /** When it was taken on (受理), in milliseconds since 1970; absent until then. */
  readonly acceptedAt?: number

  /** Lead unit in charge; absent while there is none. */
  readonly unit?: string
  /** First unit to receive the request: keeps responsibility until somebody claims (首接负责制). */
  readonly firstReceiver?: string
  /** When a unit last claimed it, in milliseconds since 1970; absent until then. */
  readonly claimedAt?: number
  /** The units it was last offered to at once (候选单位), those that declined among them; kept once one has claimed it. Absent when it never was. */
  readonly pool?: readonly Candidate[]
  /** Id of the person of the unit in charge who looks after it (经办人); absent when nobody does. Ends when another unit gets it, and with the request. */
  readonly assignee?: string
  /** Units that help or helped, in the order they were asked. */
  readonly coHandlers: readonly CoHandler[]
  /** How often it was returned (退单). */
  readonly returns: number
  /** Each of the `returns`, oldest first; absent when there was none. */
  readonly returned?: readonly Returned[]
  /** How often it was passed on (转派). */
  readonly transfers: number
  /** How often it was suspended (挂账), for whatever reason. */
  readonly suspensions: number
  /** How many of the `suspensions` waited for the requester; absent when none did. */
  readonly waits?: number
  /** What was added after the report, oldest first; absent when nothing was. */
  readonly supplements?: readonly Supplement[]
  /** How often the requester corrected it; absent when they never did. */
  readonly corrections?: number
  /** Files that belong to it, oldest first, those that were erased among them; absent when there never was one. */
  readonly attachments?: readonly Attachment[]
  /** How many notes staff have made for each other; absent when there is none. */
  readonly notes?: number
  /** Who saw more of the requester than they are shown, oldest first; absent when nobody did. */
  readonly reveals?: readonly Reveal[]

  /** Deadlines by name, also those that have stopped: `dispatch`, `claim`, `resolve`, `coHandle/<unit>` and so on. */
  readonly clocks: Readonly<Record<string, RequestClock>>
  /** Revision of the calendar that the deadlines were last looked at with; absent before the first amendment. */
  readonly calendarRevision?: number
  /** Deadlines that passed unmet, oldest first; kept when their clock begins anew. Absent when there was none. */
  readonly breaches?: readonly Breach[]
  /** More time asked for, oldest first. */
  readonly extensions: readonly Extension[]
  /** The category asks for a check before closing. */
  readonly preClosingCheck: boolean
  /** How often a check before closing was not passed. */
  readonly checksFailed: number

  /** Answers of lead units, oldest first. */
  readonly replies: readonly Reply[]
  /** When it was completed for the first time, in milliseconds since 1970; absent until then. */
  readonly firstCompletedAt?: number
  /** When the standing reply was given; absent while there is none (also while it is worked on again). */
  readonly completedAt?: number
  /** At most one a round, oldest first; a rating nobody gave is among them. */
  readonly ratings: readonly Rating[]
  /** Calls back to the resident, oldest first. */
  readonly followUps: readonly FollowUp[]
  /** Rounds of rectification, oldest first. */
  readonly rectifications: readonly Rectification[]
  /** When work on what was completed began again without a rectification, in milliseconds since 1970, oldest first; absent when it never did. */
  readonly reopened?: readonly number[]
  /** Applications of the resident to have it handled again after it was closed, oldest first; absent when there was none. */
  readonly reopenAsks?: readonly ReopenAsk[]

  /** Steps up the ladder of areas: 0 none, 1 the street or town, 2 the county, … */
  readonly supervision: number
  /** When it was urged, by whomever, in milliseconds since 1970, oldest first. */
  readonly urges: readonly number[]
  /** When each side last urged; one does not use up the other's turn, and time, which urges too, uses up nobody's. */
  readonly urgedAt?: {
    /** When the requester last did, in milliseconds since 1970. */
    readonly resident?: number
    /** When staff last did. */
    readonly staff?: number
  }
  /** Disputed facts, oldest first. */
  readonly appeals: readonly Appeal[]
  /** Kinds of facts about which an appeal was granted; the facts themselves stay. What figures leave out says the appeal: its round, its clock. */
  readonly exclusions: readonly Appeal['about'][]

  /** Id of the request that carries this one on; absent when it stands by itself. */
  readonly mergedInto?: string
  /** The last answer to the request that carries this one on; absent before there is one. */
  readonly leadingAnswer?: LeadingAnswer
  /** How and when the request it was merged into ended, once it has. */
  readonly leadingEnd?: {
    /** How that one ended, such as `closed`. */
    readonly end: string
    /** In milliseconds since 1970. */
    readonly at: number
  }
  /** Ids of the requests that went into this one. */
  readonly absorbed: readonly string[]
  /** Deadlines that came with other requests, oldest first; absent when there are none. A chain of requests keeps the earliest of them. */
  readonly handed?: readonly HandedDeadline[]
  /** Ids of its parts; absent when it was not split. */
  readonly splitInto?: readonly string[]
  /** Id of the request it was a part of; absent when it is not a part. */
  readonly splitFrom?: string
  /** The code of a retired area that it was submitted with; absent when that was the area. */
  readonly namedArea?: string
  /** When it ended, in milliseconds since 1970; absent while it is open. */
  readonly endedAt?: number
  /** The first instant at which its texts are not kept any more, in milliseconds since 1970; absent while it is open, and where no retention rule ends it. */
  readonly keptUntil?: number
  /** When personal data and texts were erased. */
  readonly textsErasedAt?: number
}
