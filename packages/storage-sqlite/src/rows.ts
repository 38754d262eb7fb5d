import type { Page } from '@huiyin/core'
import type { KeptDeadline, KeptDelivery, RecordRef, RecordRows, StoredAnswer, Stray } from '@huiyin/core/contracts'
import { placeIn } from './cursor.js'
import type { Database } from './database.js'

type Leased<Row> = Omit<Row, 'leasedUntil'> & { lease_until: number | null }
type DeliveryRow = Leased<Omit<KeptDelivery, 'head' | 'dead' | 'blocks'>> & {
  head: number
  dead: string | null
  blocks: number
}

const ofRecord = 'bucket = ? AND type = ? AND id = ?'
const leased = (until: number | null) => (until === null ? {} : { leasedUntil: until })

/** Everything kept beside one record. Call it inside the read transaction that reads the record. */
export function readRows(db: Database, { bucket, type, id }: RecordRef): RecordRows {
  const key = [bucket, type, id] as const
  const deadlines = db
    .all<Leased<KeptDeadline>>(`SELECT name, at, lease_until FROM deadlines WHERE ${ofRecord}`, ...key)
    .map(({ name, at, lease_until: until }) => ({ name, at, ...leased(until) }))
  const deliveries = db
    .all<DeliveryRow>(
      `SELECT destination, event, payload, at, attempts, head, lease_until, dead, blocks FROM deliveries WHERE ${ofRecord}`,
      ...key,
    )
    .map(({ head, dead, blocks, lease_until: until, ...row }) => ({
      ...row,
      head: head === 1,
      ...leased(until),
      ...(dead !== null && { dead, blocks: blocks === 1 }),
    }))
  const delivered = db.get<{ count: number }>(`SELECT count FROM delivered WHERE ${ofRecord}`, ...key)
  const answers = db.all<StoredAnswer>(
    `SELECT key, fingerprint, version, events, at FROM answers WHERE ${ofRecord}`,
    ...key,
  )
  return { deadlines, deliveries, delivered: delivered?.count ?? 0, answers: answers.map((row) => ({ ...row })) }
}

const tables = ['events', 'deadlines', 'deliveries', 'vault', 'answers'] as const

/** A page of rows whose record is not there, table by table, in the order of their keys. */
export function findStrays(
  db: Database,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Page<Stray> {
  const [from, ...place] =
    after === undefined
      ? [0, -1, '', '']
      : placeIn<[table: number, bucket: number, type: string, id: string]>(after, 'number number string string')
  const items: Stray[] = []
  for (const [position, rows] of tables.entries()) {
    if (position < from) continue
    const key = position === from ? place : [-1, '', '']
    const found = db.all<RecordRef>(
      `SELECT DISTINCT bucket, type, id FROM ${rows} x
       WHERE (bucket, type, id) > (?, ?, ?)
         AND NOT EXISTS (SELECT 1 FROM records r WHERE r.bucket = x.bucket AND r.type = x.type AND r.id = x.id)
       ORDER BY bucket, type, id LIMIT ?`,
      ...key,
      limit - items.length + 1,
    )
    for (const each of found) {
      const last = items.at(-1)
      if (items.length === limit && last !== undefined)
        return { items, next: JSON.stringify([tables.indexOf(last.rows), last.bucket, last.type, last.id]) }
      items.push({ ...each, rows })
    }
  }
  return { items }
}
