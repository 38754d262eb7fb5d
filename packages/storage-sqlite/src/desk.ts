import type { CountsQuery, FindQuery, RecordCount } from '@huiyin/core/contracts'
import { conditionsOf } from './conditions.js'
import type { Database } from './database.js'
import { flagsIn } from './desk-rows.js'
import type { Row } from './read.js'

/** Where a walk has come to: the instant it is ordered by, id and type. */
export type DeskPlace = readonly [at: number, id: string, type: string]

/** The column of each order. */
export const instants = { submitted: 'created_at', due: 'owner_due_at', updated: 'updated_at' } as const

/** Whether a query is answered from the index of open records: for its order, or for what only that index has. */
export const isOfDesk = ({ open, order = 'submitted', owner, flags, dueBefore, requester }: FindQuery): boolean =>
  open === true &&
  (order !== 'submitted' || (requester === undefined && [owner, flags, dueBefore].some((each) => each !== undefined)))

// The records of a desk that has fewer are all looked at and sorted; of a fuller one enough are met among those that are open.
const few = 2000

/** The desk whose records are found by it: where it has few, and where what has ended is asked for too, since hardly any of that lies on a desk. */
export function smallDesk(db: Database, { desk, open }: FindQuery): string | undefined {
  if (desk === undefined || open !== true) return desk
  const row = db.get<{ count: number }>(
    'SELECT count(*) AS count FROM (SELECT 1 FROM desk_rows WHERE desk = ? LIMIT ?)',
    desk,
    few,
  )
  return (row?.count ?? few) < few ? desk : undefined
}

const onDesk = 'desk_rows on_desk CROSS JOIN records ON records.rid = on_desk.rid'

/**
 * The statement that finds the rows of a page of open records, by number, from a place on, as far as an instant: those that lie on one desk besides, when that
 * is named.
 */
export function deskStatement(
  asked: FindQuery,
  place: DeskPlace | undefined,
  { at: until, owners: each }: Partial<Reach> = {},
  named?: string,
) {
  const { desk: _, ...others } = asked
  const query = named === undefined ? asked : others
  const { order = 'submitted', descending = false, owner, requester } = query
  const instant = instants[order]
  const { conditions, values } = conditionsOf(query)
  const behind = descending ? '<' : '>'
  const all = [
    ...(named === undefined ? [] : ['on_desk.desk = ?']),
    ...(query.open === undefined ? [] : [`open = ${query.open ? 1 : 0}`]),
    ...(owner === undefined ? [] : ['owner = ?']),
    ...(each === undefined ? [] : ['owner IN (SELECT value FROM json_each(?))']),
    ...conditions,
    ...(place === undefined ? [] : [`${instant} ${behind}= ?`, `(${instant}, id, type) ${behind} (?, ?, ?)`]),
    ...(until === undefined ? [] : [`${instant} ${descending ? '>' : '<'}= ?`]),
  ]
  const direction = descending ? ' DESC' : ''
  const index = requester === undefined ? 'desk' : 'records_by_requester'
  const from = named === undefined ? `records INDEXED BY ${index}` : onDesk
  return {
    sql: `SELECT records.rid FROM ${from} WHERE ${all.join(' AND ')}
      ORDER BY ${[instant, 'id', 'type'].map((column) => column + direction).join(', ')} LIMIT ?`,
    values: [
      ...(named === undefined ? [] : [named]),
      ...(owner === undefined ? [] : [owner]),
      ...(each === undefined ? [] : [JSON.stringify(each)]),
      ...values,
      ...(place === undefined ? [] : [place[0], ...place]),
      ...(until === undefined ? [] : [until]),
    ],
  }
}

// A record of before, whose owner is not known yet.
const unknownOwner = 'SELECT 1 FROM records INDEXED BY desk WHERE open = 1 AND owner IS NULL LIMIT 1'

// Each owner of an open record once, by one look into the index for each.
const owners = `WITH RECURSIVE each_owner (owner) AS (
    SELECT * FROM (SELECT owner FROM records INDEXED BY desk WHERE open = 1 ORDER BY owner LIMIT 1)
    UNION ALL
    SELECT (SELECT owner FROM records INDEXED BY desk WHERE open = 1 AND owner > each_owner.owner ORDER BY owner LIMIT 1) FROM each_owner
      WHERE each_owner.owner IS NOT NULL
  ) SELECT owner FROM each_owner WHERE owner IS NOT NULL`

