import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type AdapterError, createHuiyin, type Storage } from '@huiyin/core'
import { createLedger, inbox, playLifecycles, seedCity, seededRandom } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresStorage } from '../../src/postgres-storage.js'
import { anyTime } from '../any-time.js'
import { administer, newSchema, spread, underName } from '../schema.js'
import { type Cuttable, startProxy } from './proxy.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

// Thirty in `npm test`; two hundred with `npm run test:long`.
const faults = process.env.HUIYIN_FAULTS === 'full' ? 200 : 30

let server: PostgresServer | undefined
let proxy: Cuttable | undefined
beforeAll(async () => {
  server = await postgresServer()
  proxy = await startProxy(Number(new URL(server.connection).port))
})
afterAll(async () => {
  await proxy?.close()
  await server?.stop()
})

const now = Date.parse('2022-01-04T10:00:00+08:00')
const schema = newSchema()
const direct = () => underName(server?.connection ?? '', schema)
const throughProxy = () => {
  const url = new URL(direct())
  url.port = String(proxy?.port)
  return String(url)
}

// What waits for the server looks again and again; this many looks are minutes on the fastest machine.
const looks = 10_000

async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === looks) throw error
      await pause(25)
    }
  }
}

/** Runs a statement as soon as the server lets anybody in. */
const insistently = <Row>(text: string) => again(() => administer<Row>(server?.connection ?? '', text))

const backends = (more = '') =>
  insistently<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE application_name = '${schema}' ${more}`)

// Only processes of the server that this test started.
function signalOf(name: NodeJS.Signals) {
  return async () => {
    const [one] = await backends(`AND query LIKE '%huiyin_commit%' ORDER BY random() LIMIT 1`)
    if (one !== undefined) process.kill(one.pid, name)
  }
}

async function endPostmaster(signal: NodeJS.Signals): Promise<void> {
  const pid = Number(readFileSync(join(server?.folder ?? '', 'postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(pid, signal)
  const alive = () => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  for (let look = 0; look < looks && alive(); look++) await pause(25)
  // Those it left behind must be gone before another may begin.
  await again(async () => server?.start())
}

const kinds: Readonly<Record<string, () => Promise<unknown>>> = {
  'a session is ended by the server': () =>
    insistently(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${schema}' AND query LIKE '%huiyin_commit%'`,
    ),
  'all sessions are ended by the server': () =>
    insistently(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${schema}'`),
  'the answer to a commit is cut off': async () => proxy?.cutAnswers(),
  'a backend is killed': signalOf('SIGKILL'),
  'the server is restarted at once': () => endPostmaster('SIGQUIT'),
  'the server is killed': () => endPostmaster('SIGKILL'),
}
// Somebody else's server is not ours to kill.
const gentle = [
  'a session is ended by the server',
  'all sessions are ended by the server',
  'the answer to a commit is cut off',
]

/** Counts the commits of which nobody knew the outcome, and those of them that turned out to have happened. */
function counted(storage: Storage, counts: { lost: number; happened: number }): Storage {
  const open = new Set<string>()
  const happened = (key: string | undefined) => {
    if (key !== undefined && open.delete(key)) counts.happened++
  }
  return {
    ...storage,
    load: async (ref, beside) => {
      const loaded = await storage.load(ref, beside)
      happened(loaded.answer?.key)
      return loaded
    },
    commit: async (changes, within) => {
      try {
        const outcomes = await storage.commit(changes, within)
        for (const outcome of outcomes) if (outcome.kind === 'duplicate') happened(outcome.answer.key)
        return outcomes
      } catch (error) {
        if ((error as AdapterError).outcome === 'unknown') {
          counts.lost++
          for (const { command } of changes) if (command !== undefined) open.add(command.key)
        }
        throw error
      }
    },
  }
}

describe(`a city on PostgreSQL, through ${faults} faults under load`, () => {
  it('has lost nothing it acknowledged, did nothing twice, sent everything it owed in order, and verifies', async () => {
    const sent: string[] = []
    const channel = inbox((id) => sent.push(id))
    const unknown = { lost: 0, happened: 0 }
    const processOf = (connection: string) =>
      createHuiyin({
        storage: counted(
          postgresStorage({ connection, schema, poolSize: 6, retryTimeout: 20_000, ...spread }),
          unknown,
        ),
        platform: { clock: { now: () => now } },
        limits: anyTime,
        channels: [channel],
      })
    const [one, two] = [processOf(throughProxy()), processOf(direct())]
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
    /** Goes on after so many more acknowledgements, however long they take. */
    async function afterWork(commands: number): Promise<void> {
      for (const enough = heard + commands; heard < enough; ) await pause(5)
    }
    const playing = [one, two].map((huiyin, number) =>
      playLifecycles({
        huiyin,
        callers: 8,
        prefix: `p${number}`,
        tell,
        running: () => running,
        pause: () => pause(10),
      }),
    )
    const names = server?.folder === undefined ? gentle : Object.keys(kinds)
    const counts = new Map<string, number>()
    const random = seededRandom(20220104)
    for (let fault = 0; fault < faults; fault++) {
      const name = names[fault % names.length] as string
      await afterWork(random.int(10, 80))
      await kinds[name]?.()
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    // Callers are left alone until the city is at work again.
    await afterWork(100)
    running = false
    await Promise.all(playing)
    // Sending failed while the server was away: what waits for its next attempt is given it.
    for (let hours = 1; hours <= 12; hours++) await one.tick(now + hours * 3_600_000)
    const { acknowledged, unknown: asked, ...found } = await ledger.check(one, sent)
    const verified = await one.audit.verify({ by: system })
    for (const each of [one, two]) await each.stop()
    await insistently(`DROP SCHEMA "${schema}" CASCADE`)
    console.info(
      `  ${faults} faults (${[...counts].map(([name, count]) => `${count}× ${name}`).join(', ')}): ${acknowledged} commands acknowledged, ${unknown.lost} commits of unknown outcome (${unknown.happened} commands of them had happened), ${asked} commands answered by an error and asked again, ${verified.events} events, ${sent.length - new Set(sent).size} messages sent twice`,
    )
    expect(found).toEqual({
      lost: [],
      doubled: [],
      unasked: [],
      undelivered: [],
      outOfOrder: [],
      faults: [],
      figures: [],
    })
    expect(acknowledged).toBeGreaterThan(faults * 10)
  })
})
