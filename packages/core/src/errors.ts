/** One place in the input that is wrong: where (`path`) and why (`message`). */
export interface InputIssue {
  /** Names and positions from the outermost value inwards: `['parts', 0, 'category']`. Empty for the value as a whole. */
  readonly path: readonly (string | number)[]
  /** English, without a full stop; it does not quote long values. */
  readonly message: string
}

const mark = Symbol.for('huiyin.error')

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
    message: string,
    options: {
      /** See `HuiyinError.details`; an empty object when absent. */
      details?: object | undefined
      /** The error that led to this one; absent when there is none. */
      cause?: unknown
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.details = options.details ?? {}
  }
  /** Typed facts about the error, safe to log: never personal data. */
  readonly details: object
}

/** True for any error of Huiyin, whichever copy of the package threw it. With `code`, only for that code. */
export function isHuiyinError(error: unknown, code?: string): error is HuiyinError {
  return (
    error instanceof Error &&
    (error as Partial<HuiyinError>)[mark] === true &&
    (code === undefined || (error as HuiyinError).code === code)
  )
}

/** Input of the wrong form. Thrown before any I/O; every issue carries the path of what is wrong. */
export class InvalidInputError extends HuiyinError {
  /** Goes with the code `invalid-input`. */
  override readonly name = 'InvalidInputError'
  constructor(
    /** Everything that is wrong, in the order of the input; the message names the first. */
    readonly issues: readonly InputIssue[],
    what = 'input',
  ) {
    const first = issues[0]
    const where = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.join('.')}`
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
    super('invalid-input', `Invalid ${what}${where}: ${first?.message ?? 'no reason given'}${more}`, {
      details: { issues },
    })
  }
}

/** The record named does not exist. Nothing was read or written beyond the look-up. */
export class NotFoundError extends HuiyinError {
  /** Goes with the code `not-found`; `details` holds `what`, `id` and `path`. */
  override readonly name = 'NotFoundError'
  constructor(what: string, id: string, path: readonly (string | number)[] = ['id']) {
    super('not-found', `No ${what} with id ${JSON.stringify(id)}.`, { details: { what, id, path } })
  }
}

/** The library was set up in a way that breaks a promise (a lifecycle with a dead end, two plugins of one id). */
export class ConfigurationError extends HuiyinError {
  /** Goes with the code `configuration`; retrying does not help. */
  override readonly name = 'ConfigurationError'
  constructor(message: string, details: object = {}) {
    super('configuration', message, { details })
  }
}

/** Optimistic concurrency failed: the command was decided again and again, and each time another change was committed first. Nothing was written. */
export class ConflictError extends HuiyinError {
  /** Goes with the code `conflict`; the same command may be sent again. */
  override readonly name = 'ConflictError'
  constructor(type: string, id: string, attempts: number) {
    super(
      'conflict',
      `${type} ${id} was changed by others ${attempts} times while this command was decided; nothing was written. Try again.`,
      {
        details: { type, id, attempts },
      },
    )
  }
}

/**
 * An adapter failed at its own work. `retryable` says whether the same call may succeed later; `outcome` whether it may have been carried
 * out all the same (`unknown`: the connection was lost after COMMIT was sent). Do not guess then: send the command again with the same
 * idempotency key.
 */
export class AdapterError extends HuiyinError {
  /** Goes with the code `adapter-failure`; the driver's own error is the `cause`. */
  override readonly name = 'AdapterError'
  constructor(
    /** `name` of the storage, for example `sqlite`. */
    readonly adapter: string,
    /** Name of the contract's method that failed, for example `commit`. */
    readonly operation: string,
    /** `true` for a passing state (busy, connection lost, disk full); `false` when the same call would fail again. */
    readonly retryable: boolean,
    message: string,
    cause?: unknown,
    /** `none` (default): nothing was written. `unknown`: it may have been written, whole or in part. */
    readonly outcome: 'none' | 'unknown' = 'none',
  ) {
    super('adapter-failure', `${adapter}.${operation}: ${message}`, {
      details: { adapter, operation, retryable, outcome },
      cause,
    })
  }
}

/** The process is at `limits.maxInFlight`: the command was not begun, nothing was written. Send it again later, with the same idempotency key. */
export class OverloadedError extends HuiyinError {
  /** Goes with the code `overloaded`; `details.waiting` is the number of commands under way. */
  override readonly name = 'OverloadedError'
  constructor(waiting: number) {
    super('overloaded', `${waiting} commands are waiting already; this one was not begun. Ask again in a moment.`, {
      details: { waiting },
    })
  }
}