/** How far a page reaches among what several owners have. */
interface Reach {
  /** The instant as far as which there are enough for it; `undefined` when there are not so many. */
  readonly at: number | undefined
  /** Each of them: with them the index is asked owner by owner. */
  readonly owners: readonly string[]
}

// Of several owners: the instant as far as which there are enough for the page. It stands in the index, in order for each owner; ids, which decide between
// equal ones, do not.
function farEnough(db: Database, query: FindQuery, place: DeskPlace | undefined): Reach | undefined {
  const { order, owner, requester, descending = false, limit } = query
  if (order !== 'due' || owner !== undefined || requester !== undefined) return undefined
  if (db.get(unknownOwner) !== undefined) return undefined
  const { conditions, values } = conditionsOf(query)
  const [behind, before, direction] = descending ? ['<', '>', ' DESC'] : ['>', '<', '']
  const all = ['open = 1', 'owner = ?', ...conditions, ...(place === undefined ? [] : [`owner_due_at ${behind} ?`])]
  const compare = descending ? (a: number, b: number) => b - a : (a: number, b: number) => a - b
  let nearest: number[] = []
  const each = db.all<{ owner: string }>(owners).map(({ owner }) => owner)
  for (const one of each) {
    // No owner is asked further than the others filled the page.
    const until = nearest[limit]
    const bounds = until === undefined ? all : [...all, `owner_due_at ${before} ?`]
    const found = db.all<{ at: number }>(
      `SELECT owner_due_at AS at FROM records INDEXED BY desk WHERE ${bounds.join(' AND ')}
       ORDER BY owner_due_at${direction} LIMIT ?`,
      one,
      ...values,
      ...(place === undefined ? [] : [place[0]]),
      ...(until === undefined ? [] : [until]),
      limit + 1,
    )
    if (found.length > 0) nearest = [...nearest, ...found.map(({ at }) => at)].sort(compare).slice(0, limit + 1)
  }
  return { at: nearest[limit], owners: each }
}

/** The rows of a page of open records, and one more where there is a next page. */
export function deskRowsOf(db: Database, query: FindQuery, place: DeskPlace | undefined, named?: string): Row[] {
  const { sql, values } =
    named === undefined
      ? deskStatement(query, place, farEnough(db, query, place))
      : deskStatement(query, place, {}, named)
  const rids = db.all<{ rid: number }>(sql, ...values, query.limit + 1).map(({ rid }) => rid)
  const rows = db.all<Row>('SELECT * FROM records WHERE rid IN (SELECT value FROM json_each(?))', JSON.stringify(rids))
  const byRid = new Map(rows.map((row) => [row.rid, row]))
  return rids.map((rid) => byRid.get(rid) as Row)
}

/** The instant of a row that a walk is ordered by. */
export const instantOf = (row: Row, { order = 'submitted' }: FindQuery): number => row[instants[order]]

/** The statement that counts open records. */
export function countsStatement({ type, within, unit, owner, desk }: CountsQuery) {
  const { conditions, values } = conditionsOf({
    ...(type !== undefined && { type }),
    ...(within !== undefined && { within }),
    ...(unit !== undefined && { unit }),
  })
  const all = [
    ...(desk === undefined ? [] : ['on_desk.desk = ?']),
    'open = 1',
    ...(owner === undefined ? [] : ['owner = ?']),
    ...conditions,
  ]
  const from = desk === undefined ? 'records INDEXED BY desk' : onDesk
  return {
    sql: `SELECT coalesce(owner, '') AS owner, status, flags, count(*) AS count FROM ${from}
      WHERE ${all.join(' AND ')} GROUP BY 1, 2, 3`,
    values: [...(desk === undefined ? [] : [desk]), ...(owner === undefined ? [] : [owner]), ...values],
  }
}

/** How many open records have the same owner, status and flags. */
export function countRecords(db: Database, query: CountsQuery): RecordCount[] {
  const { sql, values } = countsStatement(query)
  return db
    .all<Omit<RecordCount, 'flags'> & { readonly flags: string }>(sql, ...values)
    .map((row) => ({ ...row, flags: flagsIn(row.flags) }))
}
