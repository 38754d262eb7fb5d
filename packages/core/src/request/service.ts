import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { Located, Place } from '../contracts/locator.js'
import { NotFoundError } from '../errors.js'
import { parseCommandOptions, parseId, parseInput, parseNewId } from '../import/parse.js'
import { outlineOf, sealTexts } from '../privacy/seal.js'
import { plainText } from '../privacy/text.js'
import { canonical } from '../record/canonical.js'
import { commandRefusals } from '../record/command-refusals.js'
import { type RequestAction, type RequestCommand, requestInputs } from './commands.js'
import type { EventData } from './event-data.js'
import type { RequestEvent } from './events.js'
import type { RequestFacts } from './facts.js'
import { type CategoryFields, readFields } from './fields/read-fields.js'
import type { OwnCommands } from './own/own-command.js'
import { ownInputParser } from './own/own-input.js'
import { mayKnow } from './permissions/standing.js'
import { createPreviews, type PreviewsParts } from './reading/previews.js'
import { createReads, type RequestReadParts } from './reads.js'
import { type RequestRefusal, requestRefusals } from './refusals.js'
import type { ErasureResult, Requests } from './requests.js'
import type { RequestResult } from './result.js'

/** What the request service runs on. */
export interface RequestServiceParts extends RequestReadParts, Pick<PreviewsParts, 'heard'> {
  readonly ids: Ids
  readonly digest: Digest
  /** Where a place lies, as far as that is known. */
  readonly locate: (place: Place) => Promise<Located | undefined>
  /** Commands that the place and its plugins declare. */
  readonly commands: OwnCommands
  /** The fields that a category has now; `undefined` for one that there is not. */
  readonly fieldsOf: (category: string) => CategoryFields | undefined
}

type SubmitInput = z.output<(typeof requestInputs)['submit']>
type Named = SubmitInput & { readonly requester: string }

const requesterId = plainText(64)

type Completed = { readonly input: Omit<Named, 'fields'> } | { readonly refusal: RequestRefusal }
type PlaceInput = NonNullable<SubmitInput['place']>

const freed = ({ address, point }: PlaceInput): Place => ({
  ...(address !== undefined && { address: address.value }),
  ...(point !== undefined && { point: JSON.parse(point.value) as NonNullable<Place['point']> }),
})
const thereAlready: ReadonlySet<string> = new Set(['key-reused', 'wrong-state', 'id-taken'])
const maxIdsOfKey = 8

const actions = Object.keys(requestInputs) as RequestAction[]
const known = z.enum(actions)
const withoutInput = new Set(actions.filter((action) => requestInputs[action].safeParse(undefined).success))

// Of two arguments the second is the options where a command can do without input: no such input has a `by`.
function inputAndOptions(action: RequestAction, second: unknown, third: unknown): readonly [unknown, unknown] {
  const isOptions = third === undefined && second !== null && typeof second === 'object' && 'by' in second
  return isOptions && withoutInput.has(action) ? [undefined, second] : [second, third]
}

