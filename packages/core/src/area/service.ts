import { z } from 'zod'
import type { CommandOptions } from '../contracts/command.js'
import { NotFoundError } from '../errors.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import { plainText, textIssue } from '../privacy/text.js'
import type { Moment, RecordRunner } from '../record/record-kind.js'
import { type AreaRow, gridKinds } from './area.js'
import type { AreaChange } from './area-events.js'
import type { AreaResult, Areas } from './areas.js'
import { type AreasCommand, type AreasContext, areasId, areasKind } from './areas-kind.js'
import { areaCode, areaRow, checkAreaRows, rowsInput } from './check-rows.js'
import { anyCodeRule, type CodeRule } from './codes.js'
import type { CatalogueAreas, TeamAreas } from './directory.js'
import type { AreaHistory } from './history.js'
import { areaImporter } from './importer.js'
import { createLiveAreas } from './live-areas.js'

/** The areas as core itself uses them. */
export interface AreaService extends Areas {
  /** What a change of the tree is judged by: the tree as it is stored now, not as this process last saw it. */
  contextOf(moment: Moment): Promise<AreasContext>
  /** What other parts of the domain ask of the tree. */
  directory(): TeamAreas & CatalogueAreas
  /**
   * The path of an area, also of one that was split or merged away: closed requests are still found below it.
   *
   * @throws NotFoundError for an area that never was
   */
  pathOf(code: string): string
  /** See `AreaHistory.formerPaths`. */
  formerPaths(): readonly string[]
  /** Builds the tree from the record's events. */
  load(): Promise<void>
}

const splitInput = z.strictObject({ into: z.array(areaRow).min(2) })
const mergeInput = z.strictObject({ into: areaRow })
const mergedCodes = z
  .array(areaCode)
  .min(2)
  .refine(
    (codes) => new Set(codes).size === codes.length,
    textIssue('unfit', { because: { zh: '有网格重复', en: 'names a grid twice' } }),
  )
const areaChange = z
  .strictObject({ name: plainText(100).optional(), parent: areaCode.optional(), kind: z.enum(gridKinds).optional() })
  .transform((change): AreaChange => {
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    return Object.fromEntries(given)
  })
  .refine(
    (change) => Object.keys(change).length > 0,
    textIssue('unfit', { because: { zh: '没有要改的内容', en: 'names nothing to change' } }),
  )

function pathIn(history: AreaHistory, code: string): string {
  const parent = history.get(code)?.parent ?? undefined
  const tree = history.tree()
  const path = tree.path(code) || (parent === undefined ? '' : `${tree.path(parent)}${code}/`)
  if (path === '') throw new NotFoundError('area', code, ['within'])
  return path
}

// What splits, merges and redraws: each parses its input and runs one command of the record.
function changesOf(run: (command: AreasCommand, options: CommandOptions) => Promise<AreaResult>) {
  return {
    split: async (code: string, input: { readonly into: readonly AreaRow[] }, options: CommandOptions) => {
      const from = parseInput(areaCode, code, ['code'], 'area code')
      const { into } = parseInput(splitInput, input, ['input'], 'split of a grid')
      return run({ name: 'split', from, into }, parseCommandOptions(options))
    },
    merge: async (codes: readonly string[], input: { readonly into: AreaRow }, options: CommandOptions) => {
      const from = parseInput(mergedCodes, codes, ['codes'], 'area codes')
      const { into } = parseInput(mergeInput, input, ['input'], 'merge of grids')
      return run({ name: 'merge', from, into }, parseCommandOptions(options))
    },
    redraw: async (area: string, input: AreaChange, options: CommandOptions) => {
      const code = parseInput(areaCode, area, ['code'], 'area code')
      const change = parseInput(areaChange, input, ['change'], 'redrawing')
      return run({ name: 'redraw', code, change }, parseCommandOptions(options))
    },
  }
}

/** The area service on a record runner. `codes` says which codes a place uses. */
export function createAreas({
  runner,
  codes = anyCodeRule,
}: {
  readonly runner: RecordRunner
  readonly codes?: CodeRule | undefined
}): AreaService {
  const live = createLiveAreas(runner)
  const { history, refresh } = live

  async function run(command: AreasCommand, options: CommandOptions): Promise<AreaResult> {
    const result = await runner.run(areasKind, areasId, command, options)
    if (!result.ok) return result
    await refresh()
    return { ok: true, revision: result.version }
  }

  return Object.freeze({
    ...changesOf(run),
    import: areaImporter(runner, live, codes),
    tree: () => history().tree(),
    get: (area: string) => history().get(area),
    versionAt: (area: string, instant: number) => history().versionAt(area, instant),
    nameOf: (area: string) => {
      const name = history().get(area)?.name ?? area
      return { zh: name, en: name }
    },
    check: async (raws: readonly unknown[]) => {
      const rows = parseInput(rowsInput, raws, ['rows'], 'area rows')
      await refresh()
      return checkAreaRows(rows, history(), codes)
    },
    successorOf: (area: string) => history().successorOf(area),
    formerPaths: () => history().formerPaths(),
    pathOf: (area: string) => pathIn(history(), area),
    contextOf: async (moment: Moment) => {
      await refresh()
      return { ...moment, history: history(), codes }
    },
    directory: live.directory,
    load: live.load,
    refresh,
  })
}
