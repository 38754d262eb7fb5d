import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import type { Notice } from '../../src/contracts/notice.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const hour = 3_600_000
const report = { category: 'heating', area: cityGrid, description: '家中不热' }
const self = { by: actors.resident }
const night = { workingDays: [['22:00', '07:00']], restDays: [['22:00', '10:00']] } as const

/** A city on the night of a Friday, with a channel that reaches people by phone. */
async function city(more: Partial<NotificationChannel> = {}) {
  const clock = simulatedClock(Date.parse('2022-01-07T23:00:00+08:00'))
  const sent: { readonly to: string; readonly at: string; readonly notice: Notice }[] = []
  const channel: NotificationChannel = {
    ...{ contract: 'huiyin.channel/2', name: 'sms', audience: 'resident', via: 'phone', concurrency: 1 },
    send: async (notice, { host }) => {
      const people = await host.addresses(notice)
      if (people.length === 0) return { ok: true, skipped: 'nobody to be reached' }
      for (const { address } of people) sent.push({ to: address, at: new Date(host.now()).toISOString(), notice })
      return { ok: true }
    },
    ...more,
  }
  const told: unknown[] = []
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    platform: { clock, ids: simulatedIds(1) },
    channels: [channel],
    logger: { info: (message, facts) => void told.push([message, facts]), warn: () => {} },
  })
  await huiyin.start()
  await seedCity(huiyin)
  const { id } = actors.resident
  await huiyin.contacts.setAddress(id, { via: 'phone', address: '13800000001' }, self)
  const submit = async () => {
    const result = await huiyin.requests.submit(report, self)
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const pending = async () => (await huiyin.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items
  return { huiyin, clock, sent, told, id, submit, pending }
}

describe('a person who has quiet hours', () => {
  it('is told when they are over by the work calendar, and that is no attempt', async () => {
    const { huiyin, clock, sent, id, submit, pending } = await city()
    await huiyin.contacts.prefer(id, { quiet: night }, self)
    await submit()
    await huiyin.tick()
    expect(sent).toEqual([])
    expect((await pending()).map(({ at, attempts }) => [new Date(at).toISOString(), attempts])).toEqual([
      ['2022-01-08T02:00:00.000Z', 0],
    ])
    clock.advance(11 * hour)
    await huiyin.tick()
    expect(sent.map(({ to, at, notice }) => [to, at, notice.attempt])).toEqual([
      ['13800000001', '2022-01-08T02:00:00.000Z', 1],
    ])
  })

  it('and shortens them meanwhile is told with the next message, and none gets lost or out of order', async () => {
    const { huiyin, clock, sent, id, submit } = await city()
    await huiyin.contacts.prefer(id, { quiet: night }, self)
    const request = await submit()
    await huiyin.tick()
    await huiyin.requests.void(request, { reason: '重复' }, { by: actors.desk })
    await huiyin.contacts.prefer(id, { quiet: { workingDays: [['23:30', '23:40']] } }, self)
    clock.advance(11 * hour)
    await huiyin.tick()
    expect(sent.map(({ notice }) => notice.event)).toEqual(['request.submitted', 'request.voided'])
  })

  it('does not hold up others', async () => {
    const { huiyin, sent, id, submit } = await city()
    await huiyin.contacts.prefer(id, { quiet: night }, self)
    await submit()
    const other = { ...actors.resident, id: 'res-2' }
    await huiyin.contacts.setAddress('res-2', { via: 'phone', address: '13800000002' }, { by: other })
    await huiyin.requests.submit(report, { by: other })
    await huiyin.tick()
    expect(sent.map(({ to }) => to)).toEqual(['13800000002'])
  })
})

describe('a message that reaches nobody', () => {
  it('is left out and no dead letter, and the log says so', async () => {
    const { huiyin, sent, told, pending } = await city()
    await huiyin.requests.submit(report, { by: { ...actors.resident, id: 'res-9' } })
    await huiyin.tick()
    expect([sent, await pending(), (await huiyin.deliveries.deadLetters({ by: actors.system })).items]).toEqual([
      [],
      [],
      [],
    ])
    const facts = expect.objectContaining({ destination: 'sms', reason: 'nobody to be reached' })
    expect(told).toContainEqual(['a message was left out', facts])
  })

  it('tries no paused channel for all the others: the next one does', async () => {
    let isThere = false
    const { huiyin, clock, submit } = await city({
      send: async (notice, { host }) => {
        const [person] = await host.addresses(notice)
        if (person === undefined) return { ok: true, skipped: 'nobody' }
        return isThere ? { ok: true } : { ok: false, class: 'auth', reason: 'expired' }
      },
    })
    await submit()
    await huiyin.tick()
    for (const n of [1, 2, 3]) await huiyin.requests.submit(report, { by: { ...actors.resident, id: `res-9${n}` } })
    const order = await huiyin.deliveries.pending({ destination: 'sms' }, { by: actors.system })
    expect(order.items).toHaveLength(4)
    clock.advance(hour)
    await huiyin.tick()
    expect((await huiyin.deliveries.pauses({ by: actors.system })).map(({ destination }) => destination)).toEqual([
      'sms',
    ])
    isThere = true
    clock.advance(hour)
    await huiyin.tick()
    expect(await huiyin.deliveries.pauses({ by: actors.system })).toEqual([])
    expect((await huiyin.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items).toEqual([])
  })
})
