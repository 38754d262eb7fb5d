interface Due {
  /** The deadline, in milliseconds since 1970: the first instant that is too late. */
  readonly dueAt: number
  /** Last day in time, `YYYY-MM-DD`. */
  readonly dueDate: string
}

/** What the event says of a request that a holiday notice moved. */
export interface CalendarAmended {
  /** Numbers of the notices that decide the days, such as 国办发明电〔2026〕7号. */
  readonly notices: readonly string[]
  /** Version of the calendar that its deadlines are counted on now. */
  readonly calendarVersion: string
  /** The days that count otherwise than before; empty when the calendar before is not known any more. */
  readonly days: readonly {
    /** `YYYY-MM-DD`. */
    readonly date: string
    /** Whether it is worked now. */
    readonly working: boolean
  }[]
  /** The deadlines that moved; empty when only a warning did. Those of a helping unit come in an event of their own. */
  readonly moved: readonly {
    /** Name of the clock, such as `resolve` or `coHandle/water`. */
    readonly clock: string
    /** As it was. */
    readonly before: Due
    /** As it is now. */
    readonly after: Due
    /** It had passed unmet by the old date, and is in time by the new one. */
    readonly breachCleared: boolean
  }[]
}
