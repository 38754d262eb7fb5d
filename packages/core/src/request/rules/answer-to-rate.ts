import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** The resident of a merged request rates the answer to the leading one, once there is one, and once: not in each of their own requests. */
export const answerToRate: Law = ({ leadingAnswer: answer }) => {
  if (answer === undefined) return requestRefusals['nothing-to-rate']({ because: 'notAnswered' })
  const { ratedIn } = answer
  return ratedIn === undefined
    ? undefined
    : requestRefusals['nothing-to-rate']({ because: 'ratedElsewhere', request: ratedIn })
}
