import { exitCodes } from './exit-codes.js'
import type { Progress } from './output/progress.js'

/** The result of a command: an object for `--json`, lines for people. */
export interface Outcome {
  readonly exit: typeof exitCodes.ok | typeof exitCodes.found
  readonly result: object
  readonly lines: readonly string[]
}

/** What every command gets in addition to its options. */
export interface CommandContext {
  /** Starts reporting the progress of long work; see `Progress`. */
  readonly progress: (title: string) => Progress
  readonly env: Readonly<Record<string, string | undefined>>
  /** The clock of this process, in milliseconds since 1970-01-01T00:00Z. */
  readonly now: () => number
}

/** The command did what it was asked for: exit code 0. */
export const done = (result: object, lines: readonly string[]): Outcome => ({ exit: exitCodes.ok, result, lines })
/** The command ran and found something wrong: exit code `found`. */
export const withFindings = (result: object, lines: readonly string[]): Outcome => ({
  exit: exitCodes.found,
  result,
  lines,
})
