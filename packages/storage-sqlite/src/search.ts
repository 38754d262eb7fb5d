import { type FindQuery, type Page, placeIn, type SearchQuery, type StoredRecord } from '@huiyin/core/contracts'
import { conditionsOf } from './conditions.js'
import type { Database } from './database.js'
import { instants } from './desk.js'
import { never } from './desk-rows.js'
import { matchOf } from './grams.js'
import { type Row, recordOf } from './read.js'
import { room } from './search-step.js'

type Searching = FindQuery & { readonly search: SearchQuery }
type Find = (db: Database, query: FindQuery) => Page<StoredRecord>
type Place = readonly [at: number, id: string, type: string]

// So many candidates are sorted. A word that more texts have is met soon enough in a walk through all records of the page, of which so many are looked at.
const mostCandidates = 4000
const mostLooked = 4000
const lookedAtOnce = 100

const lengthOf = (word: string) => [...word].length
const longest = (words: readonly string[]) => words.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a))

/** The texts that may have a word in them: by their grams, and of those that wait for them by themselves. SQLite is told that these are few. */
export const candidatesStatement = `SELECT rowid AS doc FROM search_grams WHERE search_grams MATCH ?
  UNION ALL SELECT s.doc FROM search_waiting w CROSS JOIN search_rows s ON s.doc = w.doc WHERE instr(text, ?) > 0 LIMIT ?`

/** The numbers of the records that may be found; `undefined` when they are many. */
function candidates(db: Database, { fields, words = [], keys }: SearchQuery): number[] | undefined {
  const docs =
    keys === undefined
      ? db.all<{ doc: number }>(
          candidatesStatement,
          matchOf(fields, longest(words)),
          longest(words),
          mostCandidates + 1,
        )
      : db.all<{ doc: number }>(
          'SELECT doc FROM search_keys WHERE key IN (SELECT value FROM json_each(?)) LIMIT ?',
          JSON.stringify(keys),
          mostCandidates + 1,
        )
  if (docs.length > mostCandidates) return undefined
  return [...new Set(docs.map(({ doc }) => Math.floor(doc / room)))]
}

/** Whether a record is found: grams tell that it may be, its texts whether it is. */
function isFound(db: Database, rid: number, { fields, words = [], keys }: SearchQuery): boolean {
  const rows = db
    .all<{ field: string; text: string; keys: string }>(
      'SELECT field, text, keys FROM search_rows WHERE doc BETWEEN ? AND ?',
      rid * room,
      rid * room + room - 1,
    )
    .filter(({ field }) => fields.includes(field))
  return (
    words.every((word) => rows.some(({ text }) => text.includes(word))) &&
    (keys === undefined || rows.some((row) => (JSON.parse(row.keys) as string[]).some((key) => keys.includes(key))))
  )
}

const walkOf = ({ order = 'submitted', descending = false }: FindQuery) => `${order}${descending ? ' descending' : ''}`

function cursorOf(query: FindQuery, { id, type, index, updatedAt }: StoredRecord): string {
  const at = query.order === 'due' ? (index.dueAt ?? never) : query.order === 'updated' ? updatedAt : index.createdAt
  return JSON.stringify([walkOf(query), at, id, type])
}

// Few: all are sorted, and looked at from the place on until the page is full.
function fromCandidates(db: Database, query: Searching, rids: readonly number[]): Page<StoredRecord> {
  const { search, after, limit, open, owner, descending = false, order = 'submitted' } = query
  if (rids.length === 0) return { items: [] }
  const { conditions, values } = conditionsOf(query)
  const all = [...conditions]
  const bound: (string | number)[] = [JSON.stringify(rids), ...values]
  const ask = (condition: string, ...each: (string | number)[]) => {
    all.push(condition)
    bound.push(...each)
  }
  if (open !== undefined) ask('open = ?', Number(open))
  if (owner !== undefined) ask("coalesce(owner, '') = ?", owner)
  const placed = [instants[order], 'id', 'type']
  if (after !== undefined) {
    const [, ...place] = placeIn<[string, ...Place]>(after, 'string number string string', walkOf(query))
    ask(`(${placed.join(', ')}) ${descending ? '<' : '>'} (?, ?, ?)`, ...place)
  }
  const direction = descending ? ' DESC' : ''
  const sorted = db.all<{ rid: number }>(
    `SELECT rid FROM (SELECT value AS candidate FROM json_each(?)) CROSS JOIN records ON rid = candidate
     ${all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`} ORDER BY ${placed.map((each) => each + direction).join(', ')}`,
    ...bound,
  )
  const items: StoredRecord[] = []
  for (const { rid } of sorted) {
    if (!isFound(db, rid, search)) continue
    const last = items.at(-1)
    if (items.length === limit && last !== undefined) return { items, next: cursorOf(query, last) }
    items.push(recordOf(db.get<Row>('SELECT * FROM records WHERE rid = ?', rid) as Row))
  }
  return { items }
}

// Many: the records of the page are looked at in its order, so many at most.
function fromWalk(db: Database, { search, ...query }: Searching, find: Find): Page<StoredRecord> {
  const items: StoredRecord[] = []
  let after = query.after
  for (let looked = 0; ; looked += lookedAtOnce) {
    const page = find(db, { ...query, limit: lookedAtOnce, ...(after !== undefined && { after }) })
    for (const record of page.items) {
      const { bucket, type, id } = record
      const rid = db.get<{ rid: number }>(
        'SELECT rid FROM records WHERE bucket = ? AND type = ? AND id = ?',
        bucket,
        type,
        id,
      )?.rid
      if (rid === undefined || !isFound(db, rid, search)) continue
      const last = items.at(-1)
      if (items.length === query.limit && last !== undefined) return { items, next: cursorOf(query, last) }
      items.push(record)
    }
    if (page.next === undefined) return { items }
    after = page.next
    if (looked + lookedAtOnce >= mostLooked) return { items, next: after }
  }
}

/** One page of the records that are searched for. */
export function searchRecords(db: Database, query: Searching, find: Find): Page<StoredRecord> {
  const { search, ...others } = query
  const { fields, words, keys } = search
  if (query.limit === 0 || fields.length === 0 || keys?.length === 0) return { items: [] }
  if (words === undefined && keys === undefined) return find(db, others)
  const rids = candidates(db, query.search)
  return rids === undefined ? fromWalk(db, query, find) : fromCandidates(db, query, rids)
}
