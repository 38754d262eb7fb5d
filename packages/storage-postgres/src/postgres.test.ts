import {
  type AdapterError,
  createHuiyin,
  isHuiyinError,
  memoryStorage,
  type NotificationChannel,
  type Storage,
  tallyRows,
} from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PostgresStorageOptions, postgresStorage, schemaStatements } from './index.js'
import { administer, distribute, newSchema, type TestServer, testServer } from './test-server.js'

let server: TestServer | undefined
let schema: string
beforeAll(async () => {
  server = await testServer()
}, 60_000)
afterAll(() => server?.stop(), 60_000)
beforeEach(() => {
  schema = newSchema()
})
afterEach(() => administer(connection(), `DROP SCHEMA IF EXISTS "${schema}" CASCADE`))
const connection = () => server?.connection ?? ''
const storageOf = (more: Partial<PostgresStorageOptions> = {}) =>
  postgresStorage({ ...(more.pool === undefined && { connection: connection() }), schema, ...distribute, ...more })

const start = Date.parse('2022-01-04T10:00:00+08:00')
async function city(storage: Storage, more: { channels?: NotificationChannel[]; first?: boolean } = {}) {
  const { first = true, channels = [] } = more
  const clock = simulatedClock(start)
  const huiyin = createHuiyin({ storage, clock, channels, ...(first && { ids: simulatedIds(1) }) })
  await huiyin.start()
  if (first) await seedCity(huiyin)
  const report = async (key?: string) => {
    const result = await huiyin.requests.submit(
      { category: 'heating', area: cityGrid, description: '家中不热，只有 14 度。' },
      { by: actors.resident, ...(key !== undefined && { key }) },
    )
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  return { huiyin, clock, report }
}

async function live(storage: Storage) {
  const { huiyin, clock, report } = await city(storage)
  for (let n = 0; n < 8; n++) {
    const id = await report()
    await huiyin.requests.dispatch(id, {}, { by: actors.desk, key: `d-${n}` })
    if (n % 2 === 0) await huiyin.requests.claim(id, {}, { by: actors.housing })
    if (n % 4 === 0) await huiyin.requests.reply(id, { text: '已处理' }, { by: actors.housing })
    clock.advance(20 * 3_600_000)
    await huiyin.tick()
  }
  const verified = await huiyin.audit.verify()
  const period = { from: '2022-01-01', to: '2023-01-01' }
  const figures = await huiyin.evaluation.measure('completionRate', { period, by: 'area' })
  await huiyin.stop()
  return { verified, figures: figures.figures }
}

describe('a city on PostgreSQL', () => {
  it('has the record that it has in memory, byte for byte, and the same figures', async () => {
    const [here, there] = [await live(memoryStorage()), await live(storageOf())]
    expect(there).toEqual(here)
    expect(there.verified.ok).toBe(true)
  })

  it('lets exactly one of fifty processes claim', async () => {
    const { huiyin, report } = await city(storageOf())
    const id = await report()
    await huiyin.requests.dispatch(id, {}, { by: actors.desk })
    const pool = new pg.Pool({ connectionString: connection(), max: 30 })
    const processes = await Promise.all(Array.from({ length: 50 }, () => city(storageOf({ pool }), { first: false })))
    const claims = await Promise.all(
      processes.map((each) => each.huiyin.requests.claim(id, {}, { by: actors.housing })),
    )
    expect(claims.filter((each) => each.ok)).toHaveLength(1)
    expect((await huiyin.requests.history(id)).filter((each) => each.type === 'request.claimed')).toHaveLength(1)
    for (const each of processes) await each.huiyin.stop()
    await pool.end()
    await huiyin.stop()
  }, 60_000)

  it('ticked by fifty processes at once does what is due once, and sends what is owed in order', async () => {
    const sent: string[] = []
    const channel: NotificationChannel = {
      contract: 'huiyin.channel/1',
      name: 'wechat',
      audience: 'resident',
      send: async ({ request, id }) => {
        sent.push(`${request} ${id}`)
        return { ok: true }
      },
    }
    const { huiyin, report } = await city(storageOf(), { channels: [channel] })
    const ids = await Promise.all(Array.from({ length: 30 }, () => report()))
    const pool = new pg.Pool({ connectionString: connection(), max: 30 })
    const processes = await Promise.all(
      Array.from({ length: 50 }, () => city(storageOf({ pool }), { first: false, channels: [channel] })),
    )
    const later = start + 40 * 86_400_000
    const ticks = await Promise.all(processes.map((each) => each.huiyin.tick(later)))
    await huiyin.tick(later)
    expect(ticks.some((each) => each.deadlines > 0)).toBe(true)
    for (const id of ids) {
      const types = (await huiyin.requests.history(id)).map((each) => each.type)
      expect(types.filter((type) => type === 'request.accepted').length).toBeLessThanOrEqual(1)
      const mine = sent.filter((each) => each.startsWith(`${id} `))
      expect(mine).toEqual([...new Set(mine)])
      const order = mine.map((each) => Number(/\/(\d+)\//.exec(each)?.[1] ?? /\D(\d+)\D*$/.exec(each)?.[1]))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }
    expect((await huiyin.deliveries.waiting()).items).toEqual([])
    expect((await huiyin.audit.verify()).ok).toBe(true)
    for (const each of processes) await each.huiyin.stop()
    await pool.end()
    await huiyin.stop()
  }, 90_000)
})

describe('opening', () => {
  it('by many processes at once makes the schema once', async () => {
    const storages = Array.from({ length: 12 }, () => storageOf({ connections: 1 }))
    await Promise.all(storages.map((each) => each.open()))
    const steps = await administer(connection(), `SELECT number FROM "${schema}".migrations`)
    expect(steps).toEqual([{ number: 1 }])
    await Promise.all(storages.map((each) => each.close()))
  })

  it('refuses a schema made by a newer version, or with a step that was edited', async () => {
    const storage = storageOf()
    await storage.open()
    await storage.close()
    await administer(connection(), `UPDATE "${schema}".migrations SET checksum = 'other'`)
    await expect(storageOf().open()).rejects.toThrow(/step 1 .* differs/)
    await administer(connection(), `UPDATE "${schema}".migrations SET number = 99`)
    await expect(storageOf().open()).rejects.toThrow(/newer version/)
  })

  it('refuses a schema with tables of another program', async () => {
    await administer(connection(), `CREATE SCHEMA "${schema}"; CREATE TABLE "${schema}".records (x int)`)
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
    const storage = storageOf({ connection: 'postgres://huiyin@127.0.0.1:1/none', retryFor: 50 })
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
    [{ connection: 'postgres://x', connections: 0 }, 'connections'],
    [{ connection: 'postgres://x', retryFor: -1 }, 'retryFor'],
    [{ connection: 'postgres://x', answerWithin: 0 }, 'answerWithin'],
    [{ connection: 'postgres://x', distribute: 'other' }, 'distribute'],
    [{ pool: new pg.Pool(), wakeUp: true }, 'wakeUp'],
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
       WHERE n.nspname = $1 AND (i.indisunique OR i.indisprimary) AND c.relname <> 'migrations'`,
      [schema],
    )
    expect(keys.map((each) => each.relname).sort()).toEqual([
      'answers',
      'deadlines',
      'deliveries',
      'events',
      'records',
      'tallies',
      'vault',
    ])
    expect(new Set(keys.map((each) => each.first))).toEqual(new Set(['bucket']))
    await storage.close()
  })

  it('for a cluster spreads every table by bucket, all together, and sends calls to where their bucket lies', () => {
    const plain = schemaStatements({ schema: '"huiyin"', durable: true, distribute: undefined })
    const spread = schemaStatements({ schema: '"huiyin"', durable: true, distribute: 'citus' })
    expect(spread.slice(0, plain.length)).toEqual(plain)
    const more = spread.slice(plain.length)
    expect(more).toHaveLength(9)
    expect(more[0]).toBe(`SELECT create_distributed_table('"huiyin".records', 'bucket', shard_count => 64)`)
    for (const table of ['events', 'deadlines', 'deliveries', 'vault', 'answers', 'tallies'])
      expect(more).toContain(
        `SELECT create_distributed_table('"huiyin".${table}', 'bucket', colocate_with => '"huiyin".records')`,
      )
    expect(more.filter((each) => each.includes("'p_bucket', colocate_with"))).toHaveLength(2)
  })

  it('plans what is due, what is owed and what is counted by an index, however much waits behind', async () => {
    const storage = storageOf()
    await storage.open()
    await administer(
      connection(),
      `INSERT INTO "${schema}".deliveries (bucket, type, id, destination, event, payload, at, head)
         SELECT n % 64, 'request', 'q-' || (n / 20), 'down', n, '{}', 0, n % 20 = 0 FROM generate_series(0, 59999) n;
       ANALYZE "${schema}".deliveries`,
    )
    const plan = await administer<{ 'QUERY PLAN': string }>(
      connection(),
      `EXPLAIN SELECT 1 FROM "${schema}".deliveries WHERE at <= 5 AND (lease_until IS NULL OR lease_until <= 5) AND head AND dead IS NULL
         AND destination = ANY ('{up}') ORDER BY at, bucket, type, id, destination LIMIT 20`,
    )
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/due_deliveries/)
    await storage.close()
  })
})

describe("a transaction of the host's own", () => {
  it('takes the command with it when it is rolled back, and with it when it is committed', async () => {
    const { huiyin, report } = await city(storageOf())
    const id = await report()
    const client = new pg.Client({ connectionString: connection() })
    await client.connect()
    await client.query('BEGIN')
    const options = { by: actors.desk, key: 'k-1', tx: client }
    expect(await huiyin.requests.dispatch(id, {}, options)).toMatchObject({ ok: true })
    // A second command in the same transaction sees the first.
    expect(await huiyin.requests.claim(id, {}, { by: actors.housing, tx: client })).toMatchObject({ ok: true })
    expect((await huiyin.requests.get(id)).status).toBe('reported')
    await client.query('ROLLBACK')
    expect((await huiyin.requests.get(id)).status).toBe('reported')

    await client.query('BEGIN')
    expect(await huiyin.requests.dispatch(id, {}, options)).toMatchObject({ ok: true })
    await client.query('COMMIT')
    expect((await huiyin.requests.get(id)).status).toBe('dispatched')
    expect((await huiyin.audit.verify()).ok).toBe(true)
    await client.end()
    await huiyin.stop()
  })
})

describe('behind a pooler that gives every transaction another session', () => {
  it('nothing depends on the session', async () => {
    // DISCARD ALL between uses is what a transaction-mode pooler does at its strictest.
    const pool = new pg.Pool({ connectionString: connection(), max: 3 })
    const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
    pool.connect = (async () => {
      const client = await connect()
      await client.query('DISCARD ALL')
      return client
    }) as typeof pool.connect
    const { verified } = await live(storageOf({ pool }))
    expect(verified.ok).toBe(true)
    await pool.end()
  })
})

describe('a lost connection', () => {
  it('while a commit is under way is an unknown outcome, and the command is done once all the same', async () => {
    const { huiyin, report } = await city(storageOf({ connections: 2 }))
    const ids = await Promise.all(Array.from({ length: 40 }, () => report()))
    const ended = (async () => {
      for (let n = 0; n < 30; n++)
        await administer(
          connection(),
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%"${schema}"%huiyin_commit%'`,
        )
    })()
    const results = await Promise.all(
      ids.map((id) => huiyin.requests.dispatch(id, {}, { by: actors.desk, key: `d-${id}` })),
    )
    await ended
    expect(results.every((each) => each.ok)).toBe(true)
    for (const id of ids)
      expect((await huiyin.requests.history(id)).filter((each) => each.type === 'request.dispatched')).toHaveLength(1)
    expect((await huiyin.audit.verify()).ok).toBe(true)
    await huiyin.stop()
  }, 60_000)

  it('of an idle connection ends no process, and the next call makes another', async () => {
    const { huiyin, report } = await city(storageOf({ connections: 2 }))
    const id = await report()
    await administer(
      connection(),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`,
    )
    expect((await huiyin.requests.get(id)).status).toBe('reported')
    await huiyin.stop()
  })
})

describe('an error of the server', () => {
  it('is told without what the server quotes of the rows', async () => {
    const storage = storageOf()
    await storage.open()
    await administer(connection(), `ALTER TABLE "${schema}".vault ADD CHECK (value <> '000-2000-0001')`)
    const { huiyin } = await city(storage)
    const error = await huiyin.requests
      .submit(
        { category: 'heating', area: cityGrid, description: '不热', person: { name: '王某', phone: '000-2000-0001' } },
        { by: actors.resident },
      )
      .catch((thrown: unknown) => thrown)
    const told = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify((error as AdapterError).cause)} ${String((error as AdapterError).cause)}`
    expect(isHuiyinError(error, 'adapter-failure') && error.details).toMatchObject({
      retryable: false,
      outcome: 'none',
    })
    expect(told).not.toContain('000-2000-0001')
    expect(Object.keys((error as { cause: object }).cause)).toEqual(['code'])
    await huiyin.stop()
  })
})

describe('a wake-up', () => {
  it('tells another process of work soon after the commit, and is no part of it', async () => {
    const [one, two] = [storageOf({ wakeUp: true }), storageOf({ wakeUp: true })]
    const sent: string[] = []
    const channel: NotificationChannel = {
      contract: 'huiyin.channel/1',
      name: 'wechat',
      audience: 'resident',
      send: async ({ request }) => {
        sent.push(request)
        return { ok: true }
      },
    }
    const { huiyin, report } = await city(one, { channels: [channel] })
    const other = await city(two, { first: false, channels: [channel] })
    const running = other.huiyin.run({ every: 60_000, wake: two.onWork })
    const id = await report()
    const until = performance.now() + 10_000
    while (!sent.includes(id) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(sent).toContain(id)
    await running.stop()
    await other.huiyin.stop()
    await huiyin.stop()
  }, 20_000)
})

describe('sums', () => {
  it('lie in a few rows that all changes of a group share, not in one a bucket', async () => {
    const { huiyin, report } = await city(storageOf())
    await Promise.all(Array.from({ length: 60 }, () => report()))
    const grains = new Set(
      tallyRows({ measure: 'm', day: '2022-01-04', areaPath: '1/', unit: '', category: '', channel: '', delta: 1 }).map(
        (row) => row.grain,
      ),
    )
    const [{ buckets, kinds }] = (await administer<{ buckets: number; kinds: string[] }>(
      connection(),
      `SELECT count(DISTINCT bucket)::int AS buckets, array_agg(DISTINCT grain) AS kinds FROM "${schema}".tallies`,
    )) as [{ buckets: number; kinds: string[] }]
    expect(new Set(kinds)).toEqual(grains)
    if (!('distribute' in distribute)) expect(buckets).toBeLessThanOrEqual(8)
    await huiyin.stop()
  })
})
