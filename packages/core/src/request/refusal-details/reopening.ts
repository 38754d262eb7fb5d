/** How often something is allowed. */
export interface Capped {
  /** How often is allowed, by the rating policy. */
  readonly limit: number
}

/** A window of natural days after the end. */
export interface Days {
  /** When the request ended, in milliseconds since 1970. */
  readonly endedAt: number
  /** How many natural days there were from then. */
  readonly days: number
  /** When the last of them ended, in milliseconds since 1970: the first instant that is too late. */
  readonly until: number
}

/** What refusals say where a closed request is to be handled again. A type literal, so that it may be indexed. */
export type ReopeningRefusals = {
  /** 申请重办: too long after closing. */
  'reopen-window-passed': Days
  /** 申请重办: the resident asked as often as allowed. */
  'reopen-limit-reached': Capped & {
    /** How often they asked, those aside that nobody decided in time. */
    readonly asks: number
  }
  /** 重办: an application of the resident waits for a decision. */
  'reopen-pending': {
    /** When it was made, in milliseconds since 1970. */
    readonly askedAt: number
  }
  /** 重办审批: there is none to decide on, or the time to decide has passed. */
  'reopen-not-pending': object
}
