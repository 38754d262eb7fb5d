import type { FindQuery } from '../../contracts/queries.js'
import type { SearchQuery } from '../../contracts/searching/search-query.js'
import type { ReadRecord } from '../../record/record-kind.js'
import type { RecordReader } from '../../record/record-reader.js'
import { compact } from '../decide/draft.js'
import type { RequestFacts } from '../facts.js'
import type { Scope } from '../permissions/scopes.js'
import { mergedPage } from './merged-pages.js'

/** What is asked of requests, besides where they lie. */
export type Conditions = Omit<FindQuery, 'type' | 'within' | 'requester' | 'after' | 'limit' | 'search'>

/** A part of the requests that is walked by itself. */
export interface Part {
  /** What lies in it. */
  readonly scope: Scope
  /** What is asked in it alone; of what is asked everywhere too, this counts, and flags are asked both. */
  readonly only?: { readonly [Name in keyof Conditions]?: Conditions[Name] | undefined }
  /** What is searched for in it. */
  readonly search?: SearchQuery
}

/** A page of requests, as they are stored and read. */
export interface WalkedRequests {
  readonly items: readonly ReadRecord<RequestFacts>[]
  readonly next?: string
  readonly damaged?: readonly string[]
}

/** Where a record without an instant stands: behind all that have one. */
const never = Number.MAX_SAFE_INTEGER

interface WalkingParts {
  readonly kind: { readonly type: string }
  readonly readPage: RecordReader['readPage']
  /** The path of an area, for queries. Throws `NotFoundError` for one that never was. */
  readonly pathOf: (area: string) => string
}

/** Walks several parts of the requests as one, each request once. */
export function createWalking({ kind, readPage, pathOf }: WalkingParts) {
  /** What a scope is to a storage. */
  const conditionsOf = ({ within, unit, requester }: Scope) =>
    compact({ within: within === undefined ? undefined : pathOf(within), unit, requester })

  async function walk(
    parts: readonly Part[],
    asked: Conditions,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<WalkedRequests> {
    const { order, descending } = asked
    const flagsOf = ({ only }: Part) => {
      const flags = [...(asked.flags ?? []), ...(only?.flags ?? [])]
      return flags.length === 0 ? undefined : flags
    }
    const pageOf = (part: Part, from: string | undefined) => {
      const query = { ...asked, ...conditionsOf(part.scope), ...part.only, flags: flagsOf(part) }
      const page = { search: part.search, after: from, limit }
      return readPage<RequestFacts>(kind, compact({ ...query, ...page }) as Omit<FindQuery, 'type'>)
    }
    const [only] = parts
    if (only === undefined) return { items: [] }
    if (parts.length === 1) return pageOf(only, after)
    const walks = parts.map((part) => ({
      name: JSON.stringify([part.scope, part.only]),
      async page(from: string | undefined) {
        const page = await pageOf(part, from)
        const items = page.items.map((read) => {
          const { id, index, updatedAt } = read.record
          const at = order === 'due' ? (index.dueAt ?? never) : order === 'updated' ? updatedAt : index.createdAt
          return { id, at, read }
        })
        return { ...page, items }
      },
    }))
    const page = await mergedPage(walks, { after, limit, descending })
    return { ...page, items: page.items.map(({ read }) => read) }
  }

  return Object.freeze({ walk, conditionsOf })
}
