/** One place in the input that is wrong: where (`path`) and why (`message`). */
export interface InputIssue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

const mark = Symbol.for('huiyin.error')

/**
 * Base of every error Huiyin throws. Refusals of the domain are values, never errors.
 *
 * Identity survives duplicate installs of the package: use {@link isHuiyinError}, not `instanceof`.
 */
export class HuiyinError extends Error {
  override readonly name: string = 'HuiyinError'
  readonly [mark] = true
  constructor(
    /** Stable code, kebab-case; documented in `docs/errors.md`. */
    readonly code: string,
    message: string,
    options: { details?: object | undefined; cause?: unknown } = {},
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
  override readonly name = 'InvalidInputError'
  constructor(
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
  override readonly name = 'NotFoundError'
  constructor(what: string, id: string, path: readonly (string | number)[] = ['id']) {
    super('not-found', `No ${what} with id ${JSON.stringify(id)}.`, { details: { what, id, path } })
  }
}

/** The library was set up in a way that breaks a promise (a lifecycle with a dead end, two plugins of one id). */
export class ConfigurationError extends HuiyinError {
  override readonly name = 'ConfigurationError'
  constructor(message: string, details: object = {}) {
    super('configuration', message, { details })
  }
}

/** A stored change kept losing to others: decided again several times, each time somebody else was first. */
export class ConflictError extends HuiyinError {
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
 * out all the same (`unknown`: the connection was lost after COMMIT was sent). Never guess then: ask again with the same command key.
 */
export class AdapterError extends HuiyinError {
  override readonly name = 'AdapterError'
  constructor(
    readonly adapter: string,
    readonly operation: string,
    readonly retryable: boolean,
    message: string,
    cause?: unknown,
    readonly outcome: 'none' | 'unknown' = 'none',
  ) {
    super('adapter-failure', `${adapter}.${operation}: ${message}`, {
      details: { adapter, operation, retryable, outcome },
      cause,
    })
  }
}

/** More is asked than can be carried out: the command was not begun, nothing was written. Ask again later, with the same key. */
export class OverloadedError extends HuiyinError {
  override readonly name = 'OverloadedError'
  constructor(waiting: number) {
    super('overloaded', `${waiting} commands are waiting already; this one was not begun. Ask again in a moment.`, {
      details: { waiting },
    })
  }
}
