import type { CalendarDate } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import { deepFreeze } from '../import/deep-freeze.js'
import type { RecordRunner } from '../record/record-kind.js'
import { following } from '../record/record-reader.js'
import type { SlaPolicy } from '../sla/policy.js'
import type { AdoptedPolicy, EditionFacts, RecordedCalendar, RulesInForce } from './edition.js'
import { adoptedOn, editionId, editionKind, editionWith, yearsUpTo } from './edition-kind.js'

/** What the clocks of one edition have in common. */
export interface ClockRules {
  readonly policy: SlaPolicy
  readonly calendarVersion: string
}

/** Limits that were adopted by a command. */
export interface AdoptedLimits extends Omit<AdoptedPolicy, 'policy'> {
  /** The limits. */
  readonly policy: SlaPolicy
}

/** 规则版本: limits, calendar and lifecycle that were in force together, as a process recorded them. */
export interface RecordedEdition {
  /** 1, 2, 3 … Clocks name it. */
  readonly number: number
  /** When it was recorded, in milliseconds since 1970. */
  readonly at: number
  /** The limits. */
  readonly policy: SlaPolicy
  /** Version of the calendar. */
  readonly calendar: string
  /** The lifecycle: the name that its place gave it, and a hash of its content. */
  readonly lifecycle: {
    /** Such as `closed-loop/1`. */
    readonly name: string
    /** Hash of the definition. */
    readonly version: string
  }
}

/** Looks up the recorded editions. */
export interface Editions {
  /** Number of the edition with limits and calendar of these versions; `undefined` when there is none. */
  numberOf(policyVersion: string, calendarVersion: string): number | undefined
  /** What an edition says of clocks; `undefined` when this process has not read it. */
  of(number: number): ClockRules | undefined
  /** What the recorded calendar of this version is made of; `undefined` when none is recorded. */
  calendarOf(version: string): Pick<RecordedCalendar, 'years' | 'overlays'> | undefined
  /** The limits recorded last under this version; `undefined` when there are none. */
  policyOf(version: string): SlaPolicy | undefined
  /** The limits that were adopted for a day; `undefined` when none were, so that those of the code hold. */
  adoptedOn(date: CalendarDate): SlaPolicy | undefined
  /** What was adopted, in the order in which it was decided. */
  adopted(): readonly AdoptedLimits[]
  /** All editions, oldest first. */
  all(): readonly RecordedEdition[]
  /** A state, open or an end, of the lifecycle recorded last that has one of this name; `undefined` when none has. */
  stateOf(name: string, open: boolean): object | undefined
}

/** The editions of a process, kept equal to the stored record. */
export interface LiveEditions extends Editions {
  /** Reads the record. */
  refresh(): Promise<void>
  /** Records the rules of this process, unless they are there. */
  record(rules: RulesInForce, by: Actor): Promise<void>
  /** Takes what was just written. */
  adopt(facts: EditionFacts): void
}

/** Looks up the editions of a stored record; none when there is no such record. */
export function editionsIn(facts: EditionFacts | undefined): Editions {
  const { editions = [], policies = [], calendars = [], lifecycles = [], adopted = [] } = deepFreeze(facts) ?? {}
  // Asked for every clock that is written.
  const numbers = new Map<string, Map<string, number>>()
  for (const [place, { policy, calendar }] of editions.entries()) {
    const ofCalendar = numbers.get(calendar) ?? new Map<string, number>()
    numbers.set(calendar, ofCalendar.set(policies[policy]?.version ?? '', place + 1))
  }
  const rules = editions.flatMap(({ policy: place, calendar: calendarVersion }) => {
    const policy = policies[place]
    return policy === undefined ? [] : [{ policy, calendarVersion }]
  })
  return {
    numberOf: (policyVersion, calendarVersion) => numbers.get(calendarVersion)?.get(policyVersion),
    of: (number) => rules[number - 1],
    calendarOf: (version) => {
      const found = calendars.find((each) => each.version === version)
      const years = facts === undefined ? undefined : yearsUpTo(facts, version)
      return found === undefined || years === undefined ? undefined : { years, overlays: found.overlays }
    },
    policyOf: (version) => policies.findLast((each) => each.version === version),
    adoptedOn: (date) => policies[adoptedOn(facts, date)?.policy ?? -1],
    adopted: () =>
      adopted.flatMap(({ policy, ...each }) =>
        policies.slice(policy, policy + 1).map((of) => ({ policy: of, ...each })),
      ),
    stateOf: (name, open) => {
      for (const { definition } of lifecycles.toReversed()) {
        const { states = {} } = definition as { readonly states?: Readonly<Record<string, object>> }
        const state = Object.hasOwn(states, name) ? states[name] : undefined
        if (state !== undefined && 'end' in state !== open) return state
      }
      return undefined
    },
    all: () =>
      editions.flatMap(({ policy, lifecycle: version, ...each }, place) => {
        const definition = lifecycles.find((one) => one.version === version)?.definition as
          | { name?: string }
          | undefined
        const lifecycle = { name: definition?.name ?? '', version }
        return policies.slice(policy, policy + 1).map((of) => ({ number: place + 1, ...each, policy: of, lifecycle }))
      }),
  }
}

const sizeOf = (facts: EditionFacts | undefined) => (facts?.editions.length ?? 0) + (facts?.adopted.length ?? 0)

/** The editions as this process knows them: none until `refresh`. */
export function createEditions(runner: RecordRunner): LiveEditions {
  let known: EditionFacts | undefined
  let found = editionsIn(known)

  function adopt(facts: EditionFacts | undefined): void {
    if (facts === undefined || sizeOf(facts) <= sizeOf(known)) return
    known = facts
    found = editionsIn(facts)
  }

  return Object.freeze({
    numberOf: (...versions: Parameters<Editions['numberOf']>) => found.numberOf(...versions),
    of: (number: number) => found.of(number),
    calendarOf: (version: string) => found.calendarOf(version),
    policyOf: (version: string) => found.policyOf(version),
    adoptedOn: (date: CalendarDate) => found.adoptedOn(date),
    adopted: () => found.adopted(),
    all: () => found.all(),
    stateOf: (name: string, open: boolean) => found.stateOf(name, open),
    adopt,
    refresh: following<EditionFacts>(runner, editionKind, editionId, adopt),
    record: async (rules: RulesInForce, by: Actor) => {
      if (editionWith(known, rules) > 0) return
      const result = await runner.run(editionKind, editionId, { name: 'record', rules }, { by })
      if (result.ok) adopt(result.record)
    },
  })
}
