import type { Bilingual } from '../contracts/text.js'

/** A "no" as data: what a refusal is made of. */
export interface Reason {
  /** Stable, kebab-case. */
  readonly code: string
  /** What it depends on, typed by the code. */
  readonly details: object
  /** For people, in Chinese and English. */
  readonly message: Bilingual
}

/** What every error of the library carries, whichever copy of the package threw it. */
export const mark = Symbol.for('huiyin.error')

/**
 * Base of every error Huiyin throws. Refusals of the domain are values, never errors.
 *
 * Identity survives duplicate installs of the package: use {@link isHuiyinError}, not `instanceof`.
 */
export class HuiyinError extends Error {
  /** Name of the class, for stack traces and logs; decide by `code`. */
  override readonly name: string = 'HuiyinError'
  readonly [mark] = true
  constructor(
    /** Stable code, kebab-case; documented in `docs/errors.md`. */
    readonly code: string,
    message: string | Bilingual,
    options: {
      /** See `HuiyinError.details`; an empty object when absent. */
      details?: object | undefined
      /** The error that led to this one; absent when there is none. */
      cause?: unknown
    } = {},
  ) {
    const text = typeof message === 'string' ? { zh: message, en: message } : message
    super(text.en, options.cause === undefined ? undefined : { cause: options.cause })
    this.text = text
    this.details = options.details ?? {}
  }
  /** What went wrong, for people, in Chinese and English; `message` is the English. */
  readonly text: Bilingual
  /** Typed facts about the error, safe to log: never personal data. */
  readonly details: object
}
