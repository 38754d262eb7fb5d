import type { HolidayYear } from '../calendar/notices/holiday-year.js'
import { canonical } from '../record/canonical.js'
import type { DomainEvent, Moment, NewEvent, RecordKind } from '../record/record-kind.js'
import type { SlaPolicy } from '../sla/policy.js'
import type { Edition, EditionFacts, RecordedCalendar, RecordedLifecycle, RulesInForce } from './edition.js'

/** Id of the one record that holds the editions of the rules. */
export const editionId = 'main'

interface RecordEdition {
  readonly name: 'record'
  readonly rules: RulesInForce
}

type Data = {
  readonly policy?: SlaPolicy
  readonly calendar?: RecordedCalendar
  readonly lifecycle?: RecordedLifecycle
  readonly edition: Omit<Edition, 'at'>
}

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)

/** Place of these limits among those recorded, or -1. Two limits of one name may differ: a place names them itself. */
export const placeOf = (facts: EditionFacts | undefined, policy: SlaPolicy): number =>
  facts?.policies.findIndex((each) => each.version === policy.version && same(each, policy)) ?? -1

/** The notice recorded last for each year. */
function recordedYears(facts: EditionFacts | undefined): ReadonlyMap<number, HolidayYear> {
  return new Map(facts?.calendars.flatMap(({ years }) => years.map((each) => [each.year, each] as const)))
}

/** The notices of a recorded calendar, those of earlier ones included, oldest first. */
export function yearsUpTo(facts: EditionFacts, version: string): readonly HolidayYear[] | undefined {
  const place = facts.calendars.findIndex((each) => each.version === version)
  if (place < 0) return undefined
  const years = recordedYears({ ...facts, calendars: facts.calendars.slice(0, place + 1) })
  return [...years.values()].sort((one, other) => one.year - other.year)
}

/** Number of the newest edition with these rules, or 0. */
export function editionWith(facts: EditionFacts | undefined, { policy, calendar, lifecycle }: RulesInForce): number {
  if (facts === undefined) return 0
  const place = facts.editions.findLastIndex(
    (each) =>
      each.calendar === calendar.version &&
      each.lifecycle === lifecycle.version &&
      facts.policies[each.policy]?.version === policy.version &&
      same(facts.policies[each.policy], policy),
  )
  return place + 1
}

function newEdition(facts: EditionFacts | undefined, { policy, calendar, lifecycle }: RulesInForce): NewEvent {
  const known = placeOf(facts, policy)
  const before = recordedYears(facts)
  const isKnown = <T extends { readonly version: string }>(list: readonly T[] | undefined, version: string) =>
    list?.some((each) => each.version === version) ?? false
  const data: Data = {
    ...(known < 0 && { policy }),
    ...(!isKnown(facts?.calendars, calendar.version) && {
      calendar: { ...calendar, years: calendar.years.filter((year) => !same(before.get(year.year), year)) },
    }),
    ...(!isKnown(facts?.lifecycles, lifecycle.version) && { lifecycle }),
    edition: {
      policy: known < 0 ? (facts?.policies.length ?? 0) : known,
      calendar: calendar.version,
      lifecycle: lifecycle.version,
    },
  }
  return { type: 'editions.recorded', data }
}

/** The editions of the rules as a record: each version of limits, calendar and lifecycle once, in the chain. */
export const editionKind: RecordKind<EditionFacts, RecordEdition, Moment> = {
  type: 'editions',
  events: ['editions.recorded'],
  decide: (facts, { rules }) => ({ events: editionWith(facts, rules) > 0 ? [] : [newEdition(facts, rules)] }),
  evolve: (facts, event: DomainEvent) => {
    const base = facts ?? { editions: [], policies: [], calendars: [], lifecycles: [], createdAt: event.at }
    if (event.type !== 'editions.recorded') return base
    const { policy, calendar, lifecycle, edition } = event.data as Data
    return {
      ...base,
      editions: [...base.editions, { ...edition, at: event.at }],
      policies: policy === undefined ? base.policies : [...base.policies, policy],
      calendars: calendar === undefined ? base.calendars : [...base.calendars, calendar],
      lifecycles: lifecycle === undefined ? base.lifecycles : [...base.lifecycles, lifecycle],
    }
  },
  index: ({ createdAt }) => ({ status: 'recorded', open: false, createdAt }),
}
