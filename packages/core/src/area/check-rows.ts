import { z } from 'zod'
import type { Bilingual } from '../contracts/text.js'
import { cyclesOf } from '../import/cycles.js'
import { formFaultsOf } from '../import/form-faults.js'
import type { Refusal } from '../import/refusal.js'
import { rowNumberOf } from '../import/row-number.js'
import { plainText, textIssue } from '../privacy/text.js'
import { type Area, type AreaRow, areaLevels, depthOf, gridKinds } from './area.js'
import { areaFaults } from './area-refusals.js'
import { anyCodeRule, type CodeRule } from './codes.js'
import { namesakesIn } from './namesakes.js'
import type { AreaTree } from './tree.js'

/** One thing wrong with one row. */
export interface AreaRowError {
  /** Number of the row in its file, where it has one (`atRow`); else its position in the list, counted from 1. */
  readonly row: number
  /** The field that is wrong, such as `['parent']`; empty when the whole row is. */
  readonly path: readonly (string | number)[]
  /** Stable code of the fault, such as `area-orphan`; listed in `docs/errors.md`. */
  readonly code: string
  /** What the message was made from, as values; the members depend on `code`. */
  readonly details: object
  /** A sentence for whoever wrote the file. */
  readonly message: Bilingual
}

/** What a table of areas comes to: the rows that can be imported, and everything that is wrong. */
export interface CheckedAreas {
  /** New areas, parents before what lies below them. Rows below a wrong one are left out. */
  readonly good: readonly AreaRow[]
  /** How many rows say what is in force already: importing a file again changes nothing. */
  readonly unchanged: number
  /** Every fault of every row, in the order of the rows. */
  readonly errors: readonly AreaRowError[]
}

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u

/** A code is one step of a path (`370281/370281001/`), so it holds no slash and no white space. */
export const areaCode = plainText(32)
  .refine(
    (code) => !/[\s/]/.test(code),
    textIssue('unfit', { because: { zh: '含有空白或斜杠', en: 'contains white space or a slash' } }),
  )
  .refine(
    // `*` is the whole city in a grant.
    (code) => !invisible.test(code) && code.normalize('NFC') === code && code !== '*',
    textIssue('unfit', {
      because: {
        zh: '含有不可见字符，或不是可用的编码',
        en: 'is not a code: it is `*` or has characters that cannot be seen',
      },
    }),
  )

/** The form of a table: a list; its rows are checked one by one. */
export const rowsInput = z.array(z.unknown())

/** The form of one row, in a file and in a split or merge. */
export const areaRow = z
  .strictObject({
    code: areaCode,
    name: plainText(100),
    level: z.enum(areaLevels),
    parent: areaCode.nullable(),
    kind: plainText(40).optional(),
  })
  .transform(({ kind, ...row }): AreaRow => (kind === undefined ? row : { ...row, kind }))

/** What a place lets areas be. */
export interface AreaRules {
  /** Which codes the place uses; every form when absent. */
  readonly codes?: CodeRule | undefined
  /** Which kinds its grids may have; the standard ones when absent. */
  readonly kinds?: readonly string[] | undefined
  /** Whether a row may say something else about an area in force, as the list of a new year does. */
  readonly mayDiffer?: boolean
  /** Whether areas below one parent must have names that look different, as those of a file must. */
  readonly distinctNames?: boolean
}

/** The areas that rows are checked against. */
export interface KnownAreas {
  /** The area as it is, or as it last was when it is retired. */
  get(code: string): Area | undefined
  /** The areas in force; absent while they are being changed. */
  tree?(): Pick<AreaTree, 'children'>
}

interface Numbered {
  readonly row: number
  readonly area: AreaRow
}

/** Rows by code, without those that say what is in force already. */
type Rows = ReadonlyMap<string, Numbered>
type Report = (row: number, fault: Refusal, path: readonly (string | number)[]) => void

function sameAs(row: AreaRow, known: Area | undefined): boolean {
  return (
    known !== undefined &&
    known.validTo === undefined &&
    row.name === known.name &&
    row.level === known.level &&
    row.parent === known.parent &&
    row.kind === known.kind
  )
}

function codeIn(raw: unknown): string | undefined {
  return areaCode.safeParse((raw as { code?: unknown } | null | undefined)?.code).data
}

