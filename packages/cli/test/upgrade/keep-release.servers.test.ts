import { postgresStorage, schemaStatements } from '@huiyin/storage-postgres'
import { type PostgresServer, postgresServer, spread } from '@huiyin/testkit/postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepRelease, keepSchema, schemaName } from './keep.js'
import { liveCity } from './lived-city.js'

let server: PostgresServer | undefined
beforeAll(async () => {
  server = await postgresServer()
})
afterAll(() => server?.stop())

it('the rows of a city in PostgreSQL are kept when a release asks for it', async () => {
  const connection = server?.connection ?? ''
  // The text of a step has the name of the schema in it.
  const schema = schemaName(process.env.HUIYIN_KEEP_RELEASE ?? `0-${process.pid}`)
  await liveCity(postgresStorage({ connection, schema, ...spread }))
  const client = new pg.Client({ connectionString: connection })
  await client.connect()
  const rowsOf = async (table: string) =>
    (await client.query(`SELECT row_to_json(t) AS row FROM "${schema}"."${table}" t`)).rows as { row: object }[]
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY 1`,
    [schema],
  )
  const lines: string[] = []
  for (const { name } of tables)
    for (const { row } of name === 'migrations' ? [] : await rowsOf(name))
      lines.push(JSON.stringify({ table: name, row }))
  const steps = (await rowsOf('migrations')) as { row: { number: number; checksum: string } }[]
  await client.query(`DROP SCHEMA "${schema}" CASCADE`)
  await client.end()
  expect(lines.length).toBeGreaterThan(500)
  keepRelease('postgres.jsonl', Buffer.from(`${lines.join('\n')}\n`))
  keepSchema([
    `CREATE SCHEMA "${schema}"`,
    `CREATE TABLE "${schema}".migrations (number int PRIMARY KEY, checksum text NOT NULL)`,
    ...schemaStatements({ schema: `"${schema}"`, distributed: false }),
    ...steps.map(({ row }) => `INSERT INTO "${schema}".migrations VALUES (${row.number}, '${row.checksum}')`),
  ])
})
