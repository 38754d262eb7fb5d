import { dateOf, instantOf, weekdayOf } from '@huiyin/core/calendar'
import type { SeededRandom } from '@huiyin/testkit'
import { behaviour } from './behaviour.ts'
import { day, hour } from './shanghai.ts'

export type Channel = 'miniProgram' | 'hotline' | 'plazaTalk' | 'gridPatrol'

/** When and by which way a report arrives. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly channel: Channel
}

const { demand } = behaviour

/** State Council notice 国办发明电〔2021〕11号, the days of early 2022; habits need no more of a calendar than this. */
const holidays: readonly (readonly [from: string, to: string])[] = [
  ['2022-01-01', '2022-01-03'],
  ['2022-01-31', '2022-02-06'],
  ['2022-04-03', '2022-04-05'],
  ['2022-04-30', '2022-05-04'],
]
const springFestival: readonly [from: string, to: string] = ['2022-01-31', '2022-02-06']
const makeUpWorkdays = ['2022-01-29', '2022-01-30', '2022-04-02', '2022-04-24', '2022-05-07']

const within = (date: string, [from, to]: readonly [from: string, to: string]) => date >= from && date <= to

function isWorking(date: string): boolean {
  if (makeUpWorkdays.includes(date)) return true
  if (holidays.some((holiday) => within(date, holiday))) return false
  return weekdayOf(date) % 6 !== 0
}

/** Whether reports by this channel arrive on that date at all. */
function isOpen(channel: Channel, date: string): boolean {
  if (channel === 'gridPatrol') return isWorking(date)
  if (channel === 'plazaTalk') {
    return isWorking(date) && (demand.plazaTalkDays as readonly number[]).includes(weekdayOf(date))
  }
  return true
}

function weightOf(date: string): number {
  if (within(date, springFestival)) return demand.springFestivalWeight
  return isWorking(date) ? demand.dayWeight.working : demand.dayWeight.rest
}

/** Draws the arrivals of a span of dates, both included, in order. */
export function drawMoments(random: SeededRandom, count: number, from: string, to: string): Moment[] {
  const dates: (readonly [date: string, weight: number])[] = []
  for (let at = instantOf(from); at <= instantOf(to); at += day) dates.push([dateOf(at), weightOf(dateOf(at))])
  const moments: Moment[] = []
  while (moments.length < count) {
    const date = random.weighted(dates)
    const shares = date.slice(5) < demand.warmFrom ? demand.channels.cold : demand.channels.warm
    const channels = (Object.keys(shares) as Channel[]).filter((channel) => isOpen(channel, date))
    const channel = random.weighted(channels.map((name) => [name, shares[name]] as const))
    const windows = demand.hours[channel].map(([start, end, weight]) => [[start, end] as const, weight] as const)
    const [start, end] = random.weighted(windows)
    moments.push({ at: instantOf(date) + Math.floor((start + random.next() * (end - start)) * hour), channel })
  }
  return moments.sort((a, b) => a.at - b.at)
}
