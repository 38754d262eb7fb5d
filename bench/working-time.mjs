// Working time with a lunch break, make-up days and seasons. dayjs-business-time knows no make-up days: its answers are
// wrong around holidays, its work is comparable.
import { createRequire } from 'node:module'
import { createBusinessHours, createWorkCalendar } from '@huiyin/core/calendar'
import { interleave } from './lib.mjs'

export const name = 'working-time arithmetic 工作时计算'

const require = createRequire(import.meta.url)
const dayjs = require('dayjs')
dayjs.extend(require('dayjs-business-time'))

const windows = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
]
const calendar = createWorkCalendar()
const hours = createBusinessHours(calendar, {
  windows,
  seasons: [
    {
      from: '06-01',
      to: '09-30',
      windows: [
        ['08:30', '12:00'],
        ['14:30', '18:00'],
      ],
    },
  ],
})

const segments = windows.map(([start, end]) => ({ start: `${start}:00`, end: `${end}:00` }))
dayjs.setBusinessTime({
  sunday: null,
  monday: segments,
  tuesday: segments,
  wednesday: segments,
  thursday: segments,
  friday: segments,
  saturday: null,
})
// It takes a list of days off, so it is given every one of them.
const holidays = []
for (let day = Date.UTC(2007, 0, 1); day <= Date.UTC(2026, 11, 31); day += 86_400_000) {
  const date = new Date(day).toISOString().slice(0, 10)
  if (calendar.dayType(date) === 'holiday') holidays.push(date)
}
dayjs.setHolidays(holidays)

/** 64 starts at 10:20 in Beijing, spread over 2016 to 2024. */
const starts = Array.from(
  { length: 64 },
  (_, i) => Date.UTC(2016, 0, 4, 2, 20) + ((i * 2_654_435_761) % 3200) * 86_400_000,
)
const parsed = starts.map((start) => dayjs(start))
const at = (index) => index & 63

const bars = { 60: undefined, 420: 1000, 2100: 1000, 21000: 1000 }

export async function run() {
  const rows = []
  for (const minutes of [60, 420, 2100, 21_000]) {
    const { ours, peer, ratio } = await interleave({
      ours: (index) => hours.addWorkingTime(starts[at(index)], { minutes }),
      peer: (index) => parsed[at(index)].addBusinessMinutes(minutes).valueOf(),
      rounds: 5,
    })
    const bar = bars[minutes]
    const days = minutes / 420
    rows.push({
      what: minutes < 420 ? `add ${minutes} min` : `add ${minutes} min (${days} working day${days === 1 ? '' : 's'})`,
      ours,
      peer,
      peerName: 'dayjs-business-time (no make-up days)',
      unit: 'µs',
      ratio,
      ...(bar === undefined ? {} : { bar, met: ratio >= bar }),
    })
  }
  const between = await interleave({
    ours: (index) => hours.workingTimeBetween(starts[at(index)], starts[at(index)] + 7 * 86_400_000),
    peer: (index) => parsed[at(index)].add(7, 'day').businessMinutesDiff(parsed[at(index)]),
    rounds: 5,
  })
  rows.push({
    what: 'working time in a week',
    ours: between.ours,
    peer: between.peer,
    peerName: 'dayjs-business-time businessMinutesDiff',
    unit: 'µs',
    ratio: between.ratio,
  })
  return rows
}
