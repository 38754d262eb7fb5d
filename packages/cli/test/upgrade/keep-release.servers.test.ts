import { postgresStorage } from '@huiyin/storage-postgres'
import { type PostgresServer, postgresServer, spread } from '@huiyin/testkit/postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepRelease, tables } from './keep.js'
import { liveCity } from './lived-city.js'

let server: PostgresServer | undefined
beforeAll(async () => {
  server = await postgresServer()
})
afterAll(() => server?.stop())

it('the rows of a city in PostgreSQL are kept when a release asks for it', async () => {
  const connection = server?.connection ?? ''
  const schema = `kept_${process.pid}`
  await liveCity(postgresStorage({ connection, schema, ...spread }))
  const client = new pg.Client({ connectionString: connection })
  await client.connect()
  const lines: string[] = []
  for (const table of tables) {
    const { rows } = await client.query(`SELECT row_to_json(t) AS row FROM "${schema}"."${table}" t`)
    for (const { row } of rows as { row: object }[]) lines.push(JSON.stringify({ table, row }))
  }
  await client.query(`DROP SCHEMA "${schema}" CASCADE`)
  await client.end()
  expect(lines.length).toBeGreaterThan(500)
  keepRelease('postgres.jsonl', Buffer.from(`${lines.join('\n')}\n`))
})
