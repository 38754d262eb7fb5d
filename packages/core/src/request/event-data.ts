import type { Sealed } from '../privacy/seal.js'
import type { Satisfaction } from '../rating/scale.js'
import type { Limit } from '../sla/clock.js'
import type { CalendarAmended } from './calendar/calendar-amended.js'
import type { AppealEventData } from './event-data/appeals.js'
import type { AssigningEventData } from './event-data/assigning.js'
import type { AttachmentEventData } from './event-data/attachments.js'
import type { ChainEventData, MovesDeadline } from './event-data/chain.js'
import type { ErasureEventData } from './event-data/erasure.js'
import type { PoolEventData } from './event-data/pool.js'
import type { ReopeningEventData } from './event-data/reopening.js'
import type { RevealingEventData } from './event-data/revealing.js'
import type { SuppliedEventData } from './event-data/supplied.js'
import type {
  AttachedFile,
  ExternalNumber,
  FieldValue,
  HandedDeadline,
  Person,
  Rating,
  Rectification,
  SealedPlace,
} from './facts.js'

interface Reasoned {
  /** Why, as a reference into the vault. */
  readonly reason: Sealed
}

interface MayBeReasoned {
  /** Why, as a reference into the vault; absent when nothing was said. */
  readonly reason?: Sealed
}

interface MayBeNoted {
  /** What was noted for staff, as a reference into the vault; absent when nothing was. */
  readonly note?: Sealed
}

interface OfUnit {
  /** Id of the unit it is about. */
  readonly unit: string
}

interface MayCarryFiles {
  /** Files that came with it, in the order in which they were named; absent when none did. */
  readonly attachments?: readonly AttachedFile[]
}

interface Answered extends OfUnit, MayCarryFiles {
  /** The answer, as a reference into the vault. */
  readonly text: Sealed
}

interface OfRound {
  /** 0 for the first handling, then the number of the rectification. */
  readonly round: number
}

interface Coded {
  /** Code of the reason, for counting. */
  readonly reasonCode: string
}

interface InCategory {
  /** Category code of the catalogue. */
  readonly category: string
  /** The category asks for a check before closing. */
  readonly preClosingCheck: boolean
}

interface InArea {
  /** Area code. */
  readonly area: string
  /** Codes from the root down to the area, each followed by a slash. */
  readonly areaPath: string
  /** Revision of the area tree that the path was read from. */
  readonly areaRevision: number
}

interface OfClock {
  /** Name of the clock, such as `resolve` or `coHandle/water`. */
  readonly clock: string
  /** The deadline, in milliseconds since 1970: the first instant that is too late. */
  readonly dueAt: number
}

