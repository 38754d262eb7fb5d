import type { PostgresServer } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postgresStorage } from '../src/postgres-storage.js'
import { oldColumns, oldSchema, rowsOf } from './older-schema.js'
import { administer, newSchema } from './schema.js'
import { severalNodes } from './stand-in.js'

let server: PostgresServer | undefined
const schema = newSchema()
const connection = () => server?.connection ?? ''
beforeAll(async () => {
  server = await severalNodes()
})
afterAll(async () => {
  await administer(connection(), `DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
  await server?.stop()
})

it('a schema of the first release that is spread over several nodes is moved on every node, each moves what is its own', async () => {
  await oldSchema(connection(), schema)
  const like = `colocate_with => '"${schema}".records'`
  for (const table of Object.keys(oldColumns))
    await administer(
      connection(),
      `SELECT create_distributed_table('"${schema}".${table}', 'bucket', ${table === 'records' ? 'shard_count => 16' : like})`,
    )
  await administer(connection(), `SELECT create_reference_table('"${schema}".migrations')`)
  const rows = () => rowsOf(connection(), schema)
  const before = await rows()
  const storage = postgresStorage({ connection: connection(), schema })
  const seen: number[] = []
  const check = async (moved: { find: typeof storage.find }) => {
    seen.push((await moved.find({ limit: 1000 })).items.length)
  }
  expect(await storage.migrate(check)).toMatchObject({ steps: 3, distributed: true })
  expect(seen).toEqual([before.records?.length])
  expect(await rows()).toEqual(before)
  const lying = await administer<{ name: string }>(
    connection(),
    `SELECT c.relname AS name FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid
       WHERE c.relnamespace = to_regnamespace($1) ORDER BY 1`,
    [`"${schema}"`],
  )
  expect(lying.map(({ name }) => name)).toEqual([
    'answer_rows',
    'cells',
    'delivery_rows',
    'event_rows',
    'migrations',
    'pauses',
    'records',
    'search_backlog',
    'search_rows',
    'sent_rows',
    'sums',
    'vault_rows',
  ])
  await storage.open()
  expect((await storage.find({ limit: 1 })).items).toHaveLength(1)
  await storage.close()
})
