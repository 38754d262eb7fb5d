import type { Sealed } from '../../privacy/seal.js'

/** 申请重办: the resident asked that a closed request is handled again. */
export interface ReopenAsk {
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Why, as a reference into the vault. */
  readonly reason: Sealed
  /** `lapsed`: not decided in time, or no longer needed, since work began again for another reason; absent while it waits. */
  readonly decision?: 'granted' | 'refused' | 'lapsed'
}
