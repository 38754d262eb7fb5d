import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import type { Patch } from './patch.js'

/** A deadline came with a request that went into this one. */
export function handed(
  { handed = [], clocks: { resolve } }: RequestFacts,
  { from, deadline }: Extract<RequestEvent, { type: 'request.absorbed' }>['data'],
): Patch {
  if (deadline === undefined) return {}
  return { handed: [...handed, { from, clock: deadline, ...(resolve !== undefined && { instead: resolve }) }] }
}

/** A request left this one: the next deadline that was handed over stands in the place of the one this stood in. */
export function takenBack({ handed }: RequestFacts, from: string): Patch {
  const place = handed?.findIndex((each) => each.from === from) ?? -1
  if (handed === undefined || place < 0) return {}
  const left = handed.flatMap((each, at) => {
    if (at === place) return []
    const instead = at === place + 1 && each.instead !== undefined ? handed[place]?.instead : each.instead
    return [{ ...each, ...(instead !== undefined && { instead }) }]
  })
  return { handed: left.length > 0 ? left : undefined }
}
