import { type Bilingual, isHuiyinError } from '@huiyin/core'
import { type ExitCode, exitCodes } from './exit-codes.js'

/** A command that could not do its work, with the message for the operator. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  constructor(
    readonly exit: ExitCode,
    /** Stable, kebab-case. */
    readonly code: string,
    readonly text: Bilingual,
    readonly details: object = {},
    cause?: unknown,
  ) {
    super(`${text.zh} ${text.en}`, cause === undefined ? undefined : { cause })
  }
}

/** Wrong use, found before anything was read or written. */
export function wrongUse(zh: string, en: string, details: object = {}, cause?: unknown): CommandFailure {
  return new CommandFailure(exitCodes.usage, 'wrong-use', { zh, en }, details, cause)
}

const exits: Readonly<Record<string, ExitCode>> = {
  'invalid-input': exitCodes.usage,
  'calendar-coverage': exitCodes.usage,
  'not-found': exitCodes.found,
  configuration: exitCodes.usage,
  conflict: exitCodes.storage,
  'adapter-failure': exitCodes.storage,
  overloaded: exitCodes.storage,
}

/** Turns any error into a message and an exit code. */
export function failureOf(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error
  if (isHuiyinError(error)) {
    const { zh, en } = error.text
    // What a driver says is English; once is enough.
    const text = { zh: zh.endsWith(`：${en}`) ? zh.replace(`：${en}`, '。') : zh, en }
    return new CommandFailure(exits[error.code] ?? exitCodes.bug, error.code, text, error.details, error)
  }
  const en = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new CommandFailure(exitCodes.bug, 'bug', { zh: '程序错误，请将以下内容报告给维护者。', en }, {}, error)
}
