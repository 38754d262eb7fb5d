import { staffGrants } from '../../authority/grants.js'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** An appeal under review is judged by different reviewers, none of them of the appealing unit. */
export const appealReview: Law = (facts, command, { by }) => {
  if (command.name !== 'reviewAppeal') return undefined
  const { appeal } = command.input
  const filed = facts.appeals.find((each) => each.id === appeal && each.decision === undefined)
  if (filed === undefined) return requestRefusals['appeal-unknown']({ appeal, path: ['input', 'appeal'] })
  if (staffGrants(by).some((grant) => grant.unit === filed.unit))
    return requestRefusals['reviewer-involved']({ reviewer: by.id, unit: filed.unit })
  return filed.reviews.some((each) => each.by === by.id)
    ? requestRefusals['reviewer-repeated']({ reviewer: by.id })
    : undefined
}
