import { z } from 'zod'
import { dateOf } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import type { FindQuery } from '../contracts/queries.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Bilingual } from '../contracts/text.js'
import { unfit } from '../errors/input-issue.js'
import { knownNames } from '../errors/known-names.js'
import { InvalidInputError, NotFoundError } from '../errors.js'
import { parseCommandOptions, parseId, parseInput } from '../import/parse.js'
import { plainText } from '../privacy/text.js'
import type { RecordKind, RecordRunner } from '../record/record-kind.js'
import { type CalendarHistory, countedWith } from '../sla/calendar-history.js'
import { type ClockAmendment, type ClockExplanation, explainClock } from '../sla/explain.js'
import type { RequestAction, RequestCommand } from './commands.js'
import type { RequestContext } from './context.js'
import { compact } from './decide/draft.js'
import type { RequestEvent } from './events.js'
import type { RequestClock, RequestFacts } from './facts.js'
import { looksAfter, mayKnow } from './permissions/standing.js'
import { ownClock } from './questions.js'
import type { RequestCount, RequestCountsQuery, RequestPage, RequestQuery, Requests } from './requests.js'
import { requestFlags } from './views/desk.js'
import { type ResidentView, residentView } from './views/resident.js'
import { type StaffView, staffView } from './views/staff.js'
import type { StepNames } from './views/steps.js'

/** What reading a request needs besides the request. */
export interface RequestReadParts {
  readonly runner: RecordRunner
  readonly kind: RecordKind<RequestFacts, RequestCommand, RequestContext>
  readonly storage: Storage
  readonly refOf: (type: string, id: string) => RecordRef
  readonly now: () => number
  /** The calendar in force, with those that clocks were counted on. */
  readonly calendars: () => CalendarHistory
  /** The context of a moment, for views and permissions. */
  readonly contextOf: (
    moment: { now: number; by: Actor },
    command: RequestCommand | undefined,
    facts: RequestFacts | undefined,
    id: string,
  ) => RequestContext | Promise<RequestContext>
  readonly names: StepNames & { category(code: string): Bilingual }
  /** The path of an area, for queries. Throws `NotFoundError` for one that never was. */
  readonly pathOf: (area: string) => string
}

const personal = new Set(['name', 'phone'])
const code = plainText(64)
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
  number: code.optional(),
  dueBefore: z.number().int().optional(),
  order: z.enum(['submitted', 'due', 'updated']).optional(),
  descending: z.boolean().optional(),
  after: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(500).default(50),
})

// Nobody's desk and no number are asked for by the empty text.
const countsQuery = z.strictObject({ within: code.optional(), unit: code.optional(), owner: code.optional() })

const isOnDesk = ({ owner, flag, dueBefore }: Pick<z.infer<typeof query>, 'owner' | 'flag' | 'dueBefore'>): boolean =>
  [owner, flag, dueBefore].some((each) => each !== undefined)

