import type { Page } from '@huiyin/core'
import type { DeadlineRow, DueQuery, OwedDelivery, OwedQuery, TakenDelivery } from '@huiyin/core/contracts'
import { placeIn } from './cursor.js'
import type { Database } from './database.js'
import type { SchemaLayout } from './options.js'
import { mayPass, sideBySide, whatSucceeded } from './side-by-side.js'
import { tallyBuckets } from './write.js'

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

// A row that another process is taking is gone a moment later, so a few looks are many.
const mostLooks = 16

type Taken = DeadlineRow & TakenDelivery
type Placed = Pick<Taken, 'at' | 'bucket' | 'type' | 'id'> & Partial<Pick<Taken, 'name' | 'destination'>>
const byText = (a = '', b = '') => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))
const byOrder = (a: Placed, b: Placed) =>
  a.at - b.at ||
  a.bucket - b.bucket ||
  byText(a.type, b.type) ||
  byText(a.id, b.id) ||
  byText(a.name ?? a.destination, b.name ?? b.destination)

/** Deadlines and deliveries: taking what is due under a lease, and listing deliveries. */
export function createQueues(db: Database, { schema, distributed }: SchemaLayout) {
  function conditions({ what, now, buckets, destinations }: Due): { where: string; values: unknown[] } {
    const values: unknown[] = [now]
    let where = 'at <= $1 AND (lease_until IS NULL OR lease_until <= $1)'
    if (what === 'deliveries') where += ' AND head AND dead IS NULL'
    if (buckets !== undefined) where += ` AND bucket = ANY ($${values.push(buckets)})`
    if (what === 'deliveries' && destinations !== undefined)
      where += ` AND destination = ANY ($${values.push(destinations)})`
    return { where, values }
  }

  // Rows that another process is taking are skipped (SKIP LOCKED), so that processes never wait for each other. With a bucket every table is asked for it by
  // name, so that the whole statement goes to the node of that bucket.
  async function takeSome(query: Due, bucket?: number, limit = query.limit): Promise<Taken[]> {
    const { what, lease } = query
    const { where, values } = conditions(query)
    const [most, owner, until] = [values.push(limit), values.push(lease.owner), values.push(lease.until)]
    const names = key[what]
    const of = bucket === undefined ? () => '' : (table: string) => `AND ${table}bucket = ${Number(bucket)}`
    return db.query<Taken>(
      'takeDue',
      `WITH due AS MATERIALIZED (
         SELECT ${names.join(', ')} FROM ${schema}.${what} WHERE ${where} ${of('')} ORDER BY ${order[what]} LIMIT $${most} FOR UPDATE SKIP LOCKED)
       UPDATE ${schema}.${what} x SET lease_owner = $${owner}, lease_until = $${until}${what === 'deliveries' ? ', attempts = attempts + 1' : ''}
       FROM due WHERE ${names.map((name) => `x.${name} = due.${name}`).join(' AND ')} ${of('x.')}
       RETURNING ${columns[what]
         .split(', ')
         .map((name) => `x.${name}`)
         .join(', ')}`,
      values,
      { impatient: bucket !== undefined },
    )
  }

  interface Earliest {
    readonly bucket: number
    readonly at: number
    readonly type: string
    readonly id: string
  }

  function earliestOf(query: Due, bucket?: number, impatient = true): Promise<Earliest[]> {
    const { where, values } = conditions(query)
    return db.query<Earliest>(
      'takeDue',
      `SELECT bucket, at, type, id FROM ${schema}.${query.what} WHERE ${where} ${bucket === undefined ? '' : `AND bucket = ${Number(bucket)}`}
       ORDER BY ${order[query.what]} LIMIT $${values.push(query.limit)}`,
      values,
      { impatient },
    )
  }

  // All nodes are asked at once; while one of them is away, bucket by bucket, and those of the others are found all the same.
  async function findEarliest(query: Due): Promise<readonly Earliest[]> {
    try {
      return await earliestOf(query)
    } catch (error) {
      if (!mayPass(error)) throw error
      const each = await sideBySide(query.buckets ?? tallyBuckets(true), (bucket) => earliestOf(query, bucket))
      // No node answers, so it is not one that is away: the server is asked as patiently as ever.
      if (each.every(({ status }) => status === 'rejected')) return earliestOf(query, undefined, false)
      return whatSucceeded(each).flat().sort(byOrder).slice(0, query.limit)
    }
  }

  // On several nodes a row can only be locked on the node of its bucket: first the earliest of all are found, then each bucket gives those that are its own.
  // Another process may have been faster; what it left is looked for again.
  async function takeSpread(query: Due): Promise<Taken[]> {
    const taken: Taken[] = []
    for (let look = 0; look < mostLooks && taken.length < query.limit; look++) {
      const before = taken.length
      const found = await findEarliest({ ...query, limit: query.limit - before })
      const each = await sideBySide([...Map.groupBy(found, (row) => row.bucket)], ([bucket, rows]) =>
        takeSome(query, bucket, rows.length),
      )
      const failed = each.some(({ status }) => status === 'rejected')
      if (failed && taken.length === 0) taken.push(...whatSucceeded(each).flat())
      else for (const one of each) if (one.status === 'fulfilled') taken.push(...one.value)
      if (failed || taken.length - before === found.length) break
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
