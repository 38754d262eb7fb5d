import { millisecondsInMinute } from 'date-fns/constants'
import type {
  DestinationPause,
  DueQuery,
  Lease,
  OwedDelivery,
  OwedQuery,
  Page,
  Settlement,
} from '../contracts/queries.js'
import type {
  DeadlineRow,
  DeliveryWrite,
  KeptDeadline,
  KeptDelivery,
  RecordRef,
  TakenDelivery,
} from '../contracts/rows.js'
import { inputIssue } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import { byCodePoint } from './by-code-point.js'
import { keyFrom } from './key.js'

interface Deadline {
  row: DeadlineRow
  lease?: Lease
}
interface Delivery {
  ref: RecordRef
  write: DeliveryWrite
  attempts: number
  lease?: Lease
  dead?: { readonly reason: string; readonly behind: 'skip' | 'block' }
}

const deadlineKey = (ref: RecordRef, name: string) => keyFrom(ref.type, ref.id, name)
const leasedBy = (lease: Lease | undefined) => (lease === undefined ? {} : { leasedUntil: lease.until })
const free = (lease: Lease | undefined, query: DueQuery) => lease === undefined || lease.until <= query.now
const holds = (lease: Lease | undefined, named: Lease) => lease?.owner === named.owner && lease.until === named.until
const inBuckets = (bucket: number, query: DueQuery) => query.buckets === undefined || query.buckets.includes(bucket)
const byRef = (a: RecordRef, b: RecordRef) =>
  a.bucket - b.bucket || byCodePoint(a.type, b.type) || byCodePoint(a.id, b.id)
const byDue = (a: Deadline, b: Deadline) =>
  a.row.at - b.row.at || byRef(a.row, b.row) || byCodePoint(a.row.name, b.row.name)

/** Deadlines by instant, in one list per minute, so that finding what is due costs only what is due. */
export function createDeadlines() {
  const rows = new Map<string, Deadline>()
  // Names that a record ever had a deadline of.
  const names = new Map<string, Set<string>>()
  const minutes = new Map<number, Map<string, Deadline>>()
  let ordered: number[] = []
  const minuteOf = (at: number) => Math.floor(at / millisecondsInMinute)

  function insertMinute(minute: number): Map<string, Deadline> {
    let low = 0
    let high = ordered.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ordered[middle] as number) < minute) low = middle + 1
      else high = middle
    }
    ordered = ordered.toSpliced(low, 0, minute)
    const list = new Map<string, Deadline>()
    minutes.set(minute, list)
    return list
  }

  function drop(ref: RecordRef, name: string): void {
    const key = deadlineKey(ref, name)
    const row = rows.get(key)
    if (row === undefined) return
    rows.delete(key)
    const minute = minuteOf(row.row.at)
    const list = minutes.get(minute)
    list?.delete(key)
    if (list?.size === 0) {
      minutes.delete(minute)
      ordered = ordered.filter((each) => each !== minute)
    }
  }

  function put(ref: RecordRef, name: string, at: number): void {
    drop(ref, name)
    const key = deadlineKey(ref, name)
    const row: Deadline = { row: { bucket: ref.bucket, type: ref.type, id: ref.id, name, at } }
    rows.set(key, row)
    const record = keyFrom(ref.type, ref.id)
    names.set(record, (names.get(record) ?? new Set()).add(name))
    const minute = minuteOf(at)
    ;(minutes.get(minute) ?? insertMinute(minute)).set(key, row)
  }

  function take(query: DueQuery): DeadlineRow[] {
    const due: Deadline[] = []
    for (const minute of ordered) {
      if (minute > minuteOf(query.now)) break
      if (due.length >= query.limit) break
      for (const row of minutes.get(minute)?.values() ?? []) {
        if (row.row.at <= query.now && free(row.lease, query) && inBuckets(row.row.bucket, query)) due.push(row)
      }
    }
    return due
      .sort(byDue)
      .slice(0, query.limit)
      .map((row) => {
        row.lease = { ...query.lease }
        return { ...row.row }
      })
  }

  function settle(settlement: Extract<Settlement, { what: 'deadline' }>): void {
    const row = rows.get(deadlineKey(settlement.ref, settlement.name))
    if (holds(row?.lease, settlement.lease)) put(settlement.ref, settlement.name, settlement.at)
  }

  function keptOf(ref: RecordRef): KeptDeadline[] {
    return [...(names.get(keyFrom(ref.type, ref.id)) ?? [])].flatMap((name) => {
      const found = rows.get(deadlineKey(ref, name))
      return found === undefined ? [] : [{ name, at: found.row.at, ...leasedBy(found.lease) }]
    })
  }

  return { put, drop, take, settle, keptOf }
}

