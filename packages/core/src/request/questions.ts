// Questions about the facts of a request, answered in one place.
import type { Actor } from '../contracts/actor.js'
import type { CommandNamed } from './commands.js'
import type { Rating, ReopenAsk, RequestClock, RequestFacts } from './facts.js'

/** The last rating the resident gave, whatever silence there was since. */
export function lastGiven({ ratings }: RequestFacts): Rating | undefined {
  return ratings.findLast(({ meaning }) => meaning !== 'unrated')
}

/** The unit a rating is about: the one that answered, of the leading request when this one was merged. */
export function ratedUnit(facts: RequestFacts, { at, leading }: Pick<Rating, 'at' | 'leading'>): string {
  return leading?.unit ?? answeredBy(facts, at)
}

/** Name of the clock in which a resident of a merged request may rate the answer to the leading one. */
export const mergedRatingClock = (leading: string): string => `rate/${leading}`

/** The clock in which the resident may rate, running or not. */
export function ratingClock({ clocks, mergedInto, leadingAnswer }: RequestFacts): RequestClock | undefined {
  if (mergedInto === undefined) return clocks.rate
  return leadingAnswer === undefined ? undefined : clocks[mergedRatingClock(leadingAnswer.request)]
}

/** The unit whose answer stood at an instant, whoever has the request now. */
export function answeredBy({ replies, unit = '' }: RequestFacts, at: number): string {
  return replies.findLast((reply) => reply.at <= at)?.unit ?? unit
}

/** Round the request is in: 0 before any rectification, and before work on it began again. */
export function roundOf({ rectifications, reopened = [] }: RequestFacts): number {
  return rectifications.length + reopened.length
}

/** Name of the clock in which the desk decides whether a closed request is handled again. */
export const reopenClock = 'reopenDecision'

/** The application to handle it again that waits for a decision, also after the end. */
export function pendingReopenAsk({ reopenAsks }: RequestFacts): ReopenAsk | undefined {
  return reopenAsks?.find(({ decision }) => decision === undefined)
}

/** The answer a rating is about: the round, and whose it is when the request was merged. */
export function ratedAnswer(facts: RequestFacts): Pick<Rating, 'round' | 'leading'> {
  const { leadingAnswer: answer } = facts
  if (answer === undefined) return { round: roundOf(facts) }
  return { round: answer.round, leading: { request: answer.request, unit: answer.unit } }
}

/** A rectification is under way: opened in the round it is in, and no standing reply since. */
export function inRectification(facts: RequestFacts): boolean {
  const last = facts.rectifications.at(-1)
  return last !== undefined && last.round === roundOf(facts) && facts.completedAt === undefined
}

/**
 * The clock of the request itself that is running or paused: `rectify` in a rectification, else `resolve`. Where a place has its own way back to work,
 * the other one, if it is that which runs.
 */
export function ownClock(facts: RequestFacts): RequestClock | undefined {
  const { rectify, resolve } = facts.clocks
  const clocks = inRectification(facts) ? [rectify, resolve] : [resolve, rectify]
  return clocks.find((clock) => clock !== undefined && clock.stoppedAt === undefined)
}

/** A co-handler that was asked, has not answered, and whose time was not ended by something else. */
export function isAsked(facts: RequestFacts, unit: string): boolean {
  const clock = facts.clocks[`coHandle/${unit}`]
  return (
    clock !== undefined &&
    clock.stoppedAt === undefined &&
    facts.coHandlers.some((each) => each.unit === unit && each.repliedAt === undefined)
  )
}

/** Whom an `assign` names: the actor, where it names nobody; `null` for nobody. */
export const assigneeNamed = ({ to }: CommandNamed<'assign'>['input'], by: Actor): string | null =>
  to === undefined ? by.id : to

const nobody: readonly string[] = []

/** Ids of the units that may claim it, the first of which gets it; none where it was offered to no more than one. */
export const candidatesOf = ({ open, owner }: Pick<RequestFacts, 'open' | 'owner'>): readonly string[] =>
  open && owner.role === 'candidates' ? owner.units : nobody
