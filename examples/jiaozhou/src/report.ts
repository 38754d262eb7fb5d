import type { Huiyin, RequestFacts } from '@huiyin/core'
import { dateOf } from '@huiyin/core/calendar'
import type { Figure, Measured, Period } from '@huiyin/core/evaluation'
import { system } from './actors.ts'
import { categories } from './categories.ts'
import { areas } from './grids.ts'
import type { Simulation } from './simulate.ts'
import { units } from './units.ts'
import { countUses, type Uses } from './uses.ts'

/** What the demo writes to `report.json`. Rates are percentages with two digits. */
export interface Report {
  readonly seed: number
  readonly grids: number
  readonly teamsComplete: number
  readonly accepted: number
  readonly completed: number
  readonly completionRate: number | null
  readonly onTimeRate: number | null
  readonly satisfactionRate: number | null
  readonly rectifications: number
  /** How many files requests have, by step. */
  readonly attachments: Readonly<Record<string, number>>
  readonly uses: Uses
  readonly byStatus: Readonly<Record<string, number>>
  readonly byStreet: readonly Line[]
  readonly digest: string
}

/** One street or department. */
export interface Line {
  readonly name: string
  readonly accepted: number
  readonly completed: number
  readonly overdue: number
  readonly completionRate: number | null
  readonly onTimeRate: number | null
  readonly satisfactionRate: number | null
}

/** Indicators that belong together, measured over the whole city. */
export interface Family {
  readonly title: string
  readonly measured: readonly Measured[]
}

/** A request, and how long it took until it was first done. */
interface Slow {
  readonly facts: RequestFacts
  readonly doneAt: number
  readonly hours: number
}

const slower = (a: Slow, b: Slow) => b.hours - a.hours || (a.facts.id < b.facts.id ? -1 : 1)

/** Everything the printed report is made of. */
export interface Findings {
  readonly families: readonly Family[]
  readonly report: Report
  readonly byUnit: readonly Line[]
  readonly ratings: Readonly<Record<string, number>>
  readonly overdue: number
  readonly slowest: readonly Slow[]
  readonly example: RequestFacts | undefined
  readonly records: number
  readonly events: number
}

export const categoryName = new Map(categories.map(({ code, name }) => [code, name.zh]))
const unitName = new Map(units.map(({ id, name }) => [id, name.zh]))
const towns = areas.filter(({ level }) => level === 'town')

const families = {
  '受理办理 handling': ['completionRate', 'onTimeRate', 'satisfactionRate', 'rectificationRate', 'returnRate'],
  '城管结案 closing': ['closingRate', 'onTimeClosingRate', 'openRate', 'reworkRate', 'extensionRate'],
  '热线三率 hotline': ['responseRate', 'solutionRate', 'followUpSatisfactionRate', 'threeRateScore'],
} as const

function measureFamilies({ evaluation }: Huiyin, period: Period): Promise<Family[]> {
  return Promise.all(
    Object.entries(families).map(async ([title, names]) => ({
      title,
      measured: await Promise.all(names.map((name) => evaluation.measure(name, { period }, { by: system }))),
    })),
  )
}

async function lines(
  { evaluation }: Huiyin,
  period: Period,
  grouping: { readonly by: 'unit' } | { readonly by: 'area'; readonly level: 'town' },
  nameOf: (key: string) => string | undefined,
): Promise<Line[]> {
  const options = { period, ...grouping }
  const byKey = async (name: string) =>
    new Map(
      (await evaluation.measure(name, options, { by: system })).figures.map((figure): [string, Figure] => [
        figure.key,
        figure,
      ]),
    )
  const completion = await byKey('completionRate')
  const onTime = await byKey('onTimeRate')
  const satisfaction = await byKey('satisfactionRate')
  const counts = await evaluation.count(['overdue@accepted'], options, { by: system })
  return [...completion]
    .flatMap(([key, { numerator, denominator, value }]) => {
      const name = nameOf(key)
      if (name === undefined) return []
      return {
        name,
        accepted: denominator,
        completed: numerator,
        overdue: counts.get(key)?.['overdue@accepted'] ?? 0,
        completionRate: value ?? null,
        onTimeRate: onTime.get(key)?.value ?? null,
        satisfactionRate: satisfaction.get(key)?.value ?? null,
      }
    })
    .sort((a, b) => b.accepted - a.accepted || (a.name < b.name ? -1 : 1))
}

