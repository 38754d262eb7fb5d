import { AdapterError, isHuiyinError, type NotificationChannel } from '@huiyin/core'
import type { Change } from '@huiyin/core/contracts'
import { cityActors as actors, storageConformance } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PostgresStorageOptions, postgresStorage } from '../src/index.js'
import { changeOf } from './changes.js'
import { city } from './city.js'
import { administer, empty, newSchema, openTransaction } from './schema.js'
import { bucketOf, refusing, standInForCitus } from './stand-in.js'

let server: PostgresServer | undefined
let schema = ''
beforeAll(async () => {
  server = await postgresServer(['-c', 'max_locks_per_transaction=1024'])
  await standInForCitus(connection())
})
afterAll(() => server?.stop())
beforeEach(() => {
  schema = newSchema()
})
afterEach(() => administer(connection(), `DROP SCHEMA IF EXISTS "${schema}" CASCADE`))
const connection = () => server?.connection ?? ''
const storageOf = (more: Partial<PostgresStorageOptions> = {}) =>
  postgresStorage({
    ...(more.pool === undefined && { connection: connection() }),
    schema,
    distribute: 'citus',
    ...more,
  })
const cluster = () => refusing(connection(), () => new RegExp(`"${schema}"\\.(?!migrations|pauses)`))

const due = { now: 1000, limit: 10, lease: { owner: 'a', until: 2000 } }
const deadline = (at: number) => ({ put: [{ name: 'due', at }], drop: [] })
const owing = [{ event: 1, destination: 'down', payload: '{}', at: 5 }]
const at = (bucket: number, more: Partial<Change> = {}): Change => ({ ...changeOf(`q-${bucket}`, 0), bucket, ...more })
const kinds = (outcomes: readonly { readonly kind: string }[]) => outcomes.map(({ kind }) => kind)

describe('a schema on several nodes keeps the Storage contract', () => {
  // One schema for all, emptied each time: so many parts take long to make.
  const own = newSchema()
  const create = () => postgresStorage({ connection: connection(), schema: own, poolSize: 4, distribute: 'citus' })
  afterAll(() => administer(connection(), `DROP SCHEMA IF EXISTS "${own}" CASCADE`))
  storageConformance({ describe, it }, async () => {
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
        await empty(connection(), own)
      },
    }
  })
})

describe('how a schema lies', () => {
  it('is a fact of the schema: a process that does not say it works on all of it, and changes nothing', async () => {
    const maker = storageOf()
    await maker.open()
    const functions = () =>
      administer(
        connection(),
        `SELECT p.oid, p.xmin, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = $1 ORDER BY 1`,
        [schema],
      )
    const before = await functions()
    const counted = { measure: 'm', day: '2022-01-04', areaPath: '1/', unit: '', category: '', channel: '', delta: 1 }
    await maker.commit([40, 50].map((bucket) => at(bucket, { tallies: [counted] })))
    const other = storageOf({ distribute: undefined } as object)
    await other.open()
    const outcomes = await other.commit([at(60, { tallies: [counted], deliveries: owing })])
    expect(kinds(outcomes)).toEqual(['committed'])
    const figures = { measures: ['m'], from: '2022-01-01', to: '2023-01-01' }
    expect(await other.tally(figures)).toEqual([{ measure: 'm', key: '', sum: 3 }])
    expect(await maker.tally(figures)).toEqual([{ measure: 'm', key: '', sum: 3 }])
    expect(await functions()).toEqual(before)
    await other.close()
    await maker.close()
  })

  it('cannot be changed by saying otherwise', async () => {
    const plain = storageOf({ distribute: undefined } as object)
    await plain.open()
    await plain.close()
    for (const refused of [() => storageOf().open(), () => storageOf().migrate()])
      await expect(refused()).rejects.toMatchObject({ code: 'configuration', details: { path: ['distribute'] } })
  })

  it('is one group of its own, and its steps are known on every node', async () => {
    const { pool } = cluster()
    const all: string[] = []
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (config: { text: string }) => Promise<unknown>
      client.query = ((config: { text: string }) => {
        all.push(config.text)
        return query(config)
      }) as unknown as typeof client.query
    })
    const storage = storageOf({ pool })
    await storage.open()
    await storage.close()
    const distributed = all.filter((text) => String(text).includes('create_distributed_table'))
    expect(distributed[0]).toContain(`colocate_with => 'none'`)
    for (const other of distributed.slice(1)) expect(other).toMatch(/colocate_with => '"\w+"\.(lean_)?records'/)
    // A cluster hands some of them on as they came in, and a node takes one statement at a time.
    for (const text of all) if (!/FUNCTION|create_/.test(text)) expect(String(text)).not.toMatch(/;\s*\S/)
    expect(all).toContain(`SELECT create_reference_table('"${schema}".migrations')`)
    await pool.end()
  })

  it('is refused where a node may lose what was acknowledged, unless that is meant', async () => {
    const storage = storageOf()
    await storage.open()
    await storage.close()
    await administer(connection(), `UPDATE node_settings SET result = 'off on on' WHERE nodeid = 2`)
    await expect(storageOf().open()).rejects.toThrow(/node 2: fsync=off/)
    const meant = storageOf({ unsafe: true })
    await meant.open()
    await meant.close()
    // A node that is away says nothing, and keeps no process from starting.
    await administer(
      connection(),
      `UPDATE node_settings SET success = false, result = 'no connection' WHERE nodeid = 2`,
    )
    const started = storageOf()
    await started.open()
    await started.close()
    await administer(connection(), `UPDATE node_settings SET success = true, result = 'on on on'`)
  })
})

