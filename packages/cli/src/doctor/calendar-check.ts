import { addDays, dateOf, daysBetween } from '@huiyin/core/calendar'
import type { OpenRecord } from '../record/open-record.js'
import type { Finding } from './finding.js'

/** Checks how many days ahead the holidays are published, as the city counts them: with the notices that were applied while it ran. */
export function checkCalendar({ huiyin }: OpenRecord, now: number): Finding {
  const { to, settledTo, provisionalTo, notices } = huiyin.calendar.inForce().coverage
  const days = daysBetween(dateOf(now), to)
  const details = {
    to,
    days,
    settledTo,
    ...(provisionalTo !== undefined && { provisionalTo }),
    notice: notices.at(-1)?.notice,
    applied: huiyin.calendar.amendments().length,
  }
  const from = addDays(to, 1)
  return {
    check: 'calendar',
    level: days < 0 ? 'fail' : days < 60 ? 'warn' : 'ok',
    details,
    means:
      days < 0
        ? {
            zh: `放假通知只到 ${to}：此后的时限按法定节假日推算，均为暂定。`,
            en: `The holidays are published up to ${to}; deadlines after that are projected from the law and provisional.`,
          }
        : {
            zh: `放假通知已公布至 ${to}（还有 ${days} 天）；${from} 起的时限为暂定，照常受理。`,
            en: `The holidays are published up to ${to}, ${days} days ahead; deadlines from ${from} on are provisional, and requests are accepted as ever.`,
          },
    todo: {
      zh: '次年放假通知通常在 10 月至 12 月发布：用 huiyin calendar apply 或 huiyin.calendar.amend 应用，运行中的时限随之调整。',
      en: "Next year's notice comes between October and December: apply it with `huiyin calendar apply` or `huiyin.calendar.amend`, and running deadlines follow.",
    },
  }
}
