import type { TeamAreas } from '../area/directory.js'
import { dateOf } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions } from '../contracts/command.js'
import type { VaultRow } from '../contracts/rows.js'
import { NotFoundError } from '../errors.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import type { Refusal } from '../import/refusal.js'
import { outlineOf } from '../privacy/seal.js'
import type { CommandResult, RecordRunner } from '../record/record-kind.js'
import { inChunks, type TeamImportResult, teamImporter } from './import.js'
import { type JoinInput, type LeaveInput, type ReplaceInput, type TeamRow, teamInputs } from './input.js'
import { type TeamCommand, teamKind } from './kind.js'
import { checkTeam, onePlusOnePlusN, type TeamGap, type TeamPattern } from './pattern.js'
import { type Sealing, sealMembership, sealPerson } from './seal.js'
import { type Membership, serves, type TeamFacts, type TeamRole, teamRoles } from './team.js'

/** The team after a command, or why not. */
export type TeamResult =
  | { readonly ok: true; readonly team: TeamFacts }
  | { readonly ok: false; readonly refusal: Refusal }

/** Who serves a grid on a day, by role. */
export type Serving = Readonly<Record<TeamRole, readonly Membership[]>>

/** How many grids have a complete team, and what the others lack. */
export interface TeamsCheck {
  readonly date: string
  readonly grids: number
  readonly complete: number
  readonly incomplete: readonly { readonly grid: string; readonly missing: readonly TeamGap[] }[]
}

/** 网格队伍: the team of every grid. Days are `YYYY-MM-DD` in Beijing; today when left out. */
export interface Teams {
  /**
   * Takes a table of memberships: all of it, or every fault with its row. Rows that are there already change nothing.
   * Should others change the same teams meanwhile so that rows no longer fit, those rows are reported and the other grids
   * are written; import again.
   */
  import(rows: readonly TeamRow[], options: { readonly by: Actor }): Promise<TeamImportResult>
  join(grid: string, input: JoinInput, options: CommandOptions): Promise<TeamResult>
  leave(grid: string, input: LeaveInput, options: CommandOptions): Promise<TeamResult>
  /** One person takes over from another, without a day between. */
  replace(grid: string, input: ReplaceInput, options: CommandOptions): Promise<TeamResult>
  /** Erases name and phone of somebody who no longer serves (《个人信息保护法》第四十七条); that they served stays. Safe to repeat. */
  forget(grid: string, input: { readonly member: string }, options: CommandOptions): Promise<TeamResult>
  /** The team with everybody who ever served in it; `undefined` when the grid has none. */
  of(grid: string): Promise<TeamFacts | undefined>
  whoServes(grid: string, date?: string): Promise<Serving>
  /** 红色楼长 of the grid, in order of buildings. */
  buildingLeads(grid: string, date?: string): Promise<readonly Membership[]>
  /** Holds the teams of an area against the pattern (1+1+N). Throws `NotFoundError` for an area that is not in use. */
  check(query?: { readonly within?: string; readonly date?: string }): Promise<TeamsCheck>
}

export interface TeamsParts extends Sealing {
  readonly runner: RecordRunner
  readonly areas: () => TeamAreas
  readonly now: () => number
  /** Codes of the grids in use, all or those of an area: grids that never had a team count as incomplete then. */
  readonly gridCodes?: ((within?: string) => Iterable<string>) | undefined
  /** Default: 1+1+N. */
  readonly pattern?: TeamPattern | undefined
}

