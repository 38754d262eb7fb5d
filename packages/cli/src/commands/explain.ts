import type { Bilingual, ClockExplanation } from '@huiyin/core'
import { type ExplainedDay, minuteOf } from '@huiyin/core/calendar'
import type { Owner } from '@huiyin/core/plugin'
import { type CommandContext, done, type Outcome } from '../outcome.js'
import { table } from '../output/columns.js'
import { type OpenRecord, type RecordOptions, withRecord } from '../record/open-record.js'
import { system } from '../record/system.js'

/** Options of `huiyin explain`; without `clock` the deadline for completion is explained. */
export interface ExplainOptions extends RecordOptions {
  readonly clock?: string
}

const parties: Readonly<Record<Owner['role'], Bilingual>> = {
  dispatcher: { zh: '派单席', en: 'dispatcher' },
  supervisor: { zh: '督办人', en: 'supervisor' },
  unit: { zh: '承办单位', en: 'handling unit' },
  candidates: { zh: '候选单位', en: 'candidates' },
  requester: { zh: '诉求人', en: 'requester' },
}

// Prints no names and no texts: explaining a date needs no personal data.
function ownerInWords(owner: Owner, { huiyin }: OpenRecord): string {
  const party = parties[owner.role]
  const who =
    owner.role === 'unit'
      ? huiyin.catalogue.unitName(owner.unit)
      : owner.role === 'candidates'
        ? { zh: owner.units.map((unit) => huiyin.catalogue.unitName(unit).zh).join('、') }
        : owner.role === 'requester'
          ? { zh: '' }
          : huiyin.areas.nameOf(owner.area)
  return `${party.zh} ${party.en}${who.zh && ` · ${who.zh}`}`
}

const dayTypes: Readonly<Record<ExplainedDay['type'], string>> = {
  workday: '工作日',
  weekend: '休息日',
  holiday: '节假日',
  'make-up-workday': '调休上班',
}

function daysInWords({ days }: ClockExplanation): string[] {
  return table(
    days.map(({ date, counted, n, type, reason }) => [
      '   ',
      date,
      counted ? (n === undefined ? '计' : `第${n}天`) : '—',
      dayTypes[type],
      `${reason.zh} ${reason.en}`,
    ]),
  )
}

/** `huiyin explain`: explains a deadline of a request day by day, and who has the request. */
export async function explain(id: string, options: ExplainOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, {}, async (record) => {
    const { huiyin } = record
    const facts = await huiyin.requests.get(id, { by: system })
    const explanation = await huiyin.requests.explainDeadline(id, {
      by: system,
      ...(options.clock !== undefined && { clock: options.clock }),
    })
    const { title: state } = await huiyin.requests.forStaff(id, { by: system })
    const category = huiyin.catalogue.categoryName(facts.category)
    const area = huiyin.areas.nameOf(facts.area)
    const clocks = Object.values(facts.clocks).map(
      ({ clock, dueAt, stoppedAt, breachedAt, pausedAt, provisional }) => ({
        clock,
        dueAt,
        state: stoppedAt !== undefined ? 'stopped' : pausedAt !== undefined ? 'paused' : 'running',
        overdue:
          breachedAt !== undefined || (stoppedAt === undefined && pausedAt === undefined && dueAt <= context.now()),
        provisional,
      }),
    )
    const result = {
      request: id,
      status: facts.status,
      open: facts.open,
      owner: facts.owner,
      submittedAt: facts.submittedAt,
      ...(facts.unit !== undefined && { unit: facts.unit }),
      category: facts.category,
      area: facts.area,
      clocks,
      explanation,
    }
    const others = clocks.filter(({ clock }) => clock !== explanation.clock)
    return done(result, [
      `${id}  ${state.zh} ${state.en}`,
      `  ${category.zh} ${category.en} · ${area.zh} · 上报 reported ${minuteOf(facts.submittedAt)}`,
      ...(facts.open ? [`  责任方 with ${ownerInWords(facts.owner, record)}`] : []),
      `  时限 deadline ${explanation.clock}: ${explanation.limit.zh} ${explanation.limit.en} → ${explanation.dueDate}`,
      `    ${explanation.text.zh}`,
      `    ${explanation.text.en}`,
      ...daysInWords(explanation),
      ...(explanation.notices.length === 0 ? [] : [`    依据 by ${explanation.notices.join('、')}`]),
      ...(others.length === 0
        ? []
        : [
            `  其他时限 other deadlines (--clock): ${others.map(({ clock, state: how }) => `${clock} (${how})`).join(', ')}`,
          ]),
    ])
  })
}
