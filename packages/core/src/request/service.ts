import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { FindQuery, Page } from '../contracts/queries.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Bilingual } from '../contracts/text.js'
import { NotFoundError } from '../errors.js'
import { parseCommandOptions, parseId, parseInput } from '../import/parse.js'
import { outlineOf, sealTexts } from '../privacy/seal.js'
import { plainText } from '../privacy/text.js'
import type { RecordKind, RecordRunner } from '../record/record-kind.js'
import type { ClockEnvironment } from '../sla/clock.js'
import { type ClockExplanation, explainClock } from '../sla/explain.js'
import { isParty } from './authorise.js'
import { type InputOf, type RequestAction, type RequestCommand, requestInputs } from './commands.js'
import type { RequestContext } from './context.js'
import { compact } from './decide/draft.js'
import type { RequestEvent } from './events.js'
import { matterClock, type RequestFacts } from './facts.js'
import type { RequestRefusal } from './refusals.js'
import { type ResidentView, residentView } from './views/resident.js'
import { type StaffView, staffView } from './views/staff.js'
import type { StepNames } from './views/steps.js'

/** The answer to a command: the request as it is now and what happened, or why not. */
export type RequestResult =
  | { readonly ok: true; readonly request: RequestFacts; readonly events: readonly RequestEvent[] }
  | { readonly ok: false; readonly refusal: RequestRefusal }

/** Commands that name no input can be called without one. */
type Command<Action extends RequestAction> = (
  id: string,
  input: InputOf<Action>,
  options: CommandOptions,
) => Promise<RequestResult>

/** Every command of a request but `submit`. */
export type RequestCommands = { readonly [Action in Exclude<RequestAction, 'submit'>]: Command<Action> }

/** What requests are found by; `within` is an area code and covers its subtree, `after` is `next` of the page before. */
export interface RequestQuery extends Omit<FindQuery, 'type' | 'status' | 'limit'> {
  readonly status?: string | readonly string[]
  /** At most 500; 50 when absent. */
  readonly limit?: number
}

/** Everything a host can do with requests. */
export interface Requests extends RequestCommands {
  /** 上报. The id is made by `ids`, or from the command key when there is one; pass your own to keep an existing order number. */
  submit(input: InputOf<'submit'>, options: CommandOptions): Promise<RequestResult>
  submit(id: string, input: InputOf<'submit'>, options: CommandOptions): Promise<RequestResult>
  /** The facts, without personal data. Throws `NotFoundError`. */
  get(id: string): Promise<RequestFacts>
  /** What the requester sees. Anybody else's request is not found. */
  forResident(id: string, options: { readonly by: Actor }): Promise<ResidentView>
  /** What staff see; name and phone only for those who dispatch, supervise, or work its grid, admins, and
   * the system. A matter that does not concern the reader is not found. */
  forStaff(id: string, options: { readonly by: Actor }): Promise<StaffView>
  /** A page of requests by time of submission. */
  find(query?: RequestQuery): Promise<Page<RequestFacts>>
  /**
   * Erases personal data and texts of all matters of a resident that have ended, one by one; those that have not are named with the reason. Safe to
   * repeat. What backups and the storage's own logs still hold is the operator's to end.
   */
  eraseTextsOf(requester: string, input: InputOf<'eraseTexts'>, options: { readonly by: Actor }): Promise<ErasureResult>
  /** All events, oldest first. */
  history(id: string): Promise<readonly RequestEvent[]>
  /** Why a deadline is when it is: each day, counted or not, and by which notice. The matter's own clock unless another is named. */
  explainDeadline(id: string, clock?: string): Promise<ClockExplanation>
}

/** What became of the texts of a resident's matters. */
export interface ErasureResult {
  /** Ids of the requests that hold no text any more. */
  readonly erased: readonly string[]
  readonly refused: readonly { readonly id: string; readonly refusal: RequestRefusal }[]
}

export interface RequestServiceParts {
  readonly runner: RecordRunner
  readonly kind: RecordKind<RequestFacts, RequestCommand, RequestContext>
  readonly storage: Storage
  readonly refOf: (type: string, id: string) => RecordRef
  readonly ids: Ids
  readonly digest: Digest
  readonly now: () => number
  readonly sla: ClockEnvironment
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
  after: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(500).default(50),
})

