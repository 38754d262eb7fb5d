import type { Law } from '../context.js'
import { roundOf } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** 办理佐证: where the category demands it, a unit answers with a file that shows what it did in this round. */
export const proofGiven: Law = (facts, command, { responsibilities }) => {
  const { category, attachments = [] } = facts
  if (responsibilities.category(category)?.proofRequired !== true) return undefined
  const round = roundOf(facts)
  if (attachments.some((each) => each.step === 'proof' && each.round === round && each.erasedAt === undefined))
    return undefined
  return command.name === 'reply' && command.input.attachments !== undefined
    ? undefined
    : requestRefusals['proof-missing']({ category, round })
}
