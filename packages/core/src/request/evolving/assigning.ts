import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'

// The unit stays named as the one that had it last.
const givenAway: ReadonlySet<RequestEvent['type']> = new Set(['request.returned', 'request.claimExpired'])

/** Whether this event takes the request from the unit whose person looks after it, or ends it: then nobody does any longer. */
export function endsAssignment(
  before: Pick<RequestFacts, 'unit'>,
  after: { readonly unit?: string | undefined; readonly open: boolean | undefined },
  type: RequestEvent['type'],
): boolean {
  return after.open !== true || after.unit !== before.unit || givenAway.has(type)
}
