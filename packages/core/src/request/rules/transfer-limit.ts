import type { Law } from '../context.js'
import { isOneOf } from '../permissions/standing.js'
import { requestRefusals } from '../refusals.js'

const arbiters = ['dispatcher', 'supervisor'] as const

/** Passing a request on has a limit (against shirking, 推诿): after it only who dispatches or supervises moves it. */
export const transferLimit: Law = (facts, command, context) => {
  const { by, rating } = context
  if (command.name !== 'transfer' || facts.transfers < rating.maxTransfers || by.kind === 'system') return undefined
  return isOneOf(arbiters, facts, by, context)
    ? undefined
    : requestRefusals['transfer-limit-reached']({ transfers: facts.transfers, limit: rating.maxTransfers })
}
