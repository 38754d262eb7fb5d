import { type FindQuery, placeIn } from '@huiyin/core/contracts'
import { type Asked, conditionsOf } from './conditions.js'
import type { SchemaLayout } from './options.js'
import { buckets } from './placement.js'

/** The columns of a record as pages read it. */
export const recordColumns = `bucket, type, id, version, head, body, updated_at, status, open, created_at, area_path, unit, category, channel, requester, owner, owner_due_at, flags, number, desks, due_at`

/** What records are asked, and how. */
export const findColumns: readonly Asked[] = [
  ['type', 'type = $'],
  ['status', 'status = ANY ($)'],
  ['open', 'open = $'],
  ['within', 'area_path >= $ AND area_path < $'],
  ['unit', 'unit = $'],
  ['category', 'category = $'],
  ['channel', 'channel = $'],
  ['requester', 'requester = $'],
  ['owner', "coalesce(owner, '') = $"],
  ['flags', "position(',' || $ || ',' in flags) > 0", 'each'],
  ['desk', "desks @> ARRAY[$] AND desks <> '{}'"],
  ['number', 'number = $'],
  ['dueBefore', 'owner_due_at < $'],
  ['updatedFrom', 'updated_at >= $'],
  ['from', 'created_at >= $'],
  ['to', 'created_at < $'],
]

/** What open records are asked. Of an open one nobody's is nobody's: the index of desks can serve it. */
export const openColumns = findColumns.map((each): Asked => (each[0] === 'owner' ? ['owner', 'owner = $'] : each))

const instants = { submitted: 'created_at', due: 'owner_due_at', updated: 'updated_at' } as const

/** In which order a query walks, and what its places are made of. */
export function walkOf({ order = 'submitted', descending = false }: FindQuery) {
  const instant = instants[order]
  const placed = [instant, 'id', 'type']
  return {
    instant,
    walk: `${order}${descending ? ' descending' : ''}`,
    columns: placed.join(', '),
    direction: placed.map((column) => (descending ? `${column} DESC` : column)).join(', '),
    behind: descending ? '<' : '>',
  }
}

// True of every record. It lets the few records of a type be looked up bucket by bucket in the index of their ids, which before PostgreSQL 18 is read whole
// otherwise.
const inAnyBucket = `bucket = ANY ('{${Array.from({ length: buckets }, (_, bucket) => bucket).join()}}')`

// So many areas are walked side by side; an area of more of them holds so much of the city that the city is walked instead.
const mostAreas = 50

const isNothing = (value: unknown): boolean => value === undefined

/** Whether records are found by what has open and ended ones together: their status, which tells them apart, or what few have. */
const isOfBoth = ({ status, requester, number, desk }: FindQuery): boolean =>
  ![status, requester, number, desk].every(isNothing)

/** Whether ended records of an area are asked for, and nothing that fewer of them have. */
const isOfAreas = ({ open, within, unit, category, ...others }: FindQuery): boolean =>
  open === false && within !== undefined && [unit, category].every(isNothing) && !isOfBoth(others)

/**
 * The statement of a page. Indexes have open records apart from those that have ended, and those of one status or area each in the order of a page: what a
 * query asks of several is read from each as far as a page goes, and merged.
 */
export function findStatement({ schema, distributed }: SchemaLayout, query: FindQuery) {
  const values: unknown[] = []
  const { direction, columns: placed, behind, walk } = walkOf(query)
  const limit = `LIMIT $${values.push(query.limit + 1)}`
  const inOrder = `ORDER BY ${direction} ${limit}`

  /** What the records of a side are asked, with `more` beside it. */
  function where(side: FindQuery, ...more: readonly string[]): string {
    const { parts, values: own } = conditionsOf(side, side.open === true ? openColumns : findColumns)
    // An index of numbers has no records without one.
    if (side.number !== undefined && side.number !== '') parts.push("number <> ''")
    if (side.type !== undefined && !distributed) parts.push(inAnyBucket)
    if (side.after !== undefined) {
      const [, ...from] = placeIn<[string, number, string, string]>(side.after, 'string number string string', walk)
      const place = own.push(...from)
      parts.push(`(${placed}) ${behind} ($${place - 2}, $${place - 1}, $${place})`)
    }
    const places = own.map((value) => values.push(value))
    const text = parts.join(' AND ').replace(/\$(\d+)/g, (_, n: string) => `$${places[Number(n) - 1]}`)
    return [text, ...more].join(' AND ')
  }
  const select = (condition: string) => `SELECT ${recordColumns} FROM ${schema}.records r WHERE ${condition}`

  // An area within which much has ended is found in its index, which has the records of each area of the city in the order of a page. Which areas these are
  // is asked of the index too, one step an area.
  function areasPage(side: FindQuery): string {
    const { within, ...others } = side
    const [from, to] = [values.push(within), values.push(`${within}\u{10ffff}`)]
    const next = (after: string) =>
      `SELECT area_path FROM ${schema}.records WHERE NOT open AND area_path ${after} AND area_path < $${to} ORDER BY area_path LIMIT 1`
    return `WITH RECURSIVE areas AS (
        (SELECT area_path, 1 AS number FROM (${next(`>= $${from}`)}) first)
        UNION ALL SELECT next.area_path, number + 1 FROM areas CROSS JOIN LATERAL (${next('> areas.area_path')}) next WHERE number <= ${mostAreas}),
      few AS MATERIALIZED (SELECT count(*) <= ${mostAreas} AS are FROM areas)
      SELECT p.* FROM areas CROSS JOIN LATERAL (${select(where(others, 'r.area_path = areas.area_path'))} ${inOrder}) p WHERE (SELECT are FROM few)
      UNION ALL (${select(where(side, 'NOT (SELECT are FROM few)'))} ${inOrder})`
  }

  /** The pages that are merged. */
  function pagesOf(side: FindQuery): readonly string[] {
    if (isOfAreas(side)) return [areasPage(side)]
    // Other orders are sorted from what is open.
    const statuses = side.order === undefined || side.order === 'submitted' ? [...new Set(side.status)] : []
    const sides = statuses.length < 2 ? [side] : statuses.map((status) => ({ ...side, status: [status] }))
    return sides.map((each) => `${select(where(each))} ${inOrder}`)
  }

  const isSplit = query.open === undefined && !isOfBoth(query)
  const sides = isSplit ? [true, false].map((open) => ({ ...query, open })) : [query]
  // Nodes read and merge what they find themselves, so what they are given is one statement for each of them.
  const pages = distributed ? sides.map((side) => select(where(side))) : sides.flatMap(pagesOf)
  const [only = ''] = pages
  if (pages.length === 1) return { text: distributed ? `${only} ${inOrder}` : only, values }
  const merged = pages.map((page) => (distributed ? page : `(${page})`)).join(' UNION ALL ')
  return { text: `SELECT * FROM (${merged}) r ${inOrder}`, values }
}
