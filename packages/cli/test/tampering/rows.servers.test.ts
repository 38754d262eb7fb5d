import { postgresStorage } from '@huiyin/storage-postgres'
import { type PostgresServer, postgresServer, spread } from '@huiyin/testkit/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { editSchema, editSpreadSchema } from './edit-server.js'
import { itFindsTampering } from './rows.js'

let server: PostgresServer | undefined
let client: pg.Client | undefined
const schemas: string[] = []
beforeAll(async () => {
  server = await postgresServer()
  client = new pg.Client({ connectionString: server.connection })
  await client.connect()
})
afterAll(async () => {
  for (const schema of schemas) await client?.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
  await client?.end()
  await server?.stop()
})

describe('rows changed by hand in PostgreSQL', () =>
  itFindsTampering(async () => {
    const schema = `tampered_${process.pid}_${schemas.length}`
    schemas.push(schema)
    return {
      open: () => postgresStorage({ connection: server?.connection ?? '', schema, ...spread }),
      run: async (sql) => {
        const own = client as pg.Client
        const edit = async (name: string) => {
          await editSchema(own, name)
          await own.query(sql((table) => `"${name}"."${table}"`))
        }
        await (spread.distribute === undefined ? edit(schema) : editSpreadSchema(own, schema, edit))
      },
    }
  }))
