import { setTimeout as pause } from 'node:timers/promises'
import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, cityGrid, createLedger, inbox, playLifecycles, seedCity } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { postgresStorage } from '../../src/postgres-storage.js'
import { anyTime } from '../any-time.js'
import { administer } from '../schema.js'
import { crash, startAgain } from './ended-server.js'
import { startProxy } from './proxy.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }

// One in `npm test`; ten with `npm run test:long`, each to a standby of the one before.
const failovers = process.env.HUIYIN_FAULTS === 'full' ? 10 : 1
const patience = 600_000
const now = Date.parse('2022-01-04T10:00:00+08:00')
const platform = { clock: { now: () => now } }

const servers: PostgresServer[] = []
let primary: PostgresServer
let standby: PostgresServer
beforeEach(async () => {
  // What was written since the copy must still be there for the standby to ask for.
  primary = await postgresServer(['-c', 'wal_keep_size=512MB'])
  servers.push(primary)
  standby = await follow(primary)
})
afterEach(async () => {
  for (const each of servers.splice(0)) await each.stop()
})

/** A synchronous standby that has caught up: from then on nothing is acknowledged that it does not have. */
async function follow(server: PostgresServer): Promise<PostgresServer> {
  const follower = await server.standby('s1')
  servers.push(follower)
  await administer(server.connection, `ALTER SYSTEM SET synchronous_standby_names = 's1'`)
  await administer(server.connection, 'SELECT pg_reload_conf()')
  await vi.waitFor(async () => {
    const states = await administer(server.connection, 'SELECT sync_state FROM pg_stat_replication')
    expect(states).toEqual([{ sync_state: 'sync' }])
  }, patience)
  return follower
}

/** Loses the primary for good and makes the standby the one that writes. */
async function failOver(from: PostgresServer, to: PostgresServer): Promise<void> {
  crash(from)
  await administer(to.connection, `ALTER SYSTEM SET synchronous_standby_names = ''`)
  await administer(to.connection, 'SELECT pg_reload_conf()')
  await administer(to.connection, 'SELECT pg_promote()')
}

const portOf = ({ connection }: PostgresServer) => Number(new URL(connection).port)
// A standby that was killed may still confirm what was on its way.
const standbyGone = (server: PostgresServer) =>
  vi.waitFor(
    async () => expect(await administer(server.connection, 'SELECT 1 FROM pg_stat_replication')).toEqual([]),
    patience,
  )
const waitingFor = (server: PostgresServer, query: string) =>
  vi.waitFor(async () => {
    const waiting = await administer(
      server.connection,
      `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE '%${query}%' AND pid <> pg_backend_pid()`,
    )
    expect(waiting).not.toEqual([])
  }, patience)

describe(`a city on PostgreSQL whose primary is lost under load ${failovers} times`, () => {
  it('has lost nothing it acknowledged, did nothing twice, sent everything it owed in order, and verifies', async () => {
    const proxy = await startProxy(portOf(primary))
    const through = new URL(primary.connection)
    through.port = String(proxy.port)
    const sent: string[] = []
    const channel = inbox((id) => sent.push(id))
    const processOf = () =>
      createHuiyin({
        storage: postgresStorage({ connection: through.href, poolSize: 6, retryTimeout: 60_000 }),
        platform,
        limits: anyTime,
        channels: [channel],
      })
    const [one, two] = [processOf(), processOf()]
    await one.start()
    await seedCity(one)
    await two.start()
    for (const each of [one, two]) each.run({ every: 50 })

    const ledger = createLedger()
    let running = true
    let heard = 0
    const tell = (line: string) => {
      ledger.read(line)
      if (line.startsWith('ack ')) heard++
    }
    async function afterWork(commands: number): Promise<void> {
      for (const enough = heard + commands; heard < enough; ) await pause(5)
    }
    const playing = [one, two].map((huiyin, number) =>
      playLifecycles({
        ...{ huiyin, callers: 8, prefix: `p${number}`, tell },
        running: () => running,
        pause: () => pause(10),
      }),
    )
    for (let failover = 0; failover < failovers; failover++) {
      if (failover > 0) standby = await follow(primary)
      await afterWork(100)
      await failOver(primary, standby)
      proxy.moveTo(portOf(standby))
      primary = standby
      await afterWork(100)
    }
    running = false
    await Promise.all(playing)
    for (let hours = 1; hours <= 12; hours++) await one.tick(now + hours * 3_600_000)
    const { acknowledged, unknown, ...found } = await ledger.check(one, sent)
    const verified = await one.audit.verify({ by: actors.system })
    for (const each of [one, two]) await each.stop()
    await proxy.close()
    console.info(
      `  ${failovers} failovers: ${acknowledged} commands acknowledged, ${unknown} answered by an error and asked again, ${verified.events} events, ${sent.length - new Set(sent).size} messages sent twice`,
    )
    const nothing = { lost: [], doubled: [], unasked: [], undelivered: [], outOfOrder: [], faults: [], figures: [] }
    expect(found).toEqual(nothing)
  })
})

describe('an answer that is found by its key', () => {
  it('is told only once a standby has it, and is there after the primary is lost for good', async () => {
    const storage = postgresStorage({ connection: primary.connection, poolSize: 4, retryTimeout: patience })
    const huiyin = createHuiyin({ storage, platform, limits: anyTime })
    await huiyin.start()
    await seedCity(huiyin)
    // Numbers of the day are at hand: what waits for the standby is the request.
    await huiyin.requests.submit(report, { by: actors.resident })
    crash(standby)
    await standbyGone(primary)
    let told = false
    const submitted = huiyin.requests.submit(report, { by: actors.resident, key: 'k-1' }).finally(() => {
      told = true
    })
    await waitingFor(primary, 'huiyin_commit')
    crash(primary)
    await startAgain(primary)
    // It is on the disk of the primary, and can be read: it is asked for by its key, and waits again.
    await waitingFor(primary, 'huiyin_confirm')
    expect(told).toBe(false)
    await startAgain(standby)
    const result = await submitted
    if (!result.ok) throw new Error(result.refusal.code)
    await huiyin.stop()

    await failOver(primary, standby)
    const after = createHuiyin({
      storage: postgresStorage({ connection: standby.connection, retryTimeout: patience }),
      platform,
      limits: anyTime,
    })
    await after.start()
    expect((await after.requests.get(result.request.id, { by: actors.system })).status).toBe('reported')
    expect((await after.audit.verify({ by: actors.system })).ok).toBe(true)
    await after.stop()
  })
})
