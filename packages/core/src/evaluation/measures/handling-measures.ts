import { type AppealableFact, disputes } from '../../request/appealable-facts.js'
import { breachesOf } from '../../request/breaches.js'
import type { Breach, RequestFacts } from '../../request/facts.js'
import { lastGiven } from '../../request/questions.js'
import { type Measure, when } from './measure.js'

/** Ends of requests that no unit had to complete. Declared here, once. */
export const endedUnhandled = ['withdrawn', 'merged', 'split', 'voided', 'declined'] as const

const unhandled: ReadonlySet<string> = new Set(endedUnhandled)

/** Whether it is neither withdrawn, merged, split, void nor declined. */
export const handled = (facts: RequestFacts): boolean => !unhandled.has(facts.end ?? '')
const granted = (facts: RequestFacts, fact: AppealableFact): boolean =>
  facts.appeals.some((appeal) => appeal.decision === 'granted' && disputes(appeal, fact))
const pardoned = (facts: RequestFacts, { clock, at, unit = '' }: Breach): boolean =>
  granted(facts, { about: 'overdue', clock, factAt: at, unit })

/** Whether the deadline of the request passed unmet, even if an appeal about it was granted. */
export const breached = (facts: RequestFacts): boolean =>
  facts.clocks.resolve?.breachedAt !== undefined || (facts.breaches?.some(ofResolve) ?? false)
const ofResolve = ({ clock }: Breach) => clock === 'resolve'

/**
 * The unit that the request's deadline counts for: the one in charge when the deadline passed, whichever is in charge now; the one in charge when it
 * was kept. A deadline that an appeal pardoned counts only when there is no other.
 */
function judgedUnits(facts: RequestFacts): readonly string[] | undefined {
  if (!breached(facts)) return undefined
  const late = breachesOf(facts).filter(ofResolve)
  const breach = late.find((each) => !pardoned(facts, each)) ?? late[0]
  return breach === undefined ? undefined : [breach.unit ?? '']
}

/** The measure, counted for the unit that the deadline counts for. */
export const judged = (measure: Measure): Measure => ({ ...measure, units: judgedUnits })

/** Whether granted appeals leave this fact out of the figures: every deadline of the request that passed, or the rating that counts. */
export function leftOut(facts: RequestFacts, about: 'overdue' | 'rating'): boolean {
  if (!facts.exclusions.includes(about)) return false
  switch (about) {
    case 'overdue': {
      const late = breachesOf(facts).filter(ofResolve)
      return late.length > 0 && late.every((breach) => pardoned(facts, breach))
    }
    case 'rating': {
      const { round, leading } = lastGiven(facts) ?? {}
      return granted(facts, { about, unit: '', round, leading: leading?.request } as AppealableFact)
    }
  }
}

/** Whether a rectification missed its own deadline. Rounds count one by one: a later round in time does not undo it. */
const lateRound = (facts: RequestFacts, round: number): boolean =>
  breachesOf(facts).some((each) => each.clock === 'rectify' && each.round === round && !pardoned(facts, each))

const completed = (facts: RequestFacts) =>
  handled(facts) && facts.completedAt !== undefined && facts.end !== 'forceClosed'

const accepted = (name: string, holds: (facts: RequestFacts) => boolean): Measure => ({
  name,
  at: (facts) => when(facts.acceptedAt, holds(facts)),
})

// A return counts for the unit that returned, whichever is in charge now; so does the fact that the unit had received the request (`returnedAway`).
const byUnit = (name: string, units: NonNullable<Measure['units']>): Measure => ({
  ...accepted(name, (facts) => facts.returned !== undefined && handled(facts)),
  units,
})
const allReturners = ({ returned = [] }: RequestFacts) => [...new Set(returned.map(({ unit }) => unit))]
const formerUnits = (facts: RequestFacts) => allReturners(facts).filter((unit) => unit !== facts.unit)
const isPardoned = (facts: RequestFacts, unit: string): boolean =>
  (facts.returned ?? []).every(
    (each) => each.unit !== unit || granted(facts, { about: 'return', unit, factAt: each.at }),
  )
const returners = (facts: RequestFacts) => allReturners(facts).filter((unit) => !isPardoned(facts, unit))
const pardonedReturners = (facts: RequestFacts) => allReturners(facts).filter((unit) => isPardoned(facts, unit))

/** What is counted on the day of acceptance. */
export const handlingMeasures: readonly Measure[] = [
  accepted('accepted', handled),
  accepted('leftOut', (facts) => !handled(facts)),
  ...endedUnhandled.map((end) => accepted(`${end}@accepted`, (facts) => facts.end === end)),
  accepted('completed@accepted', completed),
  accepted('forceClosed@accepted', (facts) => facts.end === 'forceClosed'),
  judged(accepted('timed@accepted', (facts) => completed(facts) && !leftOut(facts, 'overdue'))),
  judged(accepted('onTime@accepted', (facts) => completed(facts) && !breached(facts))),
  judged(accepted('overdue@accepted', (facts) => handled(facts) && !leftOut(facts, 'overdue') && breached(facts))),
  judged(accepted('overdueAppeal@accepted', (facts) => completed(facts) && leftOut(facts, 'overdue'))),
  accepted(
    'rectified@accepted',
    (facts) => handled(facts) && facts.rectifications.length > 0 && !leftOut(facts, 'rating'),
  ),
  accepted('ratingAppeal@accepted', (facts) => handled(facts) && leftOut(facts, 'rating')),
  byUnit('returnedAway@accepted', formerUnits),
  byUnit('returned@accepted', returners),
  byUnit('returnAppeal@accepted', pardonedReturners),
  { name: 'rectifications@opened', at: (facts) => facts.rectifications.map((each) => each.openedAt) },
  {
    name: 'overdue@opened',
    at: (facts) => facts.rectifications.filter(({ round }) => lateRound(facts, round)).map((each) => each.openedAt),
  },
]
