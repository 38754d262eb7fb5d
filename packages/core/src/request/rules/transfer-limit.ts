import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

const arbiters: ReadonlySet<string> = new Set(['dispatcher', 'supervisor', 'admin'])

/** Passing a request on has a limit (against shirking, 推诿): after it only who dispatches or supervises moves it. */
export const transferLimit: Law = (facts, command, { by, areas, rating }) => {
  if (command.name !== 'transfer' || facts.transfers < rating.maxTransfers || by.kind === 'system') return undefined
  const decides = by.grants.some(
    ({ role, area }) =>
      arbiters.has(role) && area !== undefined && (area === facts.area || areas.isWithin(facts.area, area)),
  )
  return decides
    ? undefined
    : requestRefusals['transfer-limit-reached']({ transfers: facts.transfers, limit: rating.maxTransfers })
}
