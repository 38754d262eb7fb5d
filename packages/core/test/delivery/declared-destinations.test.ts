import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import type { Notice } from '../../src/contracts/notice.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { definePlugin } from '../../src/plugin/plugin.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }

/** A city to which processes with other options may be added, and what their channels sent. */
function world() {
  const memory = memoryStorage()
  // Memory ends with its process: what is closed here stays open for the others.
  const storage = { ...memory, close: async () => {} }
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const sent: Notice[] = []
  let processes = 0
  const channel = (name: string, audience: NotificationChannel['audience'] = 'resident'): NotificationChannel => ({
    contract: 'huiyin.channel/2',
    name,
    audience,
    send: async (message) => ({ ok: sent.push(message) > 0 }) as { ok: true },
  })
  async function start(more: Partial<HuiyinOptions> = {}) {
    const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(++processes) }, ...more })
    await huiyin.start()
    return huiyin
  }
  /** One request that ends in this process. */
  async function ended(huiyin: Awaited<ReturnType<typeof start>>): Promise<string> {
    const submitted = await huiyin.requests.submit(report, { by: actors.resident })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    await huiyin.requests.void(id, { reason: '重复' }, { by: actors.desk })
    expect((await huiyin.requests.get(id, { by: actors.system })).open).toBe(false)
    return id
  }
  const echoesOf = (id: string, destination = 'sms') =>
    sent.filter(({ record, echo, id: name }) => record.id === id && echo !== undefined && name.endsWith(destination))
  return { clock, sent, channel, start, ended, echoesOf }
}

describe('a process without a channel of the city', () => {
  it('writes what the channel is owed: the end echoes from whoever has it', async () => {
    const { channel, start, ended, echoesOf } = world()
    const full = await start({ channels: [channel('sms')] })
    await seedCity(full)
    const batch = await start()
    const id = await ended(batch)
    await batch.tick()
    expect(echoesOf(id)).toHaveLength(0)
    await full.tick()
    expect(echoesOf(id)).toHaveLength(1)
  })

  it('learns within a second of a channel that another process brought', async () => {
    const { clock, channel, start, ended, echoesOf } = world()
    const old = await start()
    await seedCity(old)
    const fresh = await start({ channels: [channel('sms')] })
    clock.advance(1000)
    const id = await ended(old)
    await fresh.tick()
    expect(echoesOf(id)).toHaveLength(1)
  })

  it('writes what a delivery of a plugin is owed, which it does not have either', async () => {
    const { start, ended } = world()
    const seen: string[] = []
    const plugin = definePlugin({
      id: 'mirror',
      deliveries: [
        {
          name: 'ends',
          on: ['request.voided'],
          deliver: async (batch) => ({ ok: seen.push(...batch.map(({ record }) => record.id)) > 0 }) as { ok: true },
        },
      ],
      setup: () => ({}),
    })
    const full = await start({ plugins: [plugin] })
    await seedCity(full)
    const id = await ended(await start())
    await full.tick()
    expect(seen).toEqual([id])
  })

  it('declares nothing when it only reads, and says in the log what it does not send', async () => {
    const { channel, start } = world()
    const told: unknown[] = []
    await start({ channels: [channel('sms')] })
    const logger = { info: (_: string, facts?: object) => void told.push(facts), warn: () => {} }
    await start({ logger })
    expect(told).toContainEqual({ elsewhere: ['sms'] })
  })
})

describe('a channel that is retired', () => {
  it('is owed nothing more in any process, and what is pending is still sent', async () => {
    const { clock, channel, start, ended, echoesOf } = world()
    const one = await start({ channels: [channel('sms')] })
    await seedCity(one)
    const other = await start({ channels: [channel('sms')] })
    const before = await ended(other)
    await one.deliveries.retire('sms', { by: actors.system })
    clock.advance(1000)
    const after = await ended(other)
    await other.tick()
    expect([echoesOf(before).length, echoesOf(after).length]).toEqual([1, 0])
    expect((await one.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items).toEqual([])
  })

  it('stays retired when a process starts that still has it, until it is reinstated', async () => {
    const { clock, channel, start, ended, echoesOf } = world()
    const one = await start({ channels: [channel('sms')] })
    await seedCity(one)
    await one.deliveries.retire('sms', { by: actors.system })
    await one.deliveries.retire('sms', { by: actors.system })
    const restarted = await start({ channels: [channel('sms')] })
    const silent = await ended(restarted)
    const [standing] = await restarted.deliveries.destinations({ by: actors.system })
    expect(standing).toMatchObject({ name: 'sms', audience: 'resident', retiredAt: clock.now(), isServedHere: true })
    await one.deliveries.reinstate('sms', { by: actors.system })
    clock.advance(1000)
    const heard = await ended(restarted)
    await restarted.tick()
    expect([echoesOf(silent).length, echoesOf(heard).length]).toEqual([0, 1])
  })

  it('must have been there', async () => {
    const huiyin = await world().start()
    await expect(huiyin.deliveries.retire('smss', { by: actors.system })).rejects.toMatchObject({
      code: 'not-found',
      details: { id: 'smss' },
    })
    await expect(huiyin.deliveries.reinstate('smss', { by: actors.system })).rejects.toMatchObject({
      code: 'not-found',
    })
    for (const list of [huiyin.deliveries.pending, huiyin.deliveries.deadLetters])
      await expect(list({ destination: 'smss' }, { by: actors.system })).rejects.toThrow(/"smss"; known: none/)
    await expect(huiyin.deliveries.retire('', { by: actors.system })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await huiyin.deliveries.destinations({ by: actors.system })).toEqual([])
  })
})

describe('the destinations of a city', () => {
  it('are declared once, however many processes start, and anew when one is owed other events', async () => {
    const { channel, start } = world()
    const one = await start({ channels: [channel('sms')] })
    const heads = async () => (await one.audit.verify({ by: actors.system })).events
    const first = await heads()
    await start({ channels: [channel('sms')] })
    expect(await heads()).toBe(first)
    await start({ channels: [channel('sms', 'unit')] })
    expect(await heads()).toBe(first + 1)
    expect(await one.deliveries.destinations({ by: actors.system })).toMatchObject([{ name: 'sms', audience: 'unit' }])
    expect((await one.audit.verify({ by: actors.system })).ok).toBe(true)
  })
})
