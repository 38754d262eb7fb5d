import type { OwedDelivery } from '@huiyin/core/contracts'
import type { OpenRecord } from '../record/open-record.js'
import { system } from '../record/system.js'
import { type Finding, spanInWords } from './finding.js'
import { readSome } from './read-some.js'

const lateMs = 15 * 60_000

interface Summary {
  readonly count: number
  readonly byDestination: Readonly<Record<string, number>>
  readonly longest: number
}

async function sum(
  pageOf: Parameters<typeof readSome<OwedDelivery>>[0],
  counts: (delivery: OwedDelivery) => boolean,
  now: number,
): Promise<Summary> {
  const byDestination: Record<string, number> = {}
  let count = 0
  let longest = 0
  await readSome(pageOf, (each) => {
    if (!counts(each)) return
    count++
    byDestination[each.destination] = (byDestination[each.destination] ?? 0) + 1
    longest = Math.max(longest, now - each.at)
  })
  return { count, byDestination, longest }
}

const listed = ({ byDestination }: Summary) =>
  Object.entries(byDestination)
    .map(([destination, count]) => `${destination} ${count}`)
    .join(', ')

async function checkPauses({ huiyin }: OpenRecord, now: number): Promise<Finding> {
  const paused = (await huiyin.deliveries.pauses({ by: system })).filter(({ until }) => until > now)
  const named = paused.map(({ destination, reason }) => `${destination}（${reason}）`).join('、')
  return {
    check: 'paused-destinations',
    level: paused.length === 0 ? 'ok' : 'warn',
    details: { paused },
    means:
      paused.length === 0
        ? { zh: '没有暂停的目的地。', en: 'No destination is paused.' }
        : {
            zh: `${paused.length} 个目的地暂停发送：${named}。`,
            en: `${paused.length} destinations are paused.`,
          },
    todo: {
      zh: '排除原因（凭据、额度、限流）后用 huiyin deliveries resume 恢复，或等暂停到时自动试发。',
      en: 'Mend the cause (credentials, quota, rate), then huiyin deliveries resume; or wait until it is tried again.',
    },
  }
}

/** Checks for dead letters, for paused destinations, and for deliveries that are long due and not sent. */
export async function checkDeliveries(record: OpenRecord, now: number): Promise<readonly Finding[]> {
  const { huiyin } = record
  const dead = await sum(
    (query) => huiyin.deliveries.deadLetters(query, { by: system }),
    () => true,
    now,
  )
  const stuck = await sum(
    (query) => huiyin.deliveries.pending(query, { by: system }),
    ({ at }) => now - at >= lateMs,
    now,
  )
  return [
    await checkPauses(record, now),
    {
      check: 'dead-deliveries',
      level: dead.count === 0 ? 'ok' : 'warn',
      details: dead,
      means:
        dead.count === 0
          ? { zh: '没有搁置的投递。', en: 'There are no dead letters.' }
          : {
              zh: `搁置的投递 ${dead.count} 件（${listed(dead)}）。`,
              en: `${dead.count} deliveries are dead letters.`,
            },
      todo: {
        zh: '用 huiyin deliveries dead 查看原因，排除后用 huiyin deliveries replay 重投。',
        en: 'See why with huiyin deliveries dead, mend it, then huiyin deliveries replay.',
      },
    },
    {
      check: 'waiting-deliveries',
      level: stuck.count === 0 ? 'ok' : stuck.longest >= 4 * lateMs ? 'fail' : 'warn',
      details: stuck,
      means:
        stuck.count === 0
          ? { zh: '没有滞留的投递。', en: 'No delivery is stuck.' }
          : {
              zh: `${stuck.count} 件投递到时未发（${listed(stuck)}），最久 ${spanInWords(stuck.longest)}。`,
              en: `${stuck.count} deliveries are due and not given, the longest for ${spanInWords(stuck.longest)}.`,
            },
      todo: {
        zh: '投递循环没有运行、目的地已从配置中去掉，或渠道暂停（凭据、额度）；请看应用日志。',
        en: 'The loop is not running, the destination left the configuration, or its channel is paused (credentials, quota): see the log of the application.',
      },
    },
  ]
}
