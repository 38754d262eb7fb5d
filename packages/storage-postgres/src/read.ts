import type { Page } from '@huiyin/core'
import type {
  Beside,
  CountsQuery,
  EventRow,
  FindQuery,
  Loaded,
  RecordCount,
  RecordRef,
  RecordTexts,
  StorageTimes,
  StoredAnswer,
  StoredRecord,
  VaultRow,
} from '@huiyin/core/contracts'
import type { PoolClient } from 'pg'
import { conditionsOf } from './conditions.js'
import { adapterError, type Database, runOn } from './database.js'
import { type DeskColumns, deskOf, flagsIn, never } from './desk-rows.js'
import { findStatement, openColumns, recordColumns, walkOf } from './find-statement.js'
import { functionsOf } from './functions.js'
import { givenHash } from './hashes.js'
import type { SchemaLayout } from './options.js'
import { answerGiven, type KeptColumns, ours, rowsColumns, rowsOf } from './rows.js'
import { searchRecords } from './search.js'
import { mayPass } from './side-by-side.js'

interface Row {
  readonly bucket: number
  readonly type: string
  readonly id: string
  readonly version: number
  readonly head: string
  readonly body: string
  readonly updated_at: number
  readonly status: string
  readonly open: boolean
  readonly created_at: number
  readonly area_path: string
  readonly unit: string
  readonly category: string
  readonly channel: string
  readonly requester: string
  readonly due_at: number | null
}
type FoundRow = Row & DeskColumns

function recordOf(row: FoundRow): StoredRecord {
  const { bucket, type, id, version, head, body, status, open, unit, category, channel, requester } = row
  const { created_at: createdAt, area_path: areaPath } = row
  const index = { status, open, createdAt, areaPath, unit, category, channel, requester, ...deskOf(row) }
  const read = { bucket, type, id, version, head: givenHash(head), body, index, updatedAt: row.updated_at }
  const isWhole = open ? row.owner !== null && row.desks !== null : row.desks !== null || row.due_at === null
  return isWhole ? read : { ...read, unindexed: true }
}

