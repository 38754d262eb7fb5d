// A PostgreSQL server for the bench, in a temporary folder, with its default durability: fsync and synchronous_commit on.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { postgresServer } from '@huiyin/testkit/postgres'

// The driver that the storage uses.
const { resolve } = createRequire(new URL('../../packages/storage-postgres/package.json', import.meta.url))

/** Starts a server: `{ connection, port, version, query(text), stop() }`. */
export async function startServer() {
  const { default: pg } = await import(pathToFileURL(resolve('pg')).href)
  const server = await postgresServer(['-c', 'max_connections=300'])
  const client = new pg.Client({ connectionString: server.connection })
  await client.connect()
  return {
    connection: server.connection,
    port: Number(new URL(server.connection).port),
    version: (await client.query('SHOW server_version')).rows[0].server_version,
    query: async (text) => (await client.query(text)).rows,
    stop: async () => {
      await client.end()
      await server.stop()
    },
  }
}
