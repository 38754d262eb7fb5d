import type {
  DeadlineRow,
  DeliveryWrite,
  DueQuery,
  RecordRef,
  Settlement,
  TakenDelivery,
} from '../contracts/storage.js'
import { keyFrom } from './key.js'

interface Lease {
  owner: string
  until: number
}
interface Deadline {
  row: DeadlineRow
  lease?: Lease
}
interface Delivery {
  ref: RecordRef
  write: DeliveryWrite
  attempts: number
  lease?: Lease
  dead?: string
}

const deadlineKey = (ref: RecordRef, name: string) => keyFrom(ref.type, ref.id, name)
const free = (lease: Lease | undefined, query: DueQuery) =>
  lease === undefined || lease.until <= query.now || lease.owner === query.lease.owner
const inBuckets = (bucket: number, query: DueQuery) => query.buckets === undefined || query.buckets.includes(bucket)
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byRef = (a: RecordRef, b: RecordRef) => a.bucket - b.bucket || byText(a.type, b.type) || byText(a.id, b.id)
const byDue = (a: Deadline, b: Deadline) => a.row.at - b.row.at || byRef(a.row, b.row) || byText(a.row.name, b.row.name)

/** Deadlines by instant: one list a minute, so that looking for what is due costs what is due. */
export function createDeadlines() {
  const rows = new Map<string, Deadline>()
  const minutes = new Map<number, Map<string, Deadline>>()
  let ordered: number[] = []
  const minuteOf = (at: number) => Math.floor(at / 60_000)

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
    if (row?.lease?.owner === settlement.owner) put(settlement.ref, settlement.name, settlement.at)
  }

  return { put, drop, take, settle }
}

/** Deliveries: one queue a record and destination, of which only the head is ever given. */
export function createDeliveries() {
  const queues = new Map<string, Delivery[]>()
  const queueKey = (ref: RecordRef, destination: string) => keyFrom(destination, ref.type, ref.id)

  function put(ref: RecordRef, write: DeliveryWrite): void {
    const key = queueKey(ref, write.destination)
    const queue = queues.get(key) ?? []
    if (queue.some((each) => each.write.event === write.event)) return
    queue.push({ ref: { bucket: ref.bucket, type: ref.type, id: ref.id }, write: { ...write }, attempts: 0 })
    queue.sort((a, b) => a.write.event - b.write.event)
    queues.set(key, queue)
  }

  function take(query: DueQuery): TakenDelivery[] {
    const heads: Delivery[] = []
    for (const queue of queues.values()) {
      const head = queue.find((each) => each.dead === undefined)
      if (head === undefined || head.write.at > query.now || !free(head.lease, query)) continue
      if (query.destinations !== undefined && !query.destinations.includes(head.write.destination)) continue
      if (inBuckets(head.ref.bucket, query)) heads.push(head)
    }
    const order = (a: Delivery, b: Delivery) =>
      a.write.at - b.write.at || byRef(a.ref, b.ref) || byText(a.write.destination, b.write.destination)
    return heads
      .sort(order)
      .slice(0, query.limit)
      .map((head) => {
        head.lease = { ...query.lease }
        head.attempts++
        return { ...head.ref, ...head.write, attempts: head.attempts }
      })
  }

  function settle(settlement: Extract<Settlement, { what: 'delivery' }>): void {
    const key = queueKey(settlement.ref, settlement.destination)
    const queue = queues.get(key)
    const row = queue?.find((each) => each.write.event === settlement.event)
    if (queue === undefined || row?.lease?.owner !== settlement.owner) return
    delete row.lease
    const { outcome } = settlement
    if (outcome.kind === 'retry') row.write = { ...row.write, at: outcome.at }
    else if (outcome.kind === 'dead') row.dead = outcome.reason
    else if (queue.length === 1) queues.delete(key)
    else queue.splice(queue.indexOf(row), 1)
  }

  return { put, take, settle }
}
