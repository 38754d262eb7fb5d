import type { Actor, Bilingual, Huiyin } from '@huiyin/core'
import {
  type ClockWarning,
  type Limit,
  type LimitChange,
  limitInWords,
  type SlaPolicy,
  type SlaPolicyInput,
} from '@huiyin/core/calendar'
import { clockTerm } from '@huiyin/core/words'
import { wrongUse } from '../command-failure.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { table } from '../output/columns.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { causeOf, readNamedFile } from '../record/read-file.js'

/** Options of `huiyin policy adopt`. */
export interface PolicyAdoptOptions extends RecordOptions {
  readonly preview?: boolean
  readonly basis?: string
  readonly from?: string
  readonly by: string
  readonly key?: string
}

const both = ({ zh, en }: Bilingual) => `${zh} ${en}`
const inWords = (limit: Limit) => both(limitInWords(limit))

function limitsIn(file: string): SlaPolicyInput {
  try {
    return JSON.parse(readNamedFile(file).toString('utf8')) as SlaPolicyInput
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw wrongUse(`${file} 不是 JSON：${causeOf(error)}`, `${file} is not JSON: ${causeOf(error)}`, { file }, error)
  }
}

const rulesOfLimits: readonly string[] = ['within', 'maxExtension', 'escalateEvery']

function valueInWords(rule: string, value: unknown): string {
  if (value === undefined) return '（无 none）'
  if (rulesOfLimits.includes(rule)) return inWords(value as Limit)
  if (rule === 'warnings')
    return (value as ClockWarning[]).map(({ before }) => inWords(before)).join(', ') || '（无 none）'
  if (rule === 'pauseReasons') return (value as { code: string }[]).map(({ code }) => code).join(', ')
  return String(value)
}

const changeInWords = ({ clock, rule, before, after }: LimitChange): readonly string[] => [
  '   ',
  clock === undefined ? '全部 all' : clock,
  clock === undefined ? '' : clockTerm(clock).zh,
  rule,
  `${valueInWords(rule, before)} → ${valueInWords(rule, after)}`,
]

const clocksInWords = ({ clocks }: SlaPolicy): string[] =>
  table(
    Object.entries(clocks).map(([clock, { within, warnings = [] }]) => {
      const { zh, en } = limitInWords(within)
      const warned = warnings.map(({ before }) => limitInWords(before).zh).join('、')
      return ['   ', clock, clockTerm(clock).zh, zh, en, warned === '' ? '' : `提前 ${warned} 提醒 with a warning`]
    }),
  )

/** What processes count by that have other limits in their code than this one, told where nothing was adopted. */
function otherLimits({ policies }: Huiyin): string[] {
  const last = policies.editions().at(-1)?.policy.version
  if (policies.adopted().length > 0 || last === undefined || last === policies.inForce().version) return []
  return [
    `  ! 城市进程最近记录的是另一时限规则（${last}）：请用 --config 指明本地配置 the processes of the city recorded other limits last: name their --config`,
  ]
}

/** `huiyin policy show`: the time limits in force, what was adopted, and every edition of the rules. */
export async function policyShow(options: RecordOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const { policies } = huiyin
    const inForce = policies.inForce()
    const today = new Date(context.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const adopted = policies.adopted()
    const editions = policies.editions()
    const decided = adopted.map(({ policy: { version }, from, basis = '' }) => [
      '   ',
      version,
      `${from} 起施行 in force from that day`,
      from > today ? '待施行 waits' : '',
      basis,
    ])
    const recorded = editions.map(({ number, policy, calendar, lifecycle }) => [
      '   ',
      String(number),
      policy.version,
      calendar,
      `${lifecycle.name} ${lifecycle.version}`,
    ])
    return done({ inForce, adopted, editions }, [
      `✓ 现行时限规则 limits in force: ${inForce.version}`,
      ...clocksInWords(inForce),
      ...otherLimits(huiyin),
      `  以命令调整的时限规则 limits that were adopted: ${adopted.length}`,
      ...table(decided),
      `  规则版本（时限、日历、流程） editions of the rules (limits, calendar, lifecycle): ${editions.length}`,
      ...table(recorded),
    ])
  })
}

/** `huiyin policy adopt`: adopts time limits from a day on, or says what that would change. */
export async function policyAdopt(
  file: string,
  options: PolicyAdoptOptions,
  context: CommandContext,
): Promise<Outcome> {
  const { basis, from, key, preview: only = false } = options
  if (!only && basis === undefined)
    throw wrongUse(
      '请用 --basis 写明依据，如文号；只预览时可不写。',
      'Say with --basis what it rests on, such as the number of a document; only --preview goes without.',
    )
  const limits = limitsIn(file)
  // Whoever can run this can write to the database anyway, so the operator acts as an admin of everything.
  const by: Actor = { id: options.by, kind: 'staff', grants: [{ role: 'systemAdmin', area: '*' }] }
  const given = { by, ...(from !== undefined && { from }), ...(basis !== undefined && { basis }) }
  return withRecord(options, context, { to: only ? 'look' : 'write' }, async ({ huiyin }) => {
    const preview = await huiyin.policies.preview(limits, given)
    const adopted =
      only || !preview.ok ? preview : await huiyin.policies.adopt(limits, { ...given, ...(key && { key }) })
    if (!preview.ok || !adopted.ok) {
      const { refusal } = (preview.ok ? adopted : preview) as Extract<typeof preview, { ok: false }>
      return withFindings({ file, refusal }, [`✗ ${refusal.message.zh}`, `  ${refusal.message.en}`])
    }
    const { version, instead, changes } = preview
    const { changed } = adopted
    const told = { file, version, from: preview.from, instead, changes, changed, ...(only && { preview: true }) }
    const title = `${version}, ${preview.from} 起施行 in force from that day`
    const heading = only
      ? `✓ 预览，未写入 preview, nothing written: ${title}`
      : changed
        ? `✓ 已调整 adopted: ${title}`
        : `✓ 已在案，未作改动 adopted already: ${title}`
    return done(told, [
      heading,
      ...otherLimits(huiyin),
      `  与届时的规则（${instead}）不同之处 rules that differ from those of that day: ${changes.length}`,
      ...table(changes.map(changeInWords)),
      '  已经起算的时限不变 what runs already keeps its limit',
    ])
  })
}
