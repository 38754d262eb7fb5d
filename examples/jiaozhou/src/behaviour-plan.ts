import type { behaviour } from './behaviour.ts'

export type ReplyQuality = 'full' | 'thin' | 'evasive'
export type Grade = 1 | 2 | 3 | 4 | 5
/** Code of a group of categories. */
export type Group = keyof typeof behaviour.routing.wrong
export type SuspensionReason = keyof typeof behaviour.suspension.reasons

/** What the desk does with the report. Unnoticed duplicates are dispatched like any other. */
export type Intake =
  | { readonly answer: 'dispatch' }
  /** With the reply of the first round, and without the rest of its work. */
  | { readonly answer: 'onTheSpot' }
  | { readonly answer: 'decline'; readonly reason: keyof typeof behaviour.intake.declineReasons }
  | { readonly answer: 'void'; readonly reason: keyof typeof behaviour.intake.voidReasons }
  /** Into the request at `sameMatterAs`; unmerged if it turns out to be about something else. */
  | { readonly answer: 'merge'; readonly unmerged: boolean }

export interface WrongRoute {
  /** A unit that no rule names for the category. */
  readonly unit: string
  readonly returnedAfterWorkingHours: number
  readonly redispatchedAfterWorkingHours: number
}

export interface Suspension {
  readonly reason: SuspensionReason
  /** Counted from the claim. */
  readonly afterWorkingHours: number
  /** Instant at which the season ends, ms. */
  readonly until: number
}

export interface Extension {
  readonly beforeDueWorkingHours: number
  readonly workingDays: number
  readonly answer: 'granted' | 'refused'
}

export type FollowUp =
  | { readonly reached: false; readonly afterWorkingHours: number }
  | {
      readonly reached: true
      readonly contacted: boolean
      readonly afterWorkingHours: number
      readonly solved: 'solved' | 'partlySolved' | 'unsolved'
      readonly satisfied: 'satisfied' | 'basicallySatisfied' | 'dissatisfied'
    }

/** What becomes of a closed request that was not done after all. Days are natural, from the end. */
export type Reopening =
  | {
      readonly asked: true
      readonly afterDays: number
      readonly granted: boolean
      readonly decidedAfterWorkingHours: number
    }
  /** The desk finds it itself. */
  | { readonly asked: false; readonly afterDays: number }

/** One round from the claim to the resident's rating: the first handling, then rectifications. */
export interface Round {
  readonly handleWorkingHours: number
  readonly reply: ReplyQuality
  /** Only for categories that are checked before closing. */
  readonly preClosingCheck?: { readonly passed: boolean; readonly afterWorkingHours: number }
  /** Absent: the resident never rates. Hours are natural, from the reply. */
  readonly rating?: { readonly grade: Grade; readonly afterHours: number }
  readonly followUp: FollowUp
  /** What the unit does if this round's result counts against it. */
  readonly appeal?: {
    readonly reason: keyof typeof behaviour.appeal.reasons
    readonly afterWorkingHours: number
    readonly upheld: boolean
  }
}

/** How everybody behaves in one case. Parts that the library refuses or never reaches are not used. */
export interface BehaviourPlan {
  readonly intake: Intake
  readonly intakeAfterWorkingHours: number
  /** The desk notices the second subject and splits it off. Only with `alsoAbout`. */
  readonly split: boolean
  /** A unit to which it is offered beside the one that the catalogue names, and when that one declines. */
  readonly offered?: { readonly beside: string; readonly declinedAfterWorkingHours: number }
  /** Units that get it first and send it back, in order. */
  readonly wrongRoutes: readonly WrongRoute[]
  /** The claim deadline passes `timeOuts` times; then the request is claimed that long after the dispatch. */
  readonly claim: { readonly timeOuts: 0 | 1 | 2; readonly afterWorkingHours: number }
  /** A co-handler is assigned, and needs this long. */
  readonly coHandling?: { readonly workingHours: number }
  readonly suspension?: Suspension
  /** Which person of its unit looks after it, from 1; absent: the head does. */
  readonly assignee?: number
  /** The resident has to say more. Absent `suppliedAfterHours`, natural ones: never does. */
  readonly waiting?: { readonly afterWorkingHours: number; readonly suppliedAfterHours?: number }
  /** Somebody comes to the resident's home, after so many working hours of the first round. */
  readonly homeVisit?: { readonly afterWorkingHours: number }
  readonly reopening?: Reopening
  readonly extension?: Extension
  /** Natural hours from the report. */
  readonly urge?: { readonly afterHours: number }
  readonly withdraw?: { readonly afterHours: number }
  /** The request cannot be handled: it is claimed, never completed, and closed by order. */
  readonly forceClose?: {
    readonly reason: keyof typeof behaviour.handle.forceCloseReasons
    /** Counted from the claim. */
    readonly afterWorkingDays: number
  }
  /** The first handling and two rectifications; a fourth round would repeat the last. */
  readonly rounds: readonly [Round, Round, Round]
}
