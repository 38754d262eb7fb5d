// A PostgreSQL server for the bench, in a temporary folder, with its default durability: fsync and synchronous_commit on.
import { postgresServer } from '@huiyin/testkit/postgres'
import { postgresDriver } from '../../scripts/lib/postgres-driver.mjs'

/** Starts a server: `{ connection, port, version, query(text), stop() }`. */
export async function startServer() {
  const pg = await postgresDriver()
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
