import { z } from 'zod'
import { inputIssue } from '../../errors/input-issue.js'
import { InvalidInputError } from '../../errors.js'

/** Where a record stands in the order of a walk. */
interface Place {
  /** The instant that the walk is ordered by. */
  readonly at: number
  readonly id: string
}

/** A page of one of the walks that are merged. */
export interface WalkedPage<T> {
  readonly items: readonly (T & Place)[]
  readonly next?: string
  readonly damaged?: readonly string[]
}

/** One of the walks that are merged: all are in the same order, and may come to the same record. */
export interface Walk<T> {
  /** Of two pages the walk with the same name is the same. */
  readonly name: string
  page(after: string | undefined): Promise<WalkedPage<T>>
}

// The last record of the page, and in which page of its own each walk stood; none of a walk that stood in its first.
const cursorForm = z.tuple([z.literal('merged'), z.number(), z.string(), z.record(z.string(), z.string())])

function cursorIn(after: string): z.output<typeof cursorForm> {
  try {
    return cursorForm.parse(JSON.parse(after))
  } catch {
    throw new InvalidInputError([inputIssue('unknown-cursor', ['query', 'after'], {})], 'query')
  }
}

// UTF-16 puts the rare characters before some of the common ones; storages order by code point.
function compareIds(one: string, other: string): number {
  const [ofOne, ofOther] = [[...one], [...other]]
  const at = ofOne.findIndex((char, place) => char !== ofOther[place])
  return at === -1
    ? ofOne.length - ofOther.length
    : (ofOne[at]?.codePointAt(0) ?? 0) - (ofOther[at]?.codePointAt(0) ?? -1)
}

const compare = (one: Place, other: Place): number => one.at - other.at || compareIds(one.id, other.id)

/**
 * One page of several walks, each record once. The cursor names the last record of the page, so that it stays right whatever becomes of that record or of
 * what the reader may read, and the page that each walk stood in, so that no walk begins anew.
 */
export async function mergedPage<T>(
  walks: readonly Walk<T>[],
  {
    after,
    limit,
    descending = false,
  }: { readonly after?: string | undefined; readonly limit: number; readonly descending?: boolean | undefined },
): Promise<WalkedPage<T>> {
  const [, at, id, from] = after === undefined ? [] : cursorIn(after)
  const isAhead = (one: Place, other: Place) => (descending ? compare(other, one) : compare(one, other)) > 0
  const isNew = (item: Place) => at === undefined || id === undefined || isAhead(item, { at, id })
  const damaged = new Set<string>()

  // One more than fits says whether there is another page.
  async function walked({ name, page }: Walk<T>) {
    const items: { readonly item: T & Place; readonly page: string | undefined }[] = []
    let place = from !== undefined && Object.hasOwn(from, name) ? from[name] : undefined
    for (;;) {
      const found = await page(place)
      for (const each of found.damaged ?? []) damaged.add(each)
      items.push(...found.items.filter(isNew).map((item) => ({ item, page: place })))
      if (found.next === undefined || items.length > limit) return { name, items, place }
      place = found.next
    }
  }
  const found = await Promise.all(walks.map(walked))

  const once = new Map(found.flatMap(({ items }) => items.map(({ item }) => [item.id, item] as const)))
  const sorted = [...once.values()].sort((one, other) => (isAhead(one, other) ? 1 : -1))
  const items = sorted.slice(0, limit)
  const last = items.at(-1)
  const isLast = sorted.length <= limit || last === undefined
  const next = () => {
    const places = found.flatMap(({ name, items: own, place }) => {
      const first = own.find(({ item }) => last !== undefined && isAhead(item, last))
      const page = first === undefined ? place : first.page
      return page === undefined ? [] : [[name, page] as const]
    })
    return JSON.stringify(['merged', last?.at, last?.id, Object.fromEntries(places)])
  }
  return { items, ...(!isLast && { next: next() }), ...(damaged.size > 0 && { damaged: [...damaged] }) }
}
