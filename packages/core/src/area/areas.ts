import { z } from 'zod'
import type { Bilingual, CommandOptions, Moment, RecordRunner, Refusal } from '../contracts/record.js'
import { parseCommandOptions, parseInput } from '../parse.js'
import { plainText } from '../privacy/text.js'
import type { AreaDirectory } from '../request/context.js'
import { type Area, type AreaRow, areaLevels, gridKinds } from './area.js'
import type { AreaChange, AreaEvent } from './area-events.js'
import { type AreasCommand, type AreasContext, type AreasFacts, areasId, areasKind } from './areas-kind.js'
import type { CodeRule } from './codes.js'
import { type AreaRowError, checkAreaRows } from './import-areas.js'
import { type AreaModel, emptyAreaModel } from './model.js'
import type { AreaTree } from './tree.js'

/** What an import came to. Without `partial` nothing is imported unless all rows are good. */
export type AreaImportResult =
  | {
      readonly ok: true
      readonly imported: number
      readonly unchanged: number
      readonly errors: readonly AreaRowError[]
    }
  | { readonly ok: false; readonly errors: readonly AreaRowError[]; readonly refusal?: Refusal }

/** What a split, merge or redrawing came to. */
export type AreaResult =
  | { readonly ok: true; readonly revision: number }
  | { readonly ok: false; readonly refusal: Refusal }

/** The area tree of a city, kept as one record. */
export interface Areas {
  /** Imports rows `{ code, name, level, parent, kind? }`: all or nothing, or with `partial` the good ones and a report. */
  import(rows: readonly unknown[], options: CommandOptions & { readonly partial?: boolean }): Promise<AreaImportResult>
  /** The tree in force. */
  tree(): AreaTree
  /** The area as it is, or as it last was. */
  get(code: string): Area | undefined
  /** The area as it was at an instant. */
  versionAt(code: string, instant: number): Area | undefined
  /** One grid becomes several; open requests follow the first. */
  split(code: string, input: { readonly into: readonly AreaRow[] }, options: CommandOptions): Promise<AreaResult>
  /** Several grids become one; open requests follow it. */
  merge(codes: readonly string[], input: { readonly into: AreaRow }, options: CommandOptions): Promise<AreaResult>
  /** Another name, kind or parent; the code stays. */
  redraw(code: string, change: AreaChange, options: CommandOptions): Promise<AreaResult>
  nameOf(code: string): Bilingual
  /** The tree with its past. */
  model(): AreaModel
  /** What a change of the tree is judged by: the tree as it is stored now, not as this process last saw it. */
  contextOf(moment: Moment): Promise<AreasContext>
  /** What other parts of the domain ask of the tree. */
  directory(): AreaDirectory
  /** Builds the tree from the record's events. */
  load(): Promise<void>
  /** Takes in what others changed since. */
  refresh(): Promise<void>
}

const code = plainText(32)
const row = z.strictObject({
  code,
  name: plainText(100),
  level: z.enum(areaLevels),
  parent: code.nullable(),
  kind: z.enum(gridKinds).optional(),
})
const change = z
  .strictObject({
    name: plainText(100).optional(),
    parent: code.nullable().optional(),
    kind: z.enum(gridKinds).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'says nothing to change')

const supervising = new Set(['town', 'county', 'city', 'province'])

function directoryOf(model: AreaModel): AreaDirectory {
  const tree = model.tree()
  return Object.freeze({
    revision: model.revision,
    has: (area: string) => tree.has(area),
    isWithin: (area: string, ancestor: string) => tree.isWithin(area, ancestor),
    path: (area: string) => tree.path(area),
    ladder: (area: string) => {
      const self = tree.get(area)
      const up = self === undefined ? [] : [self, ...tree.ancestors(area)]
      const levels = up.filter((each) => supervising.has(each.level)).map((each) => each.code)
      return levels.length > 0 ? levels : up.slice(-1).map((each) => each.code)
    },
  })
}

/** The area service on a record runner. `codes` says which grid codes a place uses. */
export function createAreas({
  runner,
  codes,
}: {
  readonly runner: RecordRunner
  readonly codes?: CodeRule | undefined
}): Areas {
  let model = emptyAreaModel
  let directory: AreaDirectory | undefined

  function advance(next: AreaModel): void {
    if (next.revision <= model.revision) return
    model = next
    directory = undefined
  }

  async function load(): Promise<void> {
    const events: AreaEvent[] = []
    for await (const event of runner.events(areasKind.type, areasId))
      if (event.seq > model.revision) events.push(event as AreaEvent)
    advance(model.apply(events))
  }

  async function refresh(): Promise<void> {
    const stored = await runner.facts<AreasFacts>(areasKind, areasId)
    if (stored !== undefined && stored.version > model.revision) await load()
  }

  async function run(command: AreasCommand, options: CommandOptions): Promise<AreaResult> {
    await refresh()
    const result = await runner.run(areasKind, areasId, command, options)
    if (!result.ok) return result
    await refresh()
    return { ok: true, revision: result.version }
  }

  async function importRows(
    rows: readonly unknown[],
    { partial = false, ...rest }: CommandOptions & { partial?: boolean },
  ): Promise<AreaImportResult> {
    const list = parseInput(z.array(z.unknown()), rows, ['rows'], 'area rows')
    const options = parseCommandOptions(rest)
    await refresh()
    const { good, unchanged, errors } = checkAreaRows(list, model, codes)
    if (errors.length > 0 && !partial) return { ok: false, errors }
    if (good.length === 0) return { ok: true, imported: 0, unchanged, errors }
    const result = await run({ name: 'import', rows: good }, options)
    return result.ok
      ? { ok: true, imported: good.length, unchanged, errors }
      : { ok: false, errors: [], refusal: result.refusal }
  }

  return Object.freeze({
    import: importRows,
    tree: () => model.tree(),
    get: (area: string) => model.get(area),
    versionAt: (area: string, instant: number) => model.versionAt(area, instant),
    split: async (from: string, input: { readonly into: readonly AreaRow[] }, options: CommandOptions) => {
      const { into } = parseInput(z.strictObject({ into: z.array(row).min(2) }), input, ['input'], 'split of a grid')
      return run(
        { name: 'split', from: parseInput(code, from, ['code'], 'area code'), into: into as readonly AreaRow[] },
        parseCommandOptions(options),
      )
    },
    merge: async (from: readonly string[], input: { readonly into: AreaRow }, options: CommandOptions) => {
      const { into } = parseInput(z.strictObject({ into: row }), input, ['input'], 'merge of grids')
      const codesOf = parseInput(z.array(code).min(2), from, ['codes'], 'area codes')
      return run({ name: 'merge', from: codesOf, into: into as AreaRow }, parseCommandOptions(options))
    },
    redraw: async (area: string, input: AreaChange, options: CommandOptions) => {
      const parsed = parseInput(change, input, ['change'], 'redrawing') as AreaChange
      return run(
        { name: 'redraw', code: parseInput(code, area, ['code'], 'area code'), change: parsed },
        parseCommandOptions(options),
      )
    },
    nameOf: (area: string) => {
      const name = model.get(area)?.name ?? area
      return { zh: name, en: name }
    },
    model: () => model,
    contextOf: async (moment: Moment) => {
      await refresh()
      return { ...moment, model }
    },
    directory: () => {
      directory ??= directoryOf(model)
      return directory
    },
    load,
    refresh,
  })
}
