import { cityActors as actors } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../../src/calendar/business-hours.js'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { RequestEvent } from '../../src/request/events.js'
import { amendedCity, at, notice2027 } from './amended-city.js'

const by = actors.systemAdmin

async function handled(from = '2026-12-30T10:00:00', category = 'heating') {
  const city = await amendedCity(memoryStorage(), from)
  await city.submit('q-1', city.huiyin, category)
  await city.dispatch('q-1')
  const lead = category === 'leak' ? actors.water : actors.housing
  await city.must(city.huiyin.requests.claim('q-1', { by: lead }))
  const amend = async () => {
    await city.must(city.huiyin.calendar.amend(notice2027, { by }))
    await city.huiyin.tick()
  }
  const amendments = async () =>
    (await city.huiyin.requests.history('q-1', { by: actors.system })).filter(
      (event): event is Extract<RequestEvent, { type: 'request.calendarAmended' }> =>
        event.type === 'request.calendarAmended',
    )
  return { ...city, lead, amend, amendments, facts: () => city.huiyin.requests.get('q-1', { by: actors.system }) }
}

describe('a notice moves every clock of an open request', () => {
  it('of a co-handler, in an event that its unit hears', async () => {
    const { amend, amendments, facts, sent, clock, huiyin } = await handled('2026-12-31T10:00:00', 'leak')
    expect((await facts()).clocks['coHandle/housing']).toMatchObject({ dueDate: '2027-01-05' })
    clock.advance(60_000)
    await amend()
    expect((await facts()).clocks['coHandle/housing']).toMatchObject({ dueDate: '2027-01-06' })
    expect((await amendments()).map(({ data }) => data.moved.map((move) => move.clock))).toEqual([
      ['coHandle/housing'],
      ['resolve'],
    ])
    const told = sent.filter(({ event, audience }) => event === 'request.calendarAmended' && audience === 'unit')
    expect(told.map(({ to }) => to)).toEqual(['housing', 'water'])
    expect(told[0]?.zh).toContain('协办时限')
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })

  it('that stands still: resumed, it is counted on the new calendar', async () => {
    const { amend, facts, huiyin, must, clock } = await handled()
    clock.set(at('2026-12-31T10:00:00'))
    await must(huiyin.requests.suspend('q-1', { reasonCode: 'season' }, { by: actors.housing }))
    await amend()
    expect((await facts()).clocks.resolve).toMatchObject({ dueDate: '2027-01-06', pausedAt: at('2026-12-31T10:00:00') })
    clock.set(at('2027-01-05T10:00:00'))
    await must(huiyin.requests.resume('q-1', { by: actors.housing }))
    // One of three days was used up on 31 December; 6 and 7 January are the others.
    expect((await facts()).clocks.resolve).toMatchObject({ dueDate: '2027-01-07' })
  })

  it('of a rectification, and of the rating before it', async () => {
    const { amend, facts, huiyin, must, amendments, sent } = await handled()
    await must(huiyin.requests.reply('q-1', { text: '已处理。' }, { by: actors.housing }))
    await must(huiyin.requests.rate('q-1', { grade: 1 }, { by: actors.resident }))
    expect((await facts()).clocks.rectify).toMatchObject({ dueDate: '2027-01-05' })
    await amend()
    expect((await facts()).clocks.rectify).toMatchObject({ dueDate: '2027-01-06' })
    expect((await amendments())[0]?.data.moved).toMatchObject([{ clock: 'rectify' }])
    expect(sent.at(-1)?.zh ?? '').toContain('整改时限')
  })

  it('and its warning: a yellow card is never given on a day that is off', async () => {
    const { amend, facts } = await handled()
    expect((await facts()).clocks.resolve?.warnAt).toEqual([at('2027-01-04T09:00:00')])
    await amend()
    expect((await facts()).clocks.resolve?.warnAt).toEqual([at('2027-01-05T09:00:00')])
  })

  it('that was answered late by the old date and in time by the new one: the breach is cleared', async () => {
    const { amend, facts, huiyin, must, clock } = await handled()
    clock.set(at('2027-01-06T09:30:00'))
    await huiyin.tick()
    await must(huiyin.requests.reply('q-1', { text: '已处理。' }, { by: actors.housing }))
    expect((await facts()).breaches).toHaveLength(1)
    await amend()
    expect((await facts()).breaches).toEqual([])
    expect((await facts()).status).toBe('awaitingRating')
    const explained = await huiyin.requests.explainDeadline('q-1', { by: actors.system, clock: 'resolve' })
    expect(explained.amendments).toMatchObject([{ breachCleared: true }])
    expect(explained.text.zh).toContain('超期记录随之撤销')
  })

  it('whoever notices first: a deadline that is due by the old date only is not a breach', async () => {
    const { huiyin, facts, must, clock } = await handled()
    await must(huiyin.calendar.amend(notice2027, { by }))
    clock.set(at('2027-01-06T09:30:00'))
    await huiyin.tick()
    expect((await facts()).breaches ?? []).toEqual([])
    expect((await huiyin.requests.history('q-1', { by: actors.system })).map(({ type }) => type)).not.toContain(
      'request.overdue',
    )
  })

  it('but leaves a request alone that has ended', async () => {
    const { amend, amendments, huiyin, must } = await handled()
    await must(huiyin.requests.reply('q-1', { text: '已处理。' }, { by: actors.housing }))
    await must(huiyin.requests.rate('q-1', { grade: 5 }, { by: actors.resident }))
    await amend()
    expect(await amendments()).toEqual([])
  })
})