// The first row that names a code counts, even when something else is wrong with that row.
function read(raws: readonly unknown[], areas: KnownAreas, mayDiffer: boolean, report: Report) {
  const rows = new Map<string, Numbered>()
  const firstRows = new Map<string, number>()
  const spoiled = new Set<string>()
  let unchanged = 0
  for (const [position, raw] of raws.entries()) {
    const row = rowNumberOf(raw, position)
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
    else if (sameAs(parsed.data, areas.get(code))) unchanged++
    else {
      rows.set(code, { row, area: parsed.data })
      const known = areas.get(code)
      const redrawn = mayDiffer && known?.validTo === undefined && known?.level === parsed.data.level
      if (known === undefined || redrawn) continue
      spoiled.add(code)
      report(row, areaFaults['area-exists']({ code }), ['code'])
    }
  }
  return { rows, spoiled, unchanged }
}

// `parentReported`: the parent is in the file and could not be read; that is reported once, with its own row.
function* faultsOf(area: AreaRow, parent: AreaRow | undefined, parentReported: boolean, rules: AreaRules) {
  const { code, level } = area
  if (area.parent === null && depthOf(level) > depthOf('county'))
    yield { path: ['parent'], fault: areaFaults['area-parent-missing']({ code, level }) }
  if (area.parent !== null && parent === undefined && !parentReported)
    yield { path: ['parent'], fault: areaFaults['area-orphan']({ code, parent: area.parent }) }
  if (parent !== undefined && depthOf(level) <= depthOf(parent.level))
    yield { path: ['level'], fault: areaFaults['area-level-order']({ code, level, parentLevel: parent.level }) }
  const { codes = anyCodeRule, kinds = gridKinds } = rules
  if (area.kind !== undefined && !kinds.includes(area.kind))
    yield { path: ['kind'], fault: areaFaults['area-kind-unknown']({ code, kind: area.kind, known: [...kinds] }) }
  const problem = codes(area, parent)
  if (problem !== undefined) yield { path: ['code'], fault: areaFaults['area-code-form']({ code, level, problem }) }
}

function parentIn(rows: Rows, { area }: Numbered): Numbered | undefined {
  return rows.get(area.parent ?? '')
}

/** The rows that are good themselves and lie below good rows only, parents first. */
function goodRows(rows: Rows, spoiled: ReadonlySet<string>): AreaRow[] {
  const good = new Set<string>()
  const bad = new Set(spoiled)
  const order: AreaRow[] = []
  for (const start of rows.values()) {
    const chain: AreaRow[] = []
    let code = start.area.code
    while (rows.has(code) && !good.has(code) && !bad.has(code)) {
      const { area } = rows.get(code) as Numbered
      chain.push(area)
      code = area.parent ?? ''
    }
    const sound = !bad.has(code)
    for (const area of chain.reverse()) {
      if (sound) order.push(area)
      const side = sound ? good : bad
      side.add(area.code)
    }
  }
  return order
}

/**
 * Checks rows against each other and against the areas in force. Reports every fault of every row, and never throws for the content of a row.
 * A row is good when it and everything above it is; a row below a wrong one is left out without a fault of its own.
 */
export function checkAreaRows(rows: readonly unknown[], areas: KnownAreas, rules: AreaRules = {}): CheckedAreas {
  const errors: AreaRowError[] = []
  const report: Report = (row, { code, details, message }, path) => errors.push({ row, path, code, details, message })
  const inForce = (code: string | null) => {
    const known = areas.get(code ?? '')
    return known?.validTo === undefined ? known : undefined
  }
  const file = read(rows, areas, rules.mayDiffer === true, report)
  const unreadable = new Set(file.spoiled)
  const spoiled = new Set(file.spoiled)

  for (const each of file.rows.values()) {
    const { row, area } = each
    const above = parentIn(file.rows, each)?.area ?? inForce(area.parent)
    const reported = unreadable.has(area.parent ?? '')
    for (const { path, fault } of faultsOf(area, above, reported, rules)) {
      report(row, fault, path)
      spoiled.add(area.code)
    }
  }
  const parents = [...file.rows.values()].map(({ area }) => [area.code, area.parent ?? undefined] as const)
  for (const through of cyclesOf(parents)) {
    const { row, area } = file.rows.get(through[0] as string) as Numbered
    report(row, areaFaults['area-cycle']({ code: area.code, through }), ['parent'])
    for (const each of through) spoiled.add(each)
  }
  if (rules.distinctNames === true) {
    const children = rules.mayDiffer === true ? undefined : areas.tree?.()
    const among = namesakesIn(file.rows.values(), (parent) => children?.children(parent) ?? [])
    for (const [row, { code, name }, { code: other, row: otherRow }] of among) {
      const where = otherRow === undefined ? {} : { otherRow }
      report(row, areaFaults['area-name-repeated']({ code, name, other, ...where }), ['name'])
      spoiled.add(code)
    }
  }
  errors.sort((a, b) => a.row - b.row)
  return { good: goodRows(file.rows, spoiled), unchanged: file.unchanged, errors }
}
