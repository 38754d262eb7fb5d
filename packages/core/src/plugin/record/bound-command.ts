import type { Moment } from '../../record/record-kind.js'
import type { CalendarHistory } from '../../sla/calendar-history.js'
import type { RecordAreas } from './record-authority.js'
import type { Fired } from './record-clocks.js'

/** Name of the command that core adds to every kind of record of a plugin. */
export const eraseCommand = 'erase'
/** Name of the command with which the deadlines of a record follow the calendar; no name of a plugin's has such a sign. */
export const followCommand = 'huiyin.followCalendar'

/** The event that says that the texts of a record were erased. */
export const erasedEvent = (type: string): string => `${type}.erased`

/** A command as core runs it. */
export interface BoundCommand {
  readonly name: string
  readonly input?: unknown
  /** The clock that it was issued for. */
  readonly fired?: Fired
}

/** What core decides with, besides what the plugin gathers. */
export interface BoundContext extends Moment {
  readonly id: string
  /** Number of events of the record so far. */
  readonly version: number
  /** What `contextOf` of the plugin gathered. */
  readonly own: object
  readonly areas: RecordAreas
  readonly calendars: CalendarHistory
  /** References of the texts that are there; read for an erasure only. */
  readonly textRefs?: readonly string[]
}