/** Records, event streams and pages of records. */
export function createReader(db: Database, { schema, distributed }: SchemaLayout, durable: boolean) {
  const { confirm } = functionsOf({ schema, distributed })
  // On several nodes only that of the record knows whether it has a standby, and is always asked.
  const replicated = distributed ? 'true' : `current_setting('synchronous_standby_names') <> ''`

  /** Waits until an answer that was found is as durable as a fresh commit. */
  async function confirmed({ bucket, type, id }: RecordRef, key: string, tx?: unknown): Promise<void> {
    if (!durable) return
    await ask('load', `SELECT ${confirm.name}($1::smallint, $2, $3, $4)`, [bucket, type, id, key], tx)
  }

  function ask<Found>(operation: string, text: string, values: readonly unknown[], tx: unknown): Promise<Found[]> {
    if (tx === undefined) return db.query<Found>(operation, text, values)
    return runOn<Found>(tx as PoolClient, text, values).then(
      (result) => result.rows,
      (error: unknown) => Promise.reject(adapterError(operation, error)),
    )
  }

  // One statement is one consistent moment: record, answer and vault are read together.
  async function load({ bucket, type, id }: RecordRef, beside: Beside = {}): Promise<Loaded> {
    const { key, vault = false, rows: everything = false, tx } = beside
    const answer = `(SELECT row_to_json(a) FROM (SELECT key, fingerprint, version, events, at FROM ${schema}.answer_rows WHERE bucket = $1 AND rid = r.rid AND key = $4) a)`
    const rows = `(SELECT coalesce(json_agg(v ORDER BY place), '[]') FROM (SELECT place, ref, subject, field, value, salt FROM ${schema}.vault_rows WHERE bucket = $1 AND rid = r.rid) v)`
    const text = `SELECT ${recordColumns}${key === undefined ? '' : `, ${answer} AS answer, ${replicated} AS replicated`}${vault ? `, ${rows} AS vault` : ''}${everything ? `, ${rowsColumns(schema)}` : ''}
      FROM ${schema}.records r WHERE ${ours}`
    const values = [bucket, type, id, ...(key === undefined ? [] : [key])]
    type Found = FoundRow &
      KeptColumns & { answer?: StoredAnswer | null; replicated?: boolean; vault?: (VaultRow & { place: number })[] }
    const [row] = await ask<Found>('load', text, values, tx)
    if (row === undefined) return vault ? { vault: [] } : {}
    if (row.answer != null && row.replicated === true) await confirmed({ bucket, type, id }, row.answer.key, tx)
    return {
      record: recordOf(row),
      ...(row.answer != null && { answer: answerGiven(row.answer) }),
      ...(row.vault !== undefined && {
        vault: row.vault.map(({ place: _, salt, ...each }) => ({
          ...each,
          salt: salt === null ? null : givenHash(salt),
        })),
      }),
      ...(everything && { rows: rowsOf(row) }),
    }
  }

  // One statement for all of them, in which the condition on the bucket finds the nodes.
  async function texts(refs: readonly RecordRef[], fields: readonly string[]): Promise<readonly RecordTexts[]> {
    if (refs.length === 0) return []
    const rows = await db.query<VaultRow & Pick<RecordRef, 'type' | 'id'>>(
      'texts',
      `SELECT r.type, r.id, v.ref, v.subject, v.field, v.value, v.salt FROM ${schema}.records r
         JOIN (SELECT DISTINCT * FROM unnest($1::smallint[], $2::text[], $3::text[]) AS one(bucket, type, id)) n ON r.bucket = n.bucket AND r.type = n.type AND r.id = n.id
         JOIN ${schema}.vault_rows v ON v.bucket = r.bucket AND v.rid = r.rid
       WHERE r.bucket = ANY ($1) AND v.field = ANY ($4) ORDER BY v.place`,
      [refs.map(({ bucket }) => bucket), refs.map(({ type }) => type), refs.map(({ id }) => id), fields],
    )
    const keyOf = ({ type, id }: Pick<RecordRef, 'type' | 'id'>) => `${type}\u0001${id}`
    const of = Map.groupBy(rows, keyOf)
    return refs.map((ref) => ({
      ref,
      rows: (of.get(keyOf(ref)) ?? []).map(({ ref: name, subject, field, value, salt }) => ({
        ...{ ref: name, subject, field, value },
        salt: salt === null ? null : givenHash(salt),
      })),
    }))
  }

  // The number of the record is found in the same statement; a bucket that is known to both finds the node.
  async function history({ bucket, type, id }: RecordRef, page: { readonly after: number; readonly limit: number }) {
    const rows = await db.query<EventRow>(
      'history',
      `SELECT e.seq, e.event AS type, e.at, e.bytes, e.hash FROM ${schema}.records r JOIN ${schema}.event_rows e ON e.bucket = $1 AND e.rid = r.rid
       WHERE r.bucket = $1 AND r.type = $2 AND r.id = $3 AND e.seq > $4 ORDER BY e.seq LIMIT $5`,
      [bucket, type, id, page.after, page.limit],
    )
    return rows.map((row) => ({ ...row, hash: givenHash(row.hash) }))
  }

  /** The page that rows make, of which there is one more where there is a next page. */
  function pageOf(query: FindQuery, rows: readonly FoundRow[]): Page<StoredRecord> {
    const items = rows.slice(0, query.limit).map(recordOf)
    const last = rows[query.limit - 1]
    if (rows.length <= query.limit || last === undefined) return { items }
    const { walk, instant } = walkOf(query)
    return { items, next: JSON.stringify([walk, last[instant], last.id, last.type]) }
  }

  function cursorOf(query: FindQuery, { id, type, index, updatedAt }: StoredRecord): string {
    const { dueAt = never, createdAt } = index
    const at = { due: dueAt, updated: updatedAt, submitted: createdAt }[query.order ?? 'submitted']
    return JSON.stringify([walkOf(query).walk, at, id, type])
  }

  async function find(query: FindQuery): Promise<Page<StoredRecord>> {
    const { search } = query
    if (search !== undefined)
      return searchRecords<FoundRow, StoredRecord>(db, schema, { ...query, search }, { pageOf, find, cursorOf })
    const { text, values } = findStatement({ schema, distributed }, query)
    return pageOf(query, await db.query<FoundRow>('find', text, values))
  }

  async function counts(query: CountsQuery): Promise<readonly RecordCount[]> {
    const { parts, values } = conditionsOf({ ...query, open: true, limit: 0 }, openColumns)
    const rows = await db.query<Omit<RecordCount, 'flags'> & { readonly flags: string }>(
      'counts',
      `SELECT coalesce(owner, '') AS owner, status, flags, count(*)::int AS count FROM ${schema}.records WHERE ${parts.join(' AND ')} GROUP BY 1, 2, 3`,
      values,
    )
    return rows.map((row) => ({ ...row, flags: flagsIn(row.flags) }))
  }

  async function unindexed(limit: number): Promise<readonly StoredRecord[]> {
    const text = `SELECT ${recordColumns} FROM ${schema}.records WHERE desks IS NULL AND (open OR due_at IS NOT NULL) LIMIT $1`
    return (await db.query<FoundRow>('unindexed', text, [limit])).map(recordOf)
  }

  async function unsearched(limit: number): Promise<readonly StoredRecord[]> {
    const text = `SELECT r.* FROM ${schema}.search_backlog b JOIN ${schema}.records r ON r.bucket = b.bucket AND r.rid = b.rid LIMIT $1`
    return (await db.query<FoundRow>('unsearched', text, [limit])).map(recordOf)
  }

  /**
   * The clock of the server, and the newest of what indexes know: records by their creation, answers by their instant. An index on the instants of
   * changes would make every change of a record touch all its indexes, so a change without a key counts once its record was created or a key answered.
   */
  async function times(): Promise<StorageTimes> {
    const [clock] = await db.query<{ now: number }>(
      'times',
      'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
    )
    const now = clock?.now ?? 0
    try {
      const [row] = await db.query<{ newest: number | null }>(
        'times',
        `SELECT greatest((SELECT max(created_at) FROM ${schema}.records WHERE open), (SELECT max(created_at) FROM ${schema}.records WHERE NOT open),
           (SELECT max(at) FROM ${schema}.answer_rows)) AS newest`,
        [],
        { impatient: distributed },
      )
      return { now, ...(row?.newest != null && { newest: row.newest }) }
    } catch (error) {
      // A node is away: the clock of the server is enough to judge by.
      if (distributed && mayPass(error)) return { now }
      throw error
    }
  }

  return { load, texts, history, find, counts, unindexed, unsearched, times, confirmed }
}