/** Reads the city through the public API: tallies for the figures, pages of requests for the cases. */
export async function findings(
  { huiyin, hours, asOf, commands }: Simulation,
  seed: number,
  period: { from: string; to: string },
): Promise<Findings> {
  const figure = async (name: string) => (await huiyin.evaluation.measure(name, { period }, { by: system })).figures[0]
  const completion = await figure('completionRate')
  const counts = (
    await huiyin.evaluation.count(
      [
        'rectifications@opened',
        'overdue@accepted',
        'satisfied@rated',
        'basicallySatisfied@rated',
        'dissatisfied@rated',
        'unrated@rated',
      ],
      { period },
      { by: system },
    )
  ).get('')
  const byStatus: Record<string, number> = {}
  const attachments: Record<string, number> = {}
  const uses = countUses(commands)
  let slowest: Slow[] = []
  let example: RequestFacts | undefined
  for (let after: string | undefined; ; ) {
    const page = await huiyin.requests.find({ limit: 200, ...(after !== undefined && { after }) }, { by: system })
    for (const facts of page.items) {
      byStatus[facts.status] = (byStatus[facts.status] ?? 0) + 1
      uses.add(facts)
      for (const { step } of facts.attachments ?? []) attachments[step] = (attachments[step] ?? 0) + 1
      // Until it was first done: rectifications have deadlines of their own.
      const { acceptedAt, firstCompletedAt: doneAt } = facts
      if (acceptedAt !== undefined && doneAt !== undefined)
        slowest.push({ facts, doneAt, hours: hours.workingTimeBetween(acceptedAt, doneAt) / 3_600_000 })
      // A request worth printing: rectified once, then closed by a satisfied resident.
      if (
        example === undefined &&
        facts.status === 'closed' &&
        facts.rectifications.length === 1 &&
        facts.channel === 'miniProgram'
      )
        example = facts
    }
    slowest = slowest.sort(slower).slice(0, 10)
    if (page.next === undefined) break
    after = page.next
  }
  const teams = await huiyin.teams.check({ date: dateOf(asOf - 1) }, { by: system })
  const verified = await huiyin.audit.verify({ by: system })
  if (!verified.ok) throw new Error(`The record does not verify: ${JSON.stringify(verified.faults)}`)
  const townOf = new Map(towns.map(({ code, name }) => [code, name]))
  return {
    report: {
      seed,
      grids: areas.filter(({ level }) => level === 'grid').length,
      teamsComplete: teams.complete,
      accepted: completion?.denominator ?? 0,
      completed: completion?.numerator ?? 0,
      completionRate: completion?.value ?? null,
      onTimeRate: (await figure('onTimeRate'))?.value ?? null,
      satisfactionRate: (await figure('satisfactionRate'))?.value ?? null,
      rectifications: counts?.['rectifications@opened'] ?? 0,
      attachments: Object.fromEntries(Object.entries(attachments).sort()),
      uses: uses.uses(),
      byStatus: Object.fromEntries(Object.entries(byStatus).sort()),
      byStreet: await lines(huiyin, period, { by: 'area', level: 'town' }, (path) =>
        townOf.get(path.split('/')[1] ?? ''),
      ),
      digest: verified.digest,
    },
    families: await measureFamilies(huiyin, period),
    byUnit: await lines(huiyin, period, { by: 'unit' }, (unit) => unitName.get(unit)),
    ratings: {
      满意: counts?.['satisfied@rated'] ?? 0,
      基本满意: counts?.['basicallySatisfied@rated'] ?? 0,
      不满意: counts?.['dissatisfied@rated'] ?? 0,
      未评价: counts?.['unrated@rated'] ?? 0,
    },
    overdue: counts?.['overdue@accepted'] ?? 0,
    slowest,
    example,
    records: verified.records,
    events: verified.events,
  }
}
