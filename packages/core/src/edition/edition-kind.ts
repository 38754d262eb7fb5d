import type { CatalogueAreas } from '../area/directory.js'
import { type CalendarDate, dateOf } from '../calendar/date.js'
import type { HolidayYear } from '../calendar/notices/holiday-year.js'
import type { Refusal } from '../import/refusal.js'
import { canonical } from '../record/canonical.js'
import type { DomainEvent, Moment, NewEvent, RecordKind } from '../record/record-kind.js'
import type { SlaPolicy } from '../sla/policy.js'
import type {
  AdoptedPolicy,
  Edition,
  EditionFacts,
  RecordedCalendar,
  RecordedLifecycle,
  RulesInForce,
} from './edition.js'
import { policyRefusals } from './policy-refusals.js'

/** Id of the one record that holds the editions of the rules. */
export const editionId = 'main'

/** What the record of editions can be asked to do. */
export type EditionCommand =
  | { readonly name: 'record'; readonly rules: RulesInForce }
  | { readonly name: 'adopt'; readonly policy: SlaPolicy; readonly from: CalendarDate; readonly basis?: string }

type Adopt = Extract<EditionCommand, { name: 'adopt' }>

/** What it is judged with. */
export interface EditionContext extends Moment {
  readonly areas: Pick<CatalogueAreas, 'roots' | 'isWithin'>
  /** The clocks that this city runs. */
  readonly clocks: readonly string[]
}

interface Recorded {
  readonly policy?: SlaPolicy
  readonly calendar?: RecordedCalendar
  readonly lifecycle?: RecordedLifecycle
  readonly edition?: Omit<Edition, 'at'>
  readonly adopted?: Omit<AdoptedPolicy, 'at'>
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
  const place = placeOf(facts, policy)
  const isSo = (each: Edition) =>
    each.policy === place && each.calendar === calendar.version && each.lifecycle === lifecycle.version
  return (facts?.editions.findLastIndex(isSo) ?? -1) + 1
}

function newEdition(facts: EditionFacts | undefined, { policy, calendar, lifecycle }: RulesInForce): NewEvent {
  const known = placeOf(facts, policy)
  const before = recordedYears(facts)
  const isAsBefore = (year: HolidayYear) => before.has(year.year) && same(before.get(year.year), year)
  const isKnown = <T extends { readonly version: string }>(list: readonly T[] | undefined, version: string) =>
    list?.some((each) => each.version === version) ?? false
  const data: Recorded = {
    ...(known < 0 && { policy }),
    ...(!isKnown(facts?.calendars, calendar.version) && {
      calendar: { ...calendar, years: calendar.years.filter((year) => !isAsBefore(year)) },
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

function refusalOfAdopting(
  { policy, from }: Adopt,
  { by, now, areas, authority, clocks }: EditionContext,
): Refusal | undefined {
  if (!authority.mayInAll(by, 'policies', 'adopt', areas.roots(), areas)) {
    const { needs, who } = authority.needed('policies', 'adopt')
    return authority.exclusion(by, needs) ?? policyRefusals['policy-not-permitted']({ actor: by.id, needs, who })
  }
  const today = dateOf(now)
  if (from < today) return policyRefusals['policy-day-passed']({ from, today })
  const missing = clocks.filter((clock) => !Object.hasOwn(policy.clocks, clock))
  return missing.length === 0 ? undefined : policyRefusals['policy-clocks-missing']({ clocks: missing })
}

/** The place of the limits that are adopted for a day, or `undefined`. */
export const adoptedOn = (facts: EditionFacts | undefined, date: CalendarDate): AdoptedPolicy | undefined =>
  facts?.adopted
    .filter(({ from }) => from <= date)
    .reduce<AdoptedPolicy | undefined>(
      (best, each) => (best === undefined || each.from >= best.from ? each : best),
      undefined,
    )

function adoption(facts: EditionFacts | undefined, { policy, from, basis }: Adopt): readonly NewEvent[] {
  const known = placeOf(facts, policy)
  const before = adoptedOn(facts, from)
  if (known >= 0 && before?.policy === known && before.from === from) return []
  const place = known < 0 ? (facts?.policies.length ?? 0) : known
  const adopted = { policy: place, from, ...(basis !== undefined && { basis }) }
  return [{ type: 'editions.policyAdopted', data: { ...(known < 0 && { policy }), adopted } satisfies Recorded }]
}

const none: Omit<EditionFacts, 'createdAt'> = { editions: [], policies: [], calendars: [], lifecycles: [], adopted: [] }

/** The editions of the rules as a record: each version of limits, calendar and lifecycle once, in the chain, and from which day limits were adopted. */
export const editionKind: RecordKind<EditionFacts, EditionCommand, EditionContext> = {
  type: 'editions',
  events: ['editions.recorded', 'editions.policyAdopted'],
  decide: (facts, command, context) => {
    if (command.name === 'record')
      return { events: editionWith(facts, command.rules) > 0 ? [] : [newEdition(facts, command.rules)] }
    const refusal = refusalOfAdopting(command, context)
    return refusal === undefined ? { events: adoption(facts, command) } : { refusal }
  },
  evolve: (facts, event: DomainEvent) => {
    const base = facts ?? { ...none, createdAt: event.at }
    if (!event.type.startsWith('editions.')) return base
    const { policy, calendar, lifecycle, edition, adopted } = event.data as Recorded
    const { at } = event
    return {
      ...base,
      editions: edition === undefined ? base.editions : [...base.editions, { ...edition, at }],
      policies: policy === undefined ? base.policies : [...base.policies, policy],
      calendars: calendar === undefined ? base.calendars : [...base.calendars, calendar],
      lifecycles: lifecycle === undefined ? base.lifecycles : [...base.lifecycles, lifecycle],
      adopted: adopted === undefined ? base.adopted : [...base.adopted, { ...adopted, at }],
    }
  },
  index: ({ createdAt }) => ({ status: 'recorded', open: false, createdAt }),
}
