import type { Sealed } from '../privacy/seal.js'
import type { ClockState } from '../sla/clock.js'
import type { LeadingAnswer } from './facts/feedback.js'

interface OfClock {
  /** Name of the clock that asks, such as `claim` or `coHandle/water`. */
  readonly clock: string
}

interface OfOther {
  /** Id of the other request of the merger. */
  readonly from: string
}

interface Inputs {
  /** 黄牌: a warning moment of a clock was reached. */
  readonly warn: OfClock
  /** A clock ran out. */
  readonly expire: OfClock
  /** A breach lasts, and it is time to press again. */
  readonly escalate: OfClock
  /** Another request went into this one. */
  readonly absorb: OfOther & {
    /** Its deadline; absent when none had begun. */
    readonly deadline?: ClockState
  }
  /** Another request left this one. */
  readonly release: OfOther
  /** Its area was split, merged or redrawn. */
  readonly relocate: {
    /** Code of the successor. */
    readonly area: string
  }
  /** A notice has changed the calendar that its deadlines were counted on. */
  readonly followCalendar: object
  /** The lifecycle in force lacks its state, and the place says where it goes. */
  readonly followLifecycle: {
    /** The state it stood in. */
    readonly from: string
    /** The state it goes to. */
    readonly to: string
  }
  /** The time for which its texts are kept is over, or is to be counted by other rules. */
  readonly endRetention: object
  /** The request this one went into has ended. */
  readonly echo: OfOther & {
    /** How that one ended, such as `closed`. */
    readonly end: string
    /** When, in milliseconds since 1970. */
    readonly at: number
    /** Why it was closed by order, as a reference into the vault. */
    readonly reason?: Sealed
  }
  /** The request this one went into was answered. */
  readonly relay: LeadingAnswer
  /** A resident whose request went into this one is dissatisfied with its answer. */
  readonly dissent: OfOther & {
    /** The round whose answer that is. */
    readonly round: number
  }
}

/** A command as `decide` gets it. */
export interface Issued<Name extends string, Input> {
  /** What is to be done. */
  readonly name: Name
  /** With what: parsed, and texts replaced by references into the vault. */
  readonly input: Input
}

/** Commands only the system issues: what time asks for, and what another request's change asks for. */
export type SystemCommand = { readonly [Name in keyof Inputs]: Issued<Name, Inputs[Name]> }[keyof Inputs]

/** Names of the commands only the system issues. */
export const systemCommands = [
  'warn',
  'expire',
  'escalate',
  'absorb',
  'release',
  'relocate',
  'followCalendar',
  'endRetention',
  'followLifecycle',
  'echo',
  'relay',
  'dissent',
] as const
