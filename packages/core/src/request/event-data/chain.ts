import type { Sealed } from '../../privacy/seal.js'
import type { ClockState } from '../../sla/clock.js'
import type { LeadingAnswer } from '../facts.js'

interface WithOther {
  /** Id of the other request of the merger. */
  readonly from: string
}

interface HandsOn {
  /** Its deadline to handle it, or the earliest it was handed itself; absent when none had begun. */
  readonly deadline?: ClockState
}

/** What may move the deadline of the request it is about. */
export interface MovesDeadline {
  /** The deadline to handle this one, in milliseconds since 1970; absent when it did not move. */
  readonly dueAt?: number
}

/** What the events say by which requests are merged and split. */
export interface ChainEventData {
  /** 并案: it ended as a part of another request. */
  'request.merged': HandsOn & {
    /** Id of the request that carries it on. */
    readonly into: string
  }
  /** Another request became a part of this one. */
  'request.absorbed': WithOther & HandsOn & MovesDeadline
  /** 撤销并案: it goes on by itself. */
  'request.unmerged': WithOther
  /** Another request left this one. */
  'request.released': WithOther & MovesDeadline
  /** The request this one went into was answered. */
  'request.leadingAnswered': LeadingAnswer
  /** The request this one went into has ended: as what, and when. */
  'request.leadingEnded': WithOther & {
    /** Why it was closed by order, as a reference into the vault of this request. */
    readonly reason?: Sealed
    /** How that one ended, such as `closed`. */
    readonly end: string
    /** In milliseconds since 1970. */
    readonly endedAt: number
  }
  /** 拆分: it ended, and each part is a request of its own. */
  'request.split': HandsOn & {
    /** Ids of the new requests, in the order of `parts`. */
    readonly into: readonly string[]
    /** What each of them is made with. */
    readonly parts: readonly {
      /** Category code of the catalogue. */
      readonly category: string
      /** Area code; that of the split request when absent. */
      readonly area?: string
      /** What the part is about, as a reference into the vault. */
      readonly description: Sealed
    }[]
  }
}
