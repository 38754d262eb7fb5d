import type { SendResult } from '../contracts/channel.js'
import type { DeliveryWrite, TakenDelivery } from '../contracts/rows.js'
import type { DomainEvent } from './record-kind.js'

/** Name of the destination for what the system owes itself. */
export const internalDestination = 'huiyin'

/** Somebody to whom something may be owed because of an event, and how it is given. */
export interface Destination {
  readonly name: string
  /** How many are given at the same time; never two of one record. */
  readonly concurrency: number
  /** What becomes of those behind one that was set aside: they go on, or wait until it is replayed. */
  readonly onDeadLetter: 'skip' | 'block'
  /** The payload owed because of this event, if any. Must not fail; holds no personal data. */
  payloadFor(recordType: string, event: DomainEvent, facts: object): string | undefined
  /** Gives it. May be called more than once for the same delivery. */
  deliver(taken: TakenDelivery): Promise<SendResult>
}

/** All destinations by name. */
export interface Destinations {
  add(destination: Destination): void
  get(name: string): Destination | undefined
  names(): readonly string[]
  deliveriesFor(recordType: string, event: DomainEvent, facts: object): Omit<DeliveryWrite, 'event' | 'at'>[]
}

export function createDestinations(): Destinations {
  const known = new Map<string, Destination>()
  return Object.freeze({
    add: (destination: Destination) => void known.set(destination.name, destination),
    get: (name: string) => known.get(name),
    names: () => [...known.keys()],
    deliveriesFor: (recordType: string, event: DomainEvent, facts: object) => {
      const rows: Omit<DeliveryWrite, 'event' | 'at'>[] = []
      for (const each of known.values()) {
        const payload = each.payloadFor(recordType, event, facts)
        if (payload !== undefined) rows.push({ destination: each.name, payload })
      }
      return rows
    },
  })
}
