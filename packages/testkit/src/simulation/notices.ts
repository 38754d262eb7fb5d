import {
  type BusinessHours,
  createBusinessHours,
  createWorkCalendar,
  defaultSlaPolicy,
  isHuiyinError,
} from '@huiyin/core'
import { type HolidayYear, parseHolidayNotice, recomputeDeadlines, withYear } from '@huiyin/core/calendar'
import { cityActors } from '../city.js'
import type { Process } from './processes.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

const dayMs = 86_400_000
const expectedErrors = ['adapter-failure', 'conflict', 'overloaded', 'clock-wrong']

const published = `关于2022年部分节假日安排的通知 国办发明电〔2021〕11号
一、元旦：1月1日至3日放假，共3天。
二、春节：1月31日至2月6日放假调休，共7天。1月29日、1月30日上班。
三、清明节：4月3日至5日放假调休，共3天。4月2日上班。
四、劳动节：4月30日至5月4日放假调休，共5天。4月24日、5月7日上班。
五、端午节：6月3日至5日放假，共3天。
六、中秋节：9月10日至12日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。10月8日、10月9日上班。`

let calendar: BusinessHours['calendar'] | undefined
// One calendar for all seeds, because it never changes.
const plain = () => {
  calendar ??= createWorkCalendar({ unpublished: 'provisional' })
  return calendar
}

/** Notices that give one more day off while requests are under way, each in addition to those before it. */
export function createNotices({ random, scheduler, trace, violate }: World) {
  let year: HolidayYear = parseHolidayNotice(published)
  let inForce = year.notice
  let made = 0

  function oneMore(): HolidayYear | undefined {
    const today = new Date(scheduler.now() + dayMs / 3).toISOString().slice(0, 10)
    const date = plain().addWorkingDays(today, random.int(1, 6))
    if (plain().dayType(date) !== 'workday' || date.slice(0, 4) !== '2022') return undefined
    const entry = {
      name: { zh: '纪念日', en: 'commemoration' },
      off: [[date, date] as const],
      makeUp: [],
      extraDays: 1,
    }
    const known = year.amendments ?? []
    if (known.some(({ off }) => off[0]?.[0] === date)) return undefined
    const notice = `国发明电〔2022〕${++made}号`
    return { ...year, amendments: [...known, { ...entry, notice, published: today }] }
  }

  return function publish(process: Process): void {
    const next = oneMore()
    if (next === undefined) return
    const notice = next.amendments?.at(-1)?.notice ?? ''
    trace.add(`${process.name} is to apply ${notice}`)
    process.huiyin.calendar.amend(next, { by: cityActors.systemAdmin, replaces: inForce }).then(
      ({ ok }) => {
        trace.add(`${notice}: ${ok ? 'ok' : 'refused'}`)
        if (!ok || (year.amendments?.length ?? 0) >= (next.amendments?.length ?? 0)) return
        year = next
        inForce = notice
      },
      (error: unknown) => {
        trace.add(`${notice} failed`)
        if (!isHuiyinError(error) || !expectedErrors.includes(error.code))
          violate('errors', `${notice} failed with ${String(error)}`)
      },
    )
  }
}

/** Every deadline that runs is counted with the notices that were applied, whoever accepted the request and whenever. */
export function checkNotices(read: readonly ReadRecord[], { violate }: World): void {
  const stored = read.find(({ record }) => record.type === 'calendar')
  if (stored === undefined) return
  const { notices } = stored.facts as unknown as { notices: readonly { year: HolidayYear }[] }
  const inForce = notices.reduce((sum, each) => withYear(sum, each.year), plain())
  const env = { calendar: inForce, hours: createBusinessHours(inForce), policy: defaultSlaPolicy }
  for (const { record, facts } of read) {
    if (record.type !== 'request' || !record.index.open) continue
    const running = Object.values(facts.clocks).filter(({ stoppedAt }) => stoppedAt === undefined)
    const clocks = running.map((state) => ({ id: state.clock, state }))
    for (const { id, before, after, moved } of recomputeDeadlines(clocks, env))
      if (moved === 'later')
        violate('notices', `${record.id}#${id} is due ${before.dueDate}, and by the notices applied ${after.dueDate}`)
  }
}
