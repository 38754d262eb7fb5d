import { z } from 'zod'
import type { Clock } from '../contracts/clock.js'
import type { OwedDelivery, OwedQuery, Page } from '../contracts/queries.js'
import type { RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { parseInput } from '../import/parse.js'
import { plainText } from '../privacy/text.js'

/** Which deliveries are looked at. */
export interface DeliveryQuery extends Omit<OwedQuery, 'state' | 'limit'> {
  /** At most 500; 50 when absent. */
  readonly limit?: number
}

/** What is owed to people and systems, for those who look after it. */
export interface Deliveries {
  /** Deliveries that were set aside, with the reason. */
  deadLetters(query?: DeliveryQuery): Promise<Page<OwedDelivery>>
  /** Deliveries that are still owed. */
  pending(query?: DeliveryQuery): Promise<Page<OwedDelivery>>
  /** Owes one that was set aside again, from now on and with ten new attempts. One that is not set aside is left alone. */
  replay(delivery: RecordRef & { readonly event: number; readonly destination: string }): Promise<void>
}

const name = plainText(200)
const queryForm = z.strictObject({
  destination: name.optional(),
  after: z.string().max(1000).optional(),
  limit: z.number().int().default(50),
})
// A delivery as `dead` gave it has more to it than what names it.
const namedForm = z.object({
  bucket: z.number().int().min(0),
  type: name,
  id: name,
  event: z.number().int().min(1),
  destination: name,
})

export function createDeliveries(storage: Storage, clock: Clock): Deliveries {
  async function page(state: OwedQuery['state'], query: DeliveryQuery = {}) {
    const { limit, ...rest } = parseInput(queryForm, query, ['query'], 'query')
    return storage.owed({ ...rest, state, limit: Math.min(Math.max(1, limit), 500) } as OwedQuery)
  }

  return Object.freeze({
    deadLetters: (query?: DeliveryQuery) => page('dead', query),
    pending: (query?: DeliveryQuery) => page('open', query),
    async replay(delivery: Parameters<Deliveries['replay']>[0]) {
      const { bucket, type, id, event, destination } = parseInput(namedForm, delivery, ['delivery'], 'delivery')
      await storage.settle([{ what: 'replay', ref: { bucket, type, id }, event, destination, at: clock.now() }])
    },
  })
}
