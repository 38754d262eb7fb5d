import type { Page } from '@huiyin/core'
import {
  type DeadlineRow,
  type DueQuery,
  type OwedDelivery,
  type OwedQuery,
  placeIn,
  type TakenDelivery,
} from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { givenHash } from './hashes.js'
import type { SchemaLayout } from './options.js'
import type { Pauses } from './pauses.js'
import { tallyBuckets } from './placement.js'
import { mayPass, sideBySide, whatSucceeded } from './side-by-side.js'

type Due = DueQuery & {
  readonly what: 'deadlines' | 'deliveries'
  /**
   * Destinations that are paused. Absent: the statement looks for itself. On several nodes a statement that goes to one node names no table but those of its
   * part, so they are read before.
   */
  readonly paused?: readonly string[]
}

// The order in which what is due comes, that of an index; the instant of a record is that of its earliest deadline.
const order = {
  deadlines: 'due_at, bucket, type, id',
  deliveries: 'd.at, d.bucket, d.rid',
} as const
const ofDelivery = 'destination, event, payload, at, attempts'

// Whether a deadline in a row of `records` is due and under no lease.
const isFree = 'd.value::bigint <= $1 AND coalesce((leases->d.key->>1)::bigint, 0) <= $1'
const anyFree = `(leases IS NULL OR EXISTS (SELECT 1 FROM jsonb_each_text(deadlines) d WHERE ${isFree}))`

// A row that another process is taking is gone a moment later, so a few looks are many.
const mostLooks = 16

type Taken = DeadlineRow & TakenDelivery

interface CauseColumns {
  readonly cause_type: string | null
  readonly cause_at: number
  readonly cause_bytes: string
  readonly cause_hash: string
}
const ofCause = 'e.event AS cause_type, e.at AS cause_at, e.bytes AS cause_bytes, e.hash AS cause_hash'

function withCause(row: Taken & Partial<CauseColumns>): Taken {
  const { cause_type: type, cause_at: at, cause_bytes: bytes, cause_hash: hash, ...taken } = row as Taken & CauseColumns
  return type === null ? taken : { ...taken, cause: { seq: taken.event, type, at, bytes, hash: givenHash(hash) } }
}

type Placed = Pick<Taken, 'at' | 'bucket' | 'type' | 'id'> & Partial<Pick<Taken, 'name' | 'destination'>>
const byText = (a = '', b = '') => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))
const byOrder = (a: Placed, b: Placed) =>
  a.at - b.at ||
  a.bucket - b.bucket ||
  byText(a.type, b.type) ||
  byText(a.id, b.id) ||
  byText(a.name ?? a.destination, b.name ?? b.destination)

