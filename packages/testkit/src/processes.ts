import { spawn } from 'node:child_process'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What child processes run. */
export interface ChildWorks {
  /** The module that exports `childWorks`: functions by name that take strings. */
  readonly works: URL
  /** Aliases for imported packages, for example sources instead of builds. */
  readonly alias?: Readonly<Record<string, string>>
}

/**
 * Bundles the functions of child processes into one program in the given folder and returns its path. Needs the package
 * `esbuild`.
 */
export async function bundleChild(folder: string, { works, alias = {} }: ChildWorks): Promise<string> {
  const { build } = await import('esbuild')
  const outfile = join(folder, 'child.mjs')
  // It waits for a signal before it begins, so that several children can start at once.
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
    // Bundled CommonJS modules call `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    alias,
    outfile,
    logLevel: 'error',
  })
  return outfile
}

/** A running child process: its output so far, and how it ends. */
export interface Child {
  /** Lines it has written with `tell` so far; the array grows. */
  readonly lines: readonly string[]
  /** Settles once it waits for the signal to begin. */
  readonly ready: Promise<void>
  /** Lets the function run. Call it once, after `ready`. */
  begin(): void
  /** Settles once it has written `count` lines that begin with `word` (any line when left out), or has ended. */
  heard(count: number, word?: string): Promise<void>
  /** Ends the process at once, whatever it is doing. */
  kill(): void
  /** Exit code or signal, and its error output. */
  readonly ended: Promise<string>
}

/**
 * Starts a child process that runs one of its functions once `begin` is called.
 *
 * @param args the name of the function and its arguments
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
 * await child.heard(20, 'ack') // after so much work, however long it takes
 * child.kill() // as `kill -9`
 * ```
 */
export function startChild(program: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], { stdio: 'pipe' })
  const lines: string[] = []
  const ready = Promise.withResolvers<void>()
  const listeners = new Set<() => void>()
  let over = false
  const look = () => {
    for (const each of [...listeners]) each()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'ready') return ready.resolve()
    lines.push(line)
    look()
  })
  const heard = (count: number, word = '') =>
    new Promise<void>((resolve) => {
      let [read, left] = [0, count]
      const listener = () => {
        for (; read < lines.length; read++) if (lines[read]?.startsWith(word)) left--
        if (left > 0 && !over) return
        listeners.delete(listener)
        resolve()
      }
      listeners.add(listener)
      listener()
    })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      over = true
      ready.resolve()
      look()
      resolve(`${signal ?? code}${complaints && `: ${complaints}`}`)
    })
  })
  // A child that ends before it could begin reports that by its exit.
  child.stdin.on('error', () => {})
  return {
    lines,
    ready: ready.promise,
    begin: () => child.stdin.write('begin\n'),
    heard,
    kill: () => child.kill('SIGKILL'),
    ended,
  }
}

/** Starts children that begin at once and returns their lines in the same order. @throws Error when one exits with a code other than 0 */
export async function runTogether(children: readonly Child[]): Promise<readonly (readonly string[])[]> {
  await Promise.all(children.map((child) => child.ready))
  for (const child of children) child.begin()
  const ends = await Promise.all(children.map((child) => child.ended))
  for (const end of ends) if (end !== '0') throw new Error(`A child process ended with ${end}`)
  return children.map(({ lines }) => lines)
}

/** Sends a line to the parent process. When this returns, the line has left the process, even if it is killed next. */
export function tell(line: string): void {
  for (;;)
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (error) {
      // The reader is slow and the pipe is full: try again.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
}
