import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Timer } from '../../src/contracts/timer.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { PluginDelivery } from '../../src/plugin/delivery.js'
import { definePlugin } from '../../src/plugin/plugin.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }

/** A city with a plugin that does wrong, and one that does right and notes what it was given. */
async function city(faulty: Partial<Parameters<typeof definePlugin>[0]>) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const given: string[] = []
  const right = definePlugin({
    id: 'right',
    deliveries: [
      {
        name: 'note',
        on: ['request.submitted', 'request.dispatched'],
        deliver: async (batch) => {
          for (const { record, event } of batch) given.push(`${record.id} ${event.seq}`)
          return { ok: true }
        },
      },
    ],
    setup: () => ({}),
  })
  const wrong = definePlugin({ id: 'wrong', setup: () => ({}), ...faulty })
  // Thirty seconds go by in a moment for whoever does not answer.
  const timer: Timer = {
    after: (_, callback) => {
      const soon = setTimeout(callback, 2)
      return () => clearTimeout(soon)
    },
  }
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    platform: { clock, timer, ids: simulatedIds(1) },
    plugins: [wrong, right],
  })
  await huiyin.start()
  await seedCity(huiyin)
  return { huiyin, clock, given }
}

describe('a law of a plugin that throws', () => {
  it('fails the command before anything of it is written, and no other command', async () => {
    const { huiyin } = await city({
      laws: {
        claim: [
          () => {
            throw new Error('a mistake of the plugin')
          },
        ],
      },
    })
    const submitted = await huiyin.requests.submit(report, { by: actors.resident })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    await huiyin.requests.dispatch(id, {}, { by: actors.desk })
    const { version } = await huiyin.requests.get(id, { by: actors.system })
    await expect(huiyin.requests.claim(id, {}, { by: actors.housing })).rejects.toThrow('a mistake of the plugin')
    expect((await huiyin.requests.get(id, { by: actors.system })).version).toBe(version)
    expect(await huiyin.requests.transfer(id, { unit: 'water', reason: '管道' }, { by: actors.chief })).toMatchObject({
      ok: true,
    })
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  })
})

const poisons: readonly (readonly [string, PluginDelivery['deliver']])[] = [
  [
    'throws at once',
    () => {
      throw new Error('poisoned')
    },
  ],
  ['fails later', () => Promise.reject(new Error('poisoned'))],
  ['never answers', () => new Promise(() => {})],
  ['answers nothing', (async () => undefined) as never],
  ['answers nonsense', (async () => ({ ok: false, class: 'moody', reason: 7 })) as never],
]

describe('a delivery of a plugin that', () => {
  it.each(poisons)('%s waits by itself; the city goes on, and everything else is delivered', async (_what, deliver) => {
    const { huiyin, clock, given } = await city({
      deliveries: [{ name: 'poison', on: ['request.submitted'], deliver }],
    })
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      const submitted = await huiyin.requests.submit(report, { by: actors.resident })
      if (!submitted.ok) throw new Error(submitted.refusal.code)
      ids.push(submitted.request.id)
      await huiyin.requests.dispatch(submitted.request.id, {}, { by: actors.desk })
    }
    for (let round = 0; round < 40; round++) {
      await huiyin.tick()
      clock.advance(7 * 3_600_000)
    }
    const waiting = (await huiyin.deliveries.pending({ by: actors.system })).items
    expect(waiting.map((each) => each.id).sort()).toEqual(ids)
    expect(waiting.every((each) => each.destination === 'wrong/poison')).toBe(true)
    expect((await huiyin.deliveries.deadLetters({ by: actors.system })).items).toEqual([])
    expect(given.filter((each) => each.endsWith(' 1')).length).toBe(5)
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  })
  it('cannot take one event of each batch has that one set aside in the end, and the others taken', async () => {
    const taken: string[] = []
    const { huiyin, clock } = await city({
      deliveries: [
        {
          name: 'poison',
          on: ['request.*'],
          when: ({ type }) => type === 'request.submitted',
          atMost: 3,
          deliver: async (batch) =>
            batch.map(({ record: { id } }) => {
              if (id.endsWith('2')) return { ok: false, class: 'unknown', reason: 'no answer' }
              taken.push(id)
              return { ok: true }
            }),
        },
      ],
    })
    for (let n = 0; n < 5; n++) await huiyin.requests.submit(report, { by: actors.resident })
    for (let round = 0; round < 40; round++) {
      await huiyin.tick()
      clock.advance(7 * 3_600_000)
    }
    expect(taken.sort()).toEqual(['request-000001', 'request-000003', 'request-000004', 'request-000005'])
    const dead = (await huiyin.deliveries.deadLetters({ by: actors.system })).items
    expect([dead.map(({ id }) => id), (await huiyin.deliveries.pending({ by: actors.system })).items]).toEqual([
      ['request-000002'],
      [],
    ])
  })
})
