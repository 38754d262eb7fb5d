import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { ChannelHost, NotificationChannel, SendResult } from '../../src/contracts/channel.js'
import type { Notice } from '../../src/contracts/notice.js'
import type { Storage } from '../../src/contracts/storage.js'
import { inOrder } from '../../src/delivery/channel/in-order.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { definePlugin } from '../../src/plugin/plugin.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')
const day = 24 * 3_600_000
const by = { by: actors.systemAdmin }
const staff = { by: actors.desk }

interface Parts {
  readonly storage?: Storage
  readonly answer?: (notice: Notice) => SendResult
  readonly sentDays?: number
}

/** A city that reports to residents by SMS, with one request in it, of which the resident has heard. */
async function city({ storage = memoryStorage(), answer, sentDays }: Parts = {}) {
  const clock = simulatedClock(start)
  const sent: Notice[] = []
  let host: ChannelHost | undefined
  const sms: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'sms',
    audience: ['resident', 'unit'],
    start: async (given) => {
      host = given
    },
    send: async (notice) => {
      sent.push(notice)
      return answer?.(notice) ?? { ok: true, ref: `biz-${sent.length}` }
    },
  }
  const sink = { contract: 'huiyin.sink/1', name: 'bus', on: ['*'], publish: async () => ({ ok: true }) } as const
  const huiyin = createHuiyin({
    storage,
    channels: [sms],
    sinks: [sink as never],
    platform: { clock, ids: simulatedIds(1) },
    ...(sentDays !== undefined && { limits: { sentDays } }),
  })
  await huiyin.start()
  await seedCity(huiyin)
  await huiyin.requests.submit(
    'q-1',
    { category: 'heating', area: cityGrid, description: '家中不热' },
    { by: actors.resident },
  )
  await huiyin.tick().catch(() => {})
  const page = (destination = 'sms/resident', more = {}) => huiyin.deliveries.sent({ destination, ...more }, by)
  const receipt: ChannelHost['receipt'] = (...given) => (host as ChannelHost).receipt(...given)
  return { huiyin, clock, sent, page, receipt }
}

