import { storageConformance, tracingStorage } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { postgresStorage } from '../src/postgres-storage.js'
import { administer, distribute, newSchema, openTransaction } from './schema.js'

let server: PostgresServer | undefined
beforeAll(async () => {
  server = await postgresServer()
})
afterAll(() => server?.stop())
const connection = () => server?.connection ?? ''

const within =
  (wrap = (storage: ReturnType<typeof postgresStorage>) => storage as ReturnType<typeof tracingStorage>) =>
  async () => {
    const schema = newSchema()
    const create = () => wrap(postgresStorage({ connection: connection(), schema, poolSize: 4, ...distribute }))
    let latest = create()
    await latest.open()
    return {
      storage: latest,
      unopened: create,
      transaction: () => openTransaction(connection()),
      reopen: async () => {
        await latest.close()
        latest = create()
        await latest.open()
        return latest
      },
      cleanup: async () => {
        await latest.close()
        await administer(connection(), `DROP SCHEMA "${schema}" CASCADE`)
      },
    }
  }

describe('PostgreSQL keeps the Storage contract', () => storageConformance({ describe, it }, within()))
describe('PostgreSQL keeps the Storage contract when every call is traced', () =>
  storageConformance(
    { describe, it },
    within((storage) => tracingStorage(storage, () => {})),
  ))
