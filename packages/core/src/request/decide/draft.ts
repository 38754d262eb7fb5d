import type { CommandNamed, RequestCommand } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent } from '../events.js'
import type { RequestClock, RequestFacts } from '../facts.js'

/** What a command brings about, before it is known where that leads. */
export interface Draft {
  readonly events: readonly NewRequestEvent[]
  /** Clocks that the command itself starts, extends or stops; those of the states come by themselves. */
  readonly clocks?: Readonly<Record<string, RequestClock>>
  /** Code of the reason, when the command makes clocks stand still, or why the time they stood still does not count. */
  readonly pauseReason?: string
  /** References of texts that are erased with the events; none when absent. */
  readonly erase?: readonly string[]
}

/** One function a command: facts and command in, events out. Everything that could refuse it has been asked before. */
export type Drafter<Name extends RequestCommand['name']> = (
  facts: RequestFacts,
  command: CommandNamed<Name>,
  context: RequestContext,
  target: string,
) => Draft

/** A draft of one event. */
export function draft(...events: NewRequestEvent[]): Draft {
  return { events }
}

/** `{ [key]: value }` when there is a value, else nothing: facts and events hold no `undefined`. */
export function present<const Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value })
}

/** Leaves out members that are `undefined`, one level deep. */
export function compact<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}
