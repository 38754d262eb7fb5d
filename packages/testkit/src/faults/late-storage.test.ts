import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createHuiyin, type Huiyin, isHuiyinError, memoryStorage, type Storage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { cityActors as actors, cityGrid, seedCity } from '../city.js'
import { seededRandom } from '../seeded-random.js'
import { simulatedClock } from '../simulated-clock.js'
import { inbox } from './inbox.js'
import { type LateOptions, lateStorage } from './late-storage.js'
import { createLedger } from './ledger.js'
import { playLifecycles } from './play.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-late-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const storages = [
  ['memory', () => memoryStorage()],
  ['a SQLite file', () => sqliteStorage({ path: join(folder, `${files++}.db`), ballast: 0 })],
] as const

const whole = { lost: [], doubled: [], unasked: [], undelivered: [], outOfOrder: [], faults: [], figures: [] }
const report = { category: 'heating', area: cityGrid, description: '家中不热' }

/** A city whose storage is late only once its life begins. */
async function city(create: () => Storage, how: LateOptions, more: { readonly sent?: string[] } = {}) {
  let begun = false
  const storage = lateStorage(create(), { ...how, late: () => begun && how.late() })
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({
    storage,
    platform: { clock },
    channels: [inbox((id) => more.sent?.push(id))],
  })
  await huiyin.start()
  await seedCity(huiyin)
  begun = true
  return {
    huiyin,
    storage,
    clock,
    calm: () => {
      begun = false
    },
  }
}

const countOf = async (huiyin: Huiyin, id: string, type: string) =>
  (await huiyin.requests.history(id, { by: actors.system })).filter((each) => each.type === type).length

describe.each(storages)('a storage on %s that carries calls out after it was given up on', (_name, create) => {
  it('loses nothing and does nothing twice, however late the first attempt lands', async () => {
    const random = seededRandom(20220104)
    const sent: string[] = []
    const { huiyin, storage, clock, calm } = await city(
      create,
      { late: () => random.chance(0.5), until: () => pause(random.int(0, 25)) },
      { sent },
    )
    const ledger = createLedger()
    let acknowledged = 0
    const tell = (line: string) => {
      ledger.read(line)
      if (line.startsWith('ack')) acknowledged++
    }
    const running = () => acknowledged < 1500
    const ticking = (async () => {
      // A round that is given up on is made again.
      for (; running(); await pause(5)) await huiyin.tick().catch(() => {})
    })()
    await playLifecycles({ huiyin, callers: 8, prefix: 'q', tell, running, pause: () => pause(3) })
    await ticking
    calm()
    const late = await storage.landed()
    // What was taken by a call nobody heard the answer of comes back when its lease is over.
    clock.advance(10 * 60_000)
    await huiyin.tick()
    const { acknowledged: counted, unknown, ...found } = await ledger.check(huiyin, sent)
    await huiyin.stop()
    console.info(`  ${counted} commands acknowledged, ${late} calls late, ${unknown} told as failed and asked again`)
    expect(found).toEqual(whole)
    expect(late).toBeGreaterThan(100)
  })

  it('tells a caller without a key that nobody knows, and one with a key what it came to', async () => {
    let patience = 0
    const { huiyin, storage } = await city(create, { late: () => patience-- > 0, until: () => pause(10) })
    const by = { by: actors.resident }
    // Numbers of the day are at hand: what comes late is the request.
    await huiyin.requests.submit('q-0', report, by)
    patience = 1
    const unkeyed = await huiyin.requests.submit('q-1', report, by).catch((error: unknown) => error)
    expect(isHuiyinError(unkeyed, 'adapter-failure') && unkeyed.details).toMatchObject({ outcome: 'unknown' })
    await storage.landed()
    expect(await countOf(huiyin, 'q-1', 'request.submitted')).toBe(1)
    patience = 1
    const keyed = await huiyin.requests.submit('q-2', report, { ...by, key: 'form-2' })
    await storage.landed()
    expect(keyed.ok).toBe(true)
    expect(await countOf(huiyin, 'q-2', 'request.submitted')).toBe(1)
    await huiyin.stop()
  })

  it('gives a caller who asks again before it was answered the answer of the first', async () => {
    const { huiyin } = await city(create, { late: () => false, until: async () => {} })
    const asked = () => huiyin.requests.submit('q-1', report, { by: actors.resident, key: 'form-1' })
    const [first, second] = await Promise.all([asked(), asked()])
    expect(second).toEqual(first)
    expect(await countOf(huiyin, 'q-1', 'request.submitted')).toBe(1)
    await huiyin.stop()
  })
})
