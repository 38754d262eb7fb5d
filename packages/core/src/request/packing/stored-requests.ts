import type { EditionFacts } from '../../edition/edition.js'
import { editionsIn } from '../../edition/editions.js'
import { readBody } from '../../record/body.js'
import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { requestPacking } from './request-packing.js'

/** Reads what a storage holds of requests, without a running Huiyin. */
export interface StoredRequests {
  /** The facts in a stored body. Throws for a body that is damaged, or of another form than this version writes. */
  facts(body: string): RequestFacts
  /** The event in its stored bytes, without what was written with it. */
  event(bytes: string): RequestEvent
}

/**
 * How the requests of one storage are read from their stored texts: for auditors and tests, who look at the rows themselves. Requests name the rules they
 * were decided by, which lie in the record `editions/main`.
 *
 * @param editions body of the stored record `editions/main`; absent when there is none, as in a storage from before there were editions
 * @example
 * ```ts
 * const { record } = await storage.load(refOf('editions', 'main'))
 * const { facts } = storedRequests(record?.body)
 * ```
 */
export function storedRequests(editions: string | undefined): StoredRequests {
  const recorded = editions === undefined ? undefined : (JSON.parse(editions) as EditionFacts)
  const packing = requestPacking({ ...editionsIn(recorded), refresh: async () => {} })
  return {
    facts: (body) => packing.unpackFacts(JSON.parse(readBody(body).text) as object) as RequestFacts,
    event: (bytes) => {
      const { wrote: _, ...event } = JSON.parse(bytes) as RequestEvent & { readonly wrote?: object }
      return { ...event, data: packing.unpackEvent(event.data) } as RequestEvent
    },
  }
}
