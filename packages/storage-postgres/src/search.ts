import type { Page } from '@huiyin/core'
import { type FindQuery, placeIn, type RecordRef, type SearchQuery } from '@huiyin/core/contracts'
import { conditionsOf } from './conditions.js'
import type { Database } from './database.js'
import { findColumns, openColumns, recordColumns, walkOf } from './find-statement.js'
import { numberOfKey, someGramsOf } from './grams.js'

/** A query that searches. */
export type Searching = FindQuery & { readonly search: SearchQuery }

// So many texts that may be meant are looked into, and their records sorted. A word that more texts have is met soon enough in a walk through all records of the page, of which so many are
// looked at.
const mostCandidates = 4000
const mostLooked = 4000
const lookedAtOnce = 250

const lengthOf = (word: string) => [...word].length
const longest = (words: readonly string[]) => words.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a))

/** A list of values that stands for one place in a text each. */
function bindings() {
  const values: unknown[] = []
  return { values, place: (value: unknown) => `$${values.push(value)}` }
}
type Bind = ReturnType<typeof bindings>['place']

/** The statement that finds the texts that may be meant, by their numbers, then by themselves: one more than are sorted, at most. */
export function candidatesStatement(schema: string, { fields, words = [], keys }: SearchQuery) {
  const { values, place } = bindings()
  const of = (condition: string) =>
    `SELECT bucket, rid FROM ${schema}.search_rows WHERE ${condition} LIMIT ${mostCandidates + 1}`
  if (keys !== undefined) {
    const named = `field = ANY (${place(fields)}) AND keys && ${place(keys)}::text[]`
    return { text: of(`numbers && ${place(keys.map(numberOfKey))}::int[] AND ${named}`), values }
  }
  const word = longest(words)
  const sought = place(word)
  const each = fields.map(
    (field) => `(numbers @> ${place(someGramsOf(field, word))}::int[] AND field = ${place(field)})`,
  )
  return { text: of(`(${each.join(' OR ')}) AND strpos(text, ${sought}) > 0`), values }
}

/** Whether a record is found by all that is asked of its texts, as a condition. */
function isFound(schema: string, { fields, words = [], keys }: SearchQuery, place: Bind): string {
  const named = place(fields)
  const has = (condition: string) =>
    `EXISTS (SELECT 1 FROM ${schema}.search_rows s WHERE s.bucket = r.bucket AND s.rid = r.rid AND s.field = ANY (${named}) AND ${condition})`
  return [
    ...words.map((word) => has(`strpos(s.text, ${place(word)}) > 0`)),
    ...(keys === undefined ? [] : [has(`s.keys && ${place(keys)}::text[]`)]),
  ].join(' AND ')
}

interface Candidate {
  readonly bucket: number
  readonly rid: number
}

/** The statement of a page among some records. */
function amongStatement(schema: string, query: Searching, records: readonly Candidate[]) {
  const { values, place } = bindings()
  const { direction, columns: placed, behind, walk } = walkOf(query)
  const buckets = place(records.map(({ bucket }) => bucket))
  const rids = place(records.map(({ rid }) => rid))
  const { parts, values: own } = conditionsOf(query, query.open === true ? openColumns : findColumns)
  const places = own.map((value) => place(value))
  const all = parts.map((part) => part.replace(/\$(\d+)/g, (_, n: string) => places[Number(n) - 1] as string))
  if (query.after !== undefined) {
    const [, ...from] = placeIn<[string, number, string, string]>(query.after, 'string number string string', walk)
    all.push(`(${placed}) ${behind} (${from.map((each) => place(each)).join(', ')})`)
  }
  all.push(isFound(schema, query.search, place))
  return {
    text: `SELECT ${recordColumns} FROM ${schema}.records r
      JOIN unnest(${buckets}::smallint[], ${rids}::bigint[]) AS c(of_bucket, of_rid) ON r.bucket = c.of_bucket AND r.rid = c.of_rid
      WHERE ${all.join(' AND ')} ORDER BY ${direction} LIMIT ${place(query.limit + 1)}`,
    values,
  }
}

/** What a search asks of the rest of the reader. */
interface Reading<Row extends Pick<RecordRef, 'type' | 'id'>, Item extends RecordRef> {
  readonly pageOf: (query: FindQuery, rows: readonly Row[]) => Page<Item>
  readonly find: (query: FindQuery) => Promise<Page<Item>>
  readonly cursorOf: (query: FindQuery, item: Item) => string
}

/** One page of the records that are searched for. */
export async function searchRecords<Row extends Pick<RecordRef, 'type' | 'id'>, Item extends RecordRef>(
  db: Database,
  schema: string,
  query: Searching,
  { pageOf, find, cursorOf }: Reading<Row, Item>,
): Promise<Page<Item>> {
  const { search, ...others } = query
  const { fields, words, keys } = search
  if (query.limit === 0 || fields.length === 0 || keys?.length === 0) return { items: [] }
  if (words === undefined && keys === undefined) return find(others)
  const asked = candidatesStatement(schema, search)
  const texts = await db.query<Candidate>('find', asked.text, asked.values)
  const candidates = [...new Map(texts.map((each) => [`${each.bucket} ${each.rid}`, each])).values()]
  if (candidates.length === 0) return { items: [] }
  if (texts.length <= mostCandidates) {
    const { text, values } = amongStatement(schema, query, candidates)
    return pageOf(query, await db.query<Row>('find', text, values))
  }

  /** Which of these are found. */
  async function foundAmong(items: readonly Item[]): Promise<ReadonlySet<string>> {
    const { values, place } = bindings()
    const [buckets, types, ids] = [
      items.map(({ bucket }) => bucket),
      items.map(({ type }) => type),
      items.map(({ id }) => id),
    ]
    const named = `unnest(${place(buckets)}::smallint[], ${place(types)}::text[], ${place(ids)}::text[]) AS c(of_bucket, of_type, of_id)`
    const text = `SELECT type, id FROM ${schema}.records r JOIN ${named} ON r.bucket = of_bucket AND r.type = of_type AND r.id = of_id
      WHERE ${isFound(schema, search, place)}`
    return new Set((await db.query<Row>('find', text, values)).map(keyOf))
  }

  // Many: the records of the page are looked at in its order, so many at most.
  const items: Item[] = []
  let after = query.after
  for (let looked = 0; ; looked += lookedAtOnce) {
    const page = await find({ ...others, limit: lookedAtOnce, ...(after !== undefined && { after }) })
    const found = page.items.length === 0 ? new Set<string>() : await foundAmong(page.items)
    for (const item of page.items) {
      if (!found.has(keyOf(item))) continue
      const last = items.at(-1)
      if (items.length === query.limit && last !== undefined) return { items, next: cursorOf(query, last) }
      items.push(item)
    }
    if (page.next === undefined) return { items }
    after = page.next
    if (looked + lookedAtOnce >= mostLooked) return { items, next: after }
  }
}

const keyOf = ({ type, id }: Pick<RecordRef, 'type' | 'id'>) => `${type}\u0001${id}`