/** What each type of event of a request says, besides where it leads. */
export interface EventData
  extends AppealEventData,
    AssigningEventData,
    ChainEventData,
    PoolEventData,
    SuppliedEventData,
    ReopeningEventData,
    RevealingEventData,
    AttachmentEventData,
    ErasureEventData {
  /** 上报: a request was reported. */
  'request.submitted': InCategory &
    InArea &
    MayCarryFiles & {
      /** Opaque id of the request, for ever. */
      readonly id: string
      /** The number people are told, such as `JZ-20220104-0042-5`; absent where it was reported before there were numbers. */
      readonly number?: string
      /** Where it came in, such as `hotline`. */
      readonly channel: string
      /** Opaque id of the resident. */
      readonly requester: string
      /** What it is about, as a reference into the vault. */
      readonly description: Sealed
      /** How to reach the resident, as references into the vault. */
      readonly person: Person
      /** What the fields of its category say, by name; absent when nothing was asked. */
      readonly fields?: Readonly<Record<string, FieldValue>>
      /** Where it is, as references into the vault; absent when only the area was named. */
      readonly place?: SealedPlace
      /** When it happened, in milliseconds since 1970; absent when nobody said. */
      readonly occurredAt?: number
      /** Class of urgency; absent for an ordinary request. */
      readonly urgency?: string
      /** Nobody is to be named; absent otherwise. */
      readonly anonymous?: true
      /** The handling units see nothing of the person; absent otherwise. */
      readonly confidential?: true
      /** Numbers that other systems have for it; absent when there is none. */
      readonly externalNumbers?: readonly ExternalNumber[]
      /** Id of the request that was split; absent when it is not a part. */
      readonly splitFrom?: string
      /** The deadline that its own is counted like; absent when it is not a part, or the parts begin anew. */
      readonly handed?: readonly HandedDeadline[]
      /** The code of a retired area that it was submitted with; absent when that was the area. */
      readonly namedArea?: string
    }
  /** 受理: written once, with the first step that takes the request on. */
  'request.accepted': object
  /** 不予受理: it ended without being taken on. */
  'request.declined': Coded & Reasoned
  /** 作废: the entry was invalid or made twice. */
  'request.voided': Reasoned
  /** 撤单: the resident took it back. */
  'request.withdrawn': MayBeReasoned
  /** 派单: a unit got it. */
  'request.dispatched': OfUnit & {
    /** Id of the rule of the catalogue that chose the unit; `named` when the desk did. */
    readonly rule: string
  }
  /** 认领: the unit took it on. */
  'request.claimed': OfUnit
  /** 认领超时: the unit let the time to claim pass, and the request goes back to the supervisor. */
  'request.claimExpired': OfUnit
  /** 退单: the unit gave it back. */
  'request.returned': OfUnit & Reasoned & Partial<Coded>
  /** 转派: it went on to another unit. */
  'request.transferred': OfUnit &
    MayBeReasoned & {
      /** Id of the unit that had it before. */
      readonly from: string
    }
  /** 解除承办: the unit had to move, and has it no longer. */
  'request.unitRelieved': OfUnit
  /** 指定协办: a further unit helps. */
  'request.coHandlerAssigned': OfUnit
  /** 协办答复: a helping unit said what it found or did. */
  'request.coHandlerReplied': Answered
  /** 解除协办: a helping unit that had not answered need not any more. */
  'request.coHandlerRelieved': OfUnit
  /** 挂账: the deadline stands still. */
  'request.suspended': Coded &
    MayBeReasoned & {
      /** Who is waited for; absent when it is neither side, and in events from before it was said. */
      readonly waitsFor?: 'requester'
    }
  /** 恢复办理: the deadline runs on. */
  'request.resumed': {
    /** `true` when the time of the suspension ran out, `false` when somebody ended it, or what was waited for came. */
    readonly lapsed: boolean
  }
  /** 申请延期: more time was asked for. */
  'request.extensionRequested': Reasoned & {
    /** The deadline that is to move: `resolve` or `rectify`. */
    readonly clock: string
    /** How much time was asked for. */
    readonly by: Limit
  }
  /** 审批延期: the application for more time came to an end. */
  'request.extensionDecided': MayBeReasoned & {
    /** `lapsed` when nobody decided in time. */
    readonly decision: 'granted' | 'refused' | 'lapsed'
  }
  /** 答复: the resident was answered. */
  'request.replied': Answered &
    OfRound & {
      /** What residents of merged requests read, as a reference into the vault; absent when it is `text`. */
      readonly textForMerged?: Sealed
      /** Answered in the step that accepted it (当场答复). */
      readonly onTheSpot: boolean
    }
  /** 核查: somebody judged the answer before closing. */
  'request.checked': MayBeReasoned &
    MayCarryFiles & {
      /** Whether the answer holds. */
      readonly passed: boolean
    }
  /** 办结: the answer stands and waits for the rating. */
  'request.completed': OfRound & {
    /** When the unit answered, in milliseconds since 1970; a check comes later. */
    readonly at: number
  }
  /** 评价: the resident graded the answer. */
  'request.rated': OfRound &
    Pick<Rating, 'leading'> & {
      /** As given, on the scale of the place. */
      readonly grade: number
      /** What the grade means on that scale. */
      readonly meaning: Exclude<Satisfaction, 'unrated'>
      /** Why, as codes of the catalogue's list; absent when nothing was chosen. */
      readonly reasons?: readonly string[]
      /** What the resident added, as a reference into the vault; absent when nothing. */
      readonly comment?: Sealed
    }
  /** 未评价: the time to rate passed without a rating. */
  'request.ratingDefaulted': OfRound & Pick<Rating, 'leading'>
  /** 回访: staff asked the resident. */
  'request.followedUp': MayBeNoted & {
    /** The resident could be spoken to. */
    readonly reached: boolean
    /** The unit had contacted the resident, as the resident says; absent when not asked. */
    readonly contacted?: boolean
    /** Reached, and all three answers given. */
    readonly valid: boolean
    /** As the resident says; absent when not asked. */
    readonly solved?: 'solved' | 'partlySolved' | 'unsolved'
    /** As the resident says; absent when not asked. */
    readonly satisfied?: Exclude<Satisfaction, 'unrated'>
  }
  /** 整改: a new round began because the resident was not content. */
  'request.rectificationOpened': OfRound & {
    /** What said so: a grade, a call back, a grade given in a request that was merged into this one; or it was asked or ordered that it is handled again. */
    readonly because: Rectification['because']
    /** Id of the merged request whose resident said so; absent when it was this one's. */
    readonly from?: string
  }
  /** 重新办理: what was completed is worked on again by a place's own way back, in a round of its own. */
  'request.reopened': OfRound
  /** 催办: somebody pressed for progress; by the system when a breach lasts at the top of the ladder. */
  'request.urged': MayBeNoted
  /** 督办: supervision went one level up. */
  'request.supervised': MayBeReasoned & {
    /** Steps up the ladder of areas, from 1. */
    readonly level: number
    /** Code of the area that supervises now. */
    readonly area: string
    /** Ordered by a supervisor, after failed rounds, or because it is overdue. */
    readonly because: 'ordered' | 'failedRounds' | 'overdue'
  }
  /** 强制结案: a supervisor closed it by order. */
  'request.forceClosed': Reasoned
  /** 变更分类: it has another category, and the deadline is counted anew from its start. */
  'request.reclassified': InCategory &
    MayBeReasoned &
    MovesDeadline & {
      /** Class of urgency from now on, `null` for none; absent when it stayed as it was. */
      readonly urgency?: string | null
    }
  /** 调整区划: its area was split, merged or redrawn, and it follows the successor; or a desk says where it belongs. */
  'request.relocated': InArea &
    MayBeReasoned & {
      /** Its old area has several successors, and nothing said in which of them it lies: it went to the first. Absent otherwise. */
      readonly guessed?: true
    }
  /** 流程调整: the lifecycle in force lacks its state, and it follows the mapping of the place. */
  'request.stateMapped': {
    /** Name of the state that it stood in. */
    readonly from: string
  }
  /** 日历调整: a holiday notice came while deadlines ran, and they were counted again. */
  'request.calendarAmended': CalendarAmended
  /** 黄牌: a deadline comes near. */
  'request.warned': OfClock
  /** 超期: a deadline passed unmet. */
  'request.overdue': OfClock
  /** A command of the place's own was carried out. */
  'request.acted': MayBeNoted & {
    /** Its name in the place's lifecycle. */
    readonly command: string
  }
}
