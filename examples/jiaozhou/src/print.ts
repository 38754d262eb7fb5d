import type { Huiyin, LifecycleDefinition } from '@huiyin/core'
import { minuteOf } from '@huiyin/core/calendar'
import { resident, system } from './actors.ts'
import { categoryName, type Family, type Findings, type Line } from './report.ts'

const say = (line = '') => console.log(line)

// A Chinese character is two columns wide.
const width = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0)
const left = (text: string, columns: number) => text + ' '.repeat(Math.max(0, columns - width(text)))
const right = (value: string | number | null, columns: number) => {
  const text = value === null ? '—' : String(value)
  return ' '.repeat(Math.max(0, columns - width(text))) + text
}
const percent = (value: number | null) => (value === null ? '—' : `${value.toFixed(2)}%`)
const rule = (title: string) => say(`\n── ${title} ${'─'.repeat(Math.max(0, 88 - width(title)))}`)

function table(title: string, lines: readonly Line[]): void {
  rule(title)
  say(left('', 26) + ['受理', '办结', '办结率', '按期率', '超期', '满意率'].map((head) => right(head, 10)).join(''))
  for (const line of lines) {
    const cells = [
      line.accepted,
      line.completed,
      percent(line.completionRate),
      percent(line.onTimeRate),
      line.overdue,
      percent(line.satisfactionRate),
    ]
    say(left(line.name, 26) + cells.map((cell) => right(cell, 10)).join(''))
  }
}

// Each figure with the two sums it comes from, the basis of its days, and how many were left out.
function printFamily({ title, measured }: Family): void {
  rule(`${title} · 分子 ÷ 分母，剔除`)
  for (const { indicator, figures } of measured) {
    const [figure] = figures
    if (figure === undefined) continue
    const leftOut = (figure.excluded ?? []).reduce((sum, { count }) => sum + count, 0)
    const sums =
      figure.parts === undefined
        ? `${figure.numerator} ÷ ${figure.denominator}`
        : figure.parts.map(({ weight, value }) => `${weight.toFixed(2)} × ${value?.toFixed(2) ?? '—'}`).join(' + ')
    const aside = leftOut === 0 ? '' : `，剔除 ${leftOut}`
    say(
      left(`${indicator.title.zh} ${indicator.title.en}`, 44) +
        right(percent(figure.value ?? null), 9) +
        `  ${left(sums, 22)} ${indicator.basis.zh}${aside}`,
    )
  }
}

/** The report a city could read. */
export function printReport(
  { report, byUnit, families, ratings, overdue, records, events }: Findings,
  lifecycle: LifecycleDefinition,
): void {
  rule('胶州市城乡网格诉求办理通报（模拟） · Jiaozhou, simulated')
  say(`网格 ${report.grids} 个，“1+1+N”队伍齐备 ${report.teamsComplete} 支`)
  say(`受理 accepted        ${right(report.accepted, 6)} 件      办结 completed   ${right(report.completed, 6)} 件`)
  say(
    `办结率 completion    ${right(percent(report.completionRate), 7)}        按期办结率 on time ${right(percent(report.onTimeRate), 7)}`,
  )
  say(
    `满意率 satisfaction  ${right(percent(report.satisfactionRate), 7)}        超期 overdue     ${right(overdue, 6)} 件`,
  )
  say(`整改 rectification rounds ${report.rectifications} 轮`)
  const { report: pictures = 0, proof = 0 } = report.attachments
  say(`附件 attachments     上报照片 ${pictures} 张，办理佐证 ${proof} 张`)
  const { uses } = report
  say(
    `诉求要素 particulars  编号 ${uses.numbers} 件，地址 ${uses.addresses} 件，坐标 ${uses.points} 件，分类要素 ${uses.fields} 件`,
  )
  say(`补充 supplements     等待诉求人 ${uses.waits} 次，补充 ${uses.supplements} 次`)
  say(`候选 offered         派给多家 ${uses.offers} 件`)
  say(`经办 in person       指定经办人 ${uses.assignments} 次，查看电话 ${uses.reveals} 次`)
  say(`重办 reopening       申请 ${uses.reopenAsks} 次，重新办理 ${uses.reopened} 次`)
  say(
    `评价 ratings         ${Object.entries(ratings)
      .map(([name, n]) => `${name} ${n}`)
      .join('，')}（未评价不计入满意率）`,
  )
  const status = Object.entries(report.byStatus).sort((a, b) => b[1] - a[1])
  say(
    `现状 status          ${status.map(([name, n]) => `${lifecycle.states[name]?.title.zh ?? name} ${n}`).join('；')}`,
  )
  for (const family of families) printFamily(family)
  table('各镇街 · by town and street', report.byStreet)
  table('各承办单位 · by handling unit', byUnit)
  rule('与公开数字对照 · against the published figures')
  say('公开 published       受理 4042 件，办结 3843 件，办结率 95.08%（2022 年 1 月至 5 月初）')
  say(
    `模拟 simulated       受理 ${report.accepted} 件，办结 ${report.completed} 件，办结率 ${percent(report.completionRate)}`,
  )
  say('办结率由规则得出，未作拟合；居民与单位的行为参数及理由见 src/behaviour.ts。')
  say(
    'The rate comes out of the rules and is fitted to nothing; see src/behaviour.ts for what people were assumed to do, and why.',
  )
  rule('留痕 · the record')
  say(`${records} 份记录、${events} 条事件的链式摘要已核验  digest ${report.digest}`)
}

/** Which commands were issued how often, and which refusals the rules gave. */
export function printPaths(commands: ReadonlyMap<string, number>): void {
  rule('走过的路径 · paths taken: commands accepted, and refused (✗) with the reason')
  const list = [...commands].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name, n]) => `${name} ${n}`)
  for (let start = 0; start < list.length; start += 5) say(`  ${list.slice(start, start + 5).join('   ')}`)
}

/** The slowest ten, each with the reason for its deadline. */
export async function printSlowest(huiyin: Huiyin, { slowest }: Findings): Promise<void> {
  rule('办理最慢的十件及其时限依据 · the slowest ten, and why their deadline is when it is')
  for (const { facts, doneAt, hours } of slowest) {
    const { text } = await huiyin.requests.explainDeadline(facts.id, { by: system, clock: 'resolve' })
    const rounds = facts.rectifications.length > 0 ? `，其后整改 ${facts.rectifications.length} 轮` : ''
    say(
      `${facts.number}  ${categoryName.get(facts.category) ?? facts.category}  受理 ${minuteOf(facts.acceptedAt ?? facts.submittedAt)}  办结 ${minuteOf(doneAt)}  用时 ${Math.round(hours)} 工作时${rounds}`,
    )
    for (const line of text.zh.split('\n')) say(`    ${line}`)
  }
}

/** One request's life as its resident sees it. */
export async function printLife(huiyin: Huiyin, { example }: Findings): Promise<void> {
  if (example === undefined) return
  const view = await huiyin.requests.forResident(example.id, { by: resident(example.requester) })
  rule(`居民眼中的一件诉求 · one request as its resident sees it  ${view.number}`)
  say(`“${view.description ?? ''}”`)
  say(`分类 ${view.category.zh}   责任部门 ${view.responsible?.zh ?? '—'}   状态 ${view.status.zh}`)
  for (const { at, title, text } of view.progress) {
    say(`  ${minuteOf(at)}  ${title.zh}`)
    if (text !== undefined) say(`                    └ ${text}`)
  }
  if (view.echo !== undefined) say(`  回音：${view.echo.zh}`)
}
