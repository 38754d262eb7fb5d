import { createHuiyin, isHuiyinError, type Storage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type PostgresStorageOptions, postgresStorage } from '../../src/index.js'
import { anyTime } from '../any-time.js'
import { administer, newSchema, spread } from '../schema.js'
import { startProxy } from './proxy.js'

let server: PostgresServer | undefined
let schema: string
beforeAll(async () => {
  server = await postgresServer()
})
afterAll(() => server?.stop())
beforeEach(() => {
  schema = newSchema()
})
afterEach(() => administer(connection(), `DROP SCHEMA IF EXISTS "${schema}" CASCADE`))
const connection = () => server?.connection ?? ''
const storageOf = (options: PostgresStorageOptions) => postgresStorage({ schema, ...spread, ...options })

const clock = { now: () => Date.parse('2022-01-04T10:00:00+08:00') }

async function city(storage: Storage) {
  const huiyin = createHuiyin({ storage, platform: { clock }, limits: anyTime })
  await huiyin.start()
  await seedCity(huiyin)
  const by = { by: actors.resident }
  const reported = await huiyin.requests.submit({ category: 'heating', area: cityGrid, description: '家中不热' }, by)
  if (!reported.ok) throw new Error(reported.refusal.code)
  const { id } = reported.request
  const dispatch = (key?: string) =>
    huiyin.requests.dispatch(id, {}, { by: actors.desk, ...(key !== undefined && { key }) })
  const dispatched = async () =>
    (await huiyin.requests.history(id, { by: actors.system })).filter((each) => each.type === 'request.dispatched')
      .length
  return { huiyin, id, dispatch, dispatched }
}

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (isHuiyinError(error, 'adapter-failure') ? error.details : error),
  )

/** A pool of the host whose connections fail after the statement that was waited for was carried out. */
function poolThatFails() {
  const pool = new pg.Pool({ connectionString: connection(), max: 2 })
  let failing: object | undefined
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (config: { text: string }) => Promise<unknown>
    client.query = (async (config: { text: string }) => {
      const result = await query(config)
      if (failing === undefined || !String(config.text).includes('huiyin_commit')) return result
      const error = failing
      failing = undefined
      throw error
    }) as typeof client.query
  })
  return {
    pool,
    failNextCommit: (error: object) => {
      failing = error
    },
  }
}

describe('a commit that was carried out and whose answer was lost', () => {
  // As the system, the driver, the server and a pooler tell of it.
  it.each([
    ['the system gave the connection up', { code: 'ETIMEDOUT' }, 'read ETIMEDOUT'],
    ['the way to the server is gone', { code: 'EHOSTUNREACH' }, 'read EHOSTUNREACH'],
    ['the connection was reset', { code: 'ECONNRESET' }, 'read ECONNRESET'],
    ['the driver waited long enough', {}, 'Query read timeout'],
    ['the connection ended', {}, 'Connection terminated unexpectedly'],
    ['the server is stopping', { code: '57P01', severity: 'FATAL' }, 'terminating connection'],
    ['the pooler lost its server', { code: '08P01', severity: 'FATAL' }, 'server conn crashed?'],
  ])(
    'because %s is of unknown outcome: done once by its key, and told to a caller without one',
    async (_n, of, words) => {
      const { pool, failNextCommit } = poolThatFails()
      const { huiyin, dispatch, dispatched } = await city(storageOf({ pool }))
      failNextCommit(Object.assign(new Error(words), of))
      expect(await told(dispatch())).toMatchObject({ operation: 'commit', outcome: 'unknown', retryable: true })
      expect(await dispatched()).toBe(1)
      await huiyin.stop()

      await administer(connection(), `DROP SCHEMA "${schema}" CASCADE`)
      const other = await city(storageOf({ pool }))
      failNextCommit(Object.assign(new Error(words), of))
      expect(await other.dispatch('k-1')).toMatchObject({ ok: true })
      expect(await other.dispatched()).toBe(1)
      await other.huiyin.stop()
      await pool.end()
    },
  )

  it('because the network swallows everything holds nobody up for good', async () => {
    const proxy = await startProxy(Number(new URL(connection()).port))
    const through = new URL(connection())
    through.port = String(proxy.port)
    const { huiyin, id, dispatched } = await city(storageOf({ connection: connection() }))
    // On a busy machine other statements may get no answer in that time either; they are asked again.
    const storage = storageOf({
      connection: String(through),
      poolSize: 2,
      statementTimeout: 1000,
      retryTimeout: 600_000,
    })
    const cutOff = createHuiyin({ storage, platform: { clock }, limits: anyTime })
    await cutOff.start()
    proxy.silenceCommit()
    const answer = await told(cutOff.requests.dispatch(id, {}, { by: actors.desk }))
    expect(answer).toMatchObject({ operation: 'commit', outcome: 'unknown', retryable: true })
    await vi.waitFor(async () => expect(await dispatched()).toBe(1), 600_000)
    expect((await cutOff.audit.verify({ by: actors.system })).ok).toBe(true)
    await cutOff.stop()
    await huiyin.stop()
    await proxy.close()
  })
})

/** Lets a session only read. A coordinator that is a standby refuses calls that write on its nodes; the setting of a session alone does not reach them. */
function onlyRead(client: pg.PoolClient): void {
  if (spread.distribute === undefined) void client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY')
  else
    client.query = (async () => {
      throw Object.assign(new Error('the database is read-only'), { code: '25006', severity: 'ERROR' })
    }) as typeof client.query
}

describe('a server that only reads, as the old one does after a failover', () => {
  it('is left for another connection until one leads to a server that writes', async () => {
    // Every use is a connection of its own, as if looked up anew.
    const pool = new pg.Pool({ connectionString: connection(), max: 2, maxUses: 1 })
    let standbys = 0
    pool.on('connect', (client) => {
      if (standbys === 0) return
      standbys--
      onlyRead(client)
    })
    const { huiyin, dispatch, dispatched } = await city(storageOf({ pool }))
    standbys = 4
    expect(await dispatch()).toMatchObject({ ok: true })
    expect(standbys).toBe(0)
    expect(await dispatched()).toBe(1)
    await huiyin.stop()
    await pool.end()
  })
})
