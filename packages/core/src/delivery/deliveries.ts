import { z } from 'zod'
import type { Clock } from '../contracts/clock.js'
import type { DestinationPause, OwedDelivery, OwedQuery, Page } from '../contracts/queries.js'
import type { RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { parseInput } from '../import/parse.js'
import { plainText } from '../privacy/text.js'
import type { Declaration } from './declaration.js'
import type { DeclaredDestination } from './declared-kind.js'

/** Which deliveries to list: of one destination or of all, page by page. */
export interface DeliveryQuery extends Omit<OwedQuery, 'state' | 'limit'> {
  /** At most 500; 50 when absent. */
  readonly limit?: number
}

/** The outbox, for operators: what waits to be sent, and what was given up. */
export interface Deliveries {
  /** Dead letters with their reason: refused by the receiver's class of failure, or failed ten times. @throws InvalidInputError for a wrong query; NotFoundError for a destination that was never declared and is owed nothing */
  deadLetters(query?: DeliveryQuery): Promise<Page<OwedDelivery>>
  /** Deliveries not sent yet, also those under way or waiting behind a dead letter. @throws as `deadLetters` */
  pending(query?: DeliveryQuery): Promise<Page<OwedDelivery>>
  /** Requeues a dead letter, due now and with ten new attempts. A delivery that is not a dead letter is left alone. */
  replay(
    delivery: RecordRef & {
      /** `seq` of the event that caused it. */
      readonly event: number
      /** Name of the channel, or `<plugin>/<delivery>`. */
      readonly destination: string
    },
  ): Promise<void>
  /** Destinations to which nothing is sent for a while, since they refused everything. One whose time is over stays listed until a message got through. */
  pauses(): Promise<readonly DestinationPause[]>
  /** Ends the pause of a destination, for every process; one that is not paused is left alone. @throws InvalidInputError */
  resume(destination: string): Promise<void>
  /** Every destination that was ever declared: the channels and the deliveries of plugins, of all processes. */
  destinations(): Promise<readonly DestinationStanding[]>
  /**
   * From now on nothing more is written for this destination, in no process; what is pending is still sent by whoever serves it. A process that starts
   * with it does not bring it back. Idempotent. @throws NotFoundError for a name that was never declared
   */
  retire(destination: string): Promise<void>
  /** Takes `retire` back: from now on it is owed messages again. Idempotent. @throws NotFoundError for a name that was never declared */
  reinstate(destination: string): Promise<void>
}

/** A destination of the city, and whether this process serves it. */
export type DestinationStanding = DeclaredDestination & {
  /** Name of the channel, or `<plugin>/<delivery>`. */
  readonly name: string
  /** Whether this process has it, and sends what is pending when it runs its loops. */
  readonly isServedHere: boolean
}

const name = plainText(200)
const queryForm = z.strictObject({
  destination: name.optional(),
  after: z.string().max(1000).optional(),
  limit: z.number().int().default(50),
})
// An item of `deadLetters` may be passed as it is: members that do not name the delivery are ignored.
const namedForm = z.object({
  bucket: z.number().int().min(0),
  type: name,
  id: name,
  event: z.number().int().min(1),
  destination: name,
})

/** The operators' view of the deliveries in a storage. */
export function createDeliveries(storage: Storage, clock: Clock, declaration: Declaration): Deliveries {
  async function page(state: OwedQuery['state'], query: DeliveryQuery = {}) {
    const { limit, ...rest } = parseInput(queryForm, query, ['query'], 'query')
    const { destination, after } = rest
    const found = await storage.owed({ ...rest, state, limit: Math.min(Math.max(1, limit), 500) } as OwedQuery)
    // A misspelt name finds nothing, which would read as "all is sent". What was owed before destinations were declared is found all the same.
    if (destination !== undefined && after === undefined && found.items.length === 0)
      await declaration.assertDeclared(destination, ['query', 'destination'])
    return found
  }

  const nameIn = (destination: unknown) => parseInput(name, destination, ['destination'], 'destination')

  return Object.freeze({
    destinations: declaration.list,
    retire: async (destination: string) => declaration.setRetired(nameIn(destination), true),
    reinstate: async (destination: string) => declaration.setRetired(nameIn(destination), false),
    pauses: () => storage.pauses(),
    resume: async (destination: string) => storage.settle([{ what: 'resume', destination: nameIn(destination) }]),
    deadLetters: (query?: DeliveryQuery) => page('dead', query),
    pending: (query?: DeliveryQuery) => page('open', query),
    async replay(delivery: Parameters<Deliveries['replay']>[0]) {
      const { bucket, type, id, event, destination } = parseInput(namedForm, delivery, ['delivery'], 'delivery')
      await storage.settle([{ what: 'replay', ref: { bucket, type, id }, event, destination, at: clock.now() }])
    },
  })
}
