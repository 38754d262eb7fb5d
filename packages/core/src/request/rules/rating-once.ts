import type { Law } from '../context.js'
import { roundOf } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** One rating a round. */
export const ratingOnce: Law = (facts) => {
  const round = roundOf(facts)
  return facts.ratings.some((each) => each.round === round) ? requestRefusals['already-rated']({ round }) : undefined
}
