import type { z } from 'zod'
import type { CommandOptions } from '../contracts/command.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import { NotFoundError } from '../errors.js'
import { parseCommandOptions, parseId, parseInput } from '../import/parse.js'
import { outlineOf, sealTexts } from '../privacy/seal.js'
import { plainText } from '../privacy/text.js'
import { canonical } from '../record/canonical.js'
import { commandRefusals } from '../record/command-refusals.js'
import { type RequestAction, type RequestCommand, requestInputs } from './commands.js'
import type { RequestEvent } from './events.js'
import { createReads, type RequestReadParts } from './reads.js'
import type { RequestRefusal } from './refusals.js'
import type { ErasureResult, Requests } from './requests.js'
import type { RequestResult } from './result.js'

/** What the request service runs on. */
export interface RequestServiceParts extends RequestReadParts {
  readonly ids: Ids
  readonly digest: Digest
}

const requesterId = plainText(64)
const actions = Object.keys(requestInputs) as RequestAction[]
const withoutInput = new Set(actions.filter((action) => requestInputs[action].safeParse(undefined).success))

// Of two arguments the second is the options where a command can do without input: no such input has a `by`.
function inputAndOptions(action: RequestAction, second: unknown, third: unknown): readonly [unknown, unknown] {
  const isOptions = third === undefined && second !== null && typeof second === 'object' && 'by' in second
  return isOptions && withoutInput.has(action) ? [undefined, second] : [second, third]
}

/** The request service on a record runner. */
export function createRequests(parts: RequestServiceParts): Requests {
  const { runner, kind, ids, digest } = parts
  const reads = createReads(parts)

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
          : (await reads.get(id)).requester
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

  const idFrom = (text: string) => `k${digest.hex(text).slice(0, 31)}`

  // A keyed submit takes its id from the key, so that a repetition meets the same record.
  async function submitKeyed(input: unknown, options: CommandOptions & { readonly key: string }) {
    const { by, key } = options
    const id = idFrom(`${by.id}\n${key}`)
    const result = await run('submit', id, input, options)
    if (result.ok || !(result.refusal.code === 'key-reused' || result.refusal.code === 'wrong-state')) return result
    // The record is there. Its first event says whose it is: a resident and a member of staff may have one id.
    const submitted = await firstEvent(id)
    const own = submitted === undefined || submitted.by.kind === by.kind
    const there = own ? result : await run('submit', idFrom(canonical([by.kind, by.id, key])), input, options)
    // Nobody but the actor with this key makes this id: without an answer, the answer is forgotten.
    if (there.ok || there.refusal.code !== 'wrong-state') return there
    return { ok: false as const, refusal: commandRefusals['key-forgotten']({ key, path: ['key'] }) as RequestRefusal }
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
    return run('submit', named ? parseId(first) : ids.next('request'), input, options)
  }

  async function eraseTextsOf(rawRequester: string, input: unknown, rawOptions: unknown): Promise<ErasureResult> {
    const requester = parseInput(requesterId, rawRequester, ['requester'], 'requester')
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

  const commands = Object.fromEntries(
    actions.map((action) => [
      action,
      (id: unknown, second: unknown, third?: unknown) =>
        Promise.resolve().then(() => run(action, parseId(id), ...inputAndOptions(action, second, third))),
    ]),
  ) as unknown as Pick<Requests, RequestAction>

  return Object.freeze({
    ...reads,
    ...commands,
    submit: ((first: unknown, second: unknown, third?: unknown) =>
      Promise.resolve().then(() => submit(first, second, third))) as Requests['submit'],
    eraseTextsOf,
  })
}