describe('on several nodes', () => {
  it('the changes and the settlements of one node are one call to it, wherever its parts were moved since', async () => {
    const { pool, sent } = cluster()
    const storage = storageOf({ pool })
    await administer(connection(), 'UPDATE pg_dist_placement SET groupid = shardid % 2')
    await storage.open()
    try {
      sent.length = 0
      const counted = { measure: 'm', day: '2022-01-04', areaPath: '1/', unit: '', category: '', channel: '', delta: 1 }
      const changes = Array.from({ length: 9 }, (_, n) => at(n + 10, { tallies: [counted], deliveries: owing }))
      expect(new Set(kinds(await storage.commit(changes)))).toEqual(new Set(['committed']))
      expect(sent.map(bucketOf)).toEqual([10, 11])
      const figures = { measures: ['m'], from: '2022-01-01', to: '2023-01-01' }
      expect(await storage.tally(figures)).toEqual([{ measure: 'm', key: '', sum: 9 }])
      // Sums are kept once for the changes of a node, in a bucket that lies there.
      const kept = await administer<{ bucket: number }>(
        connection(),
        `SELECT DISTINCT bucket FROM "${schema}".tallies ORDER BY 1`,
      )
      expect(kept.map(({ bucket }) => bucket % 2).sort()).toEqual([0, 1])
      // Somebody was faster with one of them: the others are written all the same.
      const again = await storage.commit([at(12), at(14), at(16), ...[30, 31, 32].map((bucket) => at(bucket))])
      expect(kinds(again)).toEqual(['conflict', 'conflict', 'conflict', 'committed', 'committed', 'committed'])
      const taken = await storage.takeDue({ what: 'deliveries', ...due })
      expect(taken).toHaveLength(9)
      sent.length = 0
      const done = taken.map(
        ({ bucket, type, id, event, destination }) =>
          ({
            what: 'delivery',
            ...{ lease: due.lease, ref: { bucket, type, id }, event, destination },
            outcome: { kind: 'done' },
          }) as const,
      )
      await storage.settle(done)
      expect(sent.map(bucketOf)).toEqual([10, 11])
      expect((await storage.owed({ state: 'open', limit: 20 })).items).toEqual([])
    } finally {
      await administer(connection(), 'UPDATE pg_dist_placement SET groupid = shardid')
      await storage.close()
      await pool.end()
    }
  })

  it('the functions name the bucket in every statement by a value that is known before a row is read', async () => {
    const { functionsOf } = await import('../src/functions.js')
    const { earliest, ...others } = functionsOf({ schema: '"huiyin"', distributed: true })
    expect(earliest?.create).not.toMatch(/"huiyin"\.(?!huiyin_)/)
    for (const { create } of Object.values(others)) {
      const reading = create.match(/(FROM|UPDATE|DELETE FROM) "huiyin"\.\w+ (AS )?\w+[^;]*?;/g) ?? []
      expect(reading.length).toBeGreaterThan(0)
      for (const each of reading) expect(each).toMatch(/\b[a-z]\.bucket = (p_bucket|b)\b/)
      // A node would fetch rows of another source to itself before it copies them into its parts.
      expect(create).not.toMatch(/INSERT INTO [^;]*\bSELECT\b/)
      // It plans an update with a query inside at each call.
      for (const each of create.match(/\bUPDATE "huiyin"[^;]*;/g) ?? []) expect(each).not.toMatch(/\bSELECT\b/)
    }
  })

  it('what is due is taken earliest first, whatever bucket it lies in, and no bucket starves another', async () => {
    const storage = storageOf()
    await storage.open()
    await storage.commit([0, 1, 2, 3].map((bucket) => at(bucket, { deadlines: deadline(500) })))
    await storage.commit([60, 61].map((bucket) => at(bucket, { deadlines: deadline(bucket) })))
    const taken = await storage.takeDue({ what: 'deadlines', ...due, limit: 3 })
    expect(taken.map(({ id, at }) => [id, at])).toEqual([
      ['q-60', 60],
      ['q-61', 61],
      ['q-0', 500],
    ])
    await storage.close()
  })
})