/** The request service on a record runner. */
export function createRequests(parts: RequestServiceParts): Requests {
  const { runner, kind, storage, refOf, ids, digest, now, sla, contextOf, names, pathOf } = parts

  async function run(
    action: RequestAction,
    id: string,
    rawInput: unknown,
    rawOptions: unknown,
  ): Promise<RequestResult> {
    const input = parseInput(requestInputs[action] as z.ZodType, rawInput, ['input'], `${action} command`)
    const options = parseCommandOptions(rawOptions)
    const sealed = sealTexts(input, () => ids.next('text'), '', ids, digest)
    const command = { name: action, input: sealed.input } as RequestCommand
    // Every text of a request is kept, and can be erased, with the requester's data.
    const subject =
      sealed.vault.length === 0
        ? ''
        : action === 'submit'
          ? ((input as { requester?: string }).requester ?? options.by.id)
          : (await get(id)).requester
    const vault = sealed.vault.map((row) => ({ ...row, subject }))
    const result = await runner.run(kind, id, command, {
      ...options,
      vault,
      body: outlineOf(input),
      isNew: action === 'submit',
    })
    if (result.ok) return { ok: true, request: result.record, events: result.events as readonly RequestEvent[] }
    const refusal = result.refusal as RequestRefusal
    if (refusal.code === 'wrong-state' && refusal.details.status === 'absent') throw new NotFoundError('request', id)
    return { ok: false, refusal }
  }

  function submit(first: unknown, second: unknown, third?: unknown): Promise<RequestResult> {
    const named = typeof first === 'string'
    const input = named ? second : first
    const options = parseCommandOptions(named ? third : second)
    // A keyed submit takes its id from the key, so that a repetition meets the same record.
    const id = named
      ? parseId(first)
      : options.key === undefined
        ? ids.next('request')
        : `k${digest.hex(`${options.by.id}\n${options.key}`).slice(0, 31)}`
    return run('submit', id, input, options)
  }

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
      sla,
      now: now(),
    })
  }

  async function forStaff(id: string, rawOptions: { readonly by: Actor }): Promise<StaffView> {
    const { by } = parseCommandOptions(rawOptions)
    const facts = await get(id)
    const context = await contextOf({ now: now(), by }, undefined, facts, id)
    const admin = by.grants.some(
      (grant) => grant.role === 'admin' && grant.area !== undefined && context.areas.isWithin(facts.area, grant.area),
    )
    const near =
      by.kind === 'system' ||
      admin ||
      (['dispatcher', 'supervisor', 'gridWorker'] as const).some((party) => isParty(party, facts, by, context))
    if (!near && !(['unit', 'coUnit', 'chargedUnit'] as const).some((party) => isParty(party, facts, by, context)))
      throw new NotFoundError('request', id)
    const rows = (await vaultOf(id)).filter((row) => near || !personal.has(row.field))
    return staffView(facts, textsOf(rows), context.lifecycle, sla, now())
  }

  async function find(raw: RequestQuery = {}): Promise<Page<RequestFacts>> {
    const { status, within, ...rest } = parseInput(query, raw, ['query'], 'query')
    const page = await storage.find(
      compact({
        ...rest,
        type: kind.type,
        status: typeof status === 'string' ? [status] : status,
        within: within === undefined ? undefined : pathOf(within),
      }) as FindQuery,
    )
    return {
      items: page.items.map((record) => JSON.parse(record.body) as RequestFacts),
      ...(page.next !== undefined && { next: page.next }),
    }
  }

  async function eraseTextsOf(rawRequester: string, input: unknown, rawOptions: unknown): Promise<ErasureResult> {
    const requester = parseInput(code, rawRequester, ['requester'], 'requester')
    const { by } = parseCommandOptions(rawOptions)
    parseInput(requestInputs.eraseTexts, input, ['input'], 'eraseTexts command')
    const erased: string[] = []
    const refused: { id: string; refusal: RequestRefusal }[] = []
    for await (const { id } of runner.each(kind, { requester })) {
      const result = await run('eraseTexts', id, input, { by })
      if (result.ok) erased.push(id)
      else refused.push({ id, refusal: result.refusal })
    }
    return { erased, refused }
  }

  async function explainDeadline(id: string, clock?: string): Promise<ClockExplanation> {
    const facts = await get(id)
    const named =
      clock === undefined
        ? (matterClock(facts) ?? facts.clocks.resolve ?? Object.values(facts.clocks).at(-1))
        : Object.hasOwn(facts.clocks, clock)
          ? facts.clocks[clock]
          : undefined
    if (named === undefined) throw new NotFoundError('clock', clock ?? 'resolve', ['clock'])
    return explainClock(sla, named, now())
  }

  const commands = Object.fromEntries(
    (Object.keys(requestInputs) as RequestAction[]).map((action) => [
      action,
      (id: unknown, input: unknown, options: unknown) =>
        Promise.resolve().then(() => run(action, parseId(id), input, options)),
    ]),
  ) as unknown as RequestCommands

  return Object.freeze({
    ...commands,
    submit: ((first: unknown, second: unknown, third?: unknown) =>
      Promise.resolve().then(() => submit(first, second, third))) as Requests['submit'],
    get,
    forResident,
    forStaff,
    find,
    eraseTextsOf,
    history,
    explainDeadline,
  })
}
