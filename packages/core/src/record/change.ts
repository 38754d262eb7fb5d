import type { Digest } from '../contracts/digest.js'
import type {
  Change,
  DeadlineWrite,
  DeliveryWrite,
  RecordRef,
  StoredAnswer,
  StoredRecord,
  TallyDelta,
  VaultRow,
} from '../contracts/rows.js'
import { sumByKey } from '../tally/sum-by-key.js'
import { bodyOf, formOf } from './body.js'
import { chainEvents, genesis } from './chain.js'
import type { Destinations } from './destinations.js'
import { completeIndex } from './record-index.js'
import type { Caused, DomainEvent, NewEvent, RecordKind } from './record-kind.js'
import { type SearchIndexing, searchDiff } from './searching/search-index.js'
import { type StoredEvent, wroteOf } from './stored-event.js'

/** What is projected from facts; a change holds the difference to the projection before it. */
export interface Projected {
  readonly deadlines: readonly DeadlineWrite[]
  readonly tallies: readonly TallyDelta[]
}

/** What becomes of one decision: the facts after it, its events, and the one change that stores it all. */
export interface Outcome<Facts> {
  readonly facts: Facts
  /** The facts as JSON text, as they are stored. */
  readonly text: string
  readonly projected: Projected
  readonly events: readonly DomainEvent[]
  readonly change: Change
}

interface Inputs<Facts extends object> {
  readonly kind: RecordKind<Facts, never, never>
  readonly ref: RecordRef
  readonly record: Pick<StoredRecord, 'version' | 'head'> | undefined
  readonly facts: Facts | undefined
  /** Projection of `facts` as it is stored, when it is known. */
  readonly projected: Partial<Projected> | undefined
  readonly drafted: readonly NewEvent[]
  readonly erase: readonly string[]
  readonly caused: Caused
  readonly now: number
  readonly by: DomainEvent['by']
  readonly digest: Digest
  readonly destinations: Destinations
  readonly vault: readonly VaultRow[]
  /** Absent: nothing is kept to be searched. */
  readonly search?: SearchIndexing | undefined
  readonly command: Pick<StoredAnswer, 'key' | 'fingerprint'> | undefined
}

function deadlineDiff(before: readonly DeadlineWrite[], after: readonly DeadlineWrite[]) {
  const put = after.filter(({ name, at }) => !before.some((each) => each.name === name && each.at === at))
  const gone = before.filter(({ name }) => !after.some((each) => each.name === name))
  return { put, drop: gone.map(({ name }) => name) }
}

const tallyKey = ({ measure, day, areaPath, unit, category, channel }: TallyDelta) =>
  `${measure}\u0001${day}\u0001${areaPath}\u0001${unit}\u0001${category}\u0001${channel}`

const same = (one: TallyDelta, other: TallyDelta) =>
  one.measure === other.measure &&
  one.day === other.day &&
  one.delta === other.delta &&
  one.unit === other.unit &&
  one.category === other.category &&
  one.channel === other.channel &&
  one.areaPath === other.areaPath

/** Whether the list holds the same within the next three places. */
function ahead(list: readonly TallyDelta[], from: number, one: TallyDelta): boolean {
  for (let i = from + 1; i < from + 4 && i < list.length; i++) if (same(list[i] as TallyDelta, one)) return true
  return false
}

/** The difference between two projections of tallies, in key order, so that concurrent writers lock rows in the same order. */
export function tallyDiff(before: readonly TallyDelta[], after: readonly TallyDelta[]): TallyDelta[] {
  const sums = sumByKey(tallyKey)
  // Both lists are in the order of the measures, and mostly differ in two or three: what stands at the same place in both counts for nothing.
  let b = 0
  let a = 0
  while (b < before.length || a < after.length) {
    const [was, is] = [before[b], after[a]]
    if (was !== undefined && is !== undefined && same(was, is)) {
      b++
      a++
    } else if (is !== undefined && (was === undefined || is.measure !== was.measure) && !ahead(before, b, is)) {
      sums.add(is, is.delta)
      a++
    } else if (was !== undefined) {
      sums.add(was, -was.delta)
      b++
    }
  }
  return sums.inKeyOrder().map(({ row, sum }) => ({ ...row, delta: sum }))
}

const nothing: Projected = { deadlines: [], tallies: [] }

function project<Facts extends object>(kind: RecordKind<Facts, never, never>, facts: Facts): Projected {
  return { deadlines: kind.deadlines?.(facts) ?? [], tallies: kind.tallies?.(facts) ?? [] }
}

// A text is kept, and can be erased, with the data of whom the record is about, unless it names another.
const ofSubject = (vault: readonly VaultRow[], requester: string): readonly VaultRow[] =>
  vault.map((row) => (row.subject === '' ? { ...row, subject: requester } : row))

/** evolve → encode → chain → project: everything between a decision and its commit. Pure. */
export function outcomeOf<Facts extends object>(inputs: Inputs<Facts>): Outcome<Facts> {
  const { kind, ref, record, drafted, now, by, digest } = inputs
  const version = record?.version ?? 0
  const events = drafted.map(
    (event, position): DomainEvent => ({
      at: now,
      by,
      data: event.data,
      seq: version + position + 1,
      type: event.type,
    }),
  )
  let facts = inputs.facts
  const deliveries: DeliveryWrite[] = []
  const owed: ReturnType<Destinations['deliveriesFor']>[] = []
  for (const event of events) {
    facts = kind.evolve(facts, event)
    const caused = event === events.at(-1) ? inputs.caused : undefined
    const rows = inputs.destinations.deliveriesFor(ref.type, event, facts, caused)
    for (const row of rows) {
      const told = inputs.destinations.forPeople(row.destination) ? kind.tellAt?.(event, facts) : undefined
      deliveries.push({ ...row, event: event.seq, at: Math.max(now, told ?? now) })
    }
    owed.push(rows)
  }
  const after = facts as Facts
  const text = JSON.stringify(kind.packing?.packFacts(after) ?? after)
  const index = completeIndex(kind, after)
  const vault = ofSubject(inputs.vault, index.requester)
  const answer = inputs.command === undefined ? undefined : { ...inputs.command, events: events.length }
  const last = { vault, erase: inputs.erase, answer }
  const stored = events.map(
    (event, position): StoredEvent => ({
      ...event,
      data: kind.packing?.packEvent(event.data) ?? event.data,
      wrote: wroteOf(digest, owed[position] ?? [], position === events.length - 1 ? last : undefined),
    }),
  )
  const { deadlines, tallies } = inputs.projected ?? {}
  const known = deadlines !== undefined && tallies !== undefined
  const before = {
    ...(known || inputs.facts === undefined ? nothing : project(kind, inputs.facts)),
    ...inputs.projected,
  }
  const projected = project(kind, after)
  const search = searchDiff(kind, { before: inputs.facts, after }, vault, inputs.search)
  const { rows, head } = chainEvents(digest, record?.head ?? genesis(digest, ref), stored)
  return {
    facts: after,
    text,
    projected,
    events,
    change: {
      ...ref,
      expectedVersion: version,
      version: version + events.length,
      head,
      body: bodyOf(formOf(kind), text),
      index,
      at: now,
      events: rows,
      deadlines: deadlineDiff(before.deadlines, projected.deadlines),
      deliveries,
      vault: { put: vault, erase: inputs.erase },
      ...(search !== undefined && { search }),
      tallies: tallyDiff(before.tallies, projected.tallies),
      ...(inputs.command !== undefined && {
        command: { ...inputs.command, version: version + events.length, events: events.length, at: now },
      }),
    },
  }
}
