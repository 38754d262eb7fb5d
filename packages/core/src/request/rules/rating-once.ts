import type { Law } from '../context.js'
import { ratedAnswer } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** One rating a round; the answer to the request this one was merged into has rounds of its own. */
export const ratingOnce: Law = (facts) => {
  const { round, leading } = ratedAnswer(facts)
  const isRated = facts.ratings.some((each) => each.round === round && each.leading?.request === leading?.request)
  return isRated ? requestRefusals['already-rated']({ round }) : undefined
}