/** The request service on a record runner. What channels told is added where there are channels. */
export function createRequests(parts: RequestServiceParts): Omit<Requests, 'notices'> {
  const { runner, kind, ids, digest, locate, names } = parts
  const reads = createReads(parts)
  const parseOwn = ownInputParser(parts.commands)

  const parsed = (action: RequestAction, raw: unknown): object =>
    action === 'act'
      ? parseOwn(raw)
      : parseInput(requestInputs[action] as z.ZodType<object>, raw, ['input'], `${action} command`)

  async function run(
    action: RequestAction,
    id: string,
    rawInput: unknown,
    optionsOf: () => CommandOptions,
  ): Promise<RequestResult> {
    const input = parsed(action, rawInput)
    const options = optionsOf()
    const whole = action === 'submit' ? await completed(input as SubmitInput, id, options) : { input }
    if ('refusal' in whole) return { ok: false, refusal: whole.refusal }
    // For no subject of their own: every text of a request is kept, and can be erased, with the requester's data.
    const sealed = sealTexts(whole.input, () => ids.next('text'), '', ids, digest)
    const command = { name: action, input: sealed.input } as RequestCommand
    const result = await runner.run(kind, id, command, {
      ...options,
      vault: sealed.vault,
      body: outlineOf(input),
      isNew: action === 'submit',
    })
    if (result.ok) return { ok: true, request: result.record, events: result.events as readonly RequestEvent[] }
    const refusal = result.refusal as RequestRefusal
    if (refusal.code === 'wrong-state' && refusal.details.status === 'absent') throw new NotFoundError('request', id)
    return { ok: false, refusal }
  }

  async function completed(input: SubmitInput, id: string, options: CommandOptions): Promise<Completed> {
    const named = withRequester(input, options.by)
    const { area, place, category } = named
    const declared = parts.fieldsOf(category)
    const whole = declared === undefined ? named : { ...named, fields: readFields(named.fields ?? {}, declared) }
    if (area !== undefined || place === undefined) return { input: whole }
    const found = (await areaOfFirst(id, options)) ?? (await locate(freed(place)))
    if (found === undefined) return { refusal: requestRefusals['place-unknown']({ path: ['input', 'area'] }) }
    if ('area' in found) return { input: { ...whole, area: found.area } }
    const areas = found.ambiguous.map((code) => ({ code, name: names.area(code) }))
    return { refusal: requestRefusals['place-ambiguous']({ areas, path: ['input', 'area'] }) }
  }

  // A report that is repeated lies where it lay at first, whatever became of the areas.
  async function areaOfFirst(id: string, { key }: CommandOptions) {
    const first = key === undefined ? undefined : await firstEvent(id)
    return first?.type === 'request.submitted'
      ? { area: (first.data as EventData['request.submitted']).area }
      : undefined
  }

  // Who reports for themself is known by their id. Whose call staff enter is somebody else: whom they name, or somebody made for this request alone.
  const withRequester = (input: SubmitInput, by: Actor): Named => ({
    ...input,
    requester: input.requester ?? (by.kind === 'resident' ? by.id : ids.next('requester')),
  })

  const idFrom = (text: string) => `k${digest.hex(text).slice(0, 31)}`

  // A keyed submit takes its id from the key, so that a repetition meets the same record.
  async function submitKeyed(input: unknown, options: CommandOptions & { readonly key: string }) {
    const { by, key } = options
    const names = [`${by.id}\n${key}`, canonical([by.kind, by.id, key])]
    for (let attempt = 1; ; attempt++) {
      const id = idFrom(names.shift() ?? canonical([by.kind, by.id, key, attempt]))
      const result = await run('submit', id, input, () => options)
      if (result.ok || !thereAlready.has(result.refusal.code)) return result
      // The record is there. Its first event says whose it is: whoever took the id of another gets it, and the other the next.
      const submitted = await firstEvent(id)
      const own = submitted?.by.kind === by.kind && submitted.by.id === by.id
      if (!own && attempt < maxIdsOfKey) continue
      if (!own || result.refusal.code === 'key-reused') return result
      // Without an answer, the answer is forgotten.
      return { ok: false as const, refusal: commandRefusals['key-forgotten']({ key, path: ['key'] }) as RequestRefusal }
    }
  }

  async function firstEvent(id: string) {
    for await (const event of runner.events(kind.type, id)) return event
    return undefined
  }

  function submit(first: unknown, second: unknown, third?: unknown): Promise<RequestResult> {
    const named = typeof first === 'string'
    const input = named ? second : first
    const options = parseCommandOptions(named ? third : second)
    const { key } = options
    if (!named && key !== undefined) return submitKeyed(input, { ...options, key })
    return run('submit', named ? parseNewId(first) : ids.next('request'), input, () => options)
  }

  async function eraseTextsOf(rawRequester: string, input: unknown, rawOptions: unknown): Promise<ErasureResult> {
    const requester = parseInput(requesterId, rawRequester, ['requester'], 'requester')
    const { by } = parseCommandOptions(rawOptions)
    parseInput(requestInputs.eraseTexts, input, ['input'], 'eraseTexts command')
    const erased: string[] = []
    const refused: { id: string; refusal: RequestRefusal }[] = []
    for await (const { id, facts } of runner.each<RequestFacts>(kind, { requester })) {
      const context = await parts.contextOf({ now: parts.now(), by, authority: parts.authority }, undefined, facts, id)
      if (!mayKnow(facts, by, context)) continue
      const result = await run('eraseTexts', id, input, () => ({ by }))
      if (result.ok) erased.push(id)
      else refused.push({ id, refusal: result.refusal })
    }
    return { erased, refused }
  }

  const { preview, previewSubmit } = createPreviews({
    ...parts,
    get: reads.get,
    parsed: (action, raw) => parsed(parseInput(known, action, ['command'], 'command'), raw),
    completed: (input, by) => completed(input as SubmitInput, 'preview', { by }),
    seal: (input) => sealTexts(input, () => 'preview', '', ids, digest).input,
  })

  const commands = Object.fromEntries(
    actions.map((action) => [
      action,
      (id: unknown, second: unknown, third?: unknown) =>
        Promise.resolve().then(() => {
          const [input, options] = inputAndOptions(action, second, third)
          return run(action, parseId(id), input, () => parseCommandOptions(options))
        }),
    ]),
  ) as unknown as Pick<Requests, RequestAction>

  return Object.freeze({
    ...reads,
    ...commands,
    submit: ((first: unknown, second: unknown, third?: unknown) =>
      Promise.resolve().then(() => submit(first, second, third))) as Requests['submit'],
    eraseTextsOf,
    preview,
    previewSubmit,
  })
}
