import { z } from 'zod'
import type { AreaDirectory } from '../../area/directory.js'
import type { Authority } from '../../authority/authority.js'
import type { Actor } from '../../contracts/actor.js'
import type { ReadOptions } from '../../contracts/command.js'
import type { Digest } from '../../contracts/digest.js'
import type { CountsQuery, FindQuery } from '../../contracts/queries.js'
import type { Storage } from '../../contracts/storage.js'
import { unfit } from '../../errors/input-issue.js'
import { InvalidInputError } from '../../errors.js'
import { parseInput, parseReader, queryAndOptions } from '../../import/parse.js'
import type { RecordReader } from '../../record/record-reader.js'
import { compact } from '../decide/draft.js'
import type { RequestFacts } from '../facts.js'
import { commonOf, readable, type Scope } from '../permissions/scopes.js'
import type { RequestCount, RequestCountsQuery, RequestPage, RequestQuery, Requests } from '../requests.js'
import { deskOf, type RequestFlag, requestFlags } from '../views/desk.js'
import { code, pageForms, searchForms } from './query-forms.js'
import { createSearching } from './searching.js'
import { type Conditions, createWalking, type Part } from './walking.js'

/** What pages and counts of requests are read with. */
export interface RequestPageParts {
  readonly kind: { readonly type: string }
  readonly storage: Storage
  readonly readPage: RecordReader['readPage']
  readonly authority: Authority
  /** The areas as this process knows them. */
  readonly areas: { directory(): AreaDirectory }
  /** The path of an area, for queries. Throws `NotFoundError` for one that never was. */
  readonly pathOf: (area: string) => string
  /** What telephone numbers are found by: the digest they are written under, and those before it. */
  readonly phoneDigests: readonly Digest[]
}

const query = z.strictObject({
  status: z.union([code, z.array(code)]).optional(),
  open: z.boolean().optional(),
  within: code.optional(),
  unit: code.optional(),
  category: code.optional(),
  channel: code.optional(),
  requester: code.optional(),
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  owner: code.optional(),
  flag: z.enum(requestFlags).optional(),
  dueBefore: z.number().int().optional(),
  ...searchForms,
  ...pageForms,
})

// Nobody's desk and no number are asked for by the empty text.
const countsQuery = z.strictObject({ within: code.optional(), unit: code.optional(), owner: code.optional() })

/** Pages of requests and counts of them, of what the reader may read. */
export function createPages(parts: RequestPageParts): Pick<Requests, 'find' | 'counts'> {
  const { kind, storage, readPage, authority, areas, phoneDigests } = parts

  type AskedScope = { readonly [Name in keyof Scope]?: string | undefined }
  const partsFor = (asked: AskedScope, by: Actor, noLess?: (one: Scope, other: Scope) => boolean) =>
    readable(compact(asked) as Scope, by, authority, areas.directory(), noLess)
  const searching = createSearching(storage, phoneDigests, authority)
  const { walk, conditionsOf } = createWalking(parts)

  // Whoever searches does it in the fields that they may read, which are not the same in every part.
  function searchedParts(asked: AskedScope, by: Actor, what: ReturnType<typeof searching.sought>): readonly Part[] {
    const scopesOf = (noLess?: (one: Scope, other: Scope) => boolean) =>
      partsFor(asked, by, noLess).map((scope) => ({ scope }))
    if (what === undefined) return scopesOf()
    const where = { areas: areas.directory(), authority }
    return searching.within(scopesOf(searching.noLess(by, where)), what, by, where)
  }

  async function find(first: RequestQuery | ReadOptions, second?: ReadOptions): Promise<RequestPage> {
    const [raw = {}, options] = queryAndOptions<RequestQuery>(first, second)
    const parsed = parseInput(query, raw, ['query'], 'query')
    const { status, within, unit, requester, flag, after, text, phone, limit, ...rest } = parsed
    const by = parseReader(options)
    const { order } = rest
    const inOrder = order === 'due' || order === 'updated'
    // Nothing that has ended is on a desk: it is not looked through in vain.
    const onDesk = [rest.owner, flag, rest.dueBefore].some((each) => each !== undefined)
    // What has ended is in nobody's queue, and there is ever more of it.
    if (inOrder && rest.open === false)
      throw new InvalidInputError(
        [unfit(['query', 'open'], `按 ${order} 排序只用于未结诉求`, `the order ${order} is of open requests`)],
        'query',
      )
    const asked = compact({
      ...rest,
      ...((inOrder || (onDesk && rest.open === undefined)) && { open: true }),
      status: typeof status === 'string' ? [status] : status,
      flags: flag === undefined ? undefined : [flag],
    }) as Conditions
    const walked = searchedParts({ within, unit, requester }, by, searching.sought({ text, phone }))
    const page = await walk(walked, asked, { after, limit })
    return { ...page, items: page.items.map(({ facts }) => facts) }
  }

  // Residents have no desk, and storages no counts for them: what one of them has open is read.
  async function countsOf({ requester, ...scope }: Scope, owner: string | undefined): Promise<readonly RequestCount[]> {
    const asked = compact({ ...conditionsOf(scope), owner })
    if (requester === undefined)
      return (await storage.counts({ ...asked, type: kind.type } as CountsQuery)) as readonly RequestCount[]
    const counted: RequestCount[] = []
    let after: string | undefined
    do {
      const page = await readPage<RequestFacts>(
        kind,
        compact({ ...asked, requester, open: true, limit: 500, after }) as Omit<FindQuery, 'type'>,
      )
      for (const { facts } of page.items) {
        const { owner = '', flags } = deskOf(facts)
        counted.push({ owner, status: facts.status, flags: flags as readonly RequestFlag[], count: 1 })
      }
      after = page.next
    } while (after !== undefined)
    return counted
  }

  async function counts(
    first: RequestCountsQuery | ReadOptions,
    second?: ReadOptions,
  ): Promise<readonly RequestCount[]> {
    const [raw = {}, options] = queryAndOptions<RequestCountsQuery>(first, second)
    const { owner, ...scope } = parseInput(countsQuery, raw, ['query'], 'query')
    const scopes = partsFor(scope, parseReader(options))
    // What lies in two parts is counted in both, and therefore taken off once: a unit's in an area.
    const common = scopes.flatMap((one, place) =>
      scopes.slice(place + 1).flatMap((other) => commonOf(one, other, areas.directory()) ?? []),
    )
    const all = await Promise.all([
      ...scopes.map(async (each) => ({ sign: 1, groups: await countsOf(each, owner) })),
      ...common.map(async (each) => ({ sign: -1, groups: await countsOf(each, owner) })),
    ])
    const sums = new Map<string, RequestCount>()
    for (const { sign, groups } of all)
      for (const group of groups) {
        const key = JSON.stringify([group.owner, group.status, group.flags])
        sums.set(key, { ...group, count: (sums.get(key)?.count ?? 0) + sign * group.count })
      }
    return [...sums.values()].filter(({ count }) => count > 0)
  }

  return { find, counts }
}
