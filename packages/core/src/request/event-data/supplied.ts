import type { Sealed } from '../../privacy/seal.js'
import type { AttachedFile, Person } from '../facts.js'

/** What the events say by which a request is added to and corrected after it was reported. */
export interface SuppliedEventData {
  /** 补充材料: the resident added something, or staff did for them; the actor of the event says who. */
  'request.supplemented': {
    /** What was added, as a reference into the vault. */
    readonly text: Sealed
    /** Files that came with it, in the order in which they were named; absent when none did. */
    readonly attachments?: readonly AttachedFile[]
  }
  /** 更正: the resident put right what they had said. What it replaces was erased with this event. */
  'request.corrected': {
    /** What it is about from now on, as a reference into the vault; absent when that stays. */
    readonly description?: Sealed
    /** How to reach the resident from now on; what is absent stays. */
    readonly person?: Person
  }
  /** 内部备注: staff noted something for each other. */
  'request.noted': {
    /** What, as a reference into the vault. */
    readonly text: Sealed
  }
}
