import { extname } from 'node:path'
import type { Actor } from '@huiyin/core'
import {
  type AmendmentPreview,
  type DifferingDay,
  dateInWords,
  type HolidayNotice,
  type MovedRequest,
  parseHolidayNotice,
  type WorkCalendar,
} from '@huiyin/core/calendar'
import { wrongUse } from '../command-failure.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { table } from '../output/columns.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { causeOf, readNamedFile } from '../record/read-file.js'

/** Options of `huiyin calendar apply`. */
export interface CalendarApplyOptions extends RecordOptions {
  readonly preview?: boolean
  readonly by: string
  readonly key?: string
  readonly replaces?: string
  readonly year?: number
  readonly number?: string
  readonly limit: number
}

// A text copied from a web page is UTF-8, one saved by an older editor GB 18030.
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

type Reader = (calendar: WorkCalendar) => HolidayNotice

// A text is read with the calendar in force, because it may make a holiday longer.
function noticeIn(file: string, { year, number }: CalendarApplyOptions): Reader {
  const text = textOf(readNamedFile(file))
  if (extname(file).toLowerCase() !== '.json')
    return (calendar) =>
      parseHolidayNotice(text, {
        calendar,
        ...(year !== undefined && { year }),
        ...(number !== undefined && { notice: number }),
      })
  try {
    const notice = JSON.parse(text) as HolidayNotice
    return () => notice
  } catch (error) {
    throw wrongUse(`${file} 不是 JSON：${causeOf(error)}`, `${file} is not JSON: ${causeOf(error)}`, { file }, error)
  }
}

function dayInWords({ date, working }: DifferingDay): readonly string[] {
  const day = dateInWords(date)
  return ['   ', day.zh, working ? '改为上班' : '改为放假', `${day.en} ${working ? 'is worked' : 'is off'}`]
}

function movedInWords({ id, unit = '', moved }: MovedRequest): readonly (readonly string[])[] {
  return moved.map(({ clock, before, after, breachCleared }) => [
    '   ',
    id,
    unit,
    clock,
    `${before.dueDate} → ${after.dueDate}`,
    breachCleared ? '超期撤销 breach cleared' : '',
  ])
}

const mostDays = 40

function inWords({ days, summary }: AmendmentPreview, listed: readonly MovedRequest[]): string[] {
  const { open, moved, later, earlier, breachesCleared } = summary
  const shown = days.slice(0, mostDays)
  return [
    `  与现行日历不同的日子 days that change: ${days.length}`,
    ...table(shown.map(dayInWords)),
    ...(days.length > shown.length ? [`    … 另有 ${days.length - shown.length} 天 and more (--json)`] : []),
    `  在办诉求 open requests ${open}, 其中时限变动 whose deadlines move ${moved}: 延后 later ${later}, 提前 earlier ${earlier}, 撤销超期 breaches cleared ${breachesCleared}`,
    ...table(listed.flatMap(movedInWords)),
    ...(moved > listed.length ? [`    … 另有 ${moved - listed.length} 件 and more (--limit)`] : []),
  ]
}

/** The first of what is read page by page. */
async function firstOf<Item>(items: AsyncIterable<Item>, most: number): Promise<Item[]> {
  const first: Item[] = []
  if (most > 0)
    for await (const item of items) {
      first.push(item)
      if (first.length >= most) break
    }
  return first
}

/** `huiyin calendar apply`: applies a holiday notice to the city, or says what it would move. */
export async function calendarApply(
  file: string,
  options: CalendarApplyOptions,
  context: CommandContext,
): Promise<Outcome> {
  const read = noticeIn(file, options)
  // Whoever can run this can write to the database anyway, so the operator acts as a system administrator of the whole city.
  const by: Actor = { id: options.by, kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] }
  const { replaces, key } = options
  const given = { by, ...(replaces !== undefined && { replaces }) }
  return withRecord(options, context, { to: options.preview === true ? 'look' : 'write' }, async ({ huiyin }) => {
    const notice = read(huiyin.calendar.inForce())
    const progress = context.progress('预览 previewing')
    const preview = await huiyin.calendar.amend(notice, { ...given, preview: true }).finally(() => progress.end())
    if (!preview.ok) {
      const { refusal } = preview
      return withFindings({ file, refusal }, [`✗ ${refusal.message.zh}`, `  ${refusal.message.en}`])
    }
    const requests = await firstOf(preview.requests, options.limit)
    const { year, days, summary } = preview
    const told = { file, notice: preview.notice, year, days, summary, requests }
    const title = `${year} 年 ${preview.notice}`
    if (options.preview === true)
      return done({ ...told, preview: true, changed: preview.changed }, [
        `✓ 预览，未写入 preview, nothing written: ${title}`,
        ...inWords(preview, requests),
      ])
    const applied = await huiyin.calendar.amend(notice, { ...given, ...(key !== undefined && { key }) })
    if (!applied.ok) {
      const { refusal } = applied
      return withFindings({ ...told, refusal }, [`✗ ${refusal.message.zh}`, `  ${refusal.message.en}`])
    }
    const { changed, revision } = applied
    if (!changed) return done({ ...told, changed, revision }, [`✓ 已在用，未作改动 in force already: ${title}`])
    return done({ ...told, changed, revision }, [
      `✓ 已应用 applied: ${title}`,
      ...inWords(preview, requests),
      '  时限由运行中的进程随后调整并告知 the running processes move the deadlines and tell those concerned in their next round',
    ])
  })
}
