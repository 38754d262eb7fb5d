import type { TeamAreas } from '../area/directory.js'
import { assertMay, notPermittedError } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import { dateOf } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { NotFoundError } from '../errors.js'
import { parseCommandOptions, parseInput, parseReader, queryAndOptions, readerAnd } from '../import/parse.js'
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
import type { OnDay, Serving, TeamResult, Teams, TeamsCheck } from './teams.js'

/** What the teams are built from. */
export interface TeamsParts extends Sealing {
  readonly runner: RecordRunner
  readonly storage: Storage
  readonly refOf: (type: string, id: string) => RecordRef
  readonly areas: () => TeamAreas
  readonly authority: Authority
  readonly now: () => number
  /** Codes of the areas that together are the whole city. */
  readonly roots: () => readonly string[]
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
function readsOf({ runner, areas, authority }: TeamsParts, dayOf: (date: unknown) => string) {
  // The same answer whether there is a team or not.
  function assertReadable(grid: string, by: Actor): void {
    if (!authority.mayIn(by, 'teams', 'read', grid, areas())) throw notPermittedError(authority, by, 'teams', 'read')
  }

  const teamOf = async (grid: string) => (await runner.facts<TeamFacts>(teamKind, grid))?.facts

  async function of(rawGrid: string, options: ReadOptions): Promise<TeamFacts | undefined> {
    const grid = gridOf(rawGrid)
    assertReadable(grid, parseReader(options))
    return teamOf(grid)
  }

  async function serving(grid: string, day: string): Promise<readonly Membership[]> {
    const own = ((await teamOf(grid))?.memberships ?? []).filter((each) => serves(each, day))
    const place = placeOf(areas(), grid)
    // Nobody serves a retired grid any more: whoever asks by its code is told who serves where it is now.
    return own.length > 0 || place === grid ? own : serving(place, day)
  }

  function servingFor(rawGrid: string, raw: ReadOptions & OnDay): Promise<readonly Membership[]> {
    const grid = gridOf(rawGrid)
    const [by, { date }] = readerAnd(raw)
    assertReadable(grid, by)
    return serving(grid, dayOf(date))
  }

  async function whoServes(grid: string, options: ReadOptions & OnDay): Promise<Serving> {
    const all = await servingFor(grid, options)
    return Object.fromEntries(
      teamRoles.map((role) => [role, all.filter((each) => each.role === role)]),
    ) as unknown as Serving
  }

  async function buildingLeads(grid: string, options: ReadOptions & OnDay): Promise<readonly Membership[]> {
    const leads = (await servingFor(grid, options)).filter(({ role }) => role === 'buildingLead')
    return leads.sort((a, b) => (a.building ?? '').localeCompare(b.building ?? '', 'zh', { numeric: true }))
  }

  return { reads: { of, whoServes, buildingLeads }, teamOf }
}

type CheckQuery = OnDay & { readonly within?: string }

/** The teams on a record runner. */
export function createTeams(parts: TeamsParts): Teams {
  const { runner, areas, authority, now, roots, gridCodes, pattern = onePlusOnePlusN } = parts
  const dayOf = (date: unknown): string => parseInput(teamInputs.date, date ?? dateOf(now()), ['date'], 'date')
  const { reads, teamOf } = readsOf(parts, dayOf)
  const wholeCity = () => ({ isWithin: areas().isWithin, roots })

  async function check(first: CheckQuery | ReadOptions, second?: ReadOptions): Promise<TeamsCheck> {
    const [query = {}, options] = queryAndOptions<CheckQuery>(first, second)
    const { within: asked, date } = parseInput(teamInputs.check, query, ['query'], 'query')
    const by = parseReader(options)
    assertMay(authority, by, ['teams', 'read'], wholeCity(), asked === undefined ? undefined : [asked])
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
      count(grid, within === undefined ? undefined : await teamOf(grid)),
    )
    incomplete.sort((a, b) => (a.grid < b.grid ? -1 : 1))
    return { date: day, grids, complete: grids - incomplete.length, incomplete }
  }

  const people = peopleOf({ ...parts, placeOf: (grid) => placeOf(areas(), gridOf(grid)) })

  return Object.freeze({ import: teamImporter(parts), ...commandsOf(parts), ...people, ...reads, check })
}
