import type { Bilingual } from './contracts/text.js'
import type { AdapterFailure } from './errors/adapter-failure.js'
import { HuiyinError, mark, type Reason } from './errors/huiyin-error.js'
import type { InputIssue } from './errors/input-issue.js'
import { nouns } from './errors/nouns.js'

export { HuiyinError } from './errors/huiyin-error.js'
export type { InputIssue } from './errors/input-issue.js'

/** The class behind each code of core. */
export interface HuiyinErrors {
  /** Input of the wrong form. */
  readonly 'invalid-input': InvalidInputError
  /** A record that does not exist. */
  readonly 'not-found': NotFoundError
  /** Something that the actor may not read. */
  readonly forbidden: NotPermittedError
  /** A set-up that breaks a promise. */
  readonly configuration: ConfigurationError
  /** Others changed the record first, again and again. */
  readonly conflict: ConflictError
  /** A storage that failed. */
  readonly 'adapter-failure': AdapterError
  /** Too many commands under way. */
  readonly overloaded: OverloadedError
  /** A day without a published notice. */
  readonly 'calendar-coverage': CalendarCoverageError
  /** A clock that is years off. */
  readonly 'clock-wrong': ClockError
}

/**
 * True for any error of Huiyin, whichever copy of the package threw it. With `code`, only for that code; a code of core narrows to its class,
 * so that `issues`, `details` and the like have their types.
 */
export function isHuiyinError<Code extends keyof HuiyinErrors>(error: unknown, code: Code): error is HuiyinErrors[Code]
export function isHuiyinError(error: unknown, code?: string): error is HuiyinError
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
  /** Stable. */
  declare readonly code: 'invalid-input'
  /** The issues again, as JSON carries them. */
  declare readonly details: {
    /** As the property `issues`. */
    readonly issues: readonly InputIssue[]
  }
  constructor(
    /** Everything that is wrong, in the order of the input; the message names the first. */
    readonly issues: readonly InputIssue[],
    what = 'input',
  ) {
    const [first] = issues
    const place = first?.path.join('.') ?? ''
    const others = issues.length - 1
    const en = `Invalid ${what}${place === '' ? '' : ` at ${place}`}: ${first?.message.en ?? 'no reason given'}`
    const zh = `输入有误：${place === '' ? '' : `${place} `}${first?.message.zh ?? '原因不明'}`
    const message = {
      zh: `${zh}${others > 0 ? `（另有 ${others} 处）` : ''}。`,
      en: `${en}${others > 0 ? ` (and ${others} more)` : ''}`,
    }
    super('invalid-input', message, { details: { issues } })
  }
}

/** The record named does not exist. Nothing was read or written beyond the look-up. */
export class NotFoundError extends HuiyinError {
  /** Goes with the code `not-found`; `details` holds `what`, `id` and `path`. */
  override readonly name = 'NotFoundError'
  /** Stable. */
  declare readonly code: 'not-found'
  /** What was looked for, by which id, and where in the input the id stood. */
  declare readonly details: {
    /** What was looked for, such as `request`. */
    readonly what: string
    /** The id that names nothing. */
    readonly id: string
    /** Where in the input the id stood. */
    readonly path: readonly (string | number)[]
  }
  constructor(
    what: string,
    id: string,
    path: readonly (string | number)[] = ['id'],
    /** Which ids there are, in words, where they are few enough to be listed. */
    known?: Bilingual,
  ) {
    const message = {
      zh: `没有编号为“${id}”的${nouns[what] ?? what}${known === undefined ? '' : `；${known.zh}`}。`,
      en: `No ${what} with id ${JSON.stringify(id)}${known === undefined ? '' : `; ${known.en}`}.`,
    }
    super('not-found', message, { details: { what, id, path } })
  }
}

/**
 * The actor may not read what was asked for: pages, figures and lists, of which nobody can say that they do not exist. Nothing was read. A "no" to a command
 * is a value, and a single record that the actor may not know of is not found.
 */
export class NotPermittedError extends HuiyinError {
  /** Goes with the code `forbidden`. */
  override readonly name = 'NotPermittedError'
  /** Stable. */
  declare readonly code: 'forbidden'
  /** Why not, as a refusal would say it. */
  declare readonly details: {
    /** Code of the reason: `reading-not-permitted` or `roles-exclude-each-other`. */
    readonly reason: string
    /** Parties that may read it; absent where two roles exclude each other. */
    readonly needs?: readonly string[]
    /** Codes of the areas that the actor may read of; absent where none would do. */
    readonly areas?: readonly string[]
    /** Ids of the units that the actor may read of; absent where none would do. */
    readonly units?: readonly string[]
  }
  constructor(reason: Reason) {
    const { code, details, message } = reason
    super('forbidden', message, { details: { reason: code, ...details } })
  }
}

/** The library was set up in a way that breaks a promise (a lifecycle with a dead end, two plugins of one id). */
export class ConfigurationError extends HuiyinError {
  /** Goes with the code `configuration`; retrying does not help. */
  override readonly name = 'ConfigurationError'
  /** Stable. */
  declare readonly code: 'configuration'
  constructor(message: Bilingual, details: object = {}) {
    super('configuration', message, { details })
  }
}

