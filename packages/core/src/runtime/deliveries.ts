import type { Clock } from '../contracts/clock.js'
import type { OwedDelivery, OwedQuery, Page, RecordRef, Storage } from '../contracts/storage.js'
import { InvalidInputError } from '../errors.js'

/** Which deliveries are looked at. */
export interface DeliveryQuery extends Omit<OwedQuery, 'state' | 'limit'> {
  /** At most 500; 50 when absent. */
  readonly limit?: number
}

/** What is owed to people and systems, for those who look after it. */
export interface Deliveries {
  /** Deliveries that were set aside, with the reason. */
  dead(query?: DeliveryQuery): Promise<Page<OwedDelivery>>
  /** Deliveries that are still owed. */
  waiting(query?: DeliveryQuery): Promise<Page<OwedDelivery>>
  /** Owes one that was set aside again, from now on and with ten new attempts. One that is not set aside is left alone. */
  replay(delivery: RecordRef & { readonly event: number; readonly destination: string }): Promise<void>
}

export function createDeliveries(storage: Storage, clock: Clock): Deliveries {
  async function page(state: OwedQuery['state'], { limit = 50, ...query }: DeliveryQuery = {}) {
    if (!Number.isInteger(limit))
      throw new InvalidInputError([{ path: ['query', 'limit'], message: 'expected a whole number' }], 'query')
    return storage.owed({ ...query, state, limit: Math.min(Math.max(1, limit), 500) })
  }

  return Object.freeze({
    dead: (query?: DeliveryQuery) => page('dead', query),
    waiting: (query?: DeliveryQuery) => page('open', query),
    replay: ({ bucket, type, id, event, destination }: Parameters<Deliveries['replay']>[0]) =>
      storage.settle([{ what: 'replay', ref: { bucket, type, id }, event, destination, at: clock.now() }]),
  })
}