describe('a calendar of a place, made as its page says', () => {
  const local = createWorkCalendar().withOverlay({
    id: 'jiaozhou-2026',
    name: { zh: '本市放假', en: 'local holiday' },
    off: [['2026-12-28', '2026-12-28']],
  })

  it.each([
    ['the calendar alone', { calendar: local }],
    ['hours on it', { hours: createBusinessHours(local) }],
    ['both', { calendar: local, hours: createBusinessHours(local) }],
  ])('runs on after 25 December into a year without a notice, provisional: %s', async (_what, options) => {
    const { huiyin, submit, dispatch, resolveOf, clock } = await amendedCity(
      memoryStorage(),
      '2026-12-25T10:00:00',
      options,
    )
    for (const day of ['2026-12-25', '2026-12-29', '2026-12-31', '2027-01-05']) {
      clock.set(at(`${day}T10:00:00`))
      await submit(`q-${day}`)
      await dispatch(`q-${day}`)
      await huiyin.tick()
      await huiyin.requests.forStaff(`q-${day}`, { by: actors.desk })
      await huiyin.requests.forResident(`q-${day}`, { by: actors.resident })
      await huiyin.requests.explainDeadline(`q-${day}`, { by: actors.system })
    }
    expect(await resolveOf('q-2026-12-25')).toMatchObject({ dueDate: '2026-12-31', provisional: true })
    expect(huiyin.calendar.inForce().overlays.map(({ id }) => id)).toEqual(['jiaozhou-2026'])
  })

  it('keeps its overlays and hours when a notice is applied', async () => {
    const hours = createBusinessHours(local, { windows: [['08:00', '12:00']] })
    const { huiyin, must, submit, dispatch } = await amendedCity(memoryStorage(), '2026-12-31T11:00:00', { hours })
    await must(huiyin.calendar.amend(notice2027, { by }))
    await submit('q-1')
    await dispatch('q-1')
    const { claim } = (await huiyin.requests.get('q-1', { by: actors.system })).clocks
    expect(claim?.dueAt).toBe(at('2027-01-05T11:00:00'))
    expect(huiyin.calendar.inForce().dayType('2026-12-28')).toBe('holiday')
  })

  it('is refused with hours of another calendar, before anything runs', () => {
    expect(() =>
      createHuiyin({ storage: memoryStorage(), calendar: local, hours: createBusinessHours(createWorkCalendar()) }),
    ).toThrow(expect.objectContaining({ code: 'configuration' }))
  })
})
