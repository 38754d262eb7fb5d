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

/** Round the request is in: 0 before any rectification. */
export function roundOf(facts: RequestFacts): number {
  return facts.rectifications.length
}

/** A rectification is under way: opened, and no standing reply since. */
export function inRectification(facts: RequestFacts): boolean {
  return facts.rectifications.length > 0 && facts.completedAt === undefined
}

/** The clock of the request itself that is running or paused: `rectify` in a rectification, else `resolve`. */
export function ownClock(facts: RequestFacts): RequestClock | undefined {
  const clock = facts.clocks[inRectification(facts) ? 'rectify' : 'resolve']
  return clock?.stoppedAt === undefined ? clock : undefined
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
