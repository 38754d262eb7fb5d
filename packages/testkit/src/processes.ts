import { spawn } from 'node:child_process'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What child processes are made of. */
export interface ChildWorks {
  /** The module that exports `childWorks`: functions by name, each given texts. */
  readonly works: URL
  /** Other places for packages it imports: sources in the place of what is built, for example. */
  readonly alias?: Readonly<Record<string, string>>
}

/**
 * Bundles the works of child processes into one program that needs no build, in the folder given; answers its path. Needs the package
 * `esbuild`.
 */
export async function bundleChild(folder: string, { works, alias = {} }: ChildWorks): Promise<string> {
  const { build } = await import('esbuild')
  const outfile = join(folder, 'child.mjs')
  // It waits for a word before it begins, so that several can be made to begin at once.
  const program = `import { once } from 'node:events'
    import { writeSync } from 'node:fs'
    import { childWorks } from ${JSON.stringify(fileURLToPath(works))}
    const [work, ...given] = process.argv.slice(2)
    writeSync(1, 'ready\\n')
    await once(process.stdin, 'data')
    process.stdin.destroy()
    await childWorks[work](...given)`
  await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', works)), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    external: ['node:*'],
    // What a bundled module of the older kind asks for.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    alias,
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

/**
 * Starts a child process that carries out one of its works. It does nothing until it is told to begin.
 *
 * @param args the name of the work, and what it is given
 *
 * @example
 * ```ts no-run
 * import { bundleChild, startChild } from '@huiyin/testkit/processes'
 *
 * // child-works.ts: export const childWorks = { play: async (path: string) => { … } }
 * const program = await bundleChild(folder, { works: new URL('./child-works.ts', import.meta.url) })
 * const child = startChild(program, 'play', 'city.db')
 * await child.ready
 * child.begin()
 * await child.begun
 * child.kill() // as `kill -9`
 * ```
 */
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

/** Starts children that begin at once. What they told, in their order. @throws Error when one ends otherwise than with 0 */
export async function runTogether(children: readonly Child[]): Promise<readonly (readonly string[])[]> {
  await Promise.all(children.map((child) => child.ready))
  for (const child of children) child.begin()
  const ends = await Promise.all(children.map((child) => child.ended))
  for (const end of ends) if (end !== '0') throw new Error(`A child process ended with ${end}`)
  return children.map(({ told }) => told)
}

/** Tells the parent a line, in a child process: when this returns it has left the process, whatever happens to that next. */
export function tell(line: string): void {
  for (;;)
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (error) {
      // Whoever listens is slow for a moment, and the pipe is full.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
}
