import { dateOf } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import type { ReadOptions } from '../contracts/command.js'
import type { VaultRow } from '../contracts/rows.js'
import { knownNames } from '../errors/known-names.js'
import { NotFoundError } from '../errors.js'
import { parseId, parseReader, readerAnd } from '../import/parse.js'
import { isDamage } from '../record/damage.js'
import type { RecordKind, RecordRunner } from '../record/record-kind.js'
import type { RecordReader } from '../record/record-reader.js'
import { countedWith } from '../sla/calendar-history.js'
import { type ClockAmendment, type ClockExplanation, explainClock } from '../sla/explain.js'
import type { RequestAction, RequestCommand } from './commands.js'
import type { RequestContext } from './context.js'
import type { RequestEvent } from './events.js'
import type { RequestClock, RequestFacts } from './facts.js'
import { isRequester, readTexts } from './permissions/hidden-fields.js'
import { scopesOf } from './permissions/scopes.js'
import { mayKnow } from './permissions/standing.js'
import { ownClock } from './questions.js'
import { type AttachmentReadParts, createAttachmentReads } from './reading/attachments.js'
import { createDesk } from './reading/desk.js'
import { type MayDo, mayDo as mayDoNow } from './reading/may-do.js'
import { createPages } from './reading/pages.js'
import { timelineOf } from './reading/timeline.js'
import type { RequestReading } from './request-reading.js'
import type { Requests } from './requests.js'
import { type ResidentView, residentView } from './views/resident.js'
import { type StaffView, staffView } from './views/staff.js'

/** What reading a request needs besides the request. */
export interface RequestReadParts extends RequestReading {
  readonly runner: RecordRunner
  /** Where the bytes of attachments are kept, and which of them a place shows. */
  readonly kept: Pick<AttachmentReadParts, 'files' | 'policy'>
  readonly factsIn: RecordReader['factsIn']
  readonly kind: RecordKind<RequestFacts, RequestCommand, RequestContext>
  /** The areas as this process knows them, and how to read them anew. */
  readonly areas: RequestReading['areas'] & { refresh(): Promise<void> }
}

/** Reading requests: facts, views, pages, events, deadlines. */
export function createReads(
  parts: RequestReadParts,
): Omit<Requests, RequestAction | 'eraseTextsOf' | 'notices' | 'preview' | 'previewSubmit'> {
  const { runner, factsIn, kind, storage, refOf, now, authority, calendars, contextOf, names, areas, choices } = parts

  // What is damaged is a secret too: whoever may not read everything is told what they are told of a request that is not there.
  function isHiddenDamage(error: unknown, by: Actor): boolean {
    return isDamage(error) && !scopesOf(by, authority).some((scope) => Object.keys(scope).length === 0)
  }

  // Another process may have changed the areas: whoever has no right by the tree of before may have one by that of now.
  async function mayKnowAnew(facts: RequestFacts, by: Actor): Promise<boolean> {
    if (facts.areaRevision <= areas.directory().revision) return false
    await areas.refresh()
    return mayKnow(facts, by, { areas: areas.directory(), authority })
  }

  // One moment of the storage: the facts, and the texts where they are asked for.
  async function readFor(id: string, by: Actor, vault: boolean) {
    const { record, vault: rows = [] } = await storage.load(refOf(kind.type, parseId(id)), vault ? { vault } : {})
    if (record === undefined) throw new NotFoundError('request', id)
    let facts: RequestFacts
    try {
      const read = factsIn<RequestFacts>(record)
      facts = (read instanceof Promise ? await read : read).facts
    } catch (error) {
      throw isHiddenDamage(error, by) ? new NotFoundError('request', id) : error
    }
    if (mayKnow(facts, by, { areas: areas.directory(), authority }) || (await mayKnowAnew(facts, by)))
      return { facts: Object.freeze(facts), rows }
    throw new NotFoundError('request', id)
  }

  const factsFor = async (id: string, by: Actor): Promise<RequestFacts> => (await readFor(id, by, false)).facts

  async function eventsOf(id: string): Promise<readonly RequestEvent[]> {
    const events: RequestEvent[] = []
    for await (const event of runner.events(kind.type, id)) events.push(event as RequestEvent)
    return events
  }

  const get: Requests['get'] = async (id, options) => (await readFor(id, parseReader(options), false)).facts

  const history: Requests['history'] = async (id, options) => {
    await get(id, options)
    return eventsOf(id)
  }

  const textsOf = (rows: readonly VaultRow[]) =>
    new Map(rows.flatMap((row) => (row.value === null ? [] : [[row.ref, row.value] as const])))

  const forResident: Requests['forResident'] = async (id, options): Promise<ResidentView> => {
    const by = parseReader(options)
    const { facts, rows } = await readFor(id, by, true)
    if (!isRequester(facts, by, { areas: areas.directory(), authority })) throw new NotFoundError('request', id)
    const context = await contextOf({ now: now(), by, authority }, undefined, facts, id)
    return residentView({
      facts,
      events: await eventsOf(id),
      texts: textsOf(rows),
      names,
      lifecycle: context.lifecycle,
      mayDo: mayDoNow(facts, context).commands,
      calendars: calendars(),
      now: now(),
    })
  }

  // What staff may read of a request, in one moment of the storage.
  async function readForStaff(id: string, options: ReadOptions) {
    const by = parseReader(options)
    // A resident reads what `forResident` shows.
    if (by.kind === 'resident') throw new NotFoundError('request', parseId(id))
    const { facts, rows } = await readFor(id, by, true)
    const context = await contextOf({ now: now(), by, authority }, undefined, facts, id)
    return { facts, context, ...readTexts(rows, facts, by, context) }
  }

  const forStaff: Requests['forStaff'] = async (id, options): Promise<StaffView> => {
    const { facts, context, texts, masked } = await readForStaff(id, options)
    return staffView(facts, texts, {
      masked,
      fields: names.fields(facts.category),
      lifecycle: context.lifecycle,
      allowed: () => mayDoNow(facts, context).commands,
      sla: calendars().inForce,
      now: now(),
    })
  }

  const timeline: Requests['timeline'] = async (id, options) => {
    const { context, texts } = await readForStaff(id, options)
    return timelineOf({ events: await eventsOf(id), texts, names, lifecycle: context.lifecycle })
  }

  const { find, counts } = createPages(parts)
  const desk = createDesk(parts)

  const ofFiles = createAttachmentReads({
    ...parts.kept,
    authority,
    areas: areas.directory,
    read: async (id, by) => {
      const { facts, rows } = await readFor(id, by, true)
      const texts = textsOf(rows)
      return { facts, text: (ref) => texts.get(ref) }
    },
  })

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
    return mayDoNow(facts, await contextOf({ now: now(), by, authority }, undefined, facts, id), { why })
  }

  return {
    get,
    find,
    counts,
    choices,
    ...desk,
    forResident,
    forStaff,
    history,
    timeline,
    explainDeadline,
    mayDo,
    ...ofFiles,
  }
}
