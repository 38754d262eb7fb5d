import type { RecordRef } from '../contracts/rows.js'
import type { Bilingual } from '../contracts/text.js'
import type { Moment } from '../record/record-kind.js'
import type { CalendarHistory } from '../sla/calendar-history.js'
import type { RequestCommand } from './commands.js'
import type { RequestContext } from './context.js'
import type { RequestFacts } from './facts.js'
import type { CategoryFields } from './fields/read-fields.js'
import type { RequestPageParts } from './reading/pages.js'
import type { Choices } from './requests/choices.js'
import type { StepNames } from './views/steps.js'

/** What requests are shown with, alone and page by page. */
export interface RequestReading extends RequestPageParts {
  readonly refOf: (type: string, id: string) => RecordRef
  readonly now: () => number
  /** The calendar in force, with those that clocks were counted on. */
  readonly calendars: () => CalendarHistory
  /** The context of a moment, for views and permissions. */
  readonly contextOf: (
    moment: Moment,
    command: RequestCommand | undefined,
    facts: RequestFacts | undefined,
    id: string,
  ) => RequestContext | Promise<RequestContext>
  /** What forms let people choose from. */
  readonly choices: () => Choices
  readonly names: StepNames & { category(code: string): Bilingual; fields(category: string): CategoryFields }
}
