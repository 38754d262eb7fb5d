import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Bundles the works of child processes out of the sources: the tests need no build. The path of the program. */
export async function bundleChild(folder: string, works = './child-works.js'): Promise<string> {
  const outfile = join(folder, 'child.mjs')
  // It waits for a word before it begins, so that several can be made to begin at once.
  const program = `import { once } from 'node:events'
    import { writeSync } from 'node:fs'
    import { childWorks } from '${works}'
    const [work, ...given] = process.argv.slice(2)
    writeSync(1, 'ready\\n')
    await once(process.stdin, 'data')
    process.stdin.destroy()
    await childWorks[work](...given)`
  await build({
    stdin: { contents: program, resolveDir: source('.'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    external: ['node:*'],
    alias: {
      '@huiyin/core': source('../../core/src/index.ts'),
      '@huiyin/testkit': source('../../testkit/src/index.ts'),
      '#platform': source('../../core/src/platform/node.ts'),
    },
    outfile,
    logLevel: 'error',
  })
  return outfile
}

/** A child at work: what it told so far, and how it ends. */
export interface Child {
  readonly told: readonly string[]
  /** Settled once it waits for the word to begin. */
  readonly ready: Promise<void>
  begin(): void
  /** Settled once it has told something, or has ended without. */
  readonly begun: Promise<void>
  /** Ends the process at once, whatever it is doing. */
  kill(): void
  /** Exit code or signal, and what it complained of. */
  readonly ended: Promise<string>
}

/** Starts a child process on a file. It does nothing until it is told to begin. */
export function startChild(program: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], { stdio: 'pipe' })
  const told: string[] = []
  const [ready, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'ready') return ready.resolve()
    told.push(line)
    begun.resolve()
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      ready.resolve()
      begun.resolve()
      resolve(`${signal ?? code}${complaints && `: ${complaints}`}`)
    })
  })
  // One that is gone before it could begin tells so by how it ended.
  child.stdin.on('error', () => {})
  return {
    told,
    ready: ready.promise,
    begin: () => child.stdin.write('begin\n'),
    begun: begun.promise,
    kill: () => child.kill('SIGKILL'),
    ended,
  }
}

/** Starts children that begin at once. What they told, in their order. */
export async function runTogether(children: readonly Child[]): Promise<readonly (readonly string[])[]> {
  await Promise.all(children.map((child) => child.ready))
  for (const child of children) child.begin()
  const ends = await Promise.all(children.map((child) => child.ended))
  for (const end of ends) if (end !== '0') throw new Error(`A child process ended with ${end}`)
  return children.map(({ told }) => told)
}
