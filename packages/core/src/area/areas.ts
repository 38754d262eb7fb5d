import { z } from 'zod'
import type { CommandOptions } from '../contracts/command.js'
import type { Bilingual } from '../contracts/text.js'
import { ConflictError, NotFoundError } from '../errors.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import type { Refusal } from '../import/refusal.js'
import { plainText } from '../privacy/text.js'
import type { DomainEvent, Moment, RecordRunner } from '../record/record-kind.js'
import { type Area, type AreaRow, gridKinds } from './area.js'
import type { AreaChange, AreaEvent } from './area-events.js'
import { type AreasCommand, type AreasContext, type AreasFacts, areasId, areasKind } from './areas-kind.js'
import { anyCodeRule, type CodeRule } from './codes.js'
import type { CatalogueAreas, TeamAreas } from './directory.js'
import { type AreaHistory, emptyAreaHistory } from './history.js'
import { type AreaRowError, areaCode, areaRow, type CheckedAreas, checkAreaRows } from './import-areas.js'
import type { AreaTree } from './tree.js'

/** What an import came to. Without `partial` nothing is imported unless all rows are good. `errors` is empty when the import was refused as a whole. */
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
  /** One grid becomes several; its open requests and buildings follow the first. */
  split(code: string, input: { readonly into: readonly AreaRow[] }, options: CommandOptions): Promise<AreaResult>
  /** Several grids become one; their open requests and buildings follow it. */
  merge(codes: readonly string[], input: { readonly into: AreaRow }, options: CommandOptions): Promise<AreaResult>
  /** Another name, kind or parent; the code stays. */
  redraw(code: string, change: AreaChange, options: CommandOptions): Promise<AreaResult>
  /** The name as it is, or as it last was; the code itself for one that never was. */
  nameOf(code: string): Bilingual
  /** What an import of these rows would come to. Nothing is written. */
  check(rows: readonly unknown[]): Promise<CheckedAreas>
  /** The area in force that took the place of one that was split or merged; the area itself while it is in force, `undefined` for one that never was. */
  successorOf(code: string): string | undefined
}

/** The areas as core itself uses them. */
export interface AreaService extends Areas {
  /** What a change of the tree is judged by: the tree as it is stored now, not as this process last saw it. */
  contextOf(moment: Moment): Promise<AreasContext>
  /** What other parts of the domain ask of the tree. */
  directory(): TeamAreas & CatalogueAreas
  /** The path of an area, of one that was split or merged away too: closed requests are still found below it. Throws `NotFoundError`. */
  pathOf(code: string): string
  /** Builds the tree from the record's events. */
  load(): Promise<void>
  /** Takes in what others changed since. */
  refresh(): Promise<void>
}

const splitInput = z.strictObject({ into: z.array(areaRow).min(2) })
const mergeInput = z.strictObject({ into: areaRow })
const mergedCodes = z
  .array(areaCode)
  .min(2)
  .refine((codes) => new Set(codes).size === codes.length, 'names a grid twice')
const areaChange = z
  .strictObject({ name: plainText(100).optional(), parent: areaCode.optional(), kind: z.enum(gridKinds).optional() })
  .transform((change): AreaChange => {
    const said = Object.entries(change).filter(([, value]) => value !== undefined)
    return Object.fromEntries(said)
  })
  .refine((change) => Object.keys(change).length > 0, 'says nothing to change')
const importOptions = z.looseObject({ partial: z.boolean().optional() })

/** How often an import is checked again when others keep changing the tree meanwhile. */
const attempts = 16

const supervising = new Set(['town', 'county', 'city', 'province'])

function directoryOf(model: AreaHistory): TeamAreas & CatalogueAreas {
  const tree = model.tree()
  return Object.freeze({
    revision: model.revision,
    has: (area: string) => tree.has(area),
    isGrid: (area: string) => tree.get(area)?.level === 'grid',
    isWithin: (area: string, ancestor: string) => tree.isWithin(area, ancestor),
    path: (area: string) => tree.path(area),
    predecessors: model.predecessorsOf,
    ladder: (area: string) => {
      const self = tree.get(area)
      const up = self === undefined ? [] : [self, ...tree.ancestors(area)]
      const levels = up.filter((each) => supervising.has(each.level)).map((each) => each.code)
      return levels.length > 0 ? levels : up.slice(-1).map((each) => each.code)
    },
  })
}

// What a key is bound to: the rows as far as they can be read, which does not depend on the tree.
function bodyOf(rows: readonly unknown[], partial: boolean): object {
  return { rows: rows.map((raw) => areaRow.safeParse(raw).data ?? null), partial }
}

function importedIn(events: readonly DomainEvent[]): number {
  return (events as readonly AreaEvent[]).reduce(
    (sum, event) => sum + (event.type === 'areas.imported' ? event.data.rows.length : 0),
    0,
  )
}

