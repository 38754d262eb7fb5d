import { postgresStorage } from '@huiyin/storage-postgres'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import pg from 'pg'
import { afterAll, beforeAll, it } from 'vitest'
import { bytesOf, releases, upgraded } from './upgrade.js'

let server: PostgresServer | undefined
beforeAll(async () => {
  server = await postgresServer()
})
afterAll(() => server?.stop())

it.each(releases('postgres.jsonl'))(
  'the rows of %s in PostgreSQL verify, go on in every state, and verify',
  async (release) => {
    const connection = server?.connection ?? ''
    const schema = `upgrade_${process.pid}`
    const storage = postgresStorage({ connection, schema })
    await storage.open()
    const client = new pg.Client({ connectionString: connection })
    await client.connect()
    try {
      for (const line of bytesOf(release, 'postgres.jsonl').toString('utf8').trimEnd().split('\n')) {
        const { table, row } = JSON.parse(line) as { table: string; row: object }
        const name = `"${schema}"."${table}"`
        const columns = Object.keys(row).join(', ')
        const text = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM json_populate_record(NULL::${name}, $1)`
        await client.query(text, [JSON.stringify(row)])
      }
      await upgraded(storage, release)
    } finally {
      await client.query(`DROP SCHEMA "${schema}" CASCADE`)
      await client.end()
    }
  },
)
