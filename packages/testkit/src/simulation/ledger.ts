import type { Change, DeliveryWrite, RecordRef } from '@huiyin/core/contracts'

/** A delivery that was written, and what is known of it. */
export interface Owed {
  readonly id: string
  readonly destination: string
  readonly event: number
  /** The channel took it. */
  accepted: boolean
  /** It was a dead letter once, so those behind it need not have waited. */
  everDead: boolean
  /** The storage was told that it is done. */
  done: boolean
}

/** Names a record in the ledger. */
export const recordKey = ({ type, id }: Pick<RecordRef, 'type' | 'id'>) => `${type}/${id}`
const headKey = (ref: Pick<RecordRef, 'type' | 'id'>, version: number, head: string) =>
  `${recordKey(ref)}@${version}/${head}`
/** Names a delivery in the ledger; the same form as the id of a channel message. */
export const deliveryKey = (id: string, event: number, destination: string) => `${id}/${event}/${destination}`

/** An external ledger of the calls to the storage and their results, compared with the storage at the end. */
export function createLedger() {
  const asked = new Map<string, Change>()
  const deliveries = new Map<string, Owed>()
  const queues = new Map<string, Owed[]>()
  const instants = new Map<string, Set<number>>()
  const records = new Set<string>()
  // Of each event; two processes may have asked for different ones.
  const hashes = new Map<string, Set<string>>()

  function ask(change: Change): void {
    const key = headKey(change, change.version, change.head)
    if (!asked.has(key)) asked.set(key, change)
    for (const { seq, hash } of change.events) {
      const event = `${change.id}/${seq}`
      hashes.set(event, (hashes.get(event) ?? new Set()).add(hash))
    }
    for (const { name, at } of change.deadlines.put) allow(`${recordKey(change)}#${name}`, at)
    for (const each of change.deliveries) allow(deliveryKey(change.id, each.event, each.destination), each.at)
  }

  /** The storage reported that it wrote this change, and not another one with the same head. */
  function written(change: Change): void {
    records.add(recordKey(change))
    asked.set(headKey(change, change.version, change.head), change)
  }

  /** The change that led to this version with this head, if there was one. */
  const explaining = (ref: Pick<RecordRef, 'type' | 'id'>, version: number, head: string) =>
    asked.get(headKey(ref, version, head))

  function owe({ id }: RecordRef, { event, destination }: DeliveryWrite): void {
    const key = deliveryKey(id, event, destination)
    if (deliveries.has(key)) return
    const one: Owed = { id, destination, event, accepted: false, everDead: false, done: false }
    deliveries.set(key, one)
    const queue = queues.get(`${id}/${destination}`) ?? []
    queue.push(one)
    queues.set(`${id}/${destination}`, queue)
  }

  /** The earliest instant at which it may be handed out. */
  function allow(key: string, at: number): void {
    const known = instants.get(key)
    if (known === undefined) instants.set(key, new Set([at]))
    else known.add(at)
  }

  return Object.freeze({
    ask,
    written,
    /** Keys of the records that the storage said it wrote. */
    records: records as ReadonlySet<string>,
    explaining,
    owe,
    allow,
    allowed: (key: string, at: number) => instants.get(key)?.has(at) === true,
    /** Whether an event of this hash was ever asked to be written there. */
    hasHash: (id: string, event: number, hash: string) => hashes.get(`${id}/${event}`)?.has(hash) === true,
    delivery: (id: string, event: number, destination: string) => deliveries.get(deliveryKey(id, event, destination)),
    /** The deliveries that had to come before this one. */
    before: (id: string, event: number, destination: string) =>
      (queues.get(`${id}/${destination}`) ?? []).filter((each) => each.event < event),
  })
}

/** See `createLedger`. */
export type Ledger = ReturnType<typeof createLedger>
