import type { Instant } from '../../calendar/date.js'
import type { Actor } from '../../contracts/actor.js'
import type { DomainEvent, Moment, RecordKind, RecordRunner } from '../../record/record-kind.js'
import type { Measure } from './measure.js'

/** From when on each measure counts: requests submitted earlier are not in it. */
export interface MeasureStartFacts {
  /** By measure; 0 for one that counts from the beginning. */
  readonly since: Readonly<Record<string, Instant>>
  /** Instant at which the first measures were introduced. */
  readonly createdAt: Instant
}

interface Introduce {
  readonly name: 'introduce'
  readonly measures: readonly string[]
  /** Whether there is no request yet that they could have missed. */
  readonly fromTheStart: boolean
}

interface Introduced {
  readonly measures: readonly string[]
  readonly since: Instant
}

/** Since when each measure counts, as a record. */
export const measureStartKind: RecordKind<MeasureStartFacts, Introduce, Moment> = {
  type: 'measures',
  events: ['measures.introduced'],
  decide: (facts, { measures, fromTheStart }, { now }) => {
    const added = measures.filter((name) => facts?.since[name] === undefined)
    const data: Introduced = { measures: added, since: facts === undefined && fromTheStart ? 0 : now }
    return { events: added.length === 0 ? [] : [{ type: 'measures.introduced', data }] }
  },
  evolve: (facts, event: DomainEvent) => {
    const { measures, since } = event.data as Introduced
    return {
      since: { ...facts?.since, ...Object.fromEntries(measures.map((name) => [name, since])) },
      createdAt: facts?.createdAt ?? event.at,
    }
  },
  index: ({ createdAt }) => ({ status: 'counting', open: false, createdAt }),
}

const id = 'measures'

/** The measures of an instance, and since when each counts. */
export type MeasureStart = ReturnType<typeof createMeasureStart>

/**
 * Measures that count only requests submitted since they were introduced. A measure added to a running city has missed what happened before. If it
 * counted a request that it did not see begin, it would later subtract what it never added.
 */
export function createMeasureStart(declared: readonly Measure[], ofRecords: readonly string[] = []) {
  let since: Readonly<Record<string, Instant>> = {}
  // The latest of them: whatever was submitted since then counts in every measure.
  let latest = 0

  function start(known: MeasureStartFacts['since']): void {
    since = known
    latest = Math.max(0, ...Object.values(known))
  }

  const measures = declared.map(
    // Named one by one: a spread of a class instance would lose the methods of its prototype.
    (measure): Measure => ({
      name: measure.name,
      ...(measure.cutoffHour !== undefined && { cutoffHour: measure.cutoffHour }),
      ...(measure.units !== undefined && { units: (facts) => measure.units?.(facts) }),
      at: (facts) => {
        const counts = facts.submittedAt >= latest || facts.submittedAt >= (since[measure.name] ?? 0)
        return counts ? measure.at(facts) : []
      },
    }),
  )

  /** Introduces the measures that were never counted here; without an actor, it only reads. */
  async function load(runner: RecordRunner, by: Actor | undefined, anyRequests: () => Promise<boolean>): Promise<void> {
    const known = await runner.facts<MeasureStartFacts>(measureStartKind, id)
    start(known?.facts.since ?? {})
    const names = [...declared.map((each) => each.name), ...ofRecords]
    if (by === undefined || names.every((name) => since[name] !== undefined)) return
    const command: Introduce = { name: 'introduce', measures: names, fromTheStart: !(await anyRequests()) }
    const result = await runner.run(measureStartKind, id, command, { by })
    if (result.ok) start(result.record.since)
  }

  return Object.freeze({ measures, load, since: (name: string): Instant => since[name] ?? 0 })
}
