import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { type CommandFailure, failureOf, wrongUse } from './command-failure.js'
import { type ExitCode, exitCodes } from './exit-codes.js'
import type { CommandContext, Outcome } from './outcome.js'
import { silentProgress, tellProgress } from './output/progress.js'
import { createProgram } from './program.js'

/** The environment of a command line. Everything defaults to that of the process. */
export interface CliStreams {
  readonly out?: (text: string) => void
  readonly err?: (text: string) => void
  /** Whether progress can be written over on the error stream. */
  readonly terminal?: boolean
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now?: () => number
}

// The same relative path from `src` and from `dist`.
function versionOf(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

// The message of commander for arguments it cannot parse, without its prefix.
function wrongArguments(error: CommanderError): CommandFailure {
  const said = error.message.replace(/^error: /, '')
  if (error.code === 'commander.help')
    return wrongUse('请指明命令，见 huiyin --help。', 'Name a command; see huiyin --help.', { argument: error.code })
  return wrongUse(`参数有误，见 huiyin help <命令>。`, said, { argument: error.code })
}

/**
 * Runs `huiyin` with these arguments and answers its exit code; see `exitCodes`. Never throws, never ends the process.
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
  const told = terminal || args.includes('--progress')
  const context: CommandContext = {
    env,
    now,
    progress: (title) => (told ? tellProgress(title, { write: err, terminal, now }) : silentProgress),
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
    const { exit: code, code: name, told: message, details } = failure
    if (json) out(`${JSON.stringify({ ok: false, command, error: { code: name, message, details } })}\n`)
    else err(`✗ ${message.zh} ${message.en}\n`)
    return code
  }

  try {
    const chosen = (name: string) => {
      command = name
    }
    await createProgram(versionOf(), run, out, chosen).parseAsync([...args], { from: 'user' })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(failureOf(error))
    return error.exitCode === 0 ? exitCodes.ok : fail(wrongArguments(error))
  }
}
