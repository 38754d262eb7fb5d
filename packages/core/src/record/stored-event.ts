import type { Digest } from '../contracts/digest.js'
import type { DeliveryWrite, StoredAnswer, VaultRow } from '../contracts/rows.js'
import { canonical } from './canonical.js'
import { type Packing, unpacked } from './packing.js'
import type { DomainEvent } from './record-kind.js'

/**
 * What was written together with an event, so that a verification can tell rows that are missing, changed or added. It is hashed with the event and holds
 * no personal data. Events written before there was such a thing have none.
 */
export interface Wrote {
  /** The deliveries that it owed, by destination: the payload, or its hash where it is long. */
  readonly owes?: Readonly<Record<string, string>>
  /** The texts that its command put into the vault. On the last event of a command, as what follows. */
  readonly texts?: readonly (readonly [ref: string, field: string, subject: string])[]
  /** References of the texts that were erased. */
  readonly erases?: readonly string[]
  /** Binds the answer to the idempotency key. */
  readonly answers?: string
}

/** An event as it is stored and hashed. */
export interface StoredEvent extends DomainEvent {
  readonly wrote?: Wrote
}

const longPayload = 64

/** What binds a payload: itself, or its hash. */
export const boundPayload = (digest: Digest, payload: string): string =>
  payload.length <= longPayload ? payload : `#${digest.hex(payload)}`

/** What binds the answer to a key. The key itself is not kept for ever. */
export const boundAnswer = (
  digest: Digest,
  { key, fingerprint, events }: Pick<StoredAnswer, 'key' | 'fingerprint' | 'events'>,
): string => digest.hex(canonical([key, fingerprint, events])).slice(0, 32)

/** What one event has written with it. */
export function wroteOf(
  digest: Digest,
  deliveries: readonly Pick<DeliveryWrite, 'destination' | 'payload'>[],
  last?: {
    readonly vault: readonly VaultRow[]
    readonly erase: readonly string[]
    readonly answer: Pick<StoredAnswer, 'key' | 'fingerprint' | 'events'> | undefined
  },
): Wrote {
  const { vault = [], erase = [], answer } = last ?? {}
  return {
    ...(deliveries.length > 0 && {
      owes: Object.fromEntries(
        deliveries.map(({ destination, payload }) => [destination, boundPayload(digest, payload)]),
      ),
    }),
    ...(vault.length > 0 && { texts: vault.map(({ ref, field, subject }) => [ref, field, subject] as const) }),
    ...(erase.length > 0 && { erases: erase }),
    ...(answer !== undefined && { answers: boundAnswer(digest, answer) }),
  }
}

/** A stored event with its data as `evolve` knows them, at once unless they refer to what has to be read first. */
export function unpackedEvent(event: DomainEvent, packing: Packing | undefined): DomainEvent | Promise<DomainEvent> {
  if (packing === undefined) return event
  return unpacked(packing, () => ({ ...event, data: packing.unpackEvent(event.data) }))
}

/** An event as readers and `evolve` get it. */
export async function eventIn(bytes: string, packing: Packing | undefined): Promise<DomainEvent> {
  const { wrote: _, ...event } = JSON.parse(bytes) as StoredEvent
  return unpackedEvent(event, packing)
}
