import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { type CommandFailure, failureOf, wrongUse } from './command-failure.js'
import { type ExitCode, exitCodes } from './exit-codes.js'
import type { CommandContext, Outcome } from './outcome.js'
import { silentProgress, tellProgress } from './output/progress.js'
import { pluginCommands } from './plugin-verbs.js'
import { createProgram } from './program.js'

/** The surroundings of a command line. Everything defaults to those of the process. */
export interface CliStreams {
  /** Receives the result, each line with its line break. Default: standard output. */
  readonly out?: (text: string) => void
  /** Receives failures and progress. Default: standard error. */
  readonly err?: (text: string) => void
  /** Whether progress may overwrite its line on the error stream. Default: whether that is a terminal. */
  readonly terminal?: boolean
  /** Environment variables, such as `HUIYIN_STORAGE`. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The present instant in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number
}

// The same relative path from `src` and from `dist`.
function versionOf(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

// The message of commander for arguments it cannot parse, without its prefix.
function wrongArguments(error: CommanderError): CommandFailure {
  const reason = error.message.replace(/^error: /, '')
  if (error.code === 'commander.help')
    return wrongUse('请指明命令，见 huiyin --help。', 'Name a command; see huiyin --help.', { argument: error.code })
  return wrongUse(`参数有误，见 huiyin help <命令>。`, reason, { argument: error.code })
}

/**
 * Runs `huiyin` with these arguments and returns its exit code; see `exitCodes`. It never throws and never ends the process.
 *
 * @param args without the program: `['verify', '--storage', 'sqlite:city.db']`
 *
 * @example
 * ```ts
 * import { runCli } from '@huiyin/cli'
 *
 * const code = await runCli(['--version']) // 0
 * ```
 */
export async function runCli(args: readonly string[], streams: CliStreams = {}): Promise<ExitCode> {
  const {
    out = (text) => void process.stdout.write(text),
    err = (text) => void process.stderr.write(text),
    terminal = process.stderr.isTTY === true,
    env = process.env,
    now = Date.now,
  } = streams
  const json = args.includes('--json')
  const showsProgress = terminal || args.includes('--progress')
  const context: CommandContext = {
    env,
    now,
    progress: (title) => (showsProgress ? tellProgress(title, { write: err, terminal, now }) : silentProgress),
  }
  let command = ''
  let exit: ExitCode = exitCodes.ok

  async function run(work: (context: CommandContext) => Promise<Outcome>): Promise<void> {
    const outcome = await work(context)
    exit = outcome.exit
    if (json) out(`${JSON.stringify({ ok: exit === exitCodes.ok, command, ...outcome.result })}\n`)
    else out(outcome.lines.map((line) => `${line}\n`).join(''))
  }

  function fail(failure: CommandFailure): ExitCode {
    const { exit: code, code: name, text: message, details } = failure
    if (json) out(`${JSON.stringify({ ok: false, command, error: { code: name, message, details } })}\n`)
    else err(`✗ ${message.zh} ${message.en}\n`)
    return code
  }

  try {
    const chosen = (name: string) => {
      command = name
    }
    const more = await pluginCommands(args, run)
    await createProgram(versionOf(), run, out, chosen, more).parseAsync([...args], { from: 'user' })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(failureOf(error))
    return error.exitCode === 0 ? exitCodes.ok : fail(wrongArguments(error))
  }
}
