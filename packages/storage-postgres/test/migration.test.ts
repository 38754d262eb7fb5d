import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isHuiyinError } from '@huiyin/core'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { postgresStorage } from '../src/postgres-storage.js'
import { childrenOf } from './children.js'
import { oldSchema, rowsOf, stepsOf } from './older-schema.js'
import { administer, newSchema, openTransaction, underName } from './schema.js'

let server: PostgresServer | undefined
let folder: string
let schema: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-migration-'))
  // A server of our own: one of its processes is killed.
  server = await postgresServer(['-c', 'max_locks_per_transaction=1024'])
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  await server?.stop()
})
beforeEach(async () => {
  schema = newSchema()
  await oldSchema(connection(), schema)
})
const connection = () => server?.connection ?? ''
const storageOf = () => postgresStorage({ connection: connection(), schema })
const rows = () => rowsOf(connection(), schema)

describe('a schema of the first release', () => {
  it('has every row again after its rows became lean, and each text in its place', async () => {
    const before = await rows()
    for (const [table, some] of Object.entries(before)) expect(some.length, table).toBeGreaterThan(0)
    const storage = storageOf()
    await storage.migrate()
    expect(await rows()).toEqual(before)
    await storage.open()
    const texts = Map.groupBy(before.vault as Record<string, string>[], ({ bucket, type, id }) =>
      JSON.stringify({ bucket, type, id }),
    )
    for (const [ref, some] of texts) {
      const { vault } = await storage.load(JSON.parse(ref), { vault: true })
      const inOrder = some.toSorted((a, b) => Number(a.place) - Number(b.place))
      expect(vault?.map((row) => row.ref)).toEqual(inOrder.map((row) => row.ref))
    }
    await storage.close()
  })

  it('is checked as a whole before anything of it is in force, and is left as it is when that fails', async () => {
    const before = await rows()
    const seen: number[] = []
    const failing = storageOf().migrate(async (moved) => {
      seen.push((await moved.find({ limit: 1000 })).items.length)
      await expect(moved.commit([])).rejects.toThrow(/only read/)
      throw new Error('It does not verify.')
    })
    await expect(failing).rejects.toThrow('It does not verify.')
    expect(seen).toEqual([before.records?.length])
    expect([await rows(), await stepsOf(connection(), schema)]).toEqual([before, 3])
    await storageOf().migrate(async () => {})
    expect(await rows()).toEqual(before)
    // There is nothing to check where nothing was moved.
    await storageOf().migrate(() => Promise.reject(new Error('Nothing was moved.')))
  })

  it.each([
    ['an event is gone', 'DELETE FROM $.events WHERE seq = 2', 'has not the events that its version says'],
    ['an event is gone from the end', 'UPDATE $.records SET version = version + 1', 'has not the events'],
    [
      'all events of a record are gone',
      'DELETE FROM $.events WHERE type = (SELECT min(type) FROM $.records)',
      'events',
    ],
    ['events are numbered otherwise', 'UPDATE $.events SET seq = seq - 1000', 'has not the events'],
    ['the head is another', "UPDATE $.records SET head = 'ab'", 'has another head than its last event'],
    ['a record is gone', 'DELETE FROM $.records WHERE version > 3', 'has events and is not there itself'],
    [
      'a record is gone with its events',
      'DELETE FROM $.events WHERE id IN (SELECT id FROM $.deadlines); DELETE FROM $.records WHERE id IN (SELECT id FROM $.deadlines)',
      'has deadlines and is not there itself',
    ],
  ])('is left as it is and refused by name when %s', async (_, sql, why) => {
    await administer(
      connection(),
      sql.replaceAll('$', () => `"${schema}"`),
    )
    const before = await rows()
    const refused = await storageOf()
      .migrate()
      .catch((error: unknown) => error)
    expect(isHuiyinError(refused, 'adapter-failure')).toBe(true)
    expect(refused).toMatchObject({ details: { operation: 'open', retryable: false } })
    expect((refused as Error).message).toMatch(/the rows of this schema are not whole.* \S+\/\S+ has/)
    expect((refused as Error).message).toContain(why)
    expect([await rows(), await stepsOf(connection(), schema)]).toEqual([before, 3])
  })

  it.each([
    ['is the old one when the process that moves its rows is killed', 'process', [3]],
    // The process that lives may try again by itself when the server is back.
    ['is the old one or the new one when the server loses the process that moves its rows', 'backend', [3, 9]],
  ] as const)(
    '%s',
    async (_, victim, left) => {
      const before = await rows()
      const child = await bundleChild(folder, childrenOf('./moving.ts'))
      // Whoever writes the number of a step waits for us: every row was moved by then, and nothing is committed.
      const ours = await openTransaction(connection())
      await ours.tx.query(`INSERT INTO "${schema}".migrations (number, checksum) VALUES (4, '')`)
      const name = `${schema}-${victim}`
      const moving = () =>
        administer<{ pid: number; waits: string | null }>(
          connection(),
          'SELECT pid, wait_event_type AS waits FROM pg_stat_activity WHERE application_name = $1',
          [name],
        )
      const process_ = startChild(child, 'move', underName(connection(), name), schema)
      await process_.ready
      process_.begin()
      const backend = await vi.waitUntil(async () => (await moving()).find(({ waits }) => waits === 'Lock'), {
        timeout: 60_000,
        interval: 20,
      })
      if (victim === 'process') process_.kill()
      else process.kill(backend.pid, 'SIGKILL')
      // A server that lost one of its processes has ended our transaction itself.
      await ours.rollback().catch(() => {})
      await process_.ended
      // The server notices that nobody listens, or starts again.
      await vi.waitFor(async () => expect(await moving()).toEqual([]), { timeout: 60_000, interval: 100 })
      expect(left).toContain(await stepsOf(connection(), schema))
      expect(await rows()).toEqual(before)
      await storageOf().migrate()
      expect(await stepsOf(connection(), schema)).toBe(9)
      expect(await rows()).toEqual(before)
    },
    180_000,
  )
})
