import type { Actor } from '../../contracts/actor.js'
import type { AttachmentPolicy } from '../attachments/policy.js'
import type { Attachment } from '../facts/attachment.js'
import type { RequestFacts } from '../facts.js'
import { isOneOf, mayReadPersonal, type Where } from './standing.js'

const helpers = ['unit', 'coUnit'] as const

/**
 * Whether an actor who may know of the request may open one of its files. What a resident photographs tells of them: it is for who looks after the area and
 * for the units that work on it, these not of a confidential request. What shows handling is for everybody of the staff. The requester sees the steps that the
 * place shows, proof of handling once that round was answered. Whoever attached a file may look at it.
 */
export function mayOpen(
  { by: from, step, round }: Attachment,
  facts: RequestFacts,
  by: Actor,
  where: Where,
  { shownToRequester }: AttachmentPolicy,
): boolean {
  if (by.kind === 'system' || (from.id === by.id && from.kind === by.kind)) return true
  if (by.kind === 'resident')
    return shownToRequester.includes(step) && (step !== 'proof' || facts.replies.some((each) => each.round >= round))
  if (step === 'proof' || step === 'check' || mayReadPersonal(facts, by, where)) return true
  return isOneOf(helpers, facts, by, where) && (facts.confidential === undefined || from.kind !== 'resident')
}
