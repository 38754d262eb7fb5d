import type { RequestClock } from '@huiyin/core/plugin'
import type { OpenRecord } from '../record/open-record.js'
import { type Finding, spanInWords } from './finding.js'
import type { RequestCheck } from './open-requests.js'

const minute = 60_000
const late = { warn: 5 * minute, fail: 60 * minute }

// When a running clock next needs a command: a warning, an expiry or an escalation.
function asksAt({
  dueAt,
  stoppedAt,
  pausedAt,
  breachedAt,
  escalateAt,
  warnAt,
  warned,
}: RequestClock): number | undefined {
  if (stoppedAt !== undefined || pausedAt !== undefined) return undefined
  if (breachedAt !== undefined) return escalateAt
  const next = warnAt[warned]
  return next !== undefined && next < dueAt ? next : dueAt
}

/** Checks that some process runs the loops: a deadline that is long past and still there shows that none does. */
export function checkDeadlines(now: number): RequestCheck {
  let overdue = 0
  const oldest: { longest: number; first?: { request: string; clock: string } } = { longest: 0 }
  return {
    look: ({ id, clocks }) => {
      for (const clock of Object.values(clocks)) {
        const waiting = now - (asksAt(clock) ?? now)
        if (waiting < late.warn) continue
        overdue++
        if (waiting <= oldest.longest) continue
        oldest.longest = waiting
        oldest.first = { request: id, clock: clock.clock }
      }
    },
    found: ({ read, all }) => {
      const { longest, first } = oldest
      const details = { overdue, longestMs: longest, read, all, ...(first !== undefined && { first }) }
      if (first === undefined)
        return {
          check: 'deadlines',
          level: 'ok',
          details,
          means: {
            zh: `没有到期未处理的时限（已查 ${read} 件在办）。`,
            en: `No deadline is left lying (${read} open requests read).`,
          },
        }
      return {
        check: 'deadlines',
        level: longest >= late.fail ? 'fail' : 'warn',
        details,
        means: {
          zh: `${overdue} 个时限已到期而未处理，最久 ${spanInWords(longest)}（${first.request} ${first.clock}）。`,
          en: `${overdue} deadlines have passed without being handled, the oldest for ${spanInWords(longest)}.`,
        },
        todo: {
          zh: '计时循环没有运行：应用须调用 huiyin.run()，或定时调用 huiyin.tick()。',
          en: 'The loop is not running: the application must call huiyin.run(), or huiyin.tick() every so often.',
        },
      }
    },
  }
}

/** Checks for records from the future: they mean that the clock of some machine is wrong, perhaps this one's. */
export async function checkClock({ storage, config }: OpenRecord, now: number): Promise<Finding> {
  const times = (await storage.times?.()) ?? {}
  const mayDifferDays = config.limits?.clockDriftDays ?? 366
  const compared = { ...times, mayDifferDays }
  const off = times.now === undefined ? 0 : now - times.now
  if (Math.abs(off) >= late.warn)
    return {
      check: 'clock',
      level: Math.abs(off) >= late.fail ? 'fail' : 'warn',
      details: { ...compared, aheadMs: off },
      means: {
        zh: `本机时钟比存储服务器${off > 0 ? '快' : '慢'} ${spanInWords(Math.abs(off))}。`,
        en: `The clock of this machine is ${spanInWords(Math.abs(off))} ${off > 0 ? 'ahead of' : 'behind'} that of the storage's server.`,
      },
      todo: {
        zh: `请用 NTP 校准各机器的时钟；相差超过 ${mayDifferDays} 天的进程拒绝写入。`,
        en: `Set the clocks of all machines by NTP; a process that is more than ${mayDifferDays} days off refuses to write.`,
      },
    }
  const [ahead] = (await storage.find({ from: now + late.warn, limit: 1 })).items
  if (ahead === undefined)
    return {
      check: 'clock',
      level: 'ok',
      details: compared,
      means: { zh: '没有来自未来的记录。', en: 'No record comes from the future.' },
    }
  const by = ahead.index.createdAt - now
  return {
    check: 'clock',
    level: 'fail',
    details: { ...compared, record: ahead.id, aheadMs: by },
    means: {
      zh: `记录 ${ahead.type} ${ahead.id} 的时间比本机晚 ${spanInWords(by)}。`,
      en: `${ahead.type} ${ahead.id} was made ${spanInWords(by)} after what this machine takes for now.`,
    },
    todo: { zh: '请用 NTP 校准各机器的时钟。', en: 'Set the clocks of all machines by NTP.' },
  }
}
