import { type Bilingual, type InputIssue, isHuiyinError } from '@huiyin/core'
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

const titles: Readonly<Record<string, { readonly exit: ExitCode; readonly zh: string }>> = {
  'invalid-input': { exit: exitCodes.usage, zh: '输入有误。' },
  'calendar-coverage': { exit: exitCodes.usage, zh: '工作日历未覆盖所需年份。' },
  'not-found': { exit: exitCodes.found, zh: '未找到。' },
  configuration: { exit: exitCodes.usage, zh: '配置有误。' },
  conflict: { exit: exitCodes.storage, zh: '与他人的修改反复冲突，请重试。' },
  'adapter-failure': { exit: exitCodes.storage, zh: '存储失败。' },
  overloaded: { exit: exitCodes.storage, zh: '存储繁忙，请稍后重试。' },
}

/** Turns any error into a message and an exit code. */
export function failureOf(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error
  if (isHuiyinError(error)) {
    const { exit, zh: title } = titles[error.code] ?? { exit: exitCodes.bug, zh: '程序错误。' }
    const { issues = [] } = error.details as { readonly issues?: readonly InputIssue[] }
    const places = issues.map(({ path }) => path.join('.')).filter((path) => path !== '')
    const zh = places.length === 0 ? title : `${title.slice(0, -1)}：${places.slice(0, 5).join('、')}。`
    return new CommandFailure(exit, error.code, { zh, en: error.message }, error.details, error)
  }
  const en = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new CommandFailure(exitCodes.bug, 'bug', { zh: '程序错误，请将以下内容报告给维护者。', en }, {}, error)
}
