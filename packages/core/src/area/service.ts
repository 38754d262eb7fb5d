import { type Authority, defaultAuthority } from '../authority/authority.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Digest } from '../contracts/digest.js'
import { inputIssue } from '../errors/input-issue.js'
import { InvalidInputError, NotFoundError } from '../errors.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import type { ContextOf } from '../record/attempt.js'
import { canonical } from '../record/canonical.js'
import type { DomainEvent, RecordRunner } from '../record/record-kind.js'
import type { AreaEvent } from './area-events.js'
import type { AreaResult, Areas } from './areas.js'
import { type AreasCommand, type AreasContext, type AreasFacts, areasId, areasKind } from './areas-kind.js'
import { type AreaRules, checkAreaRows, rowsInput } from './check-rows.js'
import type { CodeRule } from './codes.js'
import type { CatalogueAreas, TeamAreas } from './directory.js'
import type { GridKindTitle } from './grid-kinds.js'
import { gridKindsOf } from './grid-kinds.js'
import type { AreaHistory } from './history.js'
import { areaImporter } from './importer.js'
import { areaInputs, effectiveAt, given } from './inputs.js'
import { createLiveAreas } from './live-areas.js'
import { type Impact, planner } from './plan/planner.js'

/** The areas as core itself uses them. */
export interface AreaService extends Areas {
  /** What a change of the tree is judged by: the tree as it is stored now, not as this process last saw it, and as it is within the host's transaction. */
  readonly contextOf: ContextOf<AreasFacts, AreasCommand, AreasContext>
  /** What other parts of the domain ask of the tree. */
  directory(): TeamAreas & CatalogueAreas
  /**
   * The path of an area; of one that was retired, where it lay last: closed requests are still found below it.
   *
   * @throws NotFoundError for an area that never was
   */
  pathOf(code: string): string
  /** See `AreaHistory.formerPaths`. */
  formerPaths(): readonly string[]
  /** Builds the tree from the record's events. */
  load(): Promise<void>
  /** See `LiveAreas`. */
  refreshBy(at: number): Promise<void> | undefined
}

/** What the areas are built from. */
export interface AreaParts {
  readonly runner: RecordRunner
  readonly now: () => number
  readonly digest: Digest
  /** Roles and permissions of the place; those of the library when absent. */
  readonly authority?: Authority | undefined
  /** Which codes a place uses; every form when absent. */
  readonly codes?: CodeRule | undefined
  /** Kinds of grids that a place has besides the standard ones. */
  readonly gridKinds?: readonly GridKindTitle[] | undefined
  /** Counts what will lie elsewhere; nothing is counted when absent. */
  readonly impact?: Impact | undefined
}

const tooFew = { zh: '新区划须由两个以上区划合并而成', en: 'a new area takes the place of two or more' }

function pathIn(history: AreaHistory, code: string): string {
  const path = history.tree().path(code) || history.lastPath(code)
  if (path === undefined) throw new NotFoundError('area', code, ['within'])
  return path
}

