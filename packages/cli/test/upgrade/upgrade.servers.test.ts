import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCurrent, postgresStorage } from '@huiyin/storage-postgres'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ownFolder, runIn } from '../../src/binary.js'
import { kept, schemaName } from './keep.js'
import { bytesOf, releases, upgraded } from './upgrade.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
let server: PostgresServer | undefined
beforeAll(async () => {
  server = await postgresServer()
})
afterAll(async () => {
  folder.remove()
  await server?.stop()
})

/** Puts the rows that a release left into a schema. */
async function fill(client: pg.Client, schema: string, release: string): Promise<void> {
  for (const line of bytesOf(release, 'postgres.jsonl').toString('utf8').trimEnd().split('\n')) {
    const { table, row } = JSON.parse(line) as { table: string; row: object }
    const name = `"${schema}"."${table}"`
    const columns = Object.keys(row).join(', ')
    const text = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM json_populate_record(NULL::${name}, $1)`
    await client.query(text, [JSON.stringify(row)])
  }
}

it.each(releases('postgres.jsonl'))(
  'the schema of %s in PostgreSQL is refused until it is migrated; then its rows verify and go on as before',
  async (release) => {
    const connection = server?.connection ?? ''
    const schema = schemaName(release)
    const client = new pg.Client({ connectionString: connection })
    await client.connect()
    try {
      await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
      await client.query(readFileSync(join(kept, `${release}.postgres.sql`), 'utf8'))
      await fill(client, schema, release)
      const storage = postgresStorage({ connection, schema })
      const refused = await storage.open().then(() => '', String)
      const before = await storage.migrate()
      expect(refused).toMatch(isCurrent(before) ? /^$/ : /huiyin migrate/)
      expect((await storage.migrate()).steps).toBe(before.current)
      await upgraded(storage, release)
    } finally {
      await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
      await client.end()
    }
  },
)

it.each(releases('postgres.jsonl'))(
  'huiyin migrate changes nothing of %s in PostgreSQL when its record does not verify',
  async (release) => {
    const connection = server?.connection ?? ''
    const schema = schemaName(release)
    const client = new pg.Client({ connectionString: connection })
    await client.connect()
    try {
      await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
      await client.query(readFileSync(join(kept, `${release}.postgres.sql`), 'utf8'))
      await fill(client, schema, release)
      const claimed = `event = 'request.claimed' AND id = (SELECT min(id) FROM "${schema}".events WHERE event = 'request.claimed')`
      const change = (from: string, to: string) =>
        client.query(`UPDATE "${schema}".events SET bytes = replace(bytes, '${from}', '${to}') WHERE ${claimed}`)
      const steps = async () => (await client.query(`SELECT number FROM "${schema}".migrations`)).rowCount
      const migrate = async () => huiyin('migrate', '-s', `${connection}?schema=${schema}`, '--json')
      const before = await steps()
      await change('claimed', 'claimeD')
      const refused = await migrate()
      expect(refused.code).toBe(1)
      expect(refused.json()).toMatchObject({
        ok: false,
        run: 0,
        verification: { ok: false, faults: [{ fault: 'hash' }] },
      })
      expect(await steps()).toBe(before)
      await change('claimeD', 'claimed')
      expect((await migrate()).json()).toMatchObject({ ok: true, created: false })
      expect(await steps()).toBeGreaterThan(before ?? 0)
    } finally {
      await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
      await client.end()
    }
  },
)
