import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import type { HolidayYear } from '../../src/calendar/notices/holiday-year.js'
import { parseHolidayNotice } from '../../src/calendar/notices/parse-notice.js'
import { notices } from '../../src/calendar/notices/published-notices.js'
import { withYear } from '../../src/calendar/notices/with-year.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { amendedCity, at, corrected2027, notice2027 } from './amended-city.js'

const by = actors.systemAdmin

describe.each([
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage({ path: ':memory:' })],
] as const)('a notice that comes while deadlines run, on %s', (_name, create) => {
  it('moves the deadline of a request accepted before New Year, and says which day', async () => {
    const { huiyin, must, submit, dispatch, resolveOf, sent } = await amendedCity(create(), '2026-12-30T10:00:00')
    await submit('q-1')
    await dispatch('q-1')
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2027-01-05', provisional: true })
    expect(await must(huiyin.calendar.amend(notice2027, { by }))).toMatchObject({
      notice: '国办发明电〔2026〕9号',
      year: 2027,
      changed: true,
    })
    await huiyin.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2027-01-06', provisional: false })
    const event = (await huiyin.requests.history('q-1', { by: actors.system })).at(-1)
    expect(event).toMatchObject({
      type: 'request.calendarAmended',
      by: { kind: 'system' },
      data: {
        notices: ['国办发明电〔2026〕9号'],
        days: [{ date: '2027-01-04', working: false }],
        moved: [{ clock: 'resolve', before: { dueDate: '2027-01-05' }, after: { dueDate: '2027-01-06' } }],
      },
    })
    const told = sent.filter((each) => each.event === 'request.calendarAmended')
    expect(told.toSorted((a, b) => (a.audience < b.audience ? -1 : 1))).toMatchObject([
      { audience: 'resident', to: 'res-1', zh: expect.stringContaining('2027年1月6日') },
      { audience: 'unit', to: 'housing', en: expect.stringContaining('6 January 2027') },
    ])
    const view = await huiyin.requests.forResident('q-1', { by: actors.resident })
    expect(view.progress.at(-1)?.title.zh).toContain('国办发明电〔2026〕9号')
    expect(view.deadline).toMatchObject({ date: '2027-01-06', provisional: false })
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })

  it('is explained: the days by the notice, and the amendment as a reason', async () => {
    const { huiyin, must, submit, dispatch } = await amendedCity(create(), '2026-12-30T10:00:00')
    await submit('q-1')
    await dispatch('q-1')
    await must(huiyin.calendar.amend(notice2027, { by }))
    await huiyin.tick()
    const explained = await huiyin.requests.explainDeadline('q-1', { by: actors.system })
    expect(explained.days.filter(({ counted }) => counted).map(({ date }) => date)).toEqual([
      '2026-12-31',
      '2027-01-05',
      '2027-01-06',
    ])
    expect(explained.notices).toEqual(['国办发明电〔2026〕9号'])
    expect(explained.amendments).toMatchObject([
      { notices: ['国办发明电〔2026〕9号'], days: [{ date: '2027-01-04', working: false }], breachCleared: false },
    ])
    expect(explained.text.zh).toContain('调整日历（2027-01-04 放假）')
    expect(explained.calendarVersion).toBe(huiyin.calendar.inForce().version)
  })

  it('moves the deadline of a request that was in another when it came, as soon as the request goes on', async () => {
    const { huiyin, must, submit, dispatch, resolveOf } = await amendedCity(create(), '2026-12-30T10:00:00')
    for (const id of ['q-1', 'q-2']) {
      await submit(id)
      await dispatch(id)
    }
    await must(huiyin.requests.merge('q-1', { into: 'q-2' }, { by: actors.desk }))
    await must(huiyin.calendar.amend(notice2027, { by }))
    await huiyin.tick()
    await must(huiyin.requests.withdraw('q-2', {}, { by: actors.resident }))
    await huiyin.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2027-01-06', provisional: false })
    const last = (await huiyin.requests.history('q-1', { by: actors.system })).at(-1)
    expect(last).toMatchObject({ type: 'request.calendarAmended', data: { notices: ['国办发明电〔2026〕9号'] } })
    expect((await huiyin.requests.explainDeadline('q-1', { by: actors.system })).amendments).toMatchObject([
      { breachCleared: false },
    ])
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })

  it('holds in every later start, also of code that does not know the year, and in the other process', async () => {
    const { huiyin, start, must, submit, clock } = await amendedCity(create(), '2026-12-30T10:00:00')
    const other = await start(2)
    await must(huiyin.calendar.amend(notice2027, { by }))
    await other.tick()
    expect(other.calendar.inForce().dayType('2027-01-04')).toBe('holiday')
    const older = await start(3, { calendar: createWorkCalendar({ asOf: '2025-11-01', unpublished: 'provisional' }) })
    expect(older.calendar.inForce().dayType('2027-01-04')).toBe('holiday')
    expect(older.calendar.amendments().map(({ year }) => year)).toEqual([2026, 2027])
    clock.set(at('2026-12-30T11:00:00'))
    await submit('q-2', older)
  })

  it('takes along a request that a process which had not heard of it accepted', async () => {
    const { huiyin, start, must, submit, dispatch, resolveOf, clock } = await amendedCity(
      create(),
      '2026-12-30T10:00:00',
    )
    const stale = await start(2)
    await stale.tick()
    await must(huiyin.calendar.amend(notice2027, { by }))
    await huiyin.tick()
    await submit('q-2', stale)
    await dispatch('q-2', stale)
    expect(await resolveOf('q-2')).toMatchObject({ dueDate: '2027-01-05' })
    clock.advance(10 * 60_000)
    await huiyin.tick()
    expect(await resolveOf('q-2')).toMatchObject({ dueDate: '2027-01-06' })
    // Nothing is left to do: the next rounds look at no request again.
    clock.advance(60 * 60_000)
    expect(await huiyin.calendar.reconcile()).toBe(0)
  })

  it('is refused when it contradicts the one in force, unless it names it; the same again is ok', async () => {
    const { huiyin, must, submit, dispatch, resolveOf } = await amendedCity(create(), '2026-12-30T10:00:00')
    await submit('q-1')
    await dispatch('q-1')
    await must(huiyin.calendar.amend(notice2027, { by }))
    await huiyin.tick()
    expect(await must(huiyin.calendar.amend(notice2027, { by }))).toMatchObject({ changed: false })
    expect(await huiyin.calendar.amend(corrected2027, { by })).toMatchObject({
      ok: false,
      refusal: {
        code: 'calendar-notice-contradicts',
        details: { year: 2027, inForce: '国办发明电〔2026〕9号', days: ['2027-01-04', '2027-01-09'] },
      },
    })
    expect(await huiyin.calendar.amend(corrected2027, { by, replaces: '国办发明电〔2026〕1号' })).toMatchObject({
      refusal: { code: 'calendar-notice-not-in-force' },
    })
    await must(huiyin.calendar.amend(corrected2027, { by, replaces: '国办发明电〔2026〕9号' }))
    await huiyin.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2027-01-05', provisional: false })
    const { amendments } = await huiyin.requests.explainDeadline('q-1', { by: actors.system })
    // The correction gives the day back by not naming it.
    expect(amendments.map((each) => each.notices)).toEqual([['国办发明电〔2026〕9号'], ['国办发明电〔2026〕10号']])
  })

  it('makes the holiday of a year in force longer, when it names the notice that arranged it', async () => {
    const calendar = createWorkCalendar({ asOf: '2020-01-20', unpublished: 'provisional' })
    const { huiyin, start, must, submit, dispatch, resolveOf } = await amendedCity(create(), '2020-01-23T10:00:00', {
      calendar,
    })
    await submit('q-1')
    await dispatch('q-1')
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2020-02-03' })
    const text =
      '关于延长2020年春节假期的通知\n国办发明电〔2020〕1号\n' +
      '延长2020年春节假期至2月2日（星期日），2月3日（星期一）起正常上班。\n2020年1月26日'
    expect(await huiyin.calendar.amend(text, { by })).toMatchObject({
      refusal: { code: 'calendar-notice-contradicts', details: { days: ['2020-01-31', '2020-02-01'] } },
    })
    const options = { by, replaces: '国办发明电〔2019〕16号' }
    expect(await must(huiyin.calendar.amend(text, { ...options, preview: true }))).toMatchObject({
      notice: '国办发明电〔2020〕1号',
      summary: { moved: 1, later: 1 },
    })
    expect(await must(huiyin.calendar.amend(text, options))).toMatchObject({ changed: true })
    expect(await must(huiyin.calendar.amend(text, { by }))).toMatchObject({ changed: false })
    await huiyin.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2020-02-05' })
    expect((await huiyin.requests.explainDeadline('q-1', { by: actors.system })).text.zh).toContain(
      '国办发明电〔2020〕1号',
    )
    const other = await start(2, { calendar })
    expect(other.calendar.inForce().dayType('2020-02-01')).toBe('holiday')
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  })

  it('is applied by an admin of the whole city only', async () => {
    const { huiyin } = await amendedCity(create(), '2026-12-30T10:00:00')
    const street = { id: 'staff-street', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281001' }] } as const
    for (const who of [street, actors.desk, actors.resident])
      for (const preview of [true, false] as const)
        expect(await huiyin.calendar.amend(notice2027, { by: who, preview } as never)).toMatchObject({
          ok: false,
          refusal: { code: 'calendar-amend-not-permitted' },
        })
  })

  it('is previewed: what moves, by which days, and nothing is written', async () => {
    const { huiyin, must, submit, dispatch, resolveOf } = await amendedCity(create(), '2026-12-30T10:00:00')
    for (const id of ['q-1', 'q-2']) await submit(id)
    await dispatch('q-1')
    const preview = await huiyin.calendar.amend(notice2027, { by, preview: true })
    if (!preview.ok) throw new Error('refused')
    expect(preview.summary).toEqual({
      open: 2,
      moved: 1,
      later: 1,
      earlier: 0,
      breachesCleared: 0,
      clocks: { resolve: 1 },
    })
    expect(preview.days[0]).toEqual({ date: '2027-01-04', working: false })
    const listed = []
    for await (const request of preview.requests) listed.push(request)
    expect(listed).toMatchObject([{ id: 'q-1', unit: 'housing', moved: [{ clock: 'resolve' }] }])
    await huiyin.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2027-01-05' })
    expect(huiyin.calendar.amendments()).toEqual([])
    await must(huiyin.calendar.amend(notice2027, { by }))
    expect(await huiyin.calendar.reconcile()).toBe(preview.summary.moved)
  })

  it('clears the breach of a date that no longer holds, in the figures too', async () => {
    const storage = create()
    const { huiyin, must, submit, dispatch, clock } = await amendedCity(storage, '2026-12-30T10:00:00')
    await submit('q-1')
    await dispatch('q-1')
    await must(huiyin.requests.claim('q-1', { by: actors.housing }))
    clock.set(at('2027-01-06T09:30:00'))
    await huiyin.tick()
    expect((await huiyin.requests.get('q-1', { by: actors.system })).breaches).toHaveLength(1)
    const preview = await huiyin.calendar.amend(notice2027, { by, preview: true })
    expect(preview).toMatchObject({ summary: { breachesCleared: 1 } })
    await must(huiyin.calendar.amend(notice2027, { by }))
    await huiyin.tick()
    const facts = await huiyin.requests.get('q-1', { by: actors.system })
    expect(facts.breaches).toEqual([])
    expect(facts.clocks.resolve).not.toHaveProperty('breachedAt')
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    clock.set(at('2027-01-07T09:30:00'))
    await huiyin.tick()
    expect((await huiyin.requests.get('q-1', { by: actors.system })).breaches).toMatchObject([
      { at: at('2027-01-07T00:00:00') },
    ])
  })

  it('January 2020: the State Council extended the holiday, and 1 February became 4 February', async () => {
    const calendar = createWorkCalendar({ asOf: '2020-01-20', unpublished: 'provisional' })
    const { huiyin, must, submit, dispatch, resolveOf, clock } = await amendedCity(create(), '2020-01-22T10:00:00', {
      calendar,
    })
    await submit('q-1')
    await dispatch('q-1')
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2020-02-01', provisional: false })
    await must(huiyin.requests.claim('q-1', { by: actors.housing }))
    clock.set(at('2020-01-27T09:00:00'))
    const year = notices.find((each) => each.year === 2020) as HolidayYear
    expect(await huiyin.calendar.amend(year, { by })).toMatchObject({
      refusal: { code: 'calendar-notice-contradicts', details: { days: ['2020-01-31', '2020-02-01'] } },
    })
    await must(huiyin.calendar.amend(year, { by, replaces: '国办发明电〔2019〕16号' }))
    await huiyin.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2020-02-04' })
    expect((await huiyin.requests.history('q-1', { by: actors.system })).at(-1)?.data).toMatchObject({
      notices: ['国办发明电〔2020〕1号'],
      days: [
        { date: '2020-01-31', working: false },
        { date: '2020-02-01', working: false },
      ],
    })
  })

  it('that a new edition of the code brings moves what was counted before it', async () => {
    const storage = create()
    const { submit, dispatch, start, resolveOf } = await amendedCity(storage, '2026-12-30T10:00:00')
    await submit('q-1')
    await dispatch('q-1')
    const calendar = withYear(createWorkCalendar({ unpublished: 'provisional' }), parseHolidayNotice(notice2027))
    const next = await start(2, { calendar })
    await next.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2027-01-06', provisional: false })
    expect(next.calendar.amendments()).toMatchObject([{ year: 2027 }])
    // A process of the edition before counts with it too: nobody moves the date back.
    const before = await start(3)
    await before.tick()
    expect(await resolveOf('q-1')).toMatchObject({ dueDate: '2027-01-06' })
  })

  it('a restart with the same calendar records nothing', async () => {
    const storage = create()
    const { submit, start, huiyin } = await amendedCity(storage, '2026-12-30T10:00:00')
    await submit('q-1')
    const records = (await huiyin.audit.verify({ by: actors.system })).records
    await start(2)
    expect((await huiyin.audit.verify({ by: actors.system })).records).toBe(records)
  })
})

describe('a notice that cannot be applied', () => {
  it.each([
    ['a text that is no notice', '明天放假', ['notice', 'text']],
    [
      'a date that does not exist',
      {
        year: 2027,
        notice: 'n',
        holidays: [{ name: { zh: '元旦', en: 'x' }, off: [['2027-1-1', '2027-01-03']], makeUp: [] }],
      },
      ['notice', 'holidays', 0, 'off', 0, 0],
    ],
    ['a member that is not known', { ...parseHolidayNotice(notice2027), phone: '13800138000' }, ['notice', 'phone']],
    [
      'a year against the law',
      { ...parseHolidayNotice(notice2027), holidays: parseHolidayNotice(notice2027).holidays.slice(1) },
      ['notice', 'days', '2027-01-01'],
    ],
    ['nothing', undefined, ['notice']],
  ])('%s is refused with its place before anything is read', async (_what, notice, path) => {
    const { huiyin } = await amendedCity(memoryStorage(), '2026-12-30T10:00:00')
    await huiyin.stop()
    const asked = Promise.resolve().then(() => huiyin.calendar.amend(notice as never, { by }))
    await expect(asked).rejects.toMatchObject({
      code: 'invalid-input',
      issues: expect.arrayContaining([expect.objectContaining({ path })]),
    })
  })

  it('a year that would leave a gap is refused', async () => {
    const calendar = createWorkCalendar({ asOf: '2025-01-01' })
    const { huiyin } = await amendedCity(memoryStorage(), '2025-06-03T10:00:00', { calendar })
    await expect(huiyin.calendar.amend(notice2027, { by })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['notice', 'year'], message: { en: expect.stringContaining('load 2026 first') } }],
    })
  })
})
