import type { Digest } from '../contracts/digest.js'
import type { DeadlineWrite, KeptDeadline, KeptDelivery, RecordRows, StoredAnswer } from '../contracts/rows.js'
import type { RowFault } from '../record/chain.js'
import type { DomainEvent } from '../record/record-kind.js'
import { boundAnswer, boundPayload } from '../record/stored-event.js'
import type { Folded } from './fold-record.js'

const hour = 3_600_000
const day = 24 * hour
/** A deadline that is handed back comes again within a day (runtime/ticker.ts); clocks may differ. */
const longestBack = day + 2 * hour
/** A deadline is leased for a minute, a delivery for as long as its channel may take. */
const longestLease = { deadline: hour, delivery: day }
/** A channel may ask to be left alone for 30 days. */
const longestWait = 31 * day

/** Compares the deadlines that are kept with those that the facts project. `now`: the latest instant known. */
export function compareDeadlines(
  expected: readonly DeadlineWrite[] | undefined,
  kept: readonly KeptDeadline[],
  now: number,
  restsUntil: (name: string) => number | undefined = () => undefined,
): RowFault | undefined {
  const rows = new Map(kept.map((row) => [row.name, row]))
  for (const { name, leasedUntil = now } of kept)
    if (leasedUntil > now + longestLease.deadline) return { name, wrong: 'leased' }
  if (expected === undefined) return undefined
  for (const { name, at } of expected) {
    const row = rows.get(name)
    if (row === undefined) return { name, wrong: 'missing' }
    // One that was due and not handled was handed back, to come again later: in an hour, or when offices open.
    const handedBack = at <= now && (row.at <= now + longestBack || row.at === restsUntil(name))
    if (row.at < at || (row.at > at && !handedBack)) return { name, wrong: 'moved' }
    rows.delete(name)
  }
  const [added] = rows.keys()
  return added === undefined ? undefined : { name: added, wrong: 'added' }
}

/** When people may be told of an event. */
type TellAt = (event: Pick<DomainEvent, 'type' | 'at' | 'by'>) => number

const nameOf = (destination: string, event: number) => `${destination} #${event}`
const isWaiting = ({ dead, blocks }: KeptDelivery): boolean => dead === undefined || blocks === true

function wrongDelivery(
  digest: Digest,
  event: Folded['events'][number],
  row: KeptDelivery,
  now: number,
  tellAt: TellAt,
): RowFault['wrong'] | undefined {
  if (event.wrote !== undefined) {
    const owed = event.wrote.owes?.[row.destination]
    if (owed === undefined) return 'added'
    if (owed !== boundPayload(digest, row.payload)) return 'changed'
  }
  // Only a delivery that was taken becomes a dead letter, or waits for longer than its event.
  if (row.attempts < 0 || (row.attempts === 0 && row.dead !== undefined)) return 'changed'
  const latest = row.attempts === 0 ? Math.max(now, event.at, tellAt(event)) : now + longestWait
  if (row.at < event.at || row.at > latest) return 'moved'
  return (row.leasedUntil ?? now) > now + longestLease.delivery ? 'leased' : undefined
}

// Of each queue the first that waits is its head, and no other is; what an event owed after the first that waits cannot have been sent.
function wrongQueue(rows: readonly KeptDelivery[], absent: readonly Owed[]): RowFault | undefined {
  const heads = new Map<string, number>()
  for (const row of rows)
    if (isWaiting(row))
      heads.set(row.destination, Math.min(heads.get(row.destination) ?? Number.POSITIVE_INFINITY, row.event))
  for (const { destination, event, head } of rows)
    if (head !== (heads.get(destination) === event)) return { name: nameOf(destination, event), wrong: 'changed' }
  const gone = absent.find(({ destination, event }) => event > (heads.get(destination) ?? Number.POSITIVE_INFINITY))
  return gone === undefined ? undefined : { name: nameOf(gone.destination, gone.event), wrong: 'missing' }
}

interface Owed {
  readonly destination: string
  readonly event: number
}

/**
 * Compares the deliveries that are kept with what the events owed: those that are missing must be as many as were delivered. Of events from before
 * they said what they owe, only what every delivery must keep to is compared; `unproven` counts those.
 */
export function compareDeliveries(
  digest: Digest,
  folded: Folded,
  { deliveries, delivered }: Pick<RecordRows, 'deliveries' | 'delivered'>,
  now: number,
  tellAt: TellAt = ({ at }) => at,
): { readonly wrong?: RowFault; readonly unproven: number } {
  let unproven = 0
  const there = new Set<string>()
  for (const row of deliveries) {
    const name = nameOf(row.destination, row.event)
    const event = folded.events[row.event - 1]
    if (event === undefined) return { wrong: { name, wrong: 'added' }, unproven }
    const wrong = wrongDelivery(digest, event, row, now, tellAt)
    if (wrong !== undefined) return { wrong: { name, wrong }, unproven }
    there.add(name)
    if (event.wrote === undefined) unproven++
  }
  const absent = folded.events.flatMap(({ wrote }, position) =>
    Object.keys(wrote?.owes ?? {})
      .map((destination): Owed => ({ destination, event: position + 1 }))
      .filter(({ destination, event }) => !there.has(nameOf(destination, event))),
  )
  const wrong = wrongQueue(deliveries, absent)
  if (wrong !== undefined) return { wrong, unproven }
  const last = absent.at(-1)
  if (last !== undefined && absent.length > delivered)
    return { wrong: { name: nameOf(last.destination, last.event), wrong: 'missing' }, unproven }
  const allSay = folded.events.every(({ wrote }) => wrote !== undefined)
  return delivered < 0 || (allSay && absent.length < delivered)
    ? { wrong: { name: 'delivered', wrong: 'changed' }, unproven }
    : { unproven }
}

/**
 * Compares the answers to keys with the events that answered. `forgotten` counts those whose row is gone, as it is after some weeks: that somebody
 * removed it earlier cannot be told.
 */
export function compareAnswers(
  digest: Digest,
  { events }: Folded,
  answers: readonly StoredAnswer[],
): { readonly wrong?: RowFault; readonly forgotten: number } {
  const bound = new Map<number, string>()
  for (const [position, { wrote }] of events.entries())
    if (wrote?.answers !== undefined) bound.set(position + 1, wrote.answers)
  for (const answer of answers) {
    const event = events[answer.version - 1]
    const wrong = (what: RowFault['wrong']) => ({ wrong: { name: answer.key, wrong: what }, forgotten: 0 })
    if (event === undefined) return wrong('added')
    if (answer.events < 1 || answer.events > answer.version || answer.at !== event.at) return wrong('changed')
    if (event.wrote === undefined) continue
    const expected = bound.get(answer.version)
    if (expected === undefined) return wrong('added')
    if (expected !== boundAnswer(digest, answer)) return wrong('changed')
    bound.delete(answer.version)
  }
  return { forgotten: bound.size }
}
