import { isHuiyinError } from '@huiyin/core'
import pg from 'pg'
import { describe, expect, it, vi } from 'vitest'
import { type PostgresStorageOptions, postgresStorage, schemaStatements } from '../src/index.js'
import { live, testDatabase } from './city.js'
import { makeSteps } from './older-schema.js'
import { administer, spread, underName } from './schema.js'

const { connection, storageOf, schema } = testDatabase()

/** The name of one of the functions in the schema, with its arguments. */
async function functionName(): Promise<string> {
  const [one] = await administer<{ name: string }>(
    connection(),
    `SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1 LIMIT 1`,
    [schema()],
  )
  return one?.name ?? ''
}

describe('opening', () => {
  it('by many processes at once makes the schema once', async () => {
    const storages = Array.from({ length: 12 }, () => storageOf({ poolSize: 1 }))
    await Promise.all(storages.map((each) => each.open()))
    const steps = await administer(connection(), `SELECT number FROM "${schema()}".migrations`)
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => ({ number })))
    await Promise.all(storages.map((each) => each.close()))
  })

  it('twice at once is opening once, and closing ends every connection, also while it is being opened', async () => {
    const own = underName(connection(), `${schema()}-opening`)
    const left = () =>
      administer(connection(), 'SELECT pid FROM pg_stat_activity WHERE application_name = $1', [`${schema()}-opening`])
    const storage = storageOf({ connection: own, listen: true })
    await Promise.all([storage.open(), storage.open()])
    expect(await left()).not.toEqual([])
    await storage.close()
    await vi.waitFor(async () => expect(await left()).toEqual([]), 60_000)

    const opening = storage.open()
    await storage.close()
    await opening
    await vi.waitFor(async () => expect(await left()).toEqual([]), 60_000)
  })

  it('refuses a schema made by a newer version, or with a step that was edited', async () => {
    const storage = storageOf()
    await storage.open()
    await storage.close()
    await administer(connection(), `UPDATE "${schema()}".migrations SET checksum = 'other'`)
    await expect(storageOf().open()).rejects.toThrow(/step 1 .* differs/)
    await administer(connection(), `UPDATE "${schema()}".migrations SET number = number + 98`)
    await expect(storageOf().open()).rejects.toThrow(/newer version/)
  })

  it('writes nothing when nothing is to be done, and needs no rights of an owner', async () => {
    const made = storageOf()
    await made.open()
    await made.close()
    const readOnly = `${connection()}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`
    const looking = storageOf({ connection: readOnly })
    await looking.open()
    expect(await looking.find({ limit: 1 })).toEqual({ items: [] })
    await looking.close()

    const role = `clerk_${schema()}`
    await administer(
      connection(),
      `CREATE ROLE ${role} LOGIN PASSWORD 'clerk'; GRANT USAGE ON SCHEMA "${schema()}" TO ${role};
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${schema()}" TO ${role}`,
    )
    const clerk = new URL(connection())
    clerk.username = role
    clerk.password = 'clerk'
    const { verified } = await live(storageOf({ connection: clerk.href }))
    expect(verified.ok).toBe(true)
    await administer(connection(), `DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })

  it('refuses a schema that is behind, or has none of its functions, until it is migrated', async () => {
    const made = storageOf()
    expect((await made.migrate()).steps).toBe(0)
    await made.open()
    await made.close()
    await administer(connection(), `DROP FUNCTION "${schema()}".${await functionName()}`)
    await expect(storageOf().open()).rejects.toThrow(/functions of another version.*huiyin migrate/)
    await administer(connection(), `DROP SCHEMA "${schema()}" CASCADE`)
    await makeSteps(connection(), schema(), 4, spread)
    await expect(storageOf().open()).rejects.toThrow(/5 steps behind/)
    const late = storageOf()
    expect(await late.migrate()).toMatchObject({
      ...{ steps: 4, current: 9, functions: false },
      distributed: spread.distribute !== undefined,
    })
    expect(await late.migrate()).toMatchObject({ steps: 9, functions: true })
    await late.open()
    await late.close()
  })

  it('makes no tables where it may not', async () => {
    await expect(storageOf({ create: false }).open()).rejects.toThrow(/has no tables; run `huiyin migrate`/)
    const there = await administer(connection(), 'SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema()])
    expect(there).toEqual([])
  })

  it('refuses a schema with tables of another program', async () => {
    await administer(connection(), `CREATE SCHEMA "${schema()}"; CREATE TABLE "${schema()}".records (x int)`)
    await expect(storageOf().open()).rejects.toThrow(/another program/)
  })

  it('refuses settings that may lose acknowledged commits, unless that is meant', async () => {
    const weak = `${connection()}?options=${encodeURIComponent('-c synchronous_commit=off')}`
    const refused = await storageOf({ connection: weak })
      .open()
      .catch((error: unknown) => error)
    expect(isHuiyinError(refused, 'adapter-failure') && refused.message).toMatch(/synchronous_commit is off/)
    const meant = storageOf({ connection: weak, unsafe: true })
    await meant.open()
    expect(meant.capabilities.durable).toBe(false)
    await meant.close()
  })

  it('fails with a typed error that may be tried again when nobody answers', async () => {
    const storage = storageOf({ connection: 'postgres://huiyin@127.0.0.1:1/none', retryTimeout: 50 })
    const error = await storage.open().catch((thrown: unknown) => thrown)
    expect(isHuiyinError(error, 'adapter-failure') && error.details).toMatchObject({
      operation: 'open',
      retryable: true,
      outcome: 'none',
    })
  })
})

describe('wrong options', () => {
  it.each([
    [{}, 'connection'],
    [{ connection: 'mysql://x' }, 'connection'],
    [{ connection: 'postgres://x', schema: 'a"; DROP' }, 'schema'],
    [{ connection: 'postgres://x', schema: 'pg_catalog' }, 'schema'],
    [{ connection: 'postgres://x', poolSize: 0 }, 'poolSize'],
    [{ connection: 'postgres://x', retryTimeout: -1 }, 'retryTimeout'],
    [{ connection: 'postgres://x', statementTimeout: 0 }, 'statementTimeout'],
    [{ connection: 'postgres://x', distribute: 'other' }, 'distribute'],
    [{ pool: new pg.Pool(), listen: true }, 'listen'],
  ])('are refused before anything is connected to: %o', (options, path) => {
    expect(() => postgresStorage(options as PostgresStorageOptions)).toThrow(
      expect.toSatisfy(
        (error: unknown) =>
          isHuiyinError(error, 'configuration') && JSON.stringify(error.details) === JSON.stringify({ path: [path] }),
      ),
    )
  })
})

describe('the schema', () => {
  it('begins every key with the bucket', async () => {
    const storage = storageOf()
    await storage.open()
    const keys = await administer<{ relname: string; first: string }>(
      connection(),
      `SELECT c.relname, a.attname AS first FROM pg_index i
       JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
       WHERE n.nspname = $1 AND (i.indisunique OR i.indisprimary) AND c.relname NOT IN ('migrations', 'pauses')`,
      [schema()],
    )
    expect(keys.map((each) => each.relname).sort()).toEqual([
      'answer_rows',
      'cells',
      'delivery_rows',
      'event_rows',
      'records',
      'records',
      'search_backlog',
      'search_rows',
      'sent_rows',
      'sums',
      'vault_rows',
    ])
    expect(new Set(keys.map((each) => each.first))).toEqual(new Set(['bucket']))
    await storage.close()
  })

  it('for a cluster spreads every table by bucket, all together, and sends calls to where their bucket lies', () => {
    const plain = schemaStatements({ schema: '"huiyin"', distributed: false })
    const spread = schemaStatements({ schema: '"huiyin"', distributed: true })
    const isFunction = (statement: string) => statement.startsWith('CREATE OR REPLACE FUNCTION')
    const isSpreading = (statement: string) => statement.startsWith('SELECT create_')
    expect(spread.filter((each) => !isFunction(each) && !isSpreading(each))).toEqual(
      plain.filter((each) => !isFunction(each)),
    )
    const more = spread.filter(isSpreading)
    expect(more).toHaveLength(18)
    expect(more[0]).toBe(
      `SELECT create_distributed_table('"huiyin".lean_records', 'bucket', shard_count => 16, colocate_with => 'none')`,
    )
    for (const table of ['event_rows', 'delivery_rows', 'vault_rows', 'answer_rows', 'cells', 'sums'])
      expect(more).toContain(
        `SELECT create_distributed_table('"huiyin".${table}', 'bucket', colocate_with => '"huiyin".lean_records')`,
      )
    expect(more.filter((each) => each.includes("'p_bucket', colocate_with"))).toHaveLength(5)
  })

  it('plans what is due, what is owed and what is counted by an index, however much waits behind', async () => {
    const storage = storageOf()
    await storage.open()
    await administer(
      connection(),
      `INSERT INTO "${schema()}".delivery_rows (bucket, rid, destination, event, payload, at, head)
         SELECT n % 64, n / 20, 'down', n, '{}', 0, n % 20 = 0 FROM generate_series(0, 59999) n;
       ANALYZE "${schema()}".delivery_rows`,
    )
    const plan = await administer<{ 'QUERY PLAN': string }>(
      connection(),
      `EXPLAIN SELECT 1 FROM "${schema()}".delivery_rows WHERE at <= 5 AND (lease_until IS NULL OR lease_until <= 5) AND head AND dead IS NULL
         AND destination = ANY ('{up}') ORDER BY at, bucket, rid, destination LIMIT 20`,
    )
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/due_deliveries/)
    await storage.close()
  })
})
