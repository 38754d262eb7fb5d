import { createHuiyin, isHuiyinError, memoryStorage, type Storage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { describe, expect, it } from 'vitest'
import { cityActors as actors, cityGrid, seedCity } from '../city.js'
import { simulatedClock } from '../simulated-clock.js'
import { simulatedIds } from '../simulated-ids.js'
import { type FailingOptions, failingStorage } from './failing-storage.js'
import { inbox } from './inbox.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')
const sent = new Map<string, number>()

/** A small life of a city: keyed commands, each asked again until it is answered, and ticks between them. Answers what the record is then. */
async function life(create: () => Storage, fault: FailingOptions) {
  sent.clear()
  const inner = create()
  await inner.open()
  const clock = simulatedClock(start)
  const setUp = createHuiyin({ storage: inner, platform: { clock, ids: simulatedIds(1) } })
  await setUp.start()
  await seedCity(setUp)

  const storage = failingStorage(inner, fault)
  const huiyin = createHuiyin({
    storage,
    platform: { clock, ids: simulatedIds(2) },
    channels: [inbox((id) => sent.set(id, (sent.get(id) ?? 0) + 1))],
  })
  let failures = 0
  async function insisted<Result>(call: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call()
      } catch (error) {
        if (!isHuiyinError(error) || attempt === 20) throw error
        failures++
        if (fault.forGood === true) storage.heal()
      }
    }
  }
  await insisted(() => huiyin.start())
  const { requests } = huiyin
  const by = (who: keyof typeof actors, key: string) => ({ by: actors[who], key })
  for (const id of ['q-1', 'q-2']) {
    const input = { category: 'heating', area: cityGrid, description: '家中不热', person: { name: '王某' } }
    const steps = [
      () => requests.submit(id, input, by('resident', `${id}-s`)),
      () => requests.dispatch(id, {}, by('desk', `${id}-d`)),
      () => requests.claim(id, {}, by('housing', `${id}-c`)),
      () => requests.reply(id, { text: '已处理' }, by('housing', `${id}-r`)),
      () => requests.rate(id, { grade: 1 }, by('resident', `${id}-g`)),
    ]
    for (const step of steps) {
      const result = await insisted(step)
      if (!result.ok) throw new Error(result.refusal.code)
      await insisted(() => huiyin.tick())
    }
  }
  storage.heal()
  // Leases of the calls that failed run out.
  for (let round = 0; round < 4; round++) {
    clock.advance(3 * 60_000)
    await huiyin.tick()
  }
  const verified = await huiyin.audit.verify({ by: actors.system })
  const waiting = (await huiyin.deliveries.pending({ by: actors.system })).items.length
  const events = await Promise.all(
    ['q-1', 'q-2'].map(async (id) => (await requests.history(id, { by: actors.system })).map((each) => each.type)),
  )
  const period = { from: '2022-01-01', to: '2023-01-01' }
  const { figures } = await huiyin.evaluation.measure('completionRate', { period, by: 'unit' }, { by: actors.system })
  const rectified = await huiyin.evaluation.count(['rectifications@opened'], { period }, { by: actors.system })
  await huiyin.stop()
  return {
    seen: { ok: verified.ok, waiting, events, figures, rectified, sent: [...sent.keys()].sort() },
    calls: storage.calls(),
    failures,
  }
}

const storages = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
] as const

describe.each(storages)('a city on %s, of whose storage calls', (_name, create) => {
  it.each([
    ['the n-th fails once', {}],
    ['all from the n-th on fail until it is mended', { forGood: true }],
    ['the n-th is carried out and its answer lost', { when: 'after' }],
  ] as const)('%s comes to the same record, figures and messages, for every n', async (_what, how) => {
    const undisturbed = await life(create, { at: 0 })
    expect(undisturbed.failures).toBe(0)
    expect(undisturbed.seen.ok).toBe(true)
    let failed = 0
    for (let at = 1; at <= undisturbed.calls; at++) {
      const { seen, failures } = await life(create, { at, ...how })
      expect(seen, `call ${at} of ${undisturbed.calls}`).toEqual(undisturbed.seen)
      failed += failures
    }
    expect(undisturbed.calls).toBeGreaterThan(60)
    expect(failed).toBeGreaterThan(20)
  })
})