/** Deadlines and deliveries: taking what is due under a lease, and listing deliveries. */
export function createQueues(db: Database, { schema, distributed }: SchemaLayout, pauses: Pauses) {
  function conditions({ what, now, buckets, destinations, paused }: Due): { where: string; values: unknown[] } {
    const values: unknown[] = [now]
    let where =
      what === 'deadlines'
        ? `due_at <= $1 AND ${anyFree}`
        : 'd.at <= $1 AND (lease_until IS NULL OR lease_until <= $1) AND d.head AND dead IS NULL'
    if (buckets !== undefined)
      where += ` AND ${what === 'deadlines' ? '' : 'd.'}bucket = ANY ($${values.push(buckets)})`
    if (what === 'deliveries' && destinations !== undefined)
      where += ` AND destination = ANY ($${values.push(destinations)})`
    if (what === 'deliveries' && paused === undefined)
      where += ` AND destination NOT IN (SELECT p.destination FROM ${schema}.pauses p WHERE p.until > $1)`
    else if (paused !== undefined && paused.length > 0) where += ` AND destination <> ALL ($${values.push(paused)})`
    return { where, values }
  }

  // Rows that another process is taking are skipped (SKIP LOCKED), so that processes never wait for each other. With a bucket every table is asked for it by
  // name, so that the whole statement goes to the node of that bucket.
  async function takeSome(query: Due, bucket?: number, limit = query.limit): Promise<Taken[]> {
    const { what, lease } = query
    const { where, values } = conditions(query)
    const at = { most: values.push(limit), owner: values.push(lease.owner), until: values.push(lease.until) }
    const of = bucket === undefined ? () => '' : (name: string) => `AND ${name}bucket = ${Number(bucket)}`
    const text = what === 'deadlines' ? deadlinesText(where, at, of) : deliveriesText(where, at, of)
    const rows = await db.query<Taken & Partial<CauseColumns>>('takeDue', text, values, {
      impatient: bucket !== undefined,
    })
    return what === 'deliveries' ? rows.map(withCause) : rows
  }

  interface Places {
    readonly most: number
    readonly owner: number
    readonly until: number
  }
  type Of = (name: string) => string

  // A record is as early as its earliest deadline, unless that is under a lease. Those that have leases are few, and all looked at.
  const deadlinesText = (where: string, { most, owner, until }: Places, of: Of) => {
    const walk = (kind: string, end: string) =>
      `SELECT bucket, rid, type, id, deadlines, leases FROM ${schema}.records WHERE leases IS ${kind} AND ${where} ${of('')} ${end} FOR NO KEY UPDATE SKIP LOCKED`
    return `WITH free AS MATERIALIZED (${walk('NULL', `ORDER BY ${order.deadlines} LIMIT $${most}`)}), held AS MATERIALIZED (${walk('NOT NULL', '')}),
       due AS MATERIALIZED (
         SELECT r.*, d.key AS name, d.value::bigint AS at FROM (SELECT * FROM free UNION ALL SELECT * FROM held) r CROSS JOIN LATERAL jsonb_each_text(deadlines) d
         WHERE ${isFree} ORDER BY at, bucket, type, id, name LIMIT $${most}),
       taken AS (
         UPDATE ${schema}.records x SET leases = coalesce(x.leases, '{}') || each.leases
         FROM (SELECT bucket, rid, jsonb_object_agg(name, jsonb_build_array($${owner}::text, $${until}::bigint)) AS leases FROM due GROUP BY bucket, rid) each
         WHERE x.bucket = each.bucket AND x.rid = each.rid ${of('x.')} RETURNING x.bucket, x.rid)
       SELECT due.bucket, due.type, due.id, due.name, due.at FROM due JOIN taken ON taken.bucket = due.bucket AND taken.rid = due.rid`
  }

  const deliveriesText = (where: string, { most, owner, until }: Places, of: Of) =>
    `WITH due AS MATERIALIZED (
       SELECT d.bucket, d.rid, d.destination, d.event, r.type, r.id FROM ${schema}.delivery_rows d
         JOIN ${schema}.records r ON r.bucket = d.bucket AND r.rid = d.rid ${of('r.')}
       WHERE ${where} ${of('d.')} ORDER BY ${order.deliveries} LIMIT $${most} FOR UPDATE OF d SKIP LOCKED)
     UPDATE ${schema}.delivery_rows x SET lease_owner = $${owner}, lease_until = $${until}, attempts = attempts + 1
     FROM due LEFT JOIN ${schema}.event_rows e ON e.bucket = due.bucket AND e.rid = due.rid AND e.seq = due.event ${of('e.')}
     WHERE x.bucket = due.bucket AND x.rid = due.rid AND x.destination = due.destination AND x.event = due.event ${of('x.')}
     RETURNING x.bucket, due.type, due.id, ${ofDelivery
       .split(', ')
       .map((name) => `x.${name}`)
       .join(', ')}, ${ofCause}`

  interface Earliest {
    readonly bucket: number
    readonly at: number
  }

  function earliestOf(query: Due, bucket?: number, impatient = true): Promise<Earliest[]> {
    const { where, values } = conditions(query)
    const of = bucket === undefined ? '' : `AND bucket = ${Number(bucket)}`
    const most = values.push(query.limit)
    const text =
      query.what === 'deadlines'
        ? `SELECT bucket, d.value::bigint AS at FROM ${schema}.records CROSS JOIN LATERAL jsonb_each_text(deadlines) d
           WHERE ${where} ${of} AND ${isFree} ORDER BY d.value::bigint, bucket LIMIT $${most}`
        : `SELECT bucket, at FROM ${schema}.delivery_rows d WHERE ${where} ${of} ORDER BY at, bucket LIMIT $${most}`
    return db.query<Earliest>('takeDue', text, values, { impatient })
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
      return whatSucceeded(each)
        .flat()
        .sort((a, b) => a.at - b.at || a.bucket - b.bucket)
        .slice(0, query.limit)
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
    const asksFirst = distributed && query.what === 'deliveries'
    const asked = asksFirst ? { ...query, paused: await pauses.pausedAt(query.now) } : query
    const rows = await (distributed ? takeSpread(asked) : takeSome(asked))
    return rows.sort(byOrder)
  }

  async function owed({ state, destination, after, limit }: OwedQuery): Promise<Page<OwedDelivery>> {
    const values: unknown[] = after === undefined ? [] : placeIn<unknown[]>(after, 'number string string string number')
    const parts = [`dead IS ${state === 'dead' ? 'NOT NULL' : 'NULL'}`]
    if (after !== undefined) parts.push('(bucket, type, id, destination, event) > ($1, $2, $3, $4, $5)')
    if (destination !== undefined) parts.push(`destination = $${values.push(destination)}`)
    const rows = await db.query<TakenDelivery & { dead: string | null; blocks: boolean }>(
      'owed',
      `SELECT bucket, type, id, ${ofDelivery}, dead, blocks FROM ${schema}.delivery_rows JOIN ${schema}.records r USING (bucket, rid) WHERE ${parts.join(' AND ')}
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
