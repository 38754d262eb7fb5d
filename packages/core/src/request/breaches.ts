import { clockFamily } from '../sla/clock-family.js'
import type { Breach, RequestClock, RequestFacts } from './facts.js'
import { roundOf } from './questions.js'

type Clocks = RequestFacts['clocks']

// Running out is what these clocks are for: nobody is late.
const endings: ReadonlySet<string> = new Set(['rate', 'suspension'])

/**
 * The unit that has to keep a deadline: the co-handler its own; the unit, when the request is with it or it is the request's own deadline. What a unit
 * has asked for is for others to decide in time.
 */
export function chargedTo(facts: RequestFacts, clock: string): string | undefined {
  const family = clockFamily(clock)
  if (family === 'coHandle') return clock.slice(family.length + 1)
  if (family === 'extensionDecision' || family === 'appealReview' || family === 'reopenDecision') return undefined
  return facts.owner.role === 'unit' || family === 'resolve' || family === 'rectify' ? facts.unit : undefined
}

function breachOf(facts: RequestFacts, name: string, clock: RequestClock, at: number): Breach {
  const unit = chargedTo(facts, name)
  return { clock: name, startedAt: clock.startedAt, at, round: roundOf(facts), ...(unit !== undefined && { unit }) }
}

// Not by the order of clocks in an event, which differs between one just made and one read back.
const oldestFirst = (breaches: readonly Breach[]): readonly Breach[] =>
  [...breaches].sort((a, b) => a.at - b.at || a.startedAt - b.startedAt || (a.clock < b.clock ? -1 : 1))

/** Every deadline that passed unmet, oldest first, whatever became of its clock since. */
export function breachesOf(facts: RequestFacts): readonly Breach[] {
  if (facts.breaches !== undefined) return facts.breaches
  // Stored before breaches were kept apart: what the clocks still say.
  return oldestFirst(
    Object.entries(facts.clocks).flatMap(([name, clock]) =>
      clock.breachedAt === undefined || endings.has(clockFamily(name))
        ? []
        : [breachOf(facts, name, clock, clock.breachedAt)],
    ),
  )
}

/** The breaches after clocks have changed; the same list when none of them has to do with it. */
export function breachesAfter(facts: RequestFacts, clocks: Clocks, now: number): readonly Breach[] | undefined {
  let { breaches } = facts
  for (const [name, clock] of Object.entries(clocks)) {
    if (endings.has(clockFamily(name))) continue
    const before = facts.clocks[name]
    // A clock that begins anew takes with it what nobody had noticed of the one before.
    if (before !== undefined && before.startedAt !== clock.startedAt && isLate(before, now))
      breaches = [...(breaches ?? breachesOf(facts)), breachOf(facts, name, before, before.dueAt)]
    const known = (each: Breach) => each.clock === name && each.startedAt === clock.startedAt
    if (clock.breachedAt !== undefined) {
      if (before?.breachedAt === clock.breachedAt && before.startedAt === clock.startedAt) continue
      const others: readonly Breach[] = breaches ?? breachesOf(facts)
      breaches = [...others.filter((each) => !known(each)), breachOf(facts, name, clock, clock.breachedAt)]
    } else if (breaches?.some(known)) {
      // An extension asked for in time was granted: it is in time again.
      breaches = breaches.filter((each) => !known(each))
    }
  }
  return breaches === undefined || breaches === facts.breaches ? breaches : oldestFirst(breaches)
}

function isLate(clock: RequestClock, now: number): boolean {
  return (
    clock.stoppedAt === undefined &&
    clock.pausedAt === undefined &&
    clock.breachedAt === undefined &&
    now >= clock.dueAt
  )
}
