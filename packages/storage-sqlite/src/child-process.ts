import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Bundles the works of child processes out of the sources: the tests need no build. The path of the program. */
export async function bundleChild(folder: string): Promise<string> {
  const outfile = join(folder, 'child.mjs')
  const program = `import { childWorks } from './child-works.js'
    const [work, path, by] = process.argv.slice(2)
    await childWorks[work](path, by)`
  await build({
    stdin: { contents: program, resolveDir: source('.'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    external: ['node:*'],
    alias: {
      '@huiyin/core': source('../../core/src/index.ts'),
      '#platform': source('../../core/src/platform/node.ts'),
    },
    outfile,
    logLevel: 'error',
  })
  return outfile
}

/** A child at work: what it told so far, and how it ends. */
export interface Child {
  readonly told: string[]
  /** Ends the process at once, as a power switch would. */
  kill(): void
  /** Settled once it has told something, or has ended without. */
  readonly begun: Promise<void>
  /** Exit code or signal, and what it complained of. */
  readonly ended: Promise<string>
}

/** Starts a child process on a file. */
export function startChild(program: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const told: string[] = []
  const lines = createInterface({ input: child.stdout })
  const begun = new Promise<void>((resolve) => {
    lines.once('line', () => resolve())
    child.once('close', () => resolve())
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  lines.on('line', (line) => told.push(line))
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(`${signal ?? code}${complaints && `: ${complaints}`}`))
  })
  return { told, kill: () => child.kill('SIGKILL'), begun, ended }
}
