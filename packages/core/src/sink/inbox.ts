import { z } from 'zod'
import type { CommandOptions } from '../contracts/command.js'
import type { Inbox, Received, ReceivedCommand } from '../contracts/streams/source.js'
import { safeReason } from '../delivery/send-result.js'
import { isHuiyinError } from '../errors.js'
import { messageIn } from '../import/in-words.js'
import { parseInput } from '../import/parse.js'
import { maxIdentifierLength } from '../privacy/identifier.js'
import { plainText } from '../privacy/text.js'
import { type RequestAction, requestInputs } from '../request/commands.js'
import type { Requests } from '../request/requests.js'
import type { RequestResult } from '../request/result.js'

const actions = Object.keys(requestInputs) as [RequestAction, ...RequestAction[]]
// `by` and `key` are checked with the command itself, whose options they are.
const form = z.strictObject({
  key: z.string(),
  command: z.enum(actions),
  request: plainText(maxIdentifierLength).optional(),
  input: z.unknown().optional(),
  by: z.unknown(),
})

type Issue = (id: string | undefined, input: unknown, options: CommandOptions) => Promise<RequestResult>

// What could not be carried out at any other time either. Everything else may pass.
const isHopeless = (error: unknown) => isHuiyinError(error, 'invalid-input') || isHuiyinError(error, 'not-found')

/** Takes commands from sources, with the checks of every call. The key is what makes a repetition harmless: the commit keeps its answer. */
export function createInbox(requests: Requests): Inbox {
  function issue(command: RequestAction): Issue {
    if (command === 'submit')
      return (id, input, options) =>
        id === undefined
          ? requests.submit(input as never, options)
          : requests.submit(id as never, input as never, options as never)
    return (id, input, options) => (requests[command] as Issue)(id, input, options)
  }

  async function receive(received: ReceivedCommand): Promise<Received> {
    try {
      const { key, command, request, input, by } = parseInput(form, received, ['received'], 'received command')
      const result = await issue(command)(request, input, { by, key } as CommandOptions)
      return result.ok ? { kind: 'done', request: result.request.id } : { kind: 'refused', refusal: result.refusal }
    } catch (error) {
      return { kind: isHopeless(error) ? 'invalid' : 'again', reason: safeReason(messageIn(error)) }
    }
  }

  return Object.freeze({ receive })
}
