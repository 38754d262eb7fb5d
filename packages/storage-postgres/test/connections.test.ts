import { isHuiyinError, type RequestResult } from '@huiyin/core'
import { cityActors as actors } from '@huiyin/testkit'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { city, live, testDatabase } from './city.js'
import { administer, underName } from './schema.js'

const { connection, storageOf, schema } = testDatabase()

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
    expect((await huiyin.requests.get(id, { by: actors.system })).status).toBe('reported')
    await client.query('ROLLBACK')
    expect((await huiyin.requests.get(id, { by: actors.system })).status).toBe('reported')

    await client.query('BEGIN')
    expect(await huiyin.requests.dispatch(id, {}, options)).toMatchObject({ ok: true })
    // Its events cannot be read before the end: the repetition fails, and is not answered without them.
    const early = await huiyin.requests.dispatch(id, {}, options).catch((error: unknown) => error)
    expect(early).toMatchObject({ code: 'adapter-failure', retryable: true })
    await client.query('COMMIT')
    expect(await huiyin.requests.dispatch(id, {}, options)).toMatchObject({ ok: true, request: { id } })
    expect((await huiyin.requests.get(id, { by: actors.system })).status).toBe('dispatched')
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
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
    const { huiyin, report } = await city(storageOf({ connection: underName(connection(), schema()), poolSize: 2 }))
    const ids = await Promise.all(Array.from({ length: 40 }, () => report()))
    const ended = (async () => {
      for (let n = 0; n < 30; n++)
        await administer(
          connection(),
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${schema()}' AND query LIKE '%huiyin_commit%'`,
        )
    })()
    // Cut off too often in a row it fails, and is asked again with its key.
    const dispatched = async (id: string): Promise<RequestResult> => {
      try {
        return await huiyin.requests.dispatch(id, {}, { by: actors.desk, key: `d-${id}` })
      } catch (error) {
        if (isHuiyinError(error, 'adapter-failure')) return dispatched(id)
        throw error
      }
    }
    const results = await Promise.all(ids.map(dispatched))
    await ended
    expect(results.every((each) => each.ok)).toBe(true)
    for (const id of ids)
      expect(
        (await huiyin.requests.history(id, { by: actors.system })).filter((each) => each.type === 'request.dispatched'),
      ).toHaveLength(1)
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    await huiyin.stop()
  })

  it('of an idle connection ends no process, and the next call makes another', async () => {
    const { huiyin, report } = await city(storageOf({ connection: underName(connection(), schema()), poolSize: 2 }))
    const id = await report()
    await administer(
      connection(),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${schema()}'`,
    )
    expect((await huiyin.requests.get(id, { by: actors.system })).status).toBe('reported')
    await huiyin.stop()
  })
})
