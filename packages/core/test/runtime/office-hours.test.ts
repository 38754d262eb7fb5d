import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { minuteOf } from '../../src/calendar/time-of-day.js'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { defineSlaPolicy, type SlaPolicyInput } from '../../src/sla/policy.js'

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const hour = 3_600_000

async function city(start: string, storage: Storage = memoryStorage(), sla: SlaPolicyInput = {}) {
  const clock = simulatedClock(at(start))
  const sent: string[] = []
  const channels = (['resident', 'unit', 'dispatcher', 'supervisor'] as const).map(
    (audience): NotificationChannel => ({
      contract: 'huiyin.channel/2',
      name: audience,
      audience,
      send: async ({ event }) => {
        sent.push(`${minuteOf(clock.now())} ${audience} ${event}`)
        return { ok: true }
      },
    }),
  )
  const platform = { clock, ids: simulatedIds(1) }
  const huiyin = createHuiyin({ storage, platform, channels, sla: defineSlaPolicy(sla) })
  await huiyin.start()
  await seedCity(huiyin)
  const must = async (result: Promise<{ readonly ok: boolean }>) => expect((await result).ok).toBe(true)
  await must(
    huiyin.requests.submit(
      'q',
      { category: 'heating', area: cityGrid, description: '家中不热' },
      { by: actors.resident },
    ),
  )
  const dispatch = () => must(huiyin.requests.dispatch('q', {}, { by: actors.desk }))
  const claim = () => must(huiyin.requests.claim('q', { by: actors.housing }))
  /** Ticks every hour, as a process does that runs all the time. */
  const runTo = async (text: string) => {
    for (; clock.now() <= at(text); clock.set(clock.now() + hour)) await huiyin.tick()
  }
  const events = async () =>
    (await huiyin.requests.history('q', { by: actors.system })).map((event) => `${minuteOf(event.at)} ${event.type}`)
  return { huiyin, clock, sent, must, dispatch, claim, runTo, events }
}
type World = Awaited<ReturnType<typeof city>>
const outside = (sent: readonly string[]) =>
  sent.filter((line) => {
    const [date = '', time = ''] = line.split(' ')
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    return weekday === 0 || weekday === 6 || time < '09:00' || time >= '17:30' || (time >= '12:00' && time < '13:30')
  })
/** Messages that somebody's command caused are left out: people may work whenever they like. */
const fromTime = ({ sent }: World, since: string) => sent.filter((line) => line > since)

describe.each([
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage({ path: ':memory:' })],
] as const)('a deadline that ends on a Friday at midnight, on %s', (_name, storage) => {
  it('is breached at that instant, and everybody is told when offices open', async () => {
    const world = await city('2026-11-17 10:00', storage())
    await world.dispatch()
    await world.claim()
    await world.runTo('2026-11-21 23:30')
    const { breaches } = await world.huiyin.requests.get('q', { by: actors.system })
    expect(breaches).toMatchObject([{ clock: 'resolve', at: at('2026-11-21 00:00') }])
    expect((await world.events()).at(-1)).toBe('2026-11-21 00:00 request.overdue')
    expect(fromTime(world, '2026-11-20 10')).toEqual([])
    await world.runTo('2026-11-23 09:00')
    expect(fromTime(world, '2026-11-20 10').map((line) => line.slice(0, 13))).toEqual([
      '2026-11-23 09',
      '2026-11-23 09',
      '2026-11-23 09',
    ])
    // Supervision climbs in office hours too: two working days later, then every two.
    await world.runTo('2026-12-02 10:00')
    expect((await world.events()).slice(-3)).toEqual([
      '2026-11-21 00:00 request.overdue',
      '2026-11-25 09:00 request.supervised',
      '2026-11-30 09:00 request.supervised',
    ])
    expect(outside(fromTime(world, '2026-11-17 11'))).toEqual([])
    await world.huiyin.stop()
  })
})

describe('nothing goes out at night or on a rest day', () => {
  it.each([
    [
      'a suspension that lapses',
      async ({ huiyin, must, dispatch, claim }: World) => {
        await dispatch()
        await claim()
        await must(huiyin.requests.suspend('q', { reasonCode: 'season' }, { by: actors.housing }))
      },
    ],
    [
      'a rating nobody gave',
      async ({ huiyin, must, dispatch, claim }: World) => {
        await dispatch()
        await claim()
        await must(huiyin.requests.reply('q', { text: '已处理。' }, { by: actors.housing }))
      },
    ],
    [
      'a rectification that is late',
      async ({ huiyin, must, dispatch, claim }: World) => {
        await dispatch()
        await claim()
        await must(huiyin.requests.reply('q', { text: '已处理。' }, { by: actors.housing }))
        await must(huiyin.requests.rate('q', { grade: 1 }, { by: actors.resident }))
      },
    ],
    [
      'a co-handler that does not answer, an extension nobody decides on',
      async ({ huiyin, must, dispatch, claim }: World) => {
        await dispatch()
        await claim()
        await must(huiyin.requests.assignCoHandler('q', { unit: 'water' }, { by: actors.housing }))
        await must(
          huiyin.requests.requestExtension('q', { by: { workingDays: 2 }, reason: '协调' }, { by: actors.housing }),
        )
      },
    ],
    ['a claim slept through', async ({ dispatch }: World) => dispatch()],
    ['a report nobody dispatches', async () => {}],
  ] as const)('%s', async (_what, prepare) => {
    const world = await city('2026-11-18 16:00')
    await prepare(world)
    await world.runTo('2026-11-18 16:30')
    const before = world.sent.length
    await world.runTo('2027-01-15 17:00')
    const later = world.sent.slice(before)
    expect(later.length).toBeGreaterThan(0)
    const holidays = later.filter((line) => line.startsWith('2027-01-01'))
    expect([...outside(later), ...holidays]).toEqual([])
  })

  it('also when the process comes back in the middle of the night', async () => {
    const world = await city('2026-11-17 10:00')
    await world.dispatch()
    await world.claim()
    await world.huiyin.tick()
    world.sent.length = 0
    // The yellow card was due on Thursday at 9:00, an escalation three days ago.
    for (const night of ['2026-11-20 02:00', '2026-11-28 02:00', '2026-11-29 14:00']) {
      world.clock.set(at(night))
      await world.huiyin.tick()
    }
    expect(world.sent).toEqual([])
    await world.runTo('2026-12-09 12:00')
    expect(world.sent.length).toBeGreaterThan(0)
    expect(outside(world.sent)).toEqual([])
  })

  it('but limits in urgent hours press at any hour, where the policy says so', async () => {
    const urgent = { resolve: { within: { urgentHours: 10 }, warnings: [{ before: { urgentHours: 2 } }] } } as const
    const told = async (cards: SlaPolicyInput['cards']) => {
      const world = await city('2026-11-20 17:00', memoryStorage(), { ...urgent, ...(cards && { cards }) })
      await world.dispatch()
      await world.claim()
      await world.huiyin.tick()
      world.sent.length = 0
      await world.runTo('2026-11-23 10:00')
      return world.sent.filter((line) => line.includes(' unit '))
    }
    expect(await told('urgent-at-once')).toEqual([
      '2026-11-21 01:00 unit request.warned',
      '2026-11-21 03:00 unit request.overdue',
    ])
    expect(await told(undefined)).toEqual(['2026-11-23 09:00 unit request.overdue'])
  })

  it('what people do is told at once', async () => {
    const world = await city('2026-11-21 23:00')
    await world.dispatch()
    await world.huiyin.tick()
    expect(world.sent).toContain('2026-11-21 23:00 unit request.dispatched')
  })
})
