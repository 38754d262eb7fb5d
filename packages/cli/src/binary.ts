import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** How a run of the built program ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** The JSON object on the output stream. Throws when there is anything but one. */
  json<Result = Record<string, unknown>>(): Result
}

/** Runs the built `huiyin` as a process of its own, in `folder`. */
export function runIn(folder: string) {
  if (!existsSync(program)) throw new Error('dist/main.js is not there: build first (npm run build)')
  return (...args: readonly string[]): Promise<Ended> => runWith(folder, args, {})
}

/** Like the above, with extra environment variables. */
export function runWith(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return runProgram(program, folder, args, env)
}

/** Runs the program of another installation. */
export function runProgram(
  program: string,
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { HUIYIN_STORAGE: _, ...own } = process.env
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...own, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, err, json: <Result>() => JSON.parse(out) as Result }))
  })
}

/** A temporary folder, removed after the tests. */
export function ownFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'huiyin-cli-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
