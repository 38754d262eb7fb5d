import { isHuiyinError, type RequestFacts, type RequestQuery } from '@huiyin/core'
import type { FindQuery, RecordCount } from '@huiyin/core/contracts'
import { cityActors } from '../city.js'
import type { Client } from './client.js'
import { asAsked, countLines, countsIn } from './desk-model.js'
import type { Process } from './processes.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

type Asked = RequestQuery

const { system } = cityActors

const orders = ['submitted', 'due', 'updated'] as const
const flags = ['extensionAsked', 'overdue', 'rectifying', 'supervised', 'suspended', 'urged', 'warned'] as const
const inOrders = orders.flatMap((order) => [
  { order, open: true },
  { order, open: true, descending: true },
])

/** What people see on their desks in the end. */
interface Seen {
  readonly pages: { readonly query: Asked; readonly ids: readonly string[] }[]
  readonly counts: (readonly RecordCount[])[]
}

/** Pages of what is open, in the orders of a desk, and counts of it. The storage is held to its answers where the calls reach it. */
export function createDesks({ random, scheduler, trace, violate }: World) {
  const seen: Seen = { pages: [], counts: [] }

  function hear<Answer>(
    { name }: Process,
    what: string,
    answer: Promise<Answer>,
    take: (answer: Answer) => void,
  ): void {
    trace.add(`${name} is to ${what}`)
    answer.then(take, (error: unknown) => {
      trace.add(`${what} failed`)
      if (!isHuiyinError(error, 'adapter-failure')) violate('errors', `${what} failed with ${String(error)}`)
    })
  }

  async function walk({ huiyin: { requests } }: Process, query: Asked): Promise<RequestFacts[]> {
    const items: RequestFacts[] = []
    for (let after: string | undefined; ; ) {
      const page = await requests.find({ ...query, ...(after !== undefined && { after }) }, { by: system })
      items.push(...page.items)
      // What changes meanwhile may be met again, so a walk by last change need not end by itself.
      if (page.next === undefined || items.length > 100) return items
      after = page.next
    }
  }

  function condition(client: Client): Asked {
    const known = [...client.known.values()]
    if (known.length === 0) return {}
    const { owner, unit, category, status } = random.pick(known)
    return random.pick([
      {},
      { owner: owner.role === 'unit' ? owner.unit : `@${owner.role}` },
      { flag: random.pick(flags) },
      { dueBefore: scheduler.now() + random.int(-24, 240) * 3_600_000 },
      { category },
      { status },
      ...(unit === undefined ? [] : [{ unit }]),
    ])
  }

  /** Somebody looks at a desk, page by page, and at how much there is. */
  function look(client: Client, process: Process): void {
    const query = { ...random.pick(inOrders), ...condition(client), limit: random.int(1, 3) }
    hear(process, `look at a desk ${JSON.stringify(query)}`, walk(process, query), (items) => {
      const ended = items.find(({ open }) => !open)
      if (ended !== undefined) violate('desks', `${ended.id} has ended and is on a desk`)
    })
    hear(process, 'count what is open', process.huiyin.requests.counts({ by: system }), () => {})
  }

  /** Everything that is open, in every order, once nothing happens any more. */
  function list(process: Process): void {
    for (const query of inOrders)
      hear(process, `list a desk by ${query.order}`, walk(process, { ...query, limit: 2 }), (items) => {
        seen.pages.push({ query, ids: items.map(({ id }) => id) })
      })
    hear(process, 'count all that is open', process.huiyin.requests.counts({ by: system }), (counts) => {
      seen.counts.push(counts)
    })
  }

  return Object.freeze({ look, list, seen })
}

/** See `createDesks`. */
export type Desks = ReturnType<typeof createDesks>

/** In the end every desk has what is open, in its order, and counts add up to it. */
export function checkDesks(read: readonly ReadRecord[], { seen }: Desks, { violate }: World): void {
  const requests = read.map(({ record }) => record).filter(({ type }) => type === 'request')
  for (const { query, ids } of seen.pages) {
    const wanted = asAsked(requests, query as FindQuery).map(({ id }) => id)
    if (ids.join() !== wanted.join())
      violate(
        'desks',
        `by ${query.order} ${query.descending === true ? 'backwards ' : ''}there are [${ids}] and should be [${wanted}]`,
      )
  }
  for (const counts of seen.counts) {
    const [there, should] = [countLines(counts), countLines(countsIn(requests, {}))]
    if (there !== should) violate('desks', `in the end counts are [${there}] and should be [${should}]`)
  }
  if (seen.pages.length < inOrders.length || seen.counts.length === 0) violate('desks', 'not every desk could be read')
}
