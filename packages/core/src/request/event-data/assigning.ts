import type { Sealed } from '../../privacy/seal.js'

/** What the events say by which a request is put into the hands of a person of its unit. */
export interface AssigningEventData {
  /** 指定经办人: a person of the unit in charge looks after it from now on, or nobody. */
  'request.assigned': {
    /** Id of the unit in charge. */
    readonly unit: string
    /** Id of the person; absent for nobody. */
    readonly to?: string
    /** Id of the person who had it before; absent when nobody had. */
    readonly from?: string
    /** Why, as a reference into the vault; absent when nothing was said. */
    readonly reason?: Sealed
  }
}
