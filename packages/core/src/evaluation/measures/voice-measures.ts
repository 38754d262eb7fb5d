import type { FollowUp, Rating, RequestFacts } from '../../request/facts.js'
import { answeredBy, lastGiven, ratedUnit } from '../../request/questions.js'
import { leftOut } from './handling-measures.js'
import { type Measure, when } from './measure.js'

// No answer after a rectification does not cancel an earlier rating: unrated means that the resident never rated.
const lastRating = (facts: RequestFacts) => lastGiven(facts) ?? facts.ratings.at(-1)
const lastValid = (facts: RequestFacts) => facts.followUps.findLast((each) => each.valid)

const rated = (name: string, holds: (rating: Rating, facts: RequestFacts) => boolean): Measure => ({
  name,
  at: (facts) => {
    const rating = lastRating(facts)
    return when(rating?.at, rating !== undefined && holds(rating, facts))
  },
  units: (facts) => [ratedUnit(facts, lastRating(facts) ?? { at: 0 })],
})
const followedUp = (name: string, holds?: (followUp: FollowUp, facts: RequestFacts) => boolean): Measure => ({
  name,
  at: (facts) => {
    const followUp = lastValid(facts)
    return when(followUp?.at, followUp && holds?.(followUp, facts))
  },
  units: (facts) => [answeredBy(facts, lastValid(facts)?.at ?? 0)],
})
const heard = (facts: RequestFacts) => !leftOut(facts, 'rating')

/**
 * What residents said about the unit that answered them, whichever is in charge now: on the day of the last rating (`@rated`), or of the last valid
 * follow-up (`@followedUp`).
 */
export const voiceMeasures: readonly Measure[] = [
  rated('rated@rated', ({ meaning }, facts) => meaning !== 'unrated' && heard(facts)),
  ...(['satisfied', 'basicallySatisfied', 'dissatisfied'] as const).map((meaning) =>
    rated(`${meaning}@rated`, (rating, facts) => rating.meaning === meaning && heard(facts)),
  ),
  rated('unrated@rated', ({ meaning }) => meaning === 'unrated'),
  rated('ratingAppeal@rated', ({ meaning }, facts) => meaning !== 'unrated' && !heard(facts)),
  followedUp('validFollowUp'),
  followedUp('contacted@followedUp', ({ contacted }) => contacted === true),
  followedUp('solved@followedUp', ({ solved }) => solved === 'solved'),
  followedUp('partlySolved@followedUp', ({ solved }) => solved === 'partlySolved'),
  ...(['satisfied', 'basicallySatisfied'] as const).map((meaning) =>
    followedUp(`${meaning}@followedUp`, ({ satisfied }, facts) => satisfied === meaning && heard(facts)),
  ),
  followedUp('ratingAppeal@followedUp', (_, facts) => !heard(facts)),
  {
    name: 'invalidFollowUp',
    at: (facts) => (lastValid(facts) === undefined ? facts.followUps.slice(-1).map((each) => each.at) : []),
    units: (facts) => [answeredBy(facts, facts.followUps.at(-1)?.at ?? 0)],
  },
]
