// Questions about the facts of a request, answered in one place.
import type { Rating, RequestClock, RequestFacts } from './facts.js'

/** The last rating the resident gave, whatever silence there was since. */
export function lastGiven({ ratings }: RequestFacts): Rating | undefined {
  return ratings.findLast(({ meaning }) => meaning !== 'unrated')
}

/** The unit whose answer stood at an instant, whoever has the request now. */
export function answeredBy({ replies, unit = '' }: RequestFacts, at: number): string {
  return replies.findLast((reply) => reply.at <= at)?.unit ?? unit
}

/** Round the request is in: 0 before any rectification, and before work on it began again. */
export function roundOf({ rectifications, reopened = [] }: RequestFacts): number {
  return rectifications.length + reopened.length
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
