import type { DomainEvent } from '../record/record-kind.js'
import type { EventData } from './event-data.js'
import type { Owner, RequestClock } from './facts.js'
import type { EndKind } from './lifecycle/definition.js'

/** Where the request stands after an event. Absolute, so that replaying never needs the lifecycle or the calendar of the day. */
export interface Progress {
  /** Until when the texts of a request that has ended are kept, in milliseconds since 1970; absent where it is as it was. */
  readonly keptUntil?: number
  /** Name of the state in the lifecycle. */
  readonly status: string
  /** `false` once the request has ended. */
  readonly open: boolean
  /** How it ended, when it has. */
  readonly end?: EndKind
  /** Who has to move next; at an end, who had to last. */
  readonly owner: Owner
  /** Revision of the calendar that the clocks were last looked at with; absent when it is as before. */
  readonly calendarRevision?: number
  /** Clocks that changed, by name, as they are now. */
  readonly clocks?: Readonly<Record<string, RequestClock>>
}

/** Names of the events of a request. */
export type RequestEventType = keyof EventData
/** What an event of this type says; `progress` stands with the last event of a command and says where that led. */
export type RequestEventData<Type extends RequestEventType> = EventData[Type] & {
  /** Where the request stands afterwards; absent when more events of the same command follow. */
  readonly progress?: Progress
}
/** An event of a request, narrowed by `type`. */
export type RequestEvent = { [Type in RequestEventType]: DomainEvent<Type, RequestEventData<Type>> }[RequestEventType]
/** An event before it is numbered and stored. */
export type NewRequestEvent = {
  [Type in RequestEventType]: {
    /** What happened. */
    readonly type: Type
    /** What there is to say of it. */
    readonly data: EventData[Type]
  }
}[RequestEventType]