// What changes areas: each parses its input and runs one command of the record.
function changesOf(
  run: (command: AreasCommand, options: CommandOptions) => Promise<AreaResult>,
  kinds: readonly string[],
) {
  // Made when it is needed: a schema takes longer than all the rest of a service.
  let redrawing: ReturnType<typeof areaInputs.redraw> | undefined
  const codeOf = (code: unknown) => parseInput(areaInputs.code, code, ['code'], 'area code')
  const changes: Pick<Areas, 'split' | 'merge' | 'retire' | 'recode' | 'redraw' | 'cancel'> = {
    split: async (code, input, options) => {
      const from = codeOf(code)
      const { effectiveFrom, ...rest } = parseInput(areaInputs.split, input, ['input'], 'split of an area')
      return run({ name: 'split', from, ...given(rest), ...effectiveAt(effectiveFrom) }, parseCommandOptions(options))
    },
    merge: async (codes, input, options) => {
      const from = parseInput(areaInputs.codes, codes, ['codes'], 'area codes')
      const { into, effectiveFrom } = parseInput(areaInputs.merge, input, ['input'], 'merge of areas')
      if (typeof into !== 'string' && from.length < 2)
        throw new InvalidInputError([inputIssue('unfit', ['codes'], { because: tooFew })], 'area codes')
      return run({ name: 'merge', from, into, ...effectiveAt(effectiveFrom) }, parseCommandOptions(options))
    },
    retire: async (area, input, options) => {
      const code = codeOf(area)
      const { effectiveFrom, ...rest } = parseInput(areaInputs.retire, input, ['input'], 'retirement of an area')
      return run({ name: 'retire', code, ...given(rest), ...effectiveAt(effectiveFrom) }, parseCommandOptions(options))
    },
    recode: async (area, input, options) => {
      const code = codeOf(area)
      const { effectiveFrom, ...rest } = parseInput(areaInputs.recode, input, ['input'], 'new code of an area')
      return run({ name: 'recode', code, ...given(rest), ...effectiveAt(effectiveFrom) }, parseCommandOptions(options))
    },
    redraw: async (area, input, options) => {
      const code = codeOf(area)
      redrawing ??= areaInputs.redraw(kinds)
      const { change, effectiveFrom } = parseInput(redrawing, input, ['change'], 'redrawing')
      return run({ name: 'redraw', code, change, ...effectiveAt(effectiveFrom) }, parseCommandOptions(options))
    },
    cancel: async (id, options) => {
      const change = parseInput(areaInputs.change, id, ['change'], 'id of a change')
      return run({ name: 'cancel', change }, parseCommandOptions(options))
    },
  }
  return changes
}

/** The area service on a record runner. */
export function createAreas(parts: AreaParts): AreaService {
  const { runner, now, codes, impact, authority = defaultAuthority } = parts
  const kinds = gridKindsOf(parts.gridKinds)
  const rules: AreaRules = { codes, kinds: kinds.map(({ kind }) => kind) }
  const live = createLiveAreas(runner, now)
  const { history, refresh } = live
  const digest = (of: unknown) => parts.digest.hex(canonical(of)).slice(0, 16)

  async function run(command: AreasCommand, options: CommandOptions, body?: object): Promise<AreaResult> {
    const result = await runner.run(areasKind, areasId, command, { ...options, ...(body !== undefined && { body }) })
    if (!result.ok) return result
    const events = result.events as readonly (DomainEvent & AreaEvent)[]
    live.wrote(options.tx, events)
    await refresh()
    const scheduled = events.find(({ type }) => type === 'areas.changeScheduled')
    const { change } = (scheduled?.data ?? {}) as { readonly change?: string }
    return { ok: true, revision: result.version, ...(change !== undefined && { change }) }
  }

  const contextOf: AreaService['contextOf'] = async (moment, _command, facts, _id, tx) => {
    await refresh()
    return { ...moment, history: live.storedUpTo(tx === undefined ? 0 : (facts?.revision ?? 0), tx), rules }
  }

  return Object.freeze({
    ...changesOf(run, rules.kinds ?? []),
    ...planner({ live, rules, digest, authority, impact, run, now }),
    import: areaImporter(runner, live, rules),
    kinds: () => kinds,
    tree: () => history().tree(),
    treeAt: (instant: number) => history().treeAt(instant),
    get: (area: string) => history().get(area),
    versionAt: (area: string, instant: number) => history().versionAt(area, instant),
    nameOf: (area: string) => {
      const name = history().get(area)?.name ?? area
      return { zh: name, en: name }
    },
    check: async (raws: readonly unknown[]) => {
      const rows = parseInput(rowsInput, raws, ['rows'], 'area rows')
      await refresh()
      return checkAreaRows(rows, history(), { ...rules, distinctNames: true })
    },
    successorOf: (area: string) => history().successorOf(area),
    formerPaths: () => history().formerPaths(),
    pathOf: (area: string) => pathIn(history(), area),
    contextOf,
    directory: live.directory,
    load: live.load,
    refresh,
    refreshBy: live.refreshBy,
  })
}
