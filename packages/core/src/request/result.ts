import type { RequestEvent } from './events.js'
import type { RequestFacts } from './facts.js'
import type { RequestRefusal } from './refusals.js'

/** The answer to a command: the request as it is now and what happened, or why not. A refusal is a value and never thrown. */
export type RequestResult =
  | {
      /** The command was carried out, or had been under the same key. */
      readonly ok: true
      /** The request after the command. */
      readonly request: RequestFacts
      /** What the command wrote, oldest first; empty when it changed nothing. */
      readonly events: readonly RequestEvent[]
    }
  | {
      /** Nothing was written. */
      readonly ok: false
      /** Why not: a stable code, its details, and a message in Chinese and English. */
      readonly refusal: RequestRefusal
    }
