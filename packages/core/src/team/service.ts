import type { TeamAreas } from '../area/directory.js'
import { dateOf } from '../calendar/date.js'
import type { CommandOptions } from '../contracts/command.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { NotFoundError } from '../errors.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import { outlineOf } from '../privacy/seal.js'
import type { CommandResult, RecordRunner } from '../record/record-kind.js'
import { teamImporter } from './importer.js'
import { inChunks } from './in-chunks.js'
import { type JoinInput, type LeaveInput, type ReplaceInput, teamInputs } from './input.js'
import { type TeamCommand, teamKind } from './kind.js'
import { checkTeam, onePlusOnePlusN, type TeamGap, type TeamPattern } from './pattern.js'
import { peopleOf } from './people.js'
import { placeOf } from './place.js'
import { type Sealing, sealMembership, sealPerson } from './seal.js'
import { type Membership, serves, type TeamFacts, teamRoles } from './team.js'
import type { Serving, TeamResult, Teams, TeamsCheck } from './teams.js'

/** What the teams are built from. */
export interface TeamsParts extends Sealing {
  readonly runner: RecordRunner
  readonly storage: Storage
  readonly refOf: (type: string, id: string) => RecordRef
  readonly areas: () => TeamAreas
  readonly now: () => number
  /** Codes of the grids in force, all or those of an area; with it, grids that never had a team count as incomplete. */
  readonly gridCodes?: ((within?: string) => Iterable<string>) | undefined
  /** What a complete team is; 1+1+N when absent. */
  readonly pattern?: TeamPattern | undefined
}

const gridOf = (grid: unknown): string => parseInput(teamInputs.grid, grid, ['grid'], 'grid code')

// The commands: each parses its input, seals what is personal in it, and runs one command of the record.
function commandsOf(parts: TeamsParts) {
  // Who ends somewhere ends in the team of a retired grid as long as it has them; after that, in the team it became.
  async function whereIs(grid: string, is: (membership: Membership) => boolean): Promise<string> {
    const place = placeOf(parts.areas(), grid)
    if (place === grid) return grid
    const own = await parts.runner.facts<TeamFacts>(teamKind, grid)
    return own?.facts.memberships.some(is) === true ? grid : place
  }

  async function run(
    grid: string,
    command: TeamCommand,
    vault: readonly VaultRow[],
    body: unknown,
    options: CommandOptions,
  ): Promise<TeamResult> {
    const result: CommandResult<TeamFacts> = await parts.runner.run(teamKind, grid, command, {
      ...options,
      vault,
      body,
    })
    return result.ok ? { ok: true, team: result.record } : result
  }

  async function join(rawGrid: string, rawInput: JoinInput, rawOptions: CommandOptions): Promise<TeamResult> {
    const grid = placeOf(parts.areas(), gridOf(rawGrid))
    const input = parseInput(teamInputs.join, rawInput, ['input'], 'join command')
    const options = parseCommandOptions(rawOptions)
    const { membership, vault } = sealMembership(input, parts)
    return run(grid, { name: 'join', grid, member: membership }, vault, outlineOf(input), options)
  }

  async function leave(rawGrid: string, rawInput: LeaveInput, rawOptions: CommandOptions): Promise<TeamResult> {
    const input = parseInput(teamInputs.leave, rawInput, ['input'], 'leave command')
    const grid = await whereIs(gridOf(rawGrid), (each) => each.member === input.member && serves(each, input.on))
    return run(grid, { name: 'leave', grid, ...input }, [], rawInput, parseCommandOptions(rawOptions))
  }

  async function replace(rawGrid: string, rawInput: ReplaceInput, rawOptions: CommandOptions): Promise<TeamResult> {
    const grid = placeOf(parts.areas(), gridOf(rawGrid))
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
    const { member } = parseInput(teamInputs.forget, rawInput, ['input'], 'forget command')
    const grid = await whereIs(gridOf(rawGrid), (each) => each.member === member)
    return run(grid, { name: 'forget', grid, member }, [], rawInput, parseCommandOptions(rawOptions))
  }

  return { join, leave, replace, forget }
}

// What is read of single teams.
function readsOf({ runner, areas }: TeamsParts, dayOf: (date: unknown) => string) {
  async function of(grid: string): Promise<TeamFacts | undefined> {
    return (await runner.facts<TeamFacts>(teamKind, gridOf(grid)))?.facts
  }

  async function serving(grid: string, date: unknown): Promise<readonly Membership[]> {
    const day = dayOf(date)
    const own = ((await of(grid))?.memberships ?? []).filter((each) => serves(each, day))
    const place = placeOf(areas(), gridOf(grid))
    // Nobody serves a retired grid any more: whoever asks by its code is told who serves where it is now.
    return own.length > 0 || place === grid ? own : serving(place, day)
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

  return { of, whoServes, buildingLeads }
}

/** The teams on a record runner. */
export function createTeams(parts: TeamsParts): Teams {
  const { runner, areas, now, gridCodes, pattern = onePlusOnePlusN } = parts
  const dayOf = (date: unknown): string => parseInput(teamInputs.date, date ?? dateOf(now()), ['date'], 'date')
  const reads = readsOf(parts, dayOf)

  async function check(query: Parameters<Teams['check']>[0] = {}): Promise<TeamsCheck> {
    const { within: asked, date } = parseInput(teamInputs.check, query, ['query'], 'query')
    const day = dayOf(date)
    const within = asked === undefined ? undefined : areas().successorOf(asked)
    if (asked !== undefined && (within === undefined || !areas().has(within)))
      throw new NotFoundError('area', asked, ['within'])
    // Grids without a team are what is left of these in the end; teams of retired grids do not count.
    const pending = gridCodes === undefined ? undefined : new Set(gridCodes(within))
    const incomplete: { grid: string; missing: readonly TeamGap[] }[] = []
    let grids = 0
    const count = (grid: string, facts: TeamFacts | undefined) => {
      grids++
      const verdict = checkTeam(facts, day, pattern)
      if (!verdict.complete) incomplete.push({ grid, missing: verdict.missing })
    }
    const path = within === undefined ? {} : { within: areas().path(within) }
    for await (const { id, facts } of runner.each<TeamFacts>(teamKind, path)) {
      if (pending === undefined ? areas().isGrid(id) : pending.delete(id)) count(id, facts)
    }
    // The team of a grid that moved is still indexed below the area where it was last changed: read it by id before counting it as missing.
    await inChunks([...(pending ?? [])], async (grid) =>
      count(grid, within === undefined ? undefined : await reads.of(grid)),
    )
    incomplete.sort((a, b) => (a.grid < b.grid ? -1 : 1))
    return { date: day, grids, complete: grids - incomplete.length, incomplete }
  }

  const people = peopleOf({ ...parts, placeOf: (grid) => placeOf(areas(), gridOf(grid)) })

  return Object.freeze({ import: teamImporter(parts), ...commandsOf(parts), ...people, ...reads, check })
}
