// The n-th working day, from a day written YYYY-MM-DD to a day written YYYY-MM-DD, as an application calls it.
import { createRequire } from 'node:module'
import { createWorkCalendar } from '@huiyin/core/calendar'
import * as chineseWorkday from 'chinese-workday'
import { interleave, single } from './lib.mjs'

export const name = 'n-th working day, ISO in and out 第 n 个工作日'

// Peers that only the tests of core depend on.
const fromCore = createRequire(new URL('../packages/core/package.json', import.meta.url))
const chineseDays = fromCore('chinese-days')
const { addBusinessDays } = fromCore('date-fns')

const calendar = createWorkCalendar()

/** The same 512 starts for all contenders, spread over 2016 to 2025. */
const starts = Array.from({ length: 512 }, (_, i) => {
  const day = new Date(Date.UTC(2016, 0, 1) + ((i * 2_654_435_761) % 3600) * 86_400_000)
  return day.toISOString().slice(0, 10)
})
const startOf = (index) => starts[index & 511]

const two = (value) => (value < 10 ? `0${value}` : `${value}`)
const iso = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
const local = (text) => new Date(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10)))

/** The loop people write over chinese-workday, which has no addition of its own; with Date objects, its fastest form. */
function loop(start, n) {
  const date = local(start)
  for (let left = n; left > 0; ) {
    date.setDate(date.getDate() + 1)
    if (chineseWorkday.isWorkday(date)) left--
  }
  return iso(date)
}

const peers = [
  { peerName: 'chinese-workday, loop', bars: { 3: 50, 30: 400, 250: 3000 }, add: loop },
  { peerName: 'chinese-days findWorkday', bars: {}, add: (start, n) => chineseDays.findWorkday(n, start) },
  {
    peerName: 'date-fns addBusinessDays (weekends only)',
    bars: {},
    add: (start, n) => iso(addBusinessDays(local(start), n)),
  },
]

export async function run() {
  const rows = []
  for (const n of [3, 30, 250]) {
    for (const { peerName, bars, add } of peers) {
      const { ours, peer, ratio } = await interleave({
        ours: (index) => calendar.addWorkingDays(startOf(index), n),
        peer: (index) => add(startOf(index), n),
      })
      const bar = bars[n]
      rows.push({
        what: `n = ${n}`,
        ours,
        peer,
        peerName,
        unit: 'µs',
        ratio,
        ...(bar === undefined ? {} : { bar, met: ratio >= bar }),
      })
    }
  }
  const between = await interleave({
    ours: (index) => calendar.workingDaysBetween(startOf(index), '2026-01-01'),
    peer: (index) => chineseWorkday.countWorkdays(startOf(index), '2026-01-01'),
  })
  rows.push({
    what: 'working days between two days',
    ours: between.ours,
    peer: between.peer,
    peerName: 'chinese-workday countWorkdays',
    unit: 'µs',
    ratio: between.ratio,
  })
  // A million deadlines, as a night's recomputation has them; the peer does a hundredth of them and is taken times a hundred.
  const deadlines = (count, add) => {
    let last
    for (let index = 0; index < count; index++) last = add(startOf(index), 3)
    return last
  }
  const million = await interleave({
    ours: () => deadlines(1_000_000, calendar.addWorkingDays),
    peer: () => deadlines(10_000, loop),
    rounds: 5,
    calls: { ours: 1, peer: 0.01 },
  })
  rows.push({
    what: 'a million deadlines of 3 working days',
    ours: million.ours / 1000,
    peer: million.peer / 1000,
    peerName: 'chinese-workday, loop',
    unit: 'ms',
    ratio: million.ratio,
  })
  const first = await single(() => createWorkCalendar().isWorkingDay('2026-10-01'))
  rows.push({ what: 'create a calendar and ask it once (tables of 20 years)', ours: first, unit: 'µs' })
  return rows
}
