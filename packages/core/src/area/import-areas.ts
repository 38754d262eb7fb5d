import { z } from 'zod'
import type { Bilingual, Refusal } from '../contracts/record.js'
import { plainText } from '../privacy/text.js'
import { type AreaRow, areaLevels, depthOf, gridKinds } from './area.js'
import { areaFaults } from './area-refusals.js'
import { formFaultsOf } from './catalogue-form-fault.js'
import { anyCodeRule, type CodeRule } from './codes.js'
import type { AreaModel } from './model.js'

/** One thing wrong with one row. Rows count from 1. */
export interface AreaRowError {
  readonly row: number
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly details: object
  readonly message: Bilingual
}

/** What a file of areas comes to: the rows that can be imported (parents first), and everything that is wrong. */
export interface CheckedAreas {
  readonly good: readonly AreaRow[]
  /** Rows that say what is there already: importing a file again changes nothing. */
  readonly unchanged: number
  readonly errors: readonly AreaRowError[]
}

/** A code is one step of a path (`370281/370281001/`), so it holds no slash; white space is never meant. */
export const areaCode = plainText(32).regex(/^[^\s/]*$|^\s+$/, 'contains white space or a slash')

/** The form of one row, in a file and in a split or merge. */
export const areaRow = z
  .strictObject({
    code: areaCode,
    name: plainText(100),
    level: z.enum(areaLevels),
    parent: areaCode.nullable(),
    kind: z.enum(gridKinds).optional(),
  })
  .transform(({ kind, ...row }): AreaRow => (kind === undefined ? row : { ...row, kind }))

interface Numbered {
  readonly row: number
  readonly area: AreaRow
}

/** Rows by code, without those that say what is there already. */
type Rows = ReadonlyMap<string, Numbered>
type Report = (row: number, fault: Refusal, path: readonly (string | number)[]) => void

function sameAs(row: AreaRow, known: AreaRow | undefined): boolean {
  return (
    known !== undefined &&
    row.name === known.name &&
    row.level === known.level &&
    row.parent === known.parent &&
    row.kind === known.kind
  )
}

function codeIn(raw: unknown): string | undefined {
  return areaCode.safeParse((raw as { code?: unknown } | null | undefined)?.code).data
}

// The first row that names a code has it, even when something else is wrong with that row.
function read(raws: readonly unknown[], model: AreaModel, report: Report) {
  const rows = new Map<string, Numbered>()
  const firstRows = new Map<string, number>()
  const spoiled = new Set<string>()
  const tree = model.tree()
  let unchanged = 0
  for (const [position, raw] of raws.entries()) {
    const row = position + 1
    const parsed = areaRow.safeParse(raw)
    if (!parsed.success) for (const fault of formFaultsOf(parsed.error, raw, '本行')) report(row, fault, fault.path)
    const code = parsed.success ? parsed.data.code : codeIn(raw)
    if (code === undefined) continue
    const firstRow = firstRows.get(code)
    if (firstRow !== undefined) {
      report(row, areaFaults['area-repeated']({ code, firstRow }), ['code'])
      continue
    }
    firstRows.set(code, row)
    if (!parsed.success) spoiled.add(code)
    else if (sameAs(parsed.data, tree.get(code))) unchanged++
    else {
      rows.set(code, { row, area: parsed.data })
      if (model.get(code) === undefined) continue
      spoiled.add(code)
      report(row, areaFaults['area-exists']({ code }), ['code'])
    }
  }
  return { rows, spoiled, unchanged }
}

// `parentTold`: the parent is in the file and could not be read; that is told once, with its own row.
function* faultsOf(area: AreaRow, parent: AreaRow | undefined, parentTold: boolean, rule: CodeRule) {
  const { code, level } = area
  if (area.parent === null && depthOf(level) > depthOf('county'))
    yield { path: ['parent'], fault: areaFaults['area-parent-missing']({ code, level }) }
  if (area.parent !== null && parent === undefined && !parentTold)
    yield { path: ['parent'], fault: areaFaults['area-orphan']({ code, parent: area.parent }) }
  if (parent !== undefined && depthOf(level) <= depthOf(parent.level))
    yield { path: ['level'], fault: areaFaults['area-level-order']({ code, level, parentLevel: parent.level }) }
  const problem = rule(area, parent)
  if (problem !== undefined) yield { path: ['code'], fault: areaFaults['area-code-form']({ code, level, problem }) }
}

function parentIn(rows: Rows, { area }: Numbered): Numbered | undefined {
  return area.parent === null ? undefined : rows.get(area.parent)
}

/** Each cycle of parents once, without the rows that only lead into it, from its first row on. */
function cyclesOf(rows: Rows): Numbered[][] {
  const cycles: Numbered[][] = []
  const walkOf = new Map<string, Numbered>()
  for (const start of rows.values()) {
    const walk: Numbered[] = []
    let at: Numbered | undefined = start
    while (at !== undefined && !walkOf.has(at.area.code)) {
      walkOf.set(at.area.code, start)
      walk.push(at)
      at = parentIn(rows, at)
    }
    if (at === undefined || walkOf.get(at.area.code) !== start) continue
    const cycle = walk.slice(walk.indexOf(at))
    const first = cycle.reduce((least, each, i) => (each.row < (cycle[least] as Numbered).row ? i : least), 0)
    cycles.push([...cycle.slice(first), ...cycle.slice(0, first)])
  }
  return cycles
}

/** The rows that are good themselves and below good rows only, parents first. */
function goodRows(rows: Rows, spoiled: ReadonlySet<string>): AreaRow[] {
  const good = new Set<string>()
  const bad = new Set(spoiled)
  const order: AreaRow[] = []
  for (const start of rows.values()) {
    const chain: AreaRow[] = []
    let code: string | null = start.area.code
    while (code !== null && rows.has(code) && !good.has(code) && !bad.has(code)) {
      const { area } = rows.get(code) as Numbered
      chain.push(area)
      code = area.parent
    }
    const sound = code === null || !bad.has(code)
    for (const area of chain.reverse()) {
      if (sound) order.push(area)
      const side = sound ? good : bad
      side.add(area.code)
    }
  }
  return order
}

/**
 * Checks rows against each other and against the areas there are. Reports every fault of every row; never throws for a row's content.
 * A row is good when it and everything above it is; a row below a wrong one is left out without a fault of its own.
 */
export function checkAreaRows(rows: readonly unknown[], model: AreaModel, rule: CodeRule = anyCodeRule): CheckedAreas {
  const errors: AreaRowError[] = []
  const report: Report = (row, { code, details, message }, path) => errors.push({ row, path, code, details, message })
  const tree = model.tree()
  const file = read(rows, model, report)
  const unreadable = new Set(file.spoiled)
  const spoiled = new Set(file.spoiled)

  for (const each of file.rows.values()) {
    const { row, area } = each
    const above = parentIn(file.rows, each)?.area ?? (area.parent === null ? undefined : tree.get(area.parent))
    const told = area.parent !== null && unreadable.has(area.parent)
    for (const { path, fault } of faultsOf(area, above, told, rule)) {
      report(row, fault, path)
      spoiled.add(area.code)
    }
  }
  for (const cycle of cyclesOf(file.rows)) {
    const [first] = cycle as [Numbered]
    const through = [...cycle, first].map(({ area }) => area.code)
    report(first.row, areaFaults['area-cycle']({ code: first.area.code, through }), ['parent'])
    for (const { area } of cycle) spoiled.add(area.code)
  }
  errors.sort((a, b) => a.row - b.row)
  return { good: goodRows(file.rows, spoiled), unchanged: file.unchanged, errors }
}
