import type { Authority } from '../authority/authority.js'
import type { Actor } from '../contracts/actor.js'
import { breachesOf } from './breaches.js'
import type { CommandNamed } from './commands.js'
import type { Appeal, RequestFacts } from './facts.js'
import { lastGiven, ratedUnit } from './questions.js'

/** A fact an appeal may dispute, and the unit it is charged to. */
export type AppealableFact = Pick<Appeal, 'about' | 'unit' | 'round' | 'leading' | 'clock' | 'factAt'>

type Asked = Pick<CommandNamed<'appeal'>['input'], 'about' | 'clock'>

const charges: Readonly<Record<Appeal['about'], (facts: RequestFacts) => readonly AppealableFact[]>> = {
  overdue: (facts) =>
    breachesOf(facts).flatMap(({ unit, clock, at, round }) =>
      unit === undefined ? [] : [{ about: 'overdue', unit, clock, factAt: at, round }],
    ),
  rating: (facts) => {
    const given = lastGiven(facts)
    const said = given ?? facts.followUps.findLast((each) => each.valid)
    return facts.ratings.some((each) => each.meaning === 'dissatisfied') ||
      facts.followUps.some((each) => each.valid && each.satisfied === 'dissatisfied')
      ? [
          {
            about: 'rating',
            unit: said === undefined ? (facts.unit ?? '') : ratedUnit(facts, said),
            ...(given !== undefined && { round: given.round }),
            ...(given?.leading !== undefined && { leading: given.leading.request }),
          },
        ]
      : []
  },
  return: (facts) => (facts.returned ?? []).map(({ unit, at }) => ({ about: 'return', unit, factAt: at })),
}

/** Does the appeal dispute this very fact? What was granted about one rating, one run of a clock, pardons no later one. */
export function disputes(appeal: Appeal, fact: AppealableFact): boolean {
  if (appeal.about !== fact.about) return false
  switch (fact.about) {
    case 'overdue':
      return appeal.clock === fact.clock && (appeal.factAt === undefined || appeal.factAt === fact.factAt)
    case 'rating':
      return appeal.round === fact.round && appeal.leading === fact.leading
    case 'return':
      return appeal.factAt === fact.factAt && appeal.unit === fact.unit
  }
}

/** Facts of the kind that are charged to a unit of the actor and not pardoned yet, oldest first; all units' for who handles for none. */
export function appealableFacts(
  facts: RequestFacts,
  { about, clock }: Asked,
  { by, authority }: { readonly by: Actor; readonly authority: Authority },
): readonly AppealableFact[] {
  const units = authority
    .grantsOf(by)
    .flatMap(({ role, unit }) => (role === 'handler' && unit !== undefined ? [unit] : []))
  return charges[about](facts).filter(
    (fact) =>
      (clock === undefined || fact.clock === clock) &&
      (units.length === 0 || units.includes(fact.unit)) &&
      !facts.appeals.some((appeal) => appeal.decision === 'granted' && disputes(appeal, fact)),
  )
}

/** Units charged with a fact of this kind, pardoned or not. */
export function chargedUnits(facts: RequestFacts, about: Appeal['about']): ReadonlySet<string> {
  return new Set(charges[about](facts).map((fact) => fact.unit))
}

/** The review a fact is under, if any. */
export function pendingAppealOf(facts: RequestFacts, fact: AppealableFact): Appeal | undefined {
  return facts.appeals.find((appeal) => appeal.decision === undefined && disputes(appeal, fact))
}

/** The one fact an appeal is about when it does not say: the request's own deadline before another, a late one before an early one. */
export function factToAppeal(facts: RequestFacts, disputed: readonly AppealableFact[]): AppealableFact | undefined {
  const free = disputed.filter((fact) => pendingAppealOf(facts, fact) === undefined)
  return free.findLast((fact) => fact.clock === 'resolve') ?? free.at(-1)
}
