import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import type { Clock } from '../contracts/clock.js'
import type { ReadOptions } from '../contracts/command.js'
import type { SentDelivery, SentQuery } from '../contracts/ledger/sent-query.js'
import type { DestinationPause, OwedDelivery, OwedQuery, Page } from '../contracts/queries.js'
import type { RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { instantForm } from '../import/instant-form.js'
import { parseInput, parseReader, queryAndOptions } from '../import/parse.js'
import { plainText } from '../privacy/text.js'
import type { ChannelStanding, Upkeep } from './channel/upkeep.js'
import type { Declaration } from './declaration.js'
import type { DeclaredDestination } from './declared-kind.js'
import { rateLedger } from './rates.js'

/** Which deliveries to list: of one destination or of all, page by page. */
export interface DeliveryQuery extends Omit<OwedQuery, 'state' | 'limit'> {
  /** At most 500; 50 when absent. */
  readonly limit?: number
}

/** Which messages to list of those that were sent: of one destination, page by page. */
export interface SentMessagesQuery extends Pick<SentQuery, 'ref' | 'failed' | 'from' | 'to' | 'after'> {
  /** Name of the channel, with the audience where it has several, or `<plugin>/<delivery>`. */
  readonly destination: string
  /** At most 500; 50 when absent. */
  readonly limit?: number
}

/**
 * The outbox, for operators: what waits to be sent, and what was given up. By: a system administrator of the whole city, or the system; `NotPermittedError`
 * for anybody else.
 */
export interface Deliveries {
  /** Dead letters with their reason: refused by the receiver's class of failure, or failed ten times. @throws InvalidInputError for a wrong query; NotFoundError for a destination that was never declared and is owed nothing */
  deadLetters(options: ReadOptions): Promise<Page<OwedDelivery>>
  deadLetters(query: DeliveryQuery, options: ReadOptions): Promise<Page<OwedDelivery>>
  /** Deliveries not sent yet, also those under way or waiting behind a dead letter. @throws as `deadLetters` */
  pending(options: ReadOptions): Promise<Page<OwedDelivery>>
  pending(query: DeliveryQuery, options: ReadOptions): Promise<Page<OwedDelivery>>
  /**
   * What was sent to one destination, newest first, with what its provider said afterwards; `failed: true` for what was accepted and could not be delivered. Kept for
   * `limits.sentDays`. @throws InvalidInputError for a wrong query; NotFoundError for a destination that was never declared
   */
  sent(query: SentMessagesQuery, options: ReadOptions): Promise<Page<SentDelivery>>
  /** Requeues a dead letter, due now and with ten new attempts. A delivery that is not a dead letter is left alone. */
  replay(
    delivery: RecordRef & {
      /** `seq` of the event that caused it. */
      readonly event: number
      /** Name of the channel, or `<plugin>/<delivery>`. */
      readonly destination: string
    },
    options: ReadOptions,
  ): Promise<void>
  /** Destinations to which nothing is sent for a while, since they refused everything. One whose time is over stays listed until a message got through. */
  pauses(options: ReadOptions): Promise<readonly DestinationPause[]>
  /** Ends the pause of a destination, for every process; one that is not paused is left alone. @throws InvalidInputError */
  resume(destination: string, options: ReadOptions): Promise<void>
  /**
   * Asks every channel of this process whether it could send now, without sending anything; one that was not opened yet is opened. One that cannot say so is taken
   * to be able.
   */
  check(options: ReadOptions): Promise<readonly ChannelStanding[]>
  /** Every destination that was ever declared: the channels and the deliveries of plugins, of all processes. */
  destinations(options: ReadOptions): Promise<readonly DestinationStanding[]>
  /**
   * From now on nothing more is written for this destination, in no process; what is pending is still sent by whoever serves it. A process that starts
   * with it does not bring it back. Idempotent. @throws NotFoundError for a name that was never declared
   */
  retire(destination: string, options: ReadOptions): Promise<void>
  /** Takes `retire` back: from now on it is owed messages again. Idempotent. @throws NotFoundError for a name that was never declared */
  reinstate(destination: string, options: ReadOptions): Promise<void>
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
const sentForm = z.strictObject({
  destination: name,
  ref: z.string().max(1000).optional(),
  failed: z.boolean().optional(),
  from: instantForm.optional(),
  to: instantForm.optional(),
  after: z.string().max(1000).optional(),
  limit: z.number().int().default(50),
})
const withinPage = (limit: number) => Math.min(Math.max(1, limit), 500)
// An item of `deadLetters` may be passed as it is: members that do not name the delivery are ignored.
const namedForm = z.object({
  bucket: z.number().int().min(0),
  type: name,
  id: name,
  event: z.number().int().min(1),
  destination: name,
})

/** The operators' view of the deliveries in a storage. `assertMay` throws for whom the place does not let read or operate them. */
export function createDeliveries(
  storage: Storage,
  clock: Clock,
  declaration: Declaration,
  upkeep: Pick<Upkeep, 'check'>,
  assertMay: (by: Actor, action: 'read' | 'operate') => void,
): Deliveries {
  async function page(state: OwedQuery['state'], first: DeliveryQuery | ReadOptions, second?: ReadOptions) {
    const [query = {}, options] = queryAndOptions<DeliveryQuery>(first, second)
    const { limit, ...rest } = parseInput(queryForm, query, ['query'], 'query')
    assertMay(parseReader(options), 'read')
    const { destination, after } = rest
    const found = await storage.owed({ ...rest, state, limit: withinPage(limit) } as OwedQuery)
    // A misspelt name finds nothing, which would read as "all is sent". What was owed before destinations were declared is found all the same.
    if (destination !== undefined && after === undefined && found.items.length === 0)
      await declaration.assertDeclared(destination, ['query', 'destination'])
    return found
  }

  function operated(raw: unknown, options: ReadOptions): string {
    const destination = parseInput(name, raw, ['destination'], 'destination')
    assertMay(parseReader(options), 'operate')
    return destination
  }

  return Object.freeze({
    destinations: async (options: ReadOptions) => {
      assertMay(parseReader(options), 'read')
      return declaration.list()
    },
    retire: async (destination: string, options: ReadOptions) =>
      declaration.setRetired(operated(destination, options), true),
    reinstate: async (destination: string, options: ReadOptions) =>
      declaration.setRetired(operated(destination, options), false),
    pauses: async (options: ReadOptions) => {
      assertMay(parseReader(options), 'read')
      // What is kept of rates pauses nobody.
      return (await storage.pauses()).filter(({ destination }) => !destination.startsWith(rateLedger))
    },
    check: async (options: ReadOptions) => {
      assertMay(parseReader(options), 'read')
      return upkeep.check()
    },
    resume: async (destination: string, options: ReadOptions) =>
      storage.settle([{ what: 'resume', destination: operated(destination, options) }]),
    deadLetters: (query: DeliveryQuery | ReadOptions, options?: ReadOptions) => page('dead', query, options),
    pending: (query: DeliveryQuery | ReadOptions, options?: ReadOptions) => page('open', query, options),
    async sent(query: SentMessagesQuery, options: ReadOptions) {
      const { limit, ...rest } = parseInput(sentForm, query, ['query'], 'query')
      assertMay(parseReader(options), 'read')
      const found = await storage.sent({ ...rest, limit: withinPage(limit) } as SentQuery)
      if (found.items.length === 0) await declaration.assertDeclared(rest.destination, ['query', 'destination'])
      return found
    },
    async replay(delivery: Parameters<Deliveries['replay']>[0], options: ReadOptions) {
      const { bucket, type, id, event, destination } = parseInput(namedForm, delivery, ['delivery'], 'delivery')
      assertMay(parseReader(options), 'operate')
      await storage.settle([{ what: 'replay', ref: { bucket, type, id }, event, destination, at: clock.now() }])
    },
  })
}