describe('what a channel sent', () => {
  it('stays with the reference of the provider; what sinks and core itself did leaves no row', async () => {
    const { page, huiyin } = await city()
    expect((await page()).items).toMatchObject([
      { type: 'request', id: 'q-1', destination: 'sms/resident', at: start, attempts: 1, ref: 'biz-1' },
    ])
    expect((await page('bus')).items).toEqual([])
    await expect(page('smz')).rejects.toMatchObject({ code: 'not-found' })
    await expect(huiyin.deliveries.sent({ destination: 'sms' }, staff)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(page('sms/resident', { form: 1 })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('by a plugin leaves a row where it asks for that, and none where it does not', async () => {
    const deliver = async () => ({ ok: true, ref: 'job-1' }) as const
    const plugin = definePlugin({
      id: 'talks',
      deliveries: [
        { name: 'kept', on: ['request.submitted'], keepSent: true, deliver },
        { name: 'plain', on: ['request.submitted'], deliver },
      ],
      setup: () => ({}),
    })
    const clock = simulatedClock(start)
    const huiyin = createHuiyin({
      storage: memoryStorage(),
      plugins: [plugin],
      platform: { clock, ids: simulatedIds(1) },
    })
    await huiyin.start()
    await seedCity(huiyin)
    await huiyin.requests.submit(
      'q-1',
      { category: 'heating', area: cityGrid, description: '家中不热' },
      { by: actors.resident },
    )
    await huiyin.tick()
    const kept = (destination: string) => huiyin.deliveries.sent({ destination }, by)
    expect((await kept('talks/kept')).items).toMatchObject([{ id: 'q-1', event: 1, ref: 'job-1' }])
    expect((await kept('talks/plain')).items).toEqual([])
    expect(await huiyin.requests.notices('q-1', staff)).toEqual([])
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  })

  it('says why nothing was sent, and keeps no reference that cannot be kept', async () => {
    const { page } = await city({ answer: () => ({ ok: true, skipped: 'no phone' }) })
    expect((await page()).items).toMatchObject([{ skipped: 'no phone' }])
    for (const ref of ['', 'x'.repeat(256), 'a\u0000b', '\ud83d', 7, {}]) {
      const { items } = await (await city({ answer: () => ({ ok: true, ref }) as never })).page()
      expect([items.length, items[0]?.ref]).toEqual([1, undefined])
    }
  })

  it('has its reference also where the first settlement failed, without being sent again', async () => {
    const memory = memoryStorage()
    let isFull = true
    const storage: Storage = {
      ...memory,
      settle: async (rows) => {
        const isOurs = rows.some((row) => row.what === 'delivery' && row.destination === 'sms/resident')
        if (isOurs && isFull) throw new Error('the disk is full')
        return memory.settle(rows)
      },
    }
    const { huiyin, clock, page, sent } = await city({ storage })
    isFull = false
    clock.advance(day)
    await huiyin.tick()
    expect((await page()).items.filter(({ event }) => event === 1)).toMatchObject([{ ref: 'biz-1', attempts: 2 }])
    expect(sent.filter(({ seq, to }) => seq === 1 && to.kind === 'resident')).toHaveLength(1)
  })

  it('names the part of a channel that carried it, and takes the receipts of that part', async () => {
    const asked: unknown[] = []
    const host = { receipt: async (...given: unknown[]) => asked.push(given) } as unknown as ChannelHost
    let own: ChannelHost | undefined
    const part = (name: string, result: SendResult): NotificationChannel => ({
      ...{ contract: 'huiyin.channel/2', name, audience: 'resident' },
      start: async (given) => {
        own = given
      },
      send: async () => result,
    })
    const signal = new AbortController().signal
    const notice = { id: 'q-1/1/both', to: { kind: 'unit' }, event: 'e', data: {} } as unknown as Notice
    const answers = [{ ok: true, ref: '7' }, { ok: true }] as const
    for (const [position, ref] of ['sms:7', 'sms:q-1/1/both'].entries()) {
      const both = inOrder('both', [
        part('wechat', { ok: true, skipped: 'unknown there' }),
        part('sms', answers[position] as SendResult),
      ])
      await both.start?.(host)
      expect(await both.send(notice, { host, signal })).toEqual({ ok: true, ref })
    }
    await own?.receipt({ ref: '7' }, { kind: 'read', at: 1 })
    expect(asked).toEqual([[{ ref: 'sms:7' }, { kind: 'read', at: 1 }]])
  })
})

describe('a receipt', () => {
  it('is noted by the id of the message and by the reference of the provider, however often and in whatever order', async () => {
    const { page, receipt, sent } = await city()
    const id = sent[0]?.id ?? ''
    for (const message of [{ ref: 'biz-1' }, id, id]) {
      expect(await receipt(message, { kind: 'failed', at: start + 5, reason: 'phone 13800000001 is off' })).toBe(
        'recorded',
      )
      expect(await receipt(message, { kind: 'delivered', at: start - 1 })).toBe('recorded')
    }
    expect((await page()).items).toMatchObject([{ deliveredAt: start - 1, failedAt: start, failure: 'phone … is off' }])
    expect((await page('sms/resident', { failed: true })).items).toEqual([])
  })

  it('of a message that nobody sent is a value, of another channel too; what is none is refused', async () => {
    const { receipt } = await city()
    const read = { kind: 'read', at: start } as const
    for (const message of [
      'q-1/1/bus',
      'q-1/9/sms/resident',
      'q-9/1/sms/resident',
      '/1/sms/resident',
      'sms/resident',
      '',
    ])
      expect(await receipt(message, read)).toBe('unknown')
    for (const ref of ['biz-9', '', '\u0000', 'x'.repeat(300)]) expect(await receipt({ ref }, read)).toBe('unknown')
    await expect(receipt('q-1/1/sms/resident', { kind: 'lost', at: 1 } as never)).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(receipt(7 as never, read)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('that is a failure is listed, and sends nothing again', async () => {
    const { huiyin, clock, page, receipt, sent } = await city()
    const before = sent.length
    await receipt({ ref: 'biz-1' }, { kind: 'failed', at: start, reason: 'no such number' })
    expect((await page('sms/resident', { failed: true })).items).toMatchObject([{ failure: 'no such number' }])
    clock.advance(60_000)
    await huiyin.tick()
    expect(sent).toHaveLength(before)
  })
})

describe('the ledger', () => {
  it('is removed when its time is over, and verifies before and after', async () => {
    const { huiyin, clock, page, receipt } = await city({ sentDays: 30 })
    await receipt({ ref: 'biz-1' }, { kind: 'read', at: start })
    const isWhole = async () => (await huiyin.audit.verify({ by: actors.system })).ok
    expect(await isWhole()).toBe(true)
    clock.advance(29 * day)
    await huiyin.tick()
    expect((await page()).items.some(({ event }) => event === 1)).toBe(true)
    clock.advance(2 * day)
    await huiyin.tick()
    expect((await page()).items.some(({ event }) => event === 1)).toBe(false)
    expect(await isWhole()).toBe(true)
    const notices = await huiyin.requests.notices('q-1', staff)
    expect(notices[0]).toMatchObject({ event: { seq: 1 }, state: 'unrecorded' })
  })

  it.each([
    ['a row that is gone', (rows: object[]) => rows.slice(1), 'missing'],
    ['a row that nobody owed', ([first]: object[]) => [first as object, { ...first, event: 99 }], 'added'],
    ['a row that was never tried', ([first]: object[]) => [{ ...first, attempts: 0 }], 'changed'],
    ['a row of a time to come', ([first]: object[]) => [{ ...first, at: start + 99 * day }], 'moved'],
  ])('is found wrong by a verification with %s', async (_, alter, wrong) => {
    const memory = memoryStorage()
    let isAltered = false
    const storage: Storage = {
      ...memory,
      load: async (ref, beside) => {
        const loaded = await memory.load(ref, beside)
        const { rows } = loaded
        if (!isAltered || ref.id !== 'q-1' || rows === undefined) return loaded
        return { ...loaded, rows: { ...rows, sent: alter([...rows.sent]) as never } }
      },
    }
    const { huiyin } = await city({ storage })
    isAltered = true
    const { ok, faults } = await huiyin.audit.verify({ by: actors.system })
    expect([ok, faults]).toMatchObject([false, [{ id: 'q-1', fault: 'delivery', wrong }]])
  })
})

describe('proof of notice', () => {
  it('says for staff what became of every message to people, in words', async () => {
    const { huiyin, receipt } = await city({
      answer: ({ to, seq }) =>
        to.kind === 'unit' ? { ok: false, class: 'recipient', reason: 'no such person' }
        : seq === 1 ? { ok: true, ref: 'biz-1' }
        : { ok: true, skipped: 'no phone' }, // biome-ignore format: a ladder
    })
    await receipt({ ref: 'biz-1' }, { kind: 'delivered', at: start })
    await huiyin.requests.dispatch('q-1', {}, staff)
    const waiting = await huiyin.requests.notices('q-1', staff)
    expect(waiting.map(({ state }) => state)).toContain('pending')
    await huiyin.tick()
    const notices = await huiyin.requests.notices('q-1', staff)
    expect(notices.map(({ event, to, channel, state }) => `${event.type} ${to} ${channel} ${state}`)).toEqual([
      'request.submitted resident sms/resident delivered',
      'request.accepted resident sms/resident skipped',
      'request.dispatched resident sms/resident skipped',
      'request.dispatched unit sms/unit dead',
    ])
    const [first, second, , third] = notices.map(({ words }) => words)
    const moment = { zh: '2022年1月4日（星期二）10:00', en: '10:00 on Tuesday, 4 January 2022' }
    expect(first).toEqual({
      zh: `经 sms/resident 告知诉求人：${moment.zh}发出，${moment.zh}送达`,
      en: `sms/resident to the resident: sent at ${moment.en}, delivered at ${moment.en}`,
    })
    expect(second?.zh).toBe(`经 sms/resident 告知诉求人：${moment.zh}未发送：no phone`)
    expect(third?.en).toBe('sms/unit to the unit: could not be sent in 1 attempts: recipient: no such person')
  })

  it('is not for the resident, nor for whom the request does not concern', async () => {
    const { huiyin } = await city()
    for (const reader of [actors.resident, { id: 'staff-9', kind: 'staff', grants: [] } as const])
      await expect(huiyin.requests.notices('q-1', { by: reader })).rejects.toMatchObject({ code: 'not-found' })
    await expect(huiyin.requests.notices('q-9', staff)).rejects.toMatchObject({ code: 'not-found' })
  })
})
