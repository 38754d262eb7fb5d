import type { Receiver } from '../contracts/receiver.js'
import type { DomainEvent, Moment, RecordKind } from '../record/record-kind.js'

/** Which events a destination is owed: those of an audience, for a channel, or those it names, for a delivery of a plugin. */
export type Owing =
  | {
      /** Whose messages the queue of a channel carries. */
      readonly audience: Receiver['kind']
    }
  | {
      /** The types of the events that the delivery waits for. */
      readonly on: readonly string[]
    }

/** A destination of the city, whichever process serves it. */
export type DeclaredDestination = Owing & {
  /** When it was declared first, in milliseconds since 1970. */
  readonly since: number
  /** When it was retired; absent while it is owed messages. */
  readonly retiredAt?: number
}

/** The destinations of the city, by name. */
export interface DeclaredFacts {
  readonly destinations: Readonly<Record<string, DeclaredDestination>>
  readonly createdAt: number
}

type DeclareCommand =
  | { readonly name: 'declare'; readonly destinations: Readonly<Record<string, Owing>> }
  | { readonly name: 'retire' | 'reinstate'; readonly destination: string }

const owingOf = (owing: Owing): Owing =>
  'audience' in owing ? { audience: owing.audience } : { on: [...owing.on].sort() }
/** Whether two destinations are owed the same events. */
export const sameOwing = (one: Owing, other: Owing): boolean =>
  JSON.stringify(owingOf(one)) === JSON.stringify(owingOf(other))

/** Which destinations the city has, as a record: every process writes what is owed to each of them, whether it serves it or not. */
export const declaredKind: RecordKind<DeclaredFacts, DeclareCommand, Moment> = {
  type: 'destinations',
  events: ['destinations.declared', 'destinations.retired', 'destinations.reinstated'],
  decide: (facts, command) => {
    const known = facts?.destinations ?? {}
    if (command.name === 'declare') {
      const fresh = Object.entries(command.destinations).filter(([name, owing]) => {
        const there = Object.hasOwn(known, name) ? known[name] : undefined
        return there === undefined || !sameOwing(there, owing)
      })
      const destinations = Object.fromEntries(fresh.map(([name, owing]) => [name, owingOf(owing)]))
      return { events: fresh.length === 0 ? [] : [{ type: 'destinations.declared', data: { destinations } }] }
    }
    const { destination } = command
    const isRetired = known[destination]?.retiredAt !== undefined
    if (isRetired === (command.name === 'retire')) return { events: [] }
    const type = command.name === 'retire' ? 'destinations.retired' : 'destinations.reinstated'
    return { events: [{ type, data: { destination } }] }
  },
  evolve: (facts, event: DomainEvent) => {
    const before = facts ?? { destinations: {}, createdAt: event.at }
    const { destinations = {}, destination = '' } = event.data as {
      readonly destinations?: Readonly<Record<string, Owing>>
      readonly destination?: string
    }
    const next: Record<string, DeclaredDestination> = { ...before.destinations }
    for (const [name, owing] of Object.entries(destinations)) {
      const { since = event.at, retiredAt } = next[name] ?? {}
      next[name] = { ...owing, since, ...(retiredAt !== undefined && { retiredAt }) }
    }
    const named = next[destination]
    if (named !== undefined) {
      const { retiredAt: _, ...owed } = named
      next[destination] = event.type === 'destinations.retired' ? { ...owed, retiredAt: event.at } : owed
    }
    return { ...before, destinations: next }
  },
  index: ({ createdAt }) => ({ status: 'declared', open: false, createdAt }),
}
