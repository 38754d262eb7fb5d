import type { Page } from '@huiyin/core'
import type { FindQuery, StoredRecord } from '@huiyin/core/contracts'
import { placeIn } from './cursor.js'
import type { Database } from './database.js'
import { byBytes } from './order.js'
import { type Row, recordOf } from './read.js'
import { type Walk, walksOf } from './walks.js'

type Place = [createdAt: number, id: string, type: string]

const inOrder = (a: Row, b: Row): number =>
  a.created_at - b.created_at || byBytes(a.id, b.id) || byBytes(a.type, b.type)

/** The statement of one walk from a place on, as far as an instant. */
export function statementOf({ index, conditions, values }: Walk, place: Place | undefined, until: number | undefined) {
  const bounds = [
    ...(place === undefined ? [] : ['(created_at, id) >= (?, ?)', '(created_at, id, type) > (?, ?, ?)']),
    ...(until === undefined ? [] : ['created_at <= ?']),
  ]
  return {
    sql: `SELECT * FROM records INDEXED BY ${index} WHERE ${[...conditions, ...bounds].join(' AND ')} ORDER BY created_at, id, type LIMIT ?`,
    values: [
      ...values,
      ...(place === undefined ? [] : [place[0], place[1], ...place]),
      ...(until === undefined ? [] : [until]),
    ],
  }
}

/** One page of records by `(created_at, id, type)`: what the walks give, in one order. No walk goes further than the others filled the page. */
export function findRecords(db: Database, query: FindQuery): Page<StoredRecord> {
  const { limit, after } = query
  const place = after === undefined ? undefined : placeIn<Place>(after, 'number string string')
  let rows: Row[] = []
  for (const walk of walksOf(db, query)) {
    const until = rows.length > limit ? rows.at(-1)?.created_at : undefined
    const { sql, values } = statementOf(walk, place, until)
    const found = db.all<Row>(sql, ...values, limit + 1)
    rows = rows.length === 0 ? found : [...rows, ...found].sort(inOrder).slice(0, limit + 1)
  }
  const items = rows.slice(0, limit).map(recordOf)
  const last = items.at(-1)
  return {
    items,
    ...(rows.length > limit &&
      last !== undefined && { next: JSON.stringify([last.index.createdAt, last.id, last.type]) }),
  }
}
