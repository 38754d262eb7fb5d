import { createHuiyin, type NotificationChannel, type Storage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type PostgresStorageOptions, postgresStorage } from '../src/index.js'
import { anyTime } from './any-time.js'
import { administer, newSchema, spread } from './schema.js'

/** One server for the tests of a file, and for each of them a schema of its own. */
export function testDatabase() {
  let server: PostgresServer | undefined
  let schema = ''
  beforeAll(async () => {
    server = await postgresServer()
  })
  afterAll(() => server?.stop())
  beforeEach(() => {
    schema = newSchema()
  })
  const connection = () => server?.connection ?? ''
  afterEach(() => administer(connection(), `DROP SCHEMA IF EXISTS "${schema}" CASCADE`))
  const storageOf = (more: Partial<PostgresStorageOptions> = {}) =>
    postgresStorage({ ...(more.pool === undefined && { connection: connection() }), schema, ...spread, ...more })
  return { connection, storageOf, schema: () => schema }
}

/** Ten on a working day. */
export const start = Date.parse('2022-01-04T10:00:00+08:00')
/** A city on a storage: the seeded one, or another process on the same record. */
export async function city(storage: Storage, more: { channels?: NotificationChannel[]; first?: boolean } = {}) {
  const { first = true, channels = [] } = more
  const clock = simulatedClock(start)
  const huiyin = createHuiyin({
    storage,
    platform: { clock, ...(first && { ids: simulatedIds(1) }) },
    channels,
    limits: anyTime,
  })
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

/** Some of its life: what the record says of it, and the figures. */
export async function live(storage: Storage) {
  const { huiyin, clock, report } = await city(storage)
  for (let n = 0; n < 8; n++) {
    const id = await report()
    await huiyin.requests.dispatch(id, {}, { by: actors.desk, key: `d-${n}` })
    if (n % 2 === 0) await huiyin.requests.claim(id, {}, { by: actors.housing })
    if (n % 4 === 0) await huiyin.requests.reply(id, { text: '已处理' }, { by: actors.housing })
    clock.advance(20 * 3_600_000)
    await huiyin.tick()
  }
  const verified = await huiyin.audit.verify({ by: actors.system })
  const period = { from: '2022-01-01', to: '2023-01-01' }
  const figures = await huiyin.evaluation.measure('completionRate', { period, by: 'area' }, { by: actors.system })
  await huiyin.stop()
  return { verified, figures: figures.figures }
}