/** Optimistic concurrency failed: the command was decided again and again, and each time another change was committed first. Nothing was written. */
export class ConflictError extends HuiyinError {
  /** Goes with the code `conflict`; the same command may be sent again. */
  override readonly name = 'ConflictError'
  /** Stable. */
  declare readonly code: 'conflict'
  /** The record, and how often the command was decided. */
  declare readonly details: {
    /** Type of the record. */
    readonly type: string
    /** Id of the record. */
    readonly id: string
    /** How often the command was decided. */
    readonly attempts: number
  }
  constructor(type: string, id: string, attempts: number) {
    super(
      'conflict',
      {
        zh: `${type} ${id} 在本命令决定期间被他人修改了 ${attempts} 次，未写入任何内容，请重试。`,
        en: `${type} ${id} was changed by others ${attempts} times while this command was decided; nothing was written. Try again.`,
      },
      { details: { type, id, attempts } },
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
  /** Stable. */
  declare readonly code: 'adapter-failure'
  /** `name` of the adapter, for example `sqlite`. */
  readonly adapter: string
  /** Name of the contract's method that failed, for example `commit`. */
  readonly operation: string
  /** `true` for a passing state (busy, connection lost, disk full); `false` when the same call would fail again. */
  readonly retryable: boolean
  /** `none`: nothing was written. `unknown`: it may have been written, whole or in part. */
  readonly outcome: 'none' | 'unknown'
  constructor({ adapter, operation, message, retryable = false, outcome = 'none', cause }: AdapterFailure) {
    super(
      'adapter-failure',
      { zh: `存储失败：${adapter}.${operation}: ${message}`, en: `${adapter}.${operation}: ${message}` },
      { details: { adapter, operation, retryable, outcome }, cause },
    )
    this.adapter = adapter
    this.operation = operation
    this.retryable = retryable
    this.outcome = outcome
  }
}

/** The process is at `limits.maxInFlight`: the command was not begun, nothing was written. Send it again later, with the same idempotency key. */
export class OverloadedError extends HuiyinError {
  /** Goes with the code `overloaded`; `details.waiting` is the number of commands under way. */
  override readonly name = 'OverloadedError'
  /** Stable. */
  declare readonly code: 'overloaded'
  /** How many commands are under way. */
  declare readonly details: {
    /** The number of commands under way. */
    readonly waiting: number
  }
  constructor(waiting: number) {
    const message = {
      zh: `已有 ${waiting} 个命令在处理，本命令未开始，请稍后再试。`,
      en: `${waiting} commands are waiting already; this one was not begun. Ask again in a moment.`,
    }
    super('overloaded', message, { details: { waiting } })
  }
}

/**
 * The clock of this process is further from the time of the storage than `limits.clockDriftDays` allows. What it wrote would be stamped years off, and a
 * record stamped in the future takes no right time any more. Nothing was written; set the clock.
 */
export class ClockError extends HuiyinError {
  /** Goes with the code `clock-wrong`. */
  override readonly name = 'ClockError'
  /** Stable. */
  declare readonly code: 'clock-wrong'
  /** The clock, what it was compared with (the storage's own clock, the newest instant stored), and how far it may be off, in milliseconds. */
  declare readonly details: {
    /** What the clock of the process says. */
    readonly at: number
    /** What the clock of the storage says; absent where a storage has none. */
    readonly storageNow?: number
    /** The newest instant that is stored; absent in an empty storage. */
    readonly newest?: number
    /** How far the two may be apart. */
    readonly mayDiffer: number
  }
  constructor(
    at: number,
    times: {
      /** What the clock of the storage says. */
      readonly now?: number
      /** The newest instant that is stored. */
      readonly newest?: number
    },
    mayDiffer: number,
  ) {
    const near = times.now ?? times.newest ?? at
    const day = (instant: number) => new Date(instant).toISOString().slice(0, 10)
    const ahead = at > near
    super(
      'clock-wrong',
      {
        zh: `本进程的时钟（${day(at)}）${ahead ? '远远快于' : '远远慢于'}存储的时间（${day(near)}），未写入任何内容；请校准时钟。`,
        en: `The clock of this process (${day(at)}) is far ${ahead ? 'ahead of' : 'behind'} the time of the storage (${day(near)}); nothing was written. Set the clock.`,
      },
      {
        details: {
          at,
          ...(times.now !== undefined && { storageNow: times.now }),
          ...(times.newest !== undefined && { newest: times.newest }),
          mayDiffer,
        },
      },
    )
  }
}

/**
 * The calendar has no published notice for a day the answer depends on. Guessing "Monday to Friday" instead would be
 * wrong on every deadline that crosses New Year.
 */
export class CalendarCoverageError extends HuiyinError {
  /** Goes with the code `calendar-coverage`; tells the error apart where `instanceof` cannot: across two copies of the package. */
  override readonly name = 'CalendarCoverageError'
  /** Stable. */
  declare readonly code: 'calendar-coverage'
  constructor(
    /** The year whose notice has to be published or loaded. */
    readonly missingYear: number,
    /** First day that can be answered, `'YYYY-MM-DD'`. */
    readonly firstCovered: string,
    /** Last day that can be answered, `'YYYY-MM-DD'`. */
    readonly lastCovered: string,
  ) {
    super(
      'calendar-coverage',
      {
        zh: `工作日历没有 ${missingYear} 年的放假通知，只覆盖 ${firstCovered} 至 ${lastCovered}。请用 withYear 载入该年，或以 { unpublished: 'provisional' } 建立日历。`,
        en:
          `The working-day calendar has no holiday notice for ${missingYear}; it covers ${firstCovered} to ${lastCovered}. ` +
          `Load the year with withYear, or create the calendar with { unpublished: 'provisional' }.`,
      },
      { details: { missingYear, firstCovered, lastCovered } },
    )
  }
}
