import type { Page } from '@huiyin/core'
import { type FindQuery, placeIn, type StoredRecord } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { deskRowsOf, instantOf, isOfDesk, type DeskPlace as Place, smallDesk } from './desk.js'
import { byBytes } from './order.js'
import { type Row, recordOf } from './read.js'
import { searchRecords } from './search.js'
import { type Walk, walksOf } from './walks.js'

const inOrder = (a: Row, b: Row): number =>
  a.created_at - b.created_at || byBytes(a.id, b.id) || byBytes(a.type, b.type)

/** The statement of one walk from a place on, as far as an instant. */
export function statementOf(
  { index, conditions, values }: Walk,
  place: Place | undefined,
  until: number | undefined,
  descending = false,
) {
  const [behind, before, direction] = descending ? ['<', '>', ' DESC'] : ['>', '<', '']
  const bounds = [
    ...(place === undefined
      ? []
      : [`(created_at, id) ${behind}= (?, ?)`, `(created_at, id, type) ${behind} (?, ?, ?)`]),
    ...(until === undefined ? [] : [`created_at ${before}= ?`]),
  ]
  const order = ['created_at', 'id', 'type'].map((column) => column + direction).join(', ')
  return {
    sql: `SELECT * FROM records INDEXED BY ${index} WHERE ${[...conditions, ...bounds].join(' AND ')} ORDER BY ${order} LIMIT ?`,
    values: [
      ...values,
      ...(place === undefined ? [] : [place[0], place[1], ...place]),
      ...(until === undefined ? [] : [until]),
    ],
  }
}

// What the walks give, in one order. No walk goes further than the others filled the page.
function walkedRows(db: Database, query: FindQuery, place: Place | undefined): Row[] {
  const { limit, descending = false } = query
  const compare = descending ? (a: Row, b: Row) => inOrder(b, a) : inOrder
  let rows: Row[] = []
  for (const walk of walksOf(db, query)) {
    const until = rows.length > limit ? rows.at(-1)?.created_at : undefined
    const { sql, values } = statementOf(walk, place, until, descending)
    const found = db.all<Row>(sql, ...values, limit + 1)
    rows = rows.length === 0 ? found : [...rows, ...found].sort(compare).slice(0, limit + 1)
  }
  return rows
}

/** One page of records. A cursor belongs to the order and direction of its page. */
export function findRecords(db: Database, query: FindQuery): Page<StoredRecord> {
  if (query.search !== undefined) return searchRecords(db, { ...query, search: query.search }, findRecords)
  const { limit, after, order = 'submitted', descending = false } = query
  const walk = `${order}${descending ? ' descending' : ''}`
  const place =
    after === undefined ? undefined : placeIn<[string, ...Place]>(after, 'string number string string', walk)
  const from: Place | undefined = place && [place[1], place[2], place[3]]
  const named = smallDesk(db, query)
  const isSorted = named !== undefined || isOfDesk(query)
  const rows = isSorted ? deskRowsOf(db, query, from, named) : walkedRows(db, query, from)
  const items = rows.slice(0, limit).map(recordOf)
  const last = rows[limit - 1]
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: JSON.stringify([walk, instantOf(last, query), last.id, last.type]) }
}
