import type { CountsQuery, FindQuery, Page, RecordCount } from '../contracts/queries.js'
import type { StoredRecord } from '../contracts/rows.js'
import type { SearchQuery, SearchWrite } from '../contracts/searching/search-query.js'
import { placeIn } from '../errors/place-in.js'
import { byCodePoint } from './by-code-point.js'
import { keyFrom } from './key.js'

type Held = { readonly record: StoredRecord; readonly search: ReadonlyMap<string, SearchWrite> }
type Place = readonly [at: number, id: string, type: string]
type Walked = Pick<FindQuery, 'order' | 'descending'>

/** Where a record without an instant stands: behind all that have one. */
const never = Number.MAX_SAFE_INTEGER

function isFound({ search }: Held, { fields, words = [], keys }: SearchQuery): boolean {
  const rows = [...search.values()].filter(({ field }) => fields.includes(field))
  return (
    words.every((word) => rows.some(({ text }) => text.includes(word))) &&
    (keys === undefined || rows.some((row) => row.keys.some((key) => keys.includes(key))))
  )
}

// Of nothing there is nothing, as everywhere.
const hasEach = (flags: readonly string[], asked: readonly string[]): boolean =>
  asked.length > 0 && asked.every((flag) => flags.includes(flag))

function matches(held: Held, query: FindQuery): boolean {
  const { record } = held
  const { index } = record
  return (
    (query.type === undefined || record.type === query.type) &&
    (query.status === undefined || query.status.includes(index.status)) &&
    (query.open === undefined || index.open === query.open) &&
    (query.within === undefined || index.areaPath.startsWith(query.within)) &&
    (query.unit === undefined || index.unit === query.unit) &&
    (query.category === undefined || index.category === query.category) &&
    (query.channel === undefined || index.channel === query.channel) &&
    (query.requester === undefined || index.requester === query.requester) &&
    (query.owner === undefined || index.owner === query.owner) &&
    (query.flags === undefined || hasEach(index.flags, query.flags)) &&
    (query.desk === undefined || index.desks.includes(query.desk)) &&
    (query.number === undefined || index.number === query.number) &&
    (query.dueBefore === undefined || (index.dueAt ?? never) < query.dueBefore) &&
    (query.updatedFrom === undefined || record.updatedAt >= query.updatedFrom) &&
    (query.from === undefined || index.createdAt >= query.from) &&
    (query.to === undefined || index.createdAt < query.to) &&
    (query.search === undefined || isFound(held, query.search))
  )
}

function placeOf({ id, type, index, updatedAt }: StoredRecord, { order }: Walked): Place {
  const at = order === 'due' ? (index.dueAt ?? never) : order === 'updated' ? updatedAt : index.createdAt
  return [at, id, type]
}

const byPlace = (a: Place, b: Place): number => a[0] - b[0] || byCodePoint(a[1], b[1]) || byCodePoint(a[2], b[2])
const submitted: Walked = {}
const bySubmission = (a: Held, b: Held) => byPlace(placeOf(a.record, submitted), placeOf(b.record, submitted))

const walkOf = ({ order = 'submitted', descending = false }: Walked) => `${order}${descending ? ' descending' : ''}`
const cursorOf = (query: FindQuery, record: StoredRecord) => JSON.stringify([walkOf(query), ...placeOf(record, query)])

function afterOf(query: FindQuery, after: string): Place {
  const [, ...place] = placeIn<[string, ...Place]>(after, 'string number string string', walkOf(query))
  return place
}

/** The records in the order of their creation, with pages in this and other orders, and counts. */
export function createRecordPages() {
  const all: Held[] = []
  let sorted = true

  function add(held: Held): void {
    all.push(held)
    sorted = false
  }

  function inOrder(query: FindQuery): readonly Held[] {
    if (!sorted) all.sort(bySubmission)
    sorted = true
    if (walkOf(query) === 'submitted') return all
    const found = all.filter((held) => matches(held, query))
    if (query.order !== undefined && query.order !== 'submitted')
      found.sort((a, b) => byPlace(placeOf(a.record, query), placeOf(b.record, query)))
    return query.descending === true ? found.reverse() : found
  }

  /** The position of the first record behind a place. */
  function behind(records: readonly Held[], place: Place, query: FindQuery): number {
    const sign = query.descending === true ? -1 : 1
    let low = 0
    for (let high = records.length; low < high; ) {
      const middle = (low + high) >> 1
      if (sign * byPlace(placeOf((records[middle] as Held).record, query), place) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  function find(query: FindQuery): Page<StoredRecord> {
    const place = query.after === undefined ? undefined : afterOf(query, query.after)
    if (query.limit === 0) return { items: [] }
    const records = inOrder(query)
    const items: StoredRecord[] = []
    for (let at = place === undefined ? 0 : behind(records, place, query); at < records.length; at++) {
      const held = records[at] as Held
      if (!matches(held, query)) continue
      const { record } = held
      if (items.length === query.limit) return { items, next: cursorOf(query, items.at(-1) as StoredRecord) }
      items.push(record)
    }
    return { items }
  }

  function counts(query: CountsQuery): RecordCount[] {
    const groups = new Map<string, { owner: string; status: string; flags: readonly string[]; count: number }>()
    for (const held of all) {
      if (!matches(held, { ...query, open: true, limit: 1 })) continue
      const { owner, status, flags } = held.record.index
      const key = keyFrom(owner, status, ...flags)
      const group = groups.get(key) ?? { owner, status, flags, count: 0 }
      group.count++
      groups.set(key, group)
    }
    return [...groups.values()]
  }

  return { add, find, counts }
}
