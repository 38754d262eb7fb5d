import type { TeamAreas } from '../area/directory.js'
import type { Authority } from '../authority/authority.js'
import type { Actor } from '../contracts/actor.js'
import { inputIssue } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import { formFaultsOf } from '../import/form-faults.js'
import { parseCommandOptions } from '../import/parse.js'
import { rowNumberOf } from '../import/row-number.js'
import type { CommandResult, RecordRunner } from '../record/record-kind.js'
import { clashOf } from './clash.js'
import { inChunks } from './in-chunks.js'
import { type ParsedRow, type TeamRow, teamInputs } from './input.js'
import { refusalOfActor, teamKind } from './kind.js'
import { placeOf } from './place.js'
import { teamRefusals } from './refusals.js'
import { type Sealing, sealMembership, termsOf } from './seal.js'
import { type Membership, sameMembership, type TeamFacts } from './team.js'
import type { TeamImportResult, TeamRowError } from './teams.js'

/** What the import of teams is built from. */
export interface TeamImportParts extends Sealing {
  readonly runner: RecordRunner
  readonly areas: () => TeamAreas
  readonly authority: Authority
}

interface Row {
  readonly row: number
  readonly input: ParsedRow
}

/** Which rows of one grid are to be added to its team, and the version of the team they were checked against. */
interface Plan {
  readonly grid: string
  readonly version: number
  readonly joining: readonly Row[]
}

/** How often one team is planned and written when others keep changing it meanwhile. */
const attempts = 3

/** Reads rows one by one, so that a fault of one does not hide the faults of another. */
function readRows(rows: readonly unknown[], errors: TeamRowError[]): Row[] {
  return rows.flatMap((each, position): Row[] => {
    const parsed = teamInputs.row.safeParse(each)
    const row = rowNumberOf(each, position)
    if (parsed.success) return [{ row, input: parsed.data }]
    for (const fault of formFaultsOf(parsed.error, each, '本行')) errors.push({ ...fault, row })
    return []
  })
}

/** Holds the rows of one grid against its team; rows that clash are reported. */
async function planOf(runner: RecordRunner, grid: string, rows: readonly Row[], errors: TeamRowError[]): Promise<Plan> {
  const found = await runner.facts<TeamFacts>(teamKind, grid)
  const there = found?.facts.memberships ?? []
  const isThere = ({ input }: Row) => there.some((each) => sameMembership(each, termsOf(input)))
  const joining = rows.filter((row) => !isThere(row))
  const together: Membership[] = [...there]
  for (const { row, input } of joining) {
    const terms = termsOf(input)
    const clash = clashOf(terms, together)
    if (clash === undefined) together.push(terms)
    else errors.push({ ...clash, row, path: [] })
  }
  return { grid, version: found?.version ?? 0, joining }
}

/** Writes one grid's plan. When somebody else changed the team since, it is planned again against the team as it is now. */
async function write(
  { runner, ids, digest }: TeamImportParts,
  first: Plan,
  rows: readonly Row[],
  by: Actor,
  errors: TeamRowError[],
): Promise<number> {
  let plan = first
  for (let attempt = 1; plan.joining.length > 0; attempt++) {
    const sealed = plan.joining.map(({ input }) => sealMembership(input, { ids, digest }))
    const command = { name: 'form', grid: plan.grid, members: sealed.map((each) => each.membership) } as const
    const vault = sealed.flatMap((each) => each.vault)
    const result: CommandResult<TeamFacts> = await runner.run(teamKind, plan.grid, command, {
      by,
      vault,
      expectedVersion: plan.version,
    })
    if (result.ok) return plan.joining.length
    if (result.refusal.code !== 'stale-version' || attempt === attempts) {
      for (const { row } of plan.joining) errors.push({ ...result.refusal, row, path: [] })
      return 0
    }
    const before = errors.length
    plan = await planOf(runner, plan.grid, rows, errors)
    if (errors.length > before) return 0
  }
  return 0
}

// What is wrong with rows is told to nobody who could not import any.
function mayImportSomewhere(by: Actor, authority: Authority): boolean {
  const parties = authority.parties('teams', 'import')
  return by.kind === 'system' || authority.grantsOf(by).some(({ role }) => parties.includes(role))
}

/** Imports tables of teams: all rows, or every reason why not. */
export function teamImporter(parts: TeamImportParts) {
  const { runner, areas, authority } = parts
  return async function importTeams(
    rows: readonly TeamRow[],
    rawOptions: { readonly by: Actor },
  ): Promise<TeamImportResult> {
    const { by } = parseCommandOptions(rawOptions)
    if (!Array.isArray(rows))
      throw new InvalidInputError([inputIssue('wrong-type', ['rows'], { expected: 'list' })], 'teams')
    const errors: TeamRowError[] = []
    const directory = areas()
    const readable = readRows(rows, errors)
    for (const { row, input } of readable) {
      if (!directory.isGrid(placeOf(directory, input.grid)))
        errors.push({ ...teamRefusals['grid-unknown']({ grid: input.grid }), row, path: ['grid'] })
    }
    const byGrid = Map.groupBy(
      readable.filter(({ input }) => directory.isGrid(placeOf(directory, input.grid))),
      ({ input }) => placeOf(directory, input.grid),
    )
    for (const grid of byGrid.keys()) {
      const refusal = refusalOfActor({ name: 'form', grid }, { by, areas: directory, authority })
      if (refusal !== undefined) return { ok: false, refusal, errors: [] }
    }
    if (errors.length > 0 && byGrid.size === 0 && !mayImportSomewhere(by, authority)) {
      const grid = readable[0]?.input.grid ?? ''
      const details = { actor: by.id, grid, ...authority.needed('teams', 'import') }
      return { ok: false, refusal: teamRefusals['team-change-not-permitted'](details), errors: [] }
    }
    const plans = await inChunks([...byGrid], ([grid, own]) => planOf(runner, grid, own, errors))
    if (errors.length > 0) return { ok: false, errors: errors.sort((a, b) => a.row - b.row) }
    const counts = await inChunks(plans, (plan) => write(parts, plan, byGrid.get(plan.grid) ?? [], by, errors))
    if (errors.length > 0) return { ok: false, errors: errors.sort((a, b) => a.row - b.row) }
    const joined = counts.reduce((sum, count) => sum + count, 0)
    return { ok: true, teams: byGrid.size, joined, unchanged: rows.length - joined }
  }
}
