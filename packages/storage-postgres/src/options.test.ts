import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import type { PostgresStorageOptions } from './options.js'
import { postgresStorage } from './postgres-storage.js'

const connection = 'postgres://huiyin@127.0.0.1:1/huiyin'
const made = (more: object) => () => postgresStorage({ connection, ...more } as PostgresStorageOptions)

describe('what a PostgreSQL storage refuses to be made with', () => {
  it.each([
    ['an unknown option', { unsave: true }, ['unsave'], 'There is no option unsave; known: connection, pool'],
    [
      'neither a connection nor a pool',
      { connection: undefined },
      ['connection'],
      'either a connection string or a pool',
    ],
    ['both', { pool: new Pool() }, ['connection'], 'either a connection string or a pool'],
    ['another database', { connection: 'mysql://127.0.0.1' }, ['connection'], 'postgres://'],
    ['no connections', { poolSize: 0 }, ['poolSize'], '1 or more'],
    ['a schema that is more than a name', { schema: 'huiyin"; DROP' }, ['schema'], 'plain lower-case identifier'],
    ['a schema of the server’s own', { schema: 'pg_huiyin' }, ['schema'], 'plain lower-case identifier'],
    ['a word for unsafe', { unsafe: 'yes' }, ['unsafe'], 'true or false'],
    ['no time to retry for', { retryTimeout: Number.NaN }, ['retryTimeout'], 'milliseconds'],
    ['no time for an answer', { statementTimeout: 0 }, ['statementTimeout'], 'milliseconds'],
    ['a word for making tables', { create: 'no' }, ['create'], 'true or false'],
    ['an unknown way to distribute', { distribute: 'yes' }, ['distribute'], "'citus'"],
  ])('%s', (_what, more, path, said) => {
    expect(made(more)).toThrow(expect.objectContaining({ code: 'configuration', details: { path } }))
    expect(made(more)).toThrow(said)
  })
})
