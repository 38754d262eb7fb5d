import type { AbortSignalLike } from '../contracts/abort.js'
import type { SendResult } from '../contracts/channel.js'
import type { DeliveryWrite, TakenDelivery } from '../contracts/rows.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'
import type { Caused, DomainEvent } from './record-kind.js'

/** Name of the destination whose deliveries core carries out by itself: effects of one record on another. Reserved, and part of stored rows. */
export const internalDestination = 'huiyin'

/** How many messages a destination takes in a stretch of time. */
export interface Rate {
  /** Whose rate it is: destinations of one channel share it. */
  readonly of: string
  readonly messages: number
  /** Milliseconds. */
  readonly per: number
}

/** What became of a delivery: as its receiver answered, or that nobody may be told yet, which is no attempt. */
export type Delivered =
  | SendResult
  | {
      readonly ok: false
      readonly class: 'later'
      readonly reason: string
      /** From when on, in milliseconds since 1970. */
      readonly until: number
    }

interface Queue {
  /** Unique; the name of its queues in the storage. */
  readonly name: string
  /** How many are sent at the same time, or how many batches; never two of one record. */
  readonly concurrency: number
  /** Whether the later deliveries of a record go on after a dead letter (`skip`) or wait for its replay (`block`). */
  readonly onDeadLetter: 'skip' | 'block'
  /** How long one send may take before the next one is begun in its place, in milliseconds. Default 30 000. */
  readonly timeout?: number
  /** Kept over all processes. Absent: as fast as they are taken. */
  readonly rate?: Rate
  /** Whether it can send now; never rejects. Absent: always. */
  isReady?(): Promise<boolean>
  /** Whether the ledger keeps what was sent to it. Default `false`: it is counted, and that is all. */
  readonly keepsSent?: boolean
  /** Its messages are for people, who are told when the record kind says (`tellAt`). Default `false`: at once. */
  readonly forPeople?: boolean
  /** JSON text to store with the event; `undefined` when the event causes no delivery. Must not throw; holds no personal data. */
  payloadFor(recordType: string, event: DomainEvent, facts: object, caused?: Caused): string | undefined
}

interface OneByOne {
  /** Sends it, and answers what is parsed. At least once: the same delivery may come again. `signal` is aborted when its time is over. */
  deliver(taken: TakenDelivery, signal: AbortSignalLike): Promise<Delivered>
  /** What became of an earlier attempt, parsed; `undefined` when it did not arrive. Absent: it cannot be asked. */
  find?(taken: TakenDelivery): Promise<SendResult | undefined>
  readonly together?: never
}

interface Together {
  /** Sends many in one call, never two of one record. At least once: the same delivery may come again. */
  readonly together: {
    /** How many at most. */
    readonly size: number
    /** One answer for each, in this order. `signal` is aborted when their time is over. */
    deliver(some: readonly TakenDelivery[], signal: AbortSignalLike): Promise<readonly SendResult[]>
  }
}

/** A receiver of messages that are sent each by itself. */
export type SingleDestination = Queue & OneByOne
/** A receiver of outbox messages: which events cause one, and how it is sent. */
export type Destination = SingleDestination | (Queue & Together)

/** All destinations by name. */
export interface Destinations {
  /** @throws ConfigurationError when there is one of this name already: its messages would silently go to the other */
  add(destination: Destination): void
  /** Destinations that only other processes serve: what is owed to them is written here too. Those retired are owed nothing more. Replaces the lists before. */
  adopt(others: readonly Pick<Destination, 'name' | 'payloadFor' | 'forPeople'>[], retired: readonly string[]): void
  /** `undefined` for a name that this process does not know. */
  get(name: string): Destination | undefined
  /** In the order in which they were added. */
  names(): readonly string[]
  /** The outbox rows that one event causes, one per destination at most, still without `event` and `at`. */
  deliveriesFor(
    recordType: string,
    event: DomainEvent,
    facts: object,
    /** What the decision causes elsewhere; with its last event. */
    caused?: Caused,
  ): Omit<DeliveryWrite, 'event' | 'at'>[]
  /** Whether the messages of this destination are for people. */
  forPeople(name: string): boolean
}

/** Empty at first; destinations are added while Huiyin is composed. */
export function createDestinations(): Destinations {
  const known = new Map<string, Destination>()
  let owed: readonly Pick<Destination, 'name' | 'payloadFor' | 'forPeople'>[] = []
  let elsewhere: typeof owed = []
  let retired: ReadonlySet<string> = new Set()

  function list(): void {
    owed = [...known.values(), ...elsewhere].filter(({ name }) => !retired.has(name))
  }

  return Object.freeze({
    add: (destination: Destination) => {
      const { name } = destination
      if (known.has(name))
        throw new ConfigurationError(
          inBoth(`有两个投递目的地名为 ${name}。`, `Two destinations have the name ${name}.`),
          { name },
        )
      known.set(name, destination)
      list()
    },
    adopt: (others: typeof elsewhere, gone: readonly string[]) => {
      elsewhere = others
      retired = new Set(gone)
      list()
    },
    get: (name: string) => known.get(name),
    names: () => [...known.keys()],
    forPeople: (name: string) => owed.some((each) => each.name === name && each.forPeople === true),
    deliveriesFor: (recordType: string, event: DomainEvent, facts: object, caused?: Caused) => {
      const rows: Omit<DeliveryWrite, 'event' | 'at'>[] = []
      for (const each of owed) {
        const payload = each.payloadFor(recordType, event, facts, caused)
        if (payload !== undefined) rows.push({ destination: each.name, payload })
      }
      return rows
    },
  })
}
