import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import type { HolidayYear } from '../../src/calendar/notices/holiday-year.js'
import { notices } from '../../src/calendar/notices/published-notices.js'
import { withYear } from '../../src/calendar/notices/with-year.js'
import type { Storage } from '../../src/contracts/storage.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { amendedCity } from './amended-city.js'

const plain = createWorkCalendar({ unpublished: 'provisional' })
const closed = plain.withOverlay({
  id: 'flood-2026',
  name: { zh: '防汛停工', en: 'Flood' },
  basis: '胶政办〔2026〕8号',
  off: [['2026-07-22', '2026-07-22']],
})
const year2026 = notices.find(({ year }) => year === 2026) as HolidayYear
// The same days off, and one more by the town itself.
const amended = (date: string): HolidayYear => ({
  ...year2026,
  amendments: [
    {
      notice: '胶政办〔2026〕9号',
      published: '2026-07-20',
      name: { zh: '台风停工', en: 'Typhoon' },
      off: [[date, date]],
      makeUp: [],
      extraDays: 1,
    },
  ],
})
const replacing = { by: actors.systemAdmin, replaces: year2026.notice }

// Processes share the storage, which stays open when one of them ends.
const shared = (storage: Storage): Storage => ({ ...storage, close: async () => {} })

describe.each([
  ['memory', () => shared(memoryStorage())],
  ['sqlite', () => shared(sqliteStorage({ path: ':memory:' }))],
] as const)('an overlay that comes with the code while deadlines run, on %s', (_name, create) => {
  const begun = async () => {
    const city = await amendedCity(create(), '2026-07-20T10:00:00', { calendar: plain })
    await city.submit('q-1')
    await city.dispatch('q-1')
    return { ...city, next: await city.start(2, { calendar: closed }) }
  }

  it('leaves the dates that were announced, and holds for what begins afterwards', async () => {
    const { next, submit, dispatch, resolveOf } = await begun()
    await next.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2026-07-23' })
    expect((await next.requests.history('q-1', { by: actors.system })).map(({ type }) => type)).not.toContain(
      'request.calendarAmended',
    )
    expect(next.calendar.amendments()).toEqual([])
    await submit('q-2', next)
    await dispatch('q-2', next)
    expect(await resolveOf('q-2')).toMatchObject({ dueDate: '2026-07-24' })
  })

  it('explains each by the calendar it was counted on', async () => {
    const { next, submit, dispatch } = await begun()
    await submit('q-2', next)
    await dispatch('q-2', next)
    const counted = async (id: string) => {
      const { days, text } = await next.requests.explainDeadline(id, { by: actors.system })
      expect(text.zh).not.toContain('已不可得')
      return days.filter((day) => day.counted).map(({ date }) => date.slice(8))
    }
    expect(await counted('q-1')).toEqual(['21', '22', '23'])
    expect(await counted('q-2')).toEqual(['21', '23', '24'])
  })

  it('counts where a deadline is counted again, and is cited for its day', async () => {
    const { next, must, resolveOf } = await begun()
    await must(next.calendar.amend(amended('2026-07-21'), replacing))
    await next.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2026-07-27' })
    expect((await next.requests.history('q-1', { by: actors.system })).at(-1)?.data).toMatchObject({
      days: [
        { date: '2026-07-21', working: false },
        { date: '2026-07-22', working: false },
      ],
      notices: ['胶政办〔2026〕9号', '胶政办〔2026〕8号'],
    })
    expect(await next.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })

  it('moves what runs when its day is applied as an amendment instead', async () => {
    const { huiyin, must, resolveOf, sent } = await begun()
    await must(huiyin.calendar.amend(amended('2026-07-22'), replacing))
    await huiyin.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2026-07-24' })
    const { text } = await huiyin.requests.explainDeadline('q-1', { by: actors.system })
    expect(text.zh).toContain('依据胶政办〔2026〕9号调整日历')
    const told = sent.filter(({ event }) => event === 'request.calendarAmended').map(({ audience }) => audience)
    expect(told.sort()).toEqual(['resident', 'unit'])
  })

  it('does not hold up the notice that comes with it', async () => {
    const { start, resolveOf } = await begun()
    const newer = await start(3, { calendar: withYear(closed, amended('2026-07-21')) })
    await newer.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2026-07-27' })
    expect(newer.calendar.amendments().at(-1)).toMatchObject({ year: 2026 })
  })
})
