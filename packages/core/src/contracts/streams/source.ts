import type { Actor } from '../actor.js'
import type { Bilingual } from '../text.js'

/**
 * The EventSource contract, version 1. Types only.
 *
 * A source brings commands from another system: a broker, a hotline, another city. It hands each in with a key, as often as it likes: the commit that
 * carries a command out also keeps the answer to its key, so a repetition gets the first answer and has no further effect. No inbox table is needed.
 */
export interface EventSource {
  /** Version of the contract that the source is written for. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.source/1'
  /** For logs; unique among the sources. */
  readonly name: string
  /**
   * Begins to hand commands in, and resolves once it does. Called by `huiyin.run()`; when it rejects, it is called again with the next round. A source that does
   * not begin harms nobody else.
   */
  start(inbox: Inbox): Promise<void>
  /** Hands nothing in any more: what is under way may still be answered. Called when the loops end, and only after `start` resolved. */
  stop(): Promise<void>
}

/** Takes commands from a source. */
export interface Inbox {
  /**
   * Carries a command out. Never rejects. Guarantee: a command that was answered `done` is committed, and handing it in again with the same key has no effect
   * beyond the first, in any process, for as long as answers are kept (`limits.idempotencyDays`).
   */
  receive(command: ReceivedCommand): Promise<Received>
}

/** A command as it came from another system. It is checked like the input of any caller. */
export interface ReceivedCommand {
  /** Idempotency key, at most 255 characters: the id of the message, unique for the actor and the request. */
  readonly key: string
  /** Name of a command on requests, such as `submit` or `urge`. */
  readonly command: string
  /** Id of the request. For `submit` absent: the id follows from the key. */
  readonly request?: string
  /** What the command takes. Absent for one that takes nothing. */
  readonly input?: unknown
  /** On whose behalf: core trusts the source in this, as it trusts the server. */
  readonly by: Actor
}

/** What became of a command. Acknowledge the message for each but `again`. */
export type Received =
  | {
      /** Carried out, now or the first time it came. */
      readonly kind: 'done'
      /** Id of the request. */
      readonly request: string
    }
  | {
      /** A "no" of the domain, which another attempt would not change by itself. */
      readonly kind: 'refused'
      /** Code, details and messages, as a caller gets them. */
      readonly refusal: {
        /** Stable, such as `wrong-state`. */
        readonly code: string
        /** The facts behind it, without personal data. */
        readonly details: object
        /** Whole sentences in Chinese and English. */
        readonly message: Bilingual
      }
    }
  | {
      /** Nothing that could ever be carried out: an unknown command, an input of the wrong form, a request that does not exist. */
      readonly kind: 'invalid'
      /** What is wrong with it; holds no personal data. */
      readonly reason: string
    }
  | {
      /** Not known, or not now: the storage or its load. Hand it in again later, with the same key. */
      readonly kind: 'again'
      /** Why, for logs. */
      readonly reason: string
    }
