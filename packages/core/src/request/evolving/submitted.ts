import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'

/** The facts of a request that was just reported. */
export function submitted(event: Extract<RequestEvent, { type: 'request.submitted' }>): RequestFacts {
  const { progress: _, attachments: __, ...data } = event.data
  return {
    ...data,
    version: 0,
    status: '',
    open: true,
    owner: { role: 'dispatcher', area: data.area },
    updatedAt: event.at,
    lastStep: event.type,
    ...(event.by.kind === 'staff' && { reportedBy: event.by.id }),
    submittedAt: event.at,
    coHandlers: [],
    returns: 0,
    transfers: 0,
    suspensions: 0,
    clocks: {},
    extensions: [],
    checksFailed: 0,
    replies: [],
    ratings: [],
    followUps: [],
    rectifications: [],
    supervision: 0,
    urges: [],
    appeals: [],
    exclusions: [],
    absorbed: [],
  }
}