/** Deliveries: one queue per record and destination, of which only the head is ever taken. */
export function createDeliveries() {
  const queues = new Map<string, Delivery[]>()
  const paused = new Map<string, DestinationPause>()
  // Destinations that a record ever had a delivery to, and how many were done.
  const destinations = new Map<string, Set<string>>()
  const delivered = new Map<string, number>()
  const queueKey = (ref: RecordRef, destination: string) => keyFrom(destination, ref.type, ref.id)

  function put(ref: RecordRef, write: DeliveryWrite): void {
    const key = queueKey(ref, write.destination)
    const queue = queues.get(key) ?? []
    if (queue.some((each) => each.write.event === write.event)) return
    queue.push({ ref: { bucket: ref.bucket, type: ref.type, id: ref.id }, write: { ...write }, attempts: 0 })
    queue.sort((a, b) => a.write.event - b.write.event)
    queues.set(key, queue)
    const record = keyFrom(ref.type, ref.id)
    destinations.set(record, (destinations.get(record) ?? new Set()).add(write.destination))
  }

  const headOf = (queue: readonly Delivery[]) => queue.find((each) => each.dead?.behind !== 'skip')

  function keptOf(ref: RecordRef): { readonly deliveries: KeptDelivery[]; readonly delivered: number } {
    const record = keyFrom(ref.type, ref.id)
    const deliveries = [...(destinations.get(record) ?? [])].flatMap((destination) => {
      const queue = queues.get(queueKey(ref, destination)) ?? []
      const head = headOf(queue)
      return queue.map((each) => ({
        ...each.write,
        attempts: each.attempts,
        head: each === head,
        ...leasedBy(each.lease),
        ...(each.dead !== undefined && { dead: each.dead.reason, blocks: each.dead.behind === 'block' }),
      }))
    })
    return { deliveries, delivered: delivered.get(record) ?? 0 }
  }

  function take(query: DueQuery): TakenDelivery[] {
    const isPaused = (destination: string) => (paused.get(destination)?.until ?? 0) > query.now
    const heads: Delivery[] = []
    for (const queue of queues.values()) {
      const head = headOf(queue)
      if (head === undefined || head.dead !== undefined || head.write.at > query.now || !free(head.lease, query))
        continue
      if (isPaused(head.write.destination)) continue
      if (query.destinations !== undefined && !query.destinations.includes(head.write.destination)) continue
      if (inBuckets(head.ref.bucket, query)) heads.push(head)
    }
    const order = (a: Delivery, b: Delivery) =>
      a.write.at - b.write.at || byRef(a.ref, b.ref) || byCodePoint(a.write.destination, b.write.destination)
    return heads
      .sort(order)
      .slice(0, query.limit)
      .map((head) => {
        head.lease = { ...query.lease }
        head.attempts++
        return { ...head.ref, ...head.write, attempts: head.attempts }
      })
  }

  function find({ ref, destination, event }: { ref: RecordRef; destination: string; event: number }) {
    const key = queueKey(ref, destination)
    const queue = queues.get(key) ?? []
    return { key, queue, row: queue.find((each) => each.write.event === event) }
  }

  /** Whether it was under the lease that is named, and is settled now. */
  function settle(settlement: Extract<Settlement, { what: 'delivery' }>): boolean {
    const { key, queue, row } = find(settlement)
    if (row === undefined || !holds(row.lease, settlement.lease)) return false
    delete row.lease
    const { outcome } = settlement
    if (outcome.kind === 'retry') {
      row.write = { ...row.write, at: outcome.at }
      if (outcome.counted === false) row.attempts--
    } else if (outcome.kind === 'dead') row.dead = { reason: outcome.reason, behind: outcome.behind }
    else {
      const record = keyFrom(row.ref.type, row.ref.id)
      delivered.set(record, (delivered.get(record) ?? 0) + 1)
      if (queue.length === 1) queues.delete(key)
      else queue.splice(queue.indexOf(row), 1)
    }
    return true
  }

  function replay(settlement: Extract<Settlement, { what: 'replay' }>): void {
    const { row } = find(settlement)
    if (row?.dead === undefined) return
    delete row.dead
    row.attempts = 0
    row.write = { ...row.write, at: settlement.at }
  }

  function pause({ destination, until, reason, since }: DestinationPause): void {
    if (until > (paused.get(destination)?.until ?? Number.NEGATIVE_INFINITY))
      paused.set(destination, Object.freeze({ destination, until, reason, since }))
  }
  const resume = (destination: string) => void paused.delete(destination)
  const pauses = () => [...paused.values()]

  function owed({ state, destination, after, limit }: OwedQuery): Page<OwedDelivery> {
    const order = (a: Delivery, b: Delivery) =>
      byRef(a.ref, b.ref) || byCodePoint(a.write.destination, b.write.destination) || a.write.event - b.write.event
    const rows = [...queues.values()]
      .flat()
      .filter((each) => (each.dead !== undefined) === (state === 'dead'))
      .filter((each) => destination === undefined || each.write.destination === destination)
      .sort(order)
    // The cursor is the position of the last row returned; rows settled since do not move it.
    const last = after === undefined ? undefined : placeOf(after)
    const rest = last === undefined ? rows : rows.filter((each) => order(each, last) > 0)
    const page = rest.slice(0, limit)
    const items = page.map(({ ref, write, attempts, dead }) => ({
      ...ref,
      ...write,
      attempts,
      ...(dead !== undefined && { dead: dead.reason, blocks: dead.behind === 'block' }),
    }))
    const end = page.at(-1)
    return { items, ...(rest.length > limit && end !== undefined && { next: JSON.stringify([end.ref, end.write]) }) }
  }

  return { put, take, settle, replay, pause, resume, pauses, owed, keptOf }
}

function placeOf(after: string): Delivery {
  try {
    const [ref, write] = JSON.parse(after) as [RecordRef, DeliveryWrite]
    if (typeof ref.id === 'string' && typeof write.event === 'number') return { ref, write, attempts: 0 }
  } catch {
    // Reported below, like any other text that is not a cursor.
  }
  throw new InvalidInputError([inputIssue('unknown-cursor', ['after'], {})], 'query')
}
