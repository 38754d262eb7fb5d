import { dateOf } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Bilingual } from '../contracts/text.js'
import { knownNames } from '../errors/known-names.js'
import { isHuiyinError, NotFoundError } from '../errors.js'
import { parseId, parseReader, readerAnd } from '../import/parse.js'
import type { Moment, RecordKind, RecordRunner } from '../record/record-kind.js'
import { type CalendarHistory, countedWith } from '../sla/calendar-history.js'
import { type ClockAmendment, type ClockExplanation, explainClock } from '../sla/explain.js'
import type { RequestAction, RequestCommand } from './commands.js'
import type { RequestContext } from './context.js'
import type { RequestEvent } from './events.js'
import type { RequestClock, RequestFacts } from './facts.js'
import { scopesOf } from './permissions/scopes.js'
import { isParty, mayKnow, mayReadPersonal } from './permissions/standing.js'
import { ownClock } from './questions.js'
import { type MayDo, mayDo as mayDoNow } from './reading/may-do.js'
import { createPages, type RequestPageParts } from './reading/pages.js'
import type { Requests } from './requests.js'
import { type ResidentView, residentView } from './views/resident.js'
import { type StaffView, staffView } from './views/staff.js'
import type { StepNames } from './views/steps.js'

/** What reading a request needs besides the request. */
export interface RequestReadParts extends RequestPageParts {
  readonly runner: RecordRunner
  readonly kind: RecordKind<RequestFacts, RequestCommand, RequestContext>
  readonly refOf: (type: string, id: string) => RecordRef
  readonly now: () => number
  /** The calendar in force, with those that clocks were counted on. */
  readonly calendars: () => CalendarHistory
  /** The context of a moment, for views and permissions. */
  readonly contextOf: (
    moment: Moment,
    command: RequestCommand | undefined,
    facts: RequestFacts | undefined,
    id: string,
  ) => RequestContext | Promise<RequestContext>
  readonly names: StepNames & { category(code: string): Bilingual }
  /** The areas as this process knows them, and how to read them anew. */
  readonly areas: RequestPageParts['areas'] & { refresh(): Promise<void> }
}

const personal: ReadonlySet<string> = new Set(['name', 'phone'])
const helpers = ['unit', 'coUnit'] as const

/** Reading requests: facts, views, pages, events, deadlines. */
export function createReads(parts: RequestReadParts): Omit<Requests, RequestAction | 'eraseTextsOf'> {
  const { runner, kind, storage, refOf, now, authority, calendars, contextOf, names, areas } = parts

  // What is damaged is a secret too: whoever may not read everything is told what they are told of a request that is not there.
  function factsOf(id: string, by: Actor) {
    return runner.facts<RequestFacts>(kind, parseId(id)).catch((error: unknown) => {
      const isDamage = isHuiyinError(error, 'adapter-failure') && !error.retryable
      if (!isDamage || scopesOf(by, authority).some((scope) => Object.keys(scope).length === 0)) throw error
      return undefined
    })
  }

  // Another process may have changed the areas: whoever has no right by the tree of before may have one by that of now.
  async function mayRead(facts: RequestFacts, by: Actor): Promise<boolean> {
    if (mayKnow(facts, by, { areas: areas.directory(), authority })) return true
    if (facts.areaRevision <= areas.directory().revision) return false
    await areas.refresh()
    return mayKnow(facts, by, { areas: areas.directory(), authority })
  }

  async function factsFor(id: string, by: Actor): Promise<RequestFacts> {
    const found = await factsOf(id, by)
    if (found === undefined || !(await mayRead(found.facts, by))) throw new NotFoundError('request', id)
    return Object.freeze(found.facts)
  }

  async function eventsOf(id: string): Promise<readonly RequestEvent[]> {
    const events: RequestEvent[] = []
    for await (const event of runner.events(kind.type, id)) events.push(event as RequestEvent)
    return events
  }

  const get: Requests['get'] = async (id, options) => factsFor(id, parseReader(options))

  const history: Requests['history'] = async (id, options) => {
    await get(id, options)
    return eventsOf(id)
  }

  async function vaultOf(id: string): Promise<readonly VaultRow[]> {
    return (await storage.load(refOf(kind.type, id), { vault: true })).vault ?? []
  }

  const textsOf = (rows: readonly VaultRow[]) =>
    new Map(rows.flatMap((row) => (row.value === null ? [] : [[row.ref, row.value] as const])))

  const forResident: Requests['forResident'] = async (id, options): Promise<ResidentView> => {
    const by = parseReader(options)
    const facts = (await factsOf(id, by))?.facts
    if (facts === undefined || !isParty('requester', facts, by, { areas: areas.directory(), authority }))
      throw new NotFoundError('request', id)
    const context = await contextOf({ now: now(), by, authority }, undefined, facts, id)
    return residentView({
      facts,
      events: await eventsOf(id),
      texts: textsOf(await vaultOf(id)),
      names,
      lifecycle: context.lifecycle,
      allowed: mayDoNow(facts, context, false).commands,
      sla: calendars().inForce,
      now: now(),
    })
  }

  // Who works on it has to find the place; name and phone are for those who look after the area, everything for nobody else.
  function isHidden(facts: RequestFacts, by: Actor, context: RequestContext): (field: string) => boolean {
    if (mayReadPersonal(facts, by, context)) return () => false
    const works = helpers.some((party) => isParty(party, facts, by, context))
    return (field) => personal.has(field) || (field === 'address' && !works)
  }

  const forStaff: Requests['forStaff'] = async (id, options): Promise<StaffView> => {
    const by = parseReader(options)
    // A resident reads what `forResident` shows.
    if (by.kind === 'resident') throw new NotFoundError('request', parseId(id))
    const facts = await factsFor(id, by)
    const context = await contextOf({ now: now(), by, authority }, undefined, facts, id)
    const hidden = isHidden(facts, by, context)
    const rows = (await vaultOf(id)).filter((row) => !hidden(row.field))
    const { commands } = mayDoNow(facts, context, false)
    return staffView(facts, textsOf(rows), {
      lifecycle: context.lifecycle,
      allowed: commands,
      sla: calendars().inForce,
      now: now(),
    })
  }

  const { find, counts } = createPages(parts)

  // How often a clock was moved by a notice since it began.
  async function amendmentsOf(id: string, { clock, startedAt }: RequestClock): Promise<readonly ClockAmendment[]> {
    return (await eventsOf(id)).flatMap((event) => {
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

  const explainDeadline: Requests['explainDeadline'] = async (id, raw): Promise<ClockExplanation> => {
    const [by, { clock }] = readerAnd(raw)
    const facts = await factsFor(id, by)
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

  const mayDo: Requests['mayDo'] = async (id, raw): Promise<MayDo> => {
    const [by, { why = false }] = readerAnd(raw)
    const facts = await factsFor(id, by)
    return mayDoNow(facts, await contextOf({ now: now(), by, authority }, undefined, facts, id), why)
  }

  return { get, find, counts, forResident, forStaff, history, explainDeadline, mayDo }
}
