import { storageConformance, tracingStorage } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { postgresStorage } from '../src/postgres-storage.js'
import { administer, empty, newSchema, openTransaction, spread } from './schema.js'

let server: PostgresServer | undefined
beforeAll(async () => {
  server = await postgresServer()
})
afterAll(() => server?.stop())
const connection = () => server?.connection ?? ''

const wrapped = (wrap: (storage: ReturnType<typeof postgresStorage>) => ReturnType<typeof tracingStorage>) => {
  const schema = newSchema()
  const afterwards = [schema]
  afterAll(async () => {
    for (const each of afterwards) await administer(connection(), `DROP SCHEMA IF EXISTS "${each}" CASCADE`)
  })
  return async () => {
    const create = () => wrap(postgresStorage({ connection: connection(), schema, poolSize: 4, ...spread }))
    let latest = create()
    await latest.open()
    return {
      storage: latest,
      unopened: create,
      newer: async () => {
        const other = newSchema()
        afterwards.push(other)
        const made = postgresStorage({ connection: connection(), schema: other, poolSize: 1, ...spread })
        await made.open()
        await made.close()
        await administer(
          connection(),
          `INSERT INTO "${other}".migrations SELECT 1 + max(number), 'of a newer version' FROM "${other}".migrations`,
        )
        return wrap(postgresStorage({ connection: connection(), schema: other, poolSize: 1, ...spread }))
      },
      transaction: () => openTransaction(connection()),
      reopen: async () => {
        await latest.close()
        latest = create()
        await latest.open()
        return latest
      },
      cleanup: async () => {
        await latest.close()
        await empty(connection(), schema)
      },
    }
  }
}

describe('PostgreSQL keeps the Storage contract', () =>
  storageConformance(
    { describe, it },
    wrapped((storage) => storage),
  ))
describe('PostgreSQL keeps the Storage contract when every call is traced', () =>
  storageConformance(
    { describe, it },
    wrapped((storage) => tracingStorage(storage, () => {})),
  ))