/** The teams on a record runner. */
export function createTeams(parts: TeamsParts): Teams {
  const { runner, areas, now, gridCodes, pattern = onePlusOnePlusN } = parts
  const gridOf = (grid: unknown): string => parseInput(teamInputs.grid, grid, ['grid'], 'grid code')
  const dayOf = (date: unknown): string => parseInput(teamInputs.date, date ?? dateOf(now()), ['date'], 'date')

  async function run(
    grid: string,
    command: TeamCommand,
    vault: readonly VaultRow[],
    body: unknown,
    options: CommandOptions,
  ): Promise<TeamResult> {
    const result: CommandResult<TeamFacts> = await runner.run(teamKind, grid, command, { ...options, vault, body })
    return result.ok ? { ok: true, team: result.record } : result
  }

  async function join(rawGrid: string, rawInput: JoinInput, rawOptions: CommandOptions): Promise<TeamResult> {
    const grid = gridOf(rawGrid)
    const input = parseInput(teamInputs.join, rawInput, ['input'], 'join command')
    const options = parseCommandOptions(rawOptions)
    const { membership, vault } = sealMembership(input, parts)
    return run(grid, { name: 'join', grid, member: membership }, vault, outlineOf(input), options)
  }

  async function leave(rawGrid: string, rawInput: LeaveInput, rawOptions: CommandOptions): Promise<TeamResult> {
    const grid = gridOf(rawGrid)
    const input = parseInput(teamInputs.leave, rawInput, ['input'], 'leave command')
    return run(grid, { name: 'leave', grid, ...input }, [], rawInput, parseCommandOptions(rawOptions))
  }

  async function replace(rawGrid: string, rawInput: ReplaceInput, rawOptions: CommandOptions): Promise<TeamResult> {
    const grid = gridOf(rawGrid)
    const input = parseInput(teamInputs.replace, rawInput, ['input'], 'replace command')
    const options = parseCommandOptions(rawOptions)
    const { input: sealed, vault } = sealPerson(input.successor, parts)
    const successor = { member: input.successor.member, ...sealed }
    return run(grid, { name: 'replace', grid, ...input, successor }, vault, outlineOf(input), options)
  }

  async function forget(
    rawGrid: string,
    rawInput: { readonly member: string },
    rawOptions: CommandOptions,
  ): Promise<TeamResult> {
    const grid = gridOf(rawGrid)
    const { member } = parseInput(teamInputs.forget, rawInput, ['input'], 'forget command')
    return run(grid, { name: 'forget', grid, member }, [], rawInput, parseCommandOptions(rawOptions))
  }

  async function of(grid: string): Promise<TeamFacts | undefined> {
    return (await runner.facts<TeamFacts>(teamKind, gridOf(grid)))?.facts
  }

  async function serving(grid: string, date: unknown): Promise<readonly Membership[]> {
    const day = dayOf(date)
    return ((await of(grid))?.memberships ?? []).filter((each) => serves(each, day))
  }

  async function whoServes(grid: string, date?: string): Promise<Serving> {
    const all = await serving(grid, date)
    return Object.fromEntries(
      teamRoles.map((role) => [role, all.filter((each) => each.role === role)]),
    ) as unknown as Serving
  }

  async function buildingLeads(grid: string, date?: string): Promise<readonly Membership[]> {
    const leads = (await serving(grid, date)).filter(({ role }) => role === 'buildingLead')
    return leads.sort((a, b) => (a.building ?? '').localeCompare(b.building ?? '', 'zh', { numeric: true }))
  }

  async function check(query: Parameters<Teams['check']>[0] = {}): Promise<TeamsCheck> {
    const { within, date } = parseInput(teamInputs.check, query, ['query'], 'query')
    const day = dayOf(date)
    if (within !== undefined && !areas().has(within)) throw new NotFoundError('area', within, ['within'])
    // Known grids without a team are what is left of these in the end; teams of grids no longer in use do not count.
    const awaited = gridCodes === undefined ? undefined : new Set(gridCodes(within))
    const incomplete: { grid: string; missing: readonly TeamGap[] }[] = []
    let grids = 0
    const count = (grid: string, facts: TeamFacts | undefined) => {
      grids++
      const verdict = checkTeam(facts, day, pattern)
      if (!verdict.complete) incomplete.push({ grid, missing: verdict.missing })
    }
    const path = within === undefined ? {} : { within: areas().path(within) }
    for await (const { id, facts } of runner.each<TeamFacts>(teamKind, path)) {
      if (awaited === undefined ? areas().isGrid(id) : awaited.delete(id)) count(id, facts)
    }
    // A grid that moved under another area is still filed where its team was last changed: look again before saying it has none.
    await inChunks([...(awaited ?? [])], async (grid) => count(grid, within === undefined ? undefined : await of(grid)))
    incomplete.sort((a, b) => (a.grid < b.grid ? -1 : 1))
    return { date: day, grids, complete: grids - incomplete.length, incomplete }
  }

  return Object.freeze({
    import: teamImporter(parts),
    join,
    leave,
    replace,
    forget,
    of,
    whoServes,
    buildingLeads,
    check,
  })
}