/** The area service on a record runner. `codes` says which codes a place uses. */
export function createAreas({
  runner,
  codes = anyCodeRule,
}: {
  readonly runner: RecordRunner
  readonly codes?: CodeRule | undefined
}): AreaService {
  let model = emptyAreaHistory
  let directory: (TeamAreas & CatalogueAreas) | undefined

  function advance(next: AreaHistory): void {
    if (next.revision <= model.revision) return
    model = next
    directory = undefined
  }

  async function load(): Promise<void> {
    const known = model // Another load may end first; these events belong to the model they were read for.
    const events: AreaEvent[] = []
    for await (const event of runner.events(areasKind.type, areasId, known.revision))
      if (event.seq > known.revision) events.push(event as AreaEvent)
    advance(known.apply(events))
  }

  async function refresh(): Promise<void> {
    const stored = await runner.facts<AreasFacts>(areasKind, areasId)
    if (stored !== undefined && stored.version > model.revision) await load()
  }

  async function run(command: AreasCommand, options: CommandOptions): Promise<AreaResult> {
    const result = await runner.run(areasKind, areasId, command, options)
    if (!result.ok) return result
    await refresh()
    return { ok: true, revision: result.version }
  }

  // `undefined` when somebody changed the tree between the check and the decision: then the rows must be checked again.
  async function importChecked(
    { good, unchanged, errors }: CheckedAreas,
    count: number,
    partial: boolean,
    options: CommandOptions & { readonly body?: object },
  ): Promise<AreaImportResult | undefined> {
    const rejected = errors.length > 0 && !partial
    const rows = rejected ? [] : good
    // With a key the record is asked even when there is nothing to import: the same key gets the first answer.
    if (rows.length === 0 && (options.key === undefined || model.revision === 0))
      return rejected ? { ok: false, errors } : { ok: true, imported: 0, unchanged, errors }
    const result = await runner.run(areasKind, areasId, { name: 'import', rows }, options)
    if (!result.ok)
      return result.refusal.code === 'area-rows-wrong' ? undefined : { ok: false, errors: [], refusal: result.refusal }
    await refresh()
    const imported = importedIn(result.events)
    if (rejected)
      return imported === 0 ? { ok: false, errors } : { ok: true, imported, unchanged: count - imported, errors: [] }
    return { ok: true, imported, unchanged: Math.max(0, unchanged + good.length - imported), errors }
  }

  async function importRows(
    raws: readonly unknown[],
    raw: CommandOptions & { readonly partial?: boolean },
  ): Promise<AreaImportResult> {
    const rows = parseInput(z.array(z.unknown()), raws, ['rows'], 'area rows')
    const { partial = false, ...rest } = parseInput(importOptions, raw, ['options'], 'import options')
    const options = parseCommandOptions(rest)
    const body = options.key === undefined ? {} : { body: bodyOf(rows, partial) }
    for (let attempt = 1; attempt <= attempts; attempt++) {
      await refresh()
      const result = await importChecked(checkAreaRows(rows, model, codes), rows.length, partial, {
        ...options,
        ...body,
      })
      if (result !== undefined) return result
    }
    throw new ConflictError(areasKind.type, areasId, attempts)
  }

  return Object.freeze({
    import: importRows,
    tree: () => model.tree(),
    get: (area: string) => model.get(area),
    versionAt: (area: string, instant: number) => model.versionAt(area, instant),
    split: async (code: string, input: { readonly into: readonly AreaRow[] }, options: CommandOptions) => {
      const from = parseInput(areaCode, code, ['code'], 'area code')
      const { into } = parseInput(splitInput, input, ['input'], 'split of a grid')
      return run({ name: 'split', from, into }, parseCommandOptions(options))
    },
    merge: async (from: readonly string[], input: { readonly into: AreaRow }, options: CommandOptions) => {
      const merged = parseInput(mergedCodes, from, ['codes'], 'area codes')
      const { into } = parseInput(mergeInput, input, ['input'], 'merge of grids')
      return run({ name: 'merge', from: merged, into }, parseCommandOptions(options))
    },
    redraw: async (area: string, input: AreaChange, options: CommandOptions) => {
      const code = parseInput(areaCode, area, ['code'], 'area code')
      const change = parseInput(areaChange, input, ['change'], 'redrawing')
      return run({ name: 'redraw', code, change }, parseCommandOptions(options))
    },
    nameOf: (area: string) => {
      const name = model.get(area)?.name ?? area
      return { zh: name, en: name }
    },
    check: async (raws: readonly unknown[]) => {
      const rows = parseInput(z.array(z.unknown()), raws, ['rows'], 'area rows')
      await refresh()
      return checkAreaRows(rows, model, codes)
    },
    successorOf: (area: string) => model.successorOf(area),
    pathOf: (area: string) => {
      const parent = model.get(area)?.parent ?? undefined
      const tree = model.tree()
      const path = tree.path(area) || (parent === undefined ? '' : `${tree.path(parent)}${area}/`)
      if (path === '') throw new NotFoundError('area', area, ['within'])
      return path
    },
    contextOf: async (moment: Moment) => {
      await refresh()
      return { ...moment, model, codes }
    },
    directory: () => {
      directory ??= directoryOf(model)
      return directory
    },
    load,
    refresh,
  })
}
