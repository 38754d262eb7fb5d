import type { AreaLevel, Huiyin } from '@huiyin/core'
import { addDays, dateOf } from '@huiyin/core/calendar'
import type { TallyDimension } from '@huiyin/core/contracts'
import type { Figure, Measured, MeasureOptions } from '@huiyin/core/evaluation'
import { wrongUse } from '../command-failure.js'
import { type CommandContext, done, type Outcome } from '../outcome.js'
import { table } from '../output/columns.js'
import { type OpenRecord, type RecordOptions, withRecord } from '../record/open-record.js'
import { system } from '../record/system.js'
import { type PeriodOptions, periodOf } from './report-period.js'

/** Options of `huiyin report`; without `by` there is one figure per indicator. */
export interface ReportOptions extends RecordOptions, PeriodOptions {
  readonly by?: TallyDimension
  readonly level?: AreaLevel
  readonly within?: string
}

const families: Readonly<Record<string, readonly string[]>> = {
  '受理办理 handling': ['completionRate', 'onTimeRate', 'satisfactionRate', 'rectificationRate', 'returnRate'],
  '城管结案 closing': ['closingRate', 'onTimeClosingRate', 'openRate', 'reworkRate', 'extensionRate'],
  '热线三率 hotline': ['responseRate', 'solutionRate', 'followUpSatisfactionRate', 'threeRateScore'],
}
const groupColumns = ['completionRate', 'onTimeRate', 'satisfactionRate'] as const

const percent = (figure: Figure | undefined) => (figure?.value === undefined ? '—' : `${figure.value.toFixed(2)}%`)

function sumsOf(figure: Figure): string {
  if (figure.parts === undefined) return `${figure.numerator} ÷ ${figure.denominator}`
  return figure.parts.map(({ weight, value }) => `${weight.toFixed(2)} × ${value?.toFixed(2) ?? '—'}`).join(' + ')
}

const leftOut = (figure: Figure) => (figure.excluded ?? []).reduce((sum, { count }) => sum + count, 0)

function indicatorRow({ indicator, figures, countsSince }: Measured): string[] {
  const figure = figures[0]
  const since = countsSince === undefined ? '' : `自 ${dateOf(countsSince)} 起计 counted since then`
  const title = `  ${indicator.title.zh} ${indicator.title.en}`
  if (figure === undefined) return [title, '—', '0 ÷ 0', indicator.basis.zh, since]
  const aside = leftOut(figure)
  const remarks = [aside === 0 ? '' : `剔除 left out ${aside}`, since].filter((each) => each !== '')
  return [title, percent(figure), sumsOf(figure), indicator.basis.zh, remarks.join('；')]
}

// An area is printed by name; units and categories by the catalogue, and other keys as they are.
function groupName({ huiyin }: OpenRecord, by: TallyDimension, key: string): string {
  if (by === 'unit') return key === '' ? '（未派单 not dispatched）' : huiyin.catalogue.unitName(key).zh
  if (by === 'category') return huiyin.catalogue.categoryName(key).zh
  if (by !== 'area') return key
  const code = key.split('/').at(-2) ?? ''
  return `${huiyin.areas.nameOf(code).zh} ${code}`
}

async function groupsOf(record: OpenRecord, options: MeasureOptions & { readonly by: TallyDimension }) {
  const { evaluation } = record.huiyin
  const measured = new Map<string, Map<string, Figure>>()
  for (const name of groupColumns) {
    const { figures } = await evaluation.measure(name, options, { by: system })
    measured.set(name, new Map(figures.map((figure) => [figure.key, figure])))
  }
  const at = (name: (typeof groupColumns)[number], key: string) => measured.get(name)?.get(key)
  return [...(measured.get('completionRate')?.keys() ?? [])].map((key) => ({
    key,
    name: groupName(record, options.by, key),
    accepted: at('completionRate', key)?.denominator ?? 0,
    completed: at('completionRate', key)?.numerator ?? 0,
    figures: Object.fromEntries(groupColumns.map((name) => [name, at(name, key)])),
  }))
}

async function measureAll({ evaluation }: Huiyin, options: MeasureOptions): Promise<ReadonlyMap<string, Measured>> {
  const all = new Map<string, Measured>()
  for (const name of evaluation.indicators.keys())
    all.set(name, await evaluation.measure(name, options, { by: system }))
  return all
}

/** `huiyin report`: prints the figures of a period, each with its numerator and denominator, by groups when asked. */
export async function report(options: ReportOptions, context: CommandContext): Promise<Outcome> {
  const { by, level } = options
  if (level !== undefined && by !== 'area')
    throw wrongUse('--level 须与 --by area 一起使用。', '--level goes with --by area.')
  const period = periodOf(options, context.now())
  const scope = { period, ...(options.within !== undefined && { within: options.within }) }
  return withRecord(options, context, {}, async (record) => {
    const all = await measureAll(record.huiyin, scope)
    const lines = [
      `统计周期 period ${period.from} 至 ${addDays(period.to, -1)}（含 both counted）${options.within === undefined ? '' : `，${record.huiyin.areas.nameOf(options.within).zh}`}`,
    ]
    const known = new Set(Object.values(families).flat())
    const others = [...all.keys()].filter((name) => !known.has(name))
    const listed = others.length === 0 ? families : { ...families, '其他 other': others }
    for (const [title, names] of Object.entries(listed)) {
      lines.push(`── ${title}`)
      const rows = names.flatMap((name) => all.get(name) ?? []).map(indicatorRow)
      lines.push(...table(rows))
    }
    const groups =
      by === undefined ? undefined : await groupsOf(record, { ...scope, by, ...(level !== undefined && { level }) })
    if (groups !== undefined) {
      const head = ['  ', '受理 accepted', '办结 completed', '办结率', '按期率', '满意率']
      const rows = groups
        .toSorted((a, b) => b.accepted - a.accepted || (a.key < b.key ? -1 : 1))
        .map(({ name, accepted, completed, figures }) => [
          `  ${name}`,
          `${accepted}`,
          `${completed}`,
          ...groupColumns.map((column) => percent(figures[column])),
        ])
      lines.push(`── 分组 by ${by}${level === undefined ? '' : ` (${level})`}`, ...table([head, ...rows], 1))
    }
    const indicators = [...all.values()].map(({ indicator, figures, countsSince }) => ({
      name: indicator.name,
      title: indicator.title,
      basis: indicator.basis,
      ...(countsSince !== undefined && { countsSince }),
      ...(figures[0] !== undefined && { figure: figures[0] }),
    }))
    return done({ period, ...(groups !== undefined && { by, groups }), indicators }, lines)
  })
}