/** Reading requests: facts, views, pages, events, deadlines. */
export function createReads(parts: RequestReadParts): Omit<Requests, RequestAction | 'eraseTextsOf'> {
  const { runner, kind, storage, refOf, now, calendars, contextOf, names, pathOf } = parts

  async function get(id: string): Promise<RequestFacts> {
    const found = await runner.facts<RequestFacts>(kind, parseId(id))
    if (found === undefined) throw new NotFoundError('request', id)
    return Object.freeze(found.facts)
  }

  async function history(id: string): Promise<readonly RequestEvent[]> {
    await get(id)
    const events: RequestEvent[] = []
    for await (const event of runner.events(kind.type, id)) events.push(event as RequestEvent)
    return events
  }

  async function vaultOf(id: string): Promise<readonly VaultRow[]> {
    return (await storage.load(refOf(kind.type, id), { vault: true })).vault ?? []
  }

  const textsOf = (rows: readonly VaultRow[]) =>
    new Map(rows.flatMap((row) => (row.value === null ? [] : [[row.ref, row.value] as const])))

  async function forResident(id: string, rawOptions: { readonly by: Actor }): Promise<ResidentView> {
    const { by } = parseCommandOptions(rawOptions)
    const facts = await get(id)
    if (by.kind !== 'resident' || by.id !== facts.requester) throw new NotFoundError('request', id)
    const { lifecycle } = await contextOf({ now: now(), by }, undefined, facts, id)
    return residentView({
      facts,
      events: await history(id),
      texts: textsOf(await vaultOf(id)),
      names,
      lifecycle,
      sla: calendars().inForce,
      now: now(),
    })
  }

  async function forStaff(id: string, rawOptions: { readonly by: Actor }): Promise<StaffView> {
    const { by } = parseCommandOptions(rawOptions)
    const facts = await get(id)
    const context = await contextOf({ now: now(), by }, undefined, facts, id)
    // A resident reads what `forResident` shows.
    if (by.kind === 'resident' || !mayKnow(facts, by, context)) throw new NotFoundError('request', id)
    const near = looksAfter(facts, by, context)
    const rows = (await vaultOf(id)).filter((row) => near || !personal.has(row.field))
    return staffView(facts, textsOf(rows), context.lifecycle, calendars().inForce, now())
  }

  async function find(raw: RequestQuery = {}): Promise<RequestPage> {
    const { status, within, ...rest } = parseInput(query, raw, ['query'], 'query')
    const inOrder = rest.order === 'due' || rest.order === 'updated'
    // What has ended is in nobody's queue, and there is ever more of it.
    if (inOrder && rest.open === false)
      throw new InvalidInputError(
        [
          unfit(
            ['query', 'open'],
            `按 ${rest.order} 排序只用于未结诉求`,
            `the order ${rest.order} is of open requests`,
          ),
        ],
        'query',
      )
    const page = await runner.page<RequestFacts>(
      kind,
      compact({
        ...rest,
        ...(inOrder && { open: true }),
        // Nothing that has ended is on a desk: it is not looked through in vain.
        ...(rest.open === undefined && isOnDesk(rest) && { open: true }),
        status: typeof status === 'string' ? [status] : status,
        within: within === undefined ? undefined : pathOf(within),
      }) as Omit<FindQuery, 'type'>,
    )
    return { ...page, items: page.items.map(({ facts }) => facts) }
  }

  async function counts(raw: RequestCountsQuery = {}): Promise<readonly RequestCount[]> {
    const { within, ...rest } = parseInput(countsQuery, raw, ['query'], 'query')
    const asked = { ...rest, type: kind.type, within: within === undefined ? undefined : pathOf(within) }
    return (await storage.counts(compact(asked))) as readonly RequestCount[]
  }

  // How often a clock was moved by a notice since it began.
  async function amendmentsOf(id: string, { clock, startedAt }: RequestClock): Promise<readonly ClockAmendment[]> {
    return (await history(id)).flatMap((event) => {
      if (event.type !== 'request.calendarAmended' || event.at < startedAt) return []
      const { notices, days } = event.data
      return event.data.moved
        .filter((move) => move.clock === clock)
        .map(({ before, after, breachCleared }) => ({
          at: event.at,
          notices,
          before,
          after,
          days: days.filter(({ date }) => date >= dateOf(startedAt)),
          breachCleared,
        }))
    })
  }

  async function explainDeadline(id: string, clock?: string): Promise<ClockExplanation> {
    const facts = await get(id)
    const named =
      clock === undefined
        ? (ownClock(facts) ?? facts.clocks.resolve ?? Object.values(facts.clocks).at(-1))
        : Object.hasOwn(facts.clocks, clock)
          ? facts.clocks[clock]
          : undefined
    if (named === undefined)
      throw new NotFoundError('clock', clock ?? 'resolve', ['clock'], knownNames(clock, Object.keys(facts.clocks)))
    const amendments = facts.calendarRevision === undefined ? [] : await amendmentsOf(id, named)
    return explainClock(countedWith(calendars(), named), named, now(), amendments)
  }

  return { get, find, counts, forResident, forStaff, history, explainDeadline }
}
