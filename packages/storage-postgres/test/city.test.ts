import { memoryStorage, type NotificationChannel } from '@huiyin/core'
import { cityActors as actors, cityGrid } from '@huiyin/testkit'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { city, live, start, testDatabase } from './city.js'

const { connection, storageOf } = testDatabase()

describe('a city on PostgreSQL', () => {
  it('has the record that it has in memory, byte for byte, and the same figures', async () => {
    const [here, there] = [await live(memoryStorage()), await live(storageOf())]
    expect(there).toEqual(here)
    expect(there.verified.ok).toBe(true)
  })

  it('refuses a key that two processes use for two texts of equal length', async () => {
    const both = [await city(storageOf()), await city(storageOf(), { first: false })]
    const texts = ['家中不热', '水管漏水']
    const submit = (position: number, text: number) =>
      both[position]?.huiyin.requests.submit(
        { category: 'heating', area: cityGrid, description: texts[text] as string },
        { by: actors.resident, key: 'form-1' },
      )
    const results = await Promise.all([submit(0, 0), submit(1, 1)])
    const won = results.findIndex((each) => each?.ok)
    expect(results[1 - won]).toMatchObject({ ok: false, refusal: { code: 'key-reused' } })
    expect(await submit(1 - won, won)).toMatchObject({ ok: true, events: [{ type: 'request.submitted' }] })
    for (const each of both) await each.huiyin.stop()
  })

  it('lets exactly one of fifty processes claim', async () => {
    const { huiyin, report } = await city(storageOf())
    const id = await report()
    await huiyin.requests.dispatch(id, {}, { by: actors.desk })
    const pool = new pg.Pool({ connectionString: connection(), max: 30 })
    const processes = await Promise.all(Array.from({ length: 50 }, () => city(storageOf({ pool }), { first: false })))
    const claims = await Promise.all(
      processes.map((each) => each.huiyin.requests.claim(id, {}, { by: actors.housing })),
    )
    expect(claims.filter((each) => each.ok)).toHaveLength(1)
    expect(
      (await huiyin.requests.history(id, { by: actors.system })).filter((each) => each.type === 'request.claimed'),
    ).toHaveLength(1)
    for (const each of processes) await each.huiyin.stop()
    await pool.end()
    await huiyin.stop()
  })

  it('ticked by fifty processes at once does what is due once, and sends what is owed in order', async () => {
    const sent: string[] = []
    const channel: NotificationChannel = {
      contract: 'huiyin.channel/2',
      name: 'wechat',
      audience: 'resident',
      send: async ({ record, id }) => {
        sent.push(`${record.id} ${id}`)
        return { ok: true }
      },
    }
    const { huiyin, report } = await city(storageOf(), { channels: [channel] })
    const ids = await Promise.all(Array.from({ length: 30 }, () => report()))
    const pool = new pg.Pool({ connectionString: connection(), max: 30 })
    const processes = await Promise.all(
      Array.from({ length: 50 }, () => city(storageOf({ pool }), { first: false, channels: [channel] })),
    )
    const later = start + 40 * 86_400_000
    const ticks = await Promise.all(processes.map((each) => each.huiyin.tick(later)))
    await huiyin.tick(later)
    expect(ticks.some((each) => each.deadlines > 0)).toBe(true)
    for (const id of ids) {
      const types = (await huiyin.requests.history(id, { by: actors.system })).map((each) => each.type)
      expect(types.filter((type) => type === 'request.accepted').length).toBeLessThanOrEqual(1)
      const mine = sent.filter((each) => each.startsWith(`${id} `))
      expect(mine).toEqual([...new Set(mine)])
      const order = mine.map((each) => Number(/\/(\d+)\//.exec(each)?.[1] ?? /\D(\d+)\D*$/.exec(each)?.[1]))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }
    expect((await huiyin.deliveries.pending({ by: actors.system })).items).toEqual([])
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    for (const each of processes) await each.huiyin.stop()
    await pool.end()
    await huiyin.stop()
  })
})

describe('a wake-up', () => {
  it('tells another process of work soon after the commit, and is no part of it', async () => {
    const [one, two] = [storageOf({ listen: true }), storageOf({ listen: true })]
    const { promise: told, resolve } = Promise.withResolvers<string>()
    const channel: NotificationChannel = {
      contract: 'huiyin.channel/2',
      name: 'wechat',
      audience: 'resident',
      send: async ({ record }) => {
        resolve(record.id)
        return { ok: true }
      },
    }
    const { huiyin, report } = await city(one, { channels: [channel] })
    const other = await city(two, { first: false, channels: [channel] })
    // It looks once a day by itself: whatever is sent before that is sent because it was woken.
    const running = other.huiyin.run({ every: 86_400_000, wake: two.onWork })
    const id = await report()
    expect(await told).toBe(id)
    await running.stop()
    await other.huiyin.stop()
    await huiyin.stop()
  })
})
