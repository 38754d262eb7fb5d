import type { Actor, Areas } from '@huiyin/core'
import { atRow } from '@huiyin/core/contracts'
import { faultsInWords } from '../area-file/faults-in-words.js'
import { type ReadOptions, readAreaRows } from '../area-file/read-area-rows.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { system } from '../record/system.js'

/** Options of `huiyin plan areas`. */
export interface PlanAreasOptions extends RecordOptions, ReadOptions {
  readonly merge: readonly Fate[]
  readonly recode: readonly Fate[]
  readonly split: readonly Fate[]
  readonly retire: readonly Fate[]
  readonly within?: string
  readonly effectiveFrom?: string
  readonly apply?: string
  readonly by: string
  readonly key?: string
}

/** What became of areas, as it is written: codes, and the codes of what stands for them. */
export interface Fate {
  readonly from: readonly string[]
  readonly into: readonly string[]
}

type Plan = Awaited<ReturnType<Areas['plan']>>

const mostShown = 200
const changes: Readonly<Record<Plan['items'][number]['what'], string>> = {
  added: '新增 added',
  renamed: '更名 renamed',
  moved: '划转 moved',
  regraded: '改类型 of another kind',
  recoded: '改编码 recoded',
  merged: '合并 merged',
  split: '拆分 split',
  retired: '撤销 retired',
}

/** Reads `370281001,370281002=370281003`; without `=` nothing stands for the codes. */
export function fateOf(text: string): Fate {
  const [from = '', into] = text.split('=')
  const codes = (list: string) => list.split(',').map((code) => code.trim())
  return { from: codes(from), into: into === undefined ? [] : codes(into) }
}

function told({ merge, recode, split, retire, within, effectiveFrom }: PlanAreasOptions) {
  const one = ({ into }: Fate) => into[0] ?? ''
  return {
    merges: merge.map((each) => ({ from: each.from, into: one(each) })),
    recodes: recode.map((each) => ({ code: each.from[0] ?? '', to: one(each) })),
    splits: split.map((each) => ({ from: each.from[0] ?? '', into: each.into })),
    retired: retire.flatMap((each) =>
      each.from.map((code) => ({ code, ...(each.into.length > 0 && { into: one(each) }) })),
    ),
    ...(within !== undefined && { within }),
    ...(effectiveFrom !== undefined && { effectiveFrom }),
  }
}

function inWords(plan: Plan): string[] {
  const items = plan.items.map(({ what, code, name, was, into }) => {
    const change = [...(was.length > 0 ? [`← ${was.join(', ')}`] : []), ...(into ? [`→ ${into.join(', ')}`] : [])]
    return `  ${changes[what]} ${code} ${name}${change.length > 0 ? ` (${change.join(' ')})` : ''}`
  })
  const open = [
    ...plan.errors.map(({ row, message }) => `  ✗ 第 ${row} 行 row ${row}: ${message.zh} ${message.en}`),
    ...plan.questions.map(({ message }) => `  ? ${message.zh} ${message.en}`),
  ]
  const shown = (lines: readonly string[]) =>
    lines.length > mostShown
      ? [
          ...lines.slice(0, mostShown),
          `  … 另有 ${lines.length - mostShown} 处 and ${lines.length - mostShown} more (--json)`,
        ]
      : lines
  return [
    `${plan.ok ? '✓' : '✗'} 方案 plan ${plan.digest}: ${plan.items.length} 处变化 changes, ${plan.unchanged} 行无变化 unchanged, ${plan.questions.length} 处须说明 to be told, ${plan.errors.length} 处有误 faults`,
    ...shown(items),
    ...shown(open),
    `  随之调整 will lie elsewhere: 未办结诉求 open requests ${plan.openRequests}, 工作队 teams ${plan.teams.length}`,
  ]
}

/** `huiyin plan areas`: what the list of a new year comes to; with `--apply`, the plan that was read, as one change. */
export async function planAreas(file: string, options: PlanAreasOptions, context: CommandContext): Promise<Outcome> {
  const understood = await readAreaRows(file, options)
  if (understood.faults.length > 0) {
    const result = { file, rows: understood.rows.length, errors: understood.faults }
    const lines = [`✗ 无法比对 cannot be compared: ${understood.faults.length} 处有误 faults`]
    return withFindings(result, [...lines, ...faultsInWords(file, understood.faults)])
  }
  const rows = understood.rows.map(({ row, area }) => atRow(area, row))
  const { apply: digest } = options
  const to = digest === undefined ? 'look' : 'write'
  return withRecord(options, context, { to }, async ({ huiyin }) => {
    const fates = told(options)
    const plan = await huiyin.areas.plan(rows, fates, { by: system })
    const named = { file, rows: rows.length, plan }
    if (digest === undefined) return plan.ok ? done(named, inWords(plan)) : withFindings(named, inWords(plan))
    // Whoever can run this can write to the database anyway, so the operator acts as a system administrator of the whole city.
    const by: Actor = { id: options.by, kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] }
    const key = options.key === undefined ? {} : { key: options.key }
    const applied = await huiyin.areas.apply(rows, { ...fates, digest }, { by, ...key })
    if (!applied.ok) {
      const { message } = applied.refusal
      return withFindings({ ...named, refusal: applied.refusal }, [
        `✗ 未执行 nothing changed: ${message.zh} ${message.en}`,
      ])
    }
    const when =
      applied.change === undefined ? '' : `，${options.effectiveFrom} 起生效 in force from that day (${applied.change})`
    return done({ ...named, applied }, [`✓ 已执行 applied ${digest}${when}`, ...inWords(plan).slice(1)])
  })
}