describe('while a node is away', () => {
  const living = 1
  const dead = 2

  it('each change of a group is told its own outcome, and those of the other nodes are written', async () => {
    const { pool, away } = cluster()
    const storage = storageOf({ pool, retryTimeout: 50 })
    await storage.open()
    away.add(dead)
    const outcomes = await storage.commit([at(dead), at(living)])
    expect(kinds(outcomes)).toEqual(['failed', 'committed'])
    const { error } = outcomes[0] as { error: Error }
    expect(isHuiyinError(error, 'adapter-failure') && error.details).toMatchObject({ outcome: 'unknown' })
    // Alone it fails as on one server.
    await expect(storage.commit([at(dead)])).rejects.toBeInstanceOf(AdapterError)
    expect((await storage.load(at(living), { key: 'k', vault: true, rows: true })).record?.version).toBe(1)
    await expect(storage.load(at(dead))).rejects.toMatchObject({ details: { retryable: true } })
    away.clear()
    expect((await storage.load(at(dead))).record).toBeUndefined()
    await storage.close()
    await pool.end()
  })

  it('what is due elsewhere is taken and settled, earliest first', async () => {
    const { pool, away } = cluster()
    const storage = storageOf({ pool, retryTimeout: 50 })
    await storage.open()
    await storage.commit(
      [dead, living, 40].map((bucket) => at(bucket, { deadlines: deadline(100 - bucket), deliveries: owing })),
    )
    away.add(dead)
    const taken = await storage.takeDue({ what: 'deadlines', ...due })
    expect(taken.map(({ id }) => id)).toEqual(['q-40', `q-${living}`])
    expect(await storage.takeDue({ what: 'deliveries', ...due, limit: 1 })).toHaveLength(1)
    // Those of one node are given back although another fails.
    const back = [dead, living, 40].map(
      (bucket) => ({ what: 'deadline', lease: due.lease, ref: at(bucket), name: 'due', at: 1 }) as const,
    )
    await expect(storage.settle(back)).rejects.toBeInstanceOf(AdapterError)
    away.clear()
    const again = await storage.takeDue({ what: 'deadlines', ...due })
    expect(again.map(({ id, at }) => [id, at])).toEqual([
      [`q-${living}`, 1],
      ['q-40', 1],
      [`q-${dead}`, 98],
    ])
    await storage.close()
    await pool.end()
  })

  it('the clock of the server is known all the same, and old answers are removed elsewhere', async () => {
    const { pool, away } = cluster()
    const storage = storageOf({ pool, retryTimeout: 50 })
    await storage.open()
    const command = { key: 'k', fingerprint: 'f', version: 1, events: 1, at: 1 }
    await storage.commit([dead, living].map((bucket) => at(bucket, { command })))
    away.add(dead)
    expect(await storage.times?.()).toEqual({ now: expect.any(Number) })
    await storage.settle([{ what: 'answers', before: 10 }])
    away.clear()
    expect((await storage.load(at(living), { key: 'k' })).answer).toBeUndefined()
    expect((await storage.load(at(dead), { key: 'k' })).answer).toMatchObject({ key: 'k' })
    expect(await storage.times?.()).toMatchObject({ newest: 1 })
    await storage.close()
    await pool.end()
  })

  it('nobody waits for ever when all are', async () => {
    const { pool, away } = cluster()
    const storage = storageOf({ pool, retryTimeout: 50 })
    await storage.open()
    for (let bucket = 0; bucket < 64; bucket++) away.add(bucket)
    await expect(storage.takeDue({ what: 'deadlines', ...due })).rejects.toBeInstanceOf(AdapterError)
    await expect(storage.settle([{ what: 'answers', before: 10 }])).rejects.toBeInstanceOf(AdapterError)
    expect(kinds(await storage.commit([at(dead), at(living)]))).toEqual(['failed', 'failed'])
    await storage.close()
    await pool.end()
  })

  it('a city goes on with the requests of the other nodes: commands, deadlines and messages', async () => {
    const { pool, away } = cluster()
    const sent: string[] = []
    const inbox: NotificationChannel = {
      contract: 'huiyin.channel/2',
      name: 'inbox',
      audience: 'resident',
      send: async ({ record }) => {
        sent.push(record.id)
        return { ok: true }
      },
    }
    const { huiyin, report, clock } = await city(storageOf({ pool, retryTimeout: 50 }), { channels: [inbox] })
    const ids: string[] = []
    while (ids.length < 12) ids.push(await report())
    await huiyin.tick()
    const rows = await administer<{ type: string; id: string; bucket: number }>(
      connection(),
      `SELECT type, id, bucket FROM "${schema}".records`,
    )
    // The areas, the catalogue and the calendar are records too; their node is there.
    const needed = new Set(rows.filter(({ type }) => type !== 'request').map(({ bucket }) => bucket))
    const buckets = new Map(rows.map(({ id, bucket }) => [id, bucket]))
    const bucketOfId = (id: string) => buckets.get(id) ?? -1
    for (const id of ids.slice(0, 5)) if (!needed.has(bucketOfId(id))) away.add(bucketOfId(id))
    const [lost, others] = [ids.filter((id) => away.has(bucketOfId(id))), ids.filter((id) => !away.has(bucketOfId(id)))]
    expect(lost.length).toBeGreaterThan(2)
    expect(others.length).toBeGreaterThan(2)
    sent.length = 0
    const results = await Promise.allSettled(ids.map((id) => huiyin.requests.dispatch(id, {}, { by: actors.desk })))
    const done = ids.filter((_, place) => results[place]?.status === 'fulfilled')
    expect(done).toEqual(others)
    clock.advance(10 * 86_400_000)
    await huiyin.tick()
    expect(new Set(sent)).toEqual(new Set(others))
    for (const id of others) {
      const events = (await huiyin.requests.history(id, { by: actors.system })).map(({ type }) => type)
      expect(events, id).toContain('request.overdue')
    }
    away.clear()
    // A commit on a node that does not answer is of unknown outcome: this one was never sent.
    for (const id of lost) expect((await huiyin.requests.get(id, { by: actors.system })).status).toBe('reported')
    await huiyin.tick()
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    await huiyin.stop()
    await pool.end()
  })
})
