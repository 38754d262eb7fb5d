import type { Page } from '@huiyin/core'
import type { DeadlineRow, DueQuery, OwedDelivery, OwedQuery, TakenDelivery } from '@huiyin/core/contracts'
import { placeIn } from './cursor.js'
import type { Database } from './database.js'

type Due = DueQuery & { readonly what: 'deadlines' | 'deliveries' }

const key = {
  deadlines: ['bucket', 'type', 'id', 'name'],
  deliveries: ['bucket', 'type', 'id', 'destination', 'event'],
} as const
const columns = {
  deadlines: 'bucket, type, id, name, at',
  deliveries: 'bucket, type, id, destination, event, payload, at, attempts',
} as const
const order = { deadlines: 'at, bucket, type, id, name', deliveries: 'at, bucket, type, id, destination' } as const

type Taken = DeadlineRow & TakenDelivery
const byOrder = (a: Taken, b: Taken) => a.at - b.at || a.bucket - b.bucket || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Deadlines and deliveries: taking what is due under a lease, and listing deliveries. */
export function createQueues(db: Database, schema: string, distributed: boolean) {
  function conditions({ what, now, buckets, destinations }: Due): { where: string; values: unknown[] } {
    const values: unknown[] = [now]
    let where = 'at <= $1 AND (lease_until IS NULL OR lease_until <= $1)'
    if (what === 'deliveries') where += ' AND head AND dead IS NULL'
    if (buckets !== undefined) where += ` AND bucket = ANY ($${values.push(buckets)})`
    if (what === 'deliveries' && destinations !== undefined)
      where += ` AND destination = ANY ($${values.push(destinations)})`
    return { where, values }
  }

  // Rows that another process is taking are skipped (SKIP LOCKED), so that processes never wait for each other.
  async function takeSome(query: Due, more = '', limit = query.limit): Promise<Taken[]> {
    const { what, lease } = query
    const { where, values } = conditions(query)
    const [most, owner, until] = [values.push(limit), values.push(lease.owner), values.push(lease.until)]
    const names = key[what]
    return db.query<Taken>(
      'takeDue',
      `WITH due AS MATERIALIZED (
         SELECT ${names.join(', ')} FROM ${schema}.${what} WHERE ${where} ${more} ORDER BY ${order[what]} LIMIT $${most} FOR UPDATE SKIP LOCKED)
       UPDATE ${schema}.${what} x SET lease_owner = $${owner}, lease_until = $${until}${what === 'deliveries' ? ', attempts = attempts + 1' : ''}
       FROM due WHERE ${names.map((name) => `x.${name} = due.${name}`).join(' AND ')}
       RETURNING ${columns[what]
         .split(', ')
         .map((name) => `x.${name}`)
         .join(', ')}`,
      values,
    )
  }

  // On several nodes a row can only be locked on the node of its bucket: first find the buckets with due rows, then take from each.
  async function takeSpread(query: Due): Promise<Taken[]> {
    const { where, values } = conditions(query)
    const found = await db.query<{ bucket: number }>(
      'takeDue',
      `SELECT DISTINCT bucket FROM ${schema}.${query.what} WHERE ${where} ORDER BY bucket`,
      values,
    )
    const taken: Taken[] = []
    for (const { bucket } of found) {
      if (taken.length >= query.limit) break
      taken.push(...(await takeSome(query, `AND bucket = ${Number(bucket)}`, query.limit - taken.length)))
    }
    return taken
  }

  async function takeDue(query: Due): Promise<readonly (DeadlineRow | TakenDelivery)[]> {
    const rows = await (distributed ? takeSpread(query) : takeSome(query))
    return rows.sort(byOrder)
  }

  async function owed({ state, destination, after, limit }: OwedQuery): Promise<Page<OwedDelivery>> {
    const values: unknown[] = after === undefined ? [] : placeIn<unknown[]>(after, 'number string string string number')
    const parts = [`dead IS ${state === 'dead' ? 'NOT NULL' : 'NULL'}`]
    if (after !== undefined) parts.push('(bucket, type, id, destination, event) > ($1, $2, $3, $4, $5)')
    if (destination !== undefined) parts.push(`destination = $${values.push(destination)}`)
    const rows = await db.query<TakenDelivery & { dead: string | null; blocks: boolean }>(
      'owed',
      `SELECT ${columns.deliveries}, dead, blocks FROM ${schema}.deliveries WHERE ${parts.join(' AND ')}
       ORDER BY bucket, type, id, destination, event LIMIT $${values.push(limit + 1)}`,
      values,
    )
    const items = rows
      .slice(0, limit)
      .map(({ dead, blocks, ...row }) => ({ ...row, ...(dead !== null && { dead, blocks }) }))
    const last = items.at(-1)
    if (rows.length <= limit || last === undefined) return { items }
    return { items, next: JSON.stringify([last.bucket, last.type, last.id, last.destination, last.event]) }
  }

  return { takeDue, owed }
}
