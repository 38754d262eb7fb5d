import type { Page } from '@huiyin/core'
import type {
  Change,
  CountsQuery,
  FindQuery,
  RecordCount,
  RecordIndex,
  RecordRef,
  StoredRecord,
} from '@huiyin/core/contracts'
import { recordKey } from './ledger.js'
import type { World } from './world.js'

/** What pages of records are told by. */
export type Found = Pick<RecordRef, 'type' | 'id'> & { readonly index: RecordIndex; readonly updatedAt: number }
type Place = readonly [instant: number, id: string, type: string]

const instants = {
  submitted: ({ index }: Found) => index.createdAt,
  due: ({ index }: Found) => index.dueAt ?? Number.POSITIVE_INFINITY,
  updated: ({ updatedAt }: Found) => updatedAt,
}
const placeOf = (record: Found, { order = 'submitted' }: FindQuery): Place => [
  instants[order](record),
  record.id,
  record.type,
]
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byPlace = (a: Place, b: Place) => (a[0] === b[0] ? 0 : a[0] - b[0]) || byText(a[1], b[1]) || byText(a[2], b[2])

function fits({ type, index, updatedAt }: Found, query: FindQuery): boolean {
  const { status, within = '', from = 0, to = Number.POSITIVE_INFINITY, ...others } = query
  const { flags, desk, dueBefore, updatedFrom = 0, ...rest } = others
  const exact = ['open', 'unit', 'category', 'channel', 'requester', 'owner', 'number'] as const
  return (
    (query.type === undefined || query.type === type) &&
    (status === undefined || status.includes(index.status)) &&
    index.areaPath.startsWith(within) &&
    index.createdAt >= from &&
    index.createdAt < to &&
    updatedAt >= updatedFrom &&
    (flags === undefined || (flags.length > 0 && flags.every((flag) => index.flags.includes(flag)))) &&
    (desk === undefined || index.desks.includes(desk)) &&
    (dueBefore === undefined || (index.dueAt ?? Number.POSITIVE_INFINITY) < dueBefore) &&
    exact.every((name) => rest[name] === undefined || rest[name] === index[name])
  )
}

/** The records that a query asks for, in its order: all of them, from a place on. */
export function asAsked<Kept extends Found>(records: Iterable<Kept>, query: FindQuery, place?: Place): Kept[] {
  const turn = query.descending === true ? -1 : 1
  return [...records]
    .filter((record) => fits(record, query))
    .map((record) => ({ record, at: placeOf(record, query) }))
    .filter(({ at }) => place === undefined || byPlace(at, place) * turn > 0)
    .sort((a, b) => byPlace(a.at, b.at) * turn)
    .map(({ record }) => record)
}

/** Groups of open records as texts, in one order, so that they can be compared. */
export const countLines = (counts: readonly RecordCount[]): string =>
  counts
    .map(({ owner, status, flags, count }) => `${count} of ${owner || 'nobody'} ${status} [${flags}]`)
    .sort()
    .join('; ')

/** How many open records have the same owner, status and flags. */
export function countsIn(records: Iterable<Found>, query: CountsQuery): RecordCount[] {
  const groups = Map.groupBy(asAsked(records, { ...query, open: true, limit: 0 }), ({ index }) =>
    JSON.stringify([index.owner, index.status, index.flags]),
  )
  return [...groups.values()].map((each) => {
    const { owner, status, flags } = (each[0] as Found).index
    return { owner, status, flags, count: each.length }
  })
}

/** What the records say that the storage was given: every page and every count it answers is compared with that at once. */
export function createDeskModel({ violate }: World) {
  const records = new Map<string, Found>()
  const places = new Map<string, Place>()

  function written({ type, id, index, at }: Change): void {
    records.set(recordKey({ type, id }), { type, id, index, updatedAt: at })
  }

  function found(query: FindQuery, { items, next }: Page<StoredRecord>): void {
    const place = query.after === undefined ? undefined : places.get(query.after)
    const last = items.at(-1)
    if (next !== undefined && last !== undefined) places.set(next, placeOf(last, query))
    // A cursor that no page gave is for the storage to refuse.
    if (query.after !== undefined && place === undefined) return
    const wanted = asAsked(records.values(), query, place).slice(0, query.limit)
    const [there, should] = [items, wanted].map((each) => each.map(recordKey).join(', '))
    if (there !== should) violate('desks', `a page of ${JSON.stringify(query)} is [${there}] and should be [${should}]`)
  }

  function counted(query: CountsQuery, counts: readonly RecordCount[]): void {
    const [there, should] = [countLines(counts), countLines(countsIn(records.values(), query))]
    if (there !== should)
      violate('desks', `counts of ${JSON.stringify(query)} are [${there}] and should be [${should}]`)
  }

  return { written, found, counted }
}
