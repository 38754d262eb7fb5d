import { z } from 'zod'
import type { Bilingual } from '../contracts/record.js'
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

const form = z.strictObject({
  code: plainText(32),
  name: plainText(100),
  level: z.enum(areaLevels),
  parent: plainText(32).nullable(),
  kind: z.enum(gridKinds).optional(),
})

function sameAs(row: AreaRow, known: AreaRow | undefined): boolean {
  return (
    known !== undefined &&
    row.name === known.name &&
    row.level === known.level &&
    row.parent === known.parent &&
    row.kind === known.kind
  )
}

interface Numbered {
  readonly row: number
  readonly area: AreaRow
}

/**
 * Checks rows against each other and against the areas there are. Reports every fault of every row; never throws for a row's content.
 * A row is good when it and everything above it is.
 */
export function checkAreaRows(rows: readonly unknown[], model: AreaModel, rule: CodeRule = anyCodeRule): CheckedAreas {
  const errors: AreaRowError[] = []
  const byCode = new Map<string, Numbered>()
  const bad = new Set<string>()
  let unchanged = 0
  const tree = model.tree()

  function report(row: number, path: string, fault: { code: string; details: object; message: Bilingual }): void {
    errors.push({ row, path: [path], code: fault.code, details: fault.details, message: fault.message })
  }

  for (const [position, raw] of rows.entries()) {
    const row = position + 1
    const parsed = form.safeParse(raw)
    if (!parsed.success) {
      for (const fault of formFaultsOf(parsed.error, raw, '本行'))
        errors.push({ row, path: fault.path, code: fault.code, details: fault.details, message: fault.message })
      const code = (raw as { code?: unknown } | null)?.code
      if (typeof code === 'string') bad.add(code)
      continue
    }
    const { kind, ...rest } = parsed.data
    const area: AreaRow = kind === undefined ? rest : { ...rest, kind }
    const known = byCode.get(area.code)
    if (known !== undefined) report(row, 'code', areaFaults['area-repeated']({ code: area.code, firstRow: known.row }))
    else if (sameAs(area, tree.get(area.code))) unchanged++
    else if (model.get(area.code) !== undefined) {
      report(row, 'code', areaFaults['area-exists']({ code: area.code }))
      byCode.set(area.code, { row, area })
      bad.add(area.code)
    } else byCode.set(area.code, { row, area })
  }

  const above = (area: AreaRow): AreaRow | undefined =>
    area.parent === null ? undefined : (byCode.get(area.parent)?.area ?? tree.get(area.parent))
  for (const { row, area } of byCode.values()) {
    const parent = above(area)
    const before = errors.length
    if (area.parent === null && depthOf(area.level) > depthOf('county'))
      report(row, 'parent', areaFaults['area-parent-missing']({ code: area.code, level: area.level }))
    // A parent that is in the file but has the wrong form is told once, with its own row.
    if (area.parent !== null && parent === undefined && !bad.has(area.parent))
      report(row, 'parent', areaFaults['area-orphan']({ code: area.code, parent: area.parent }))
    if (parent !== undefined && depthOf(area.level) <= depthOf(parent.level)) {
      report(
        row,
        'level',
        areaFaults['area-level-order']({ code: area.code, level: area.level, parentLevel: parent.level }),
      )
    }
    const problem = rule(area, parent)
    if (problem !== undefined)
      report(row, 'code', areaFaults['area-code-form']({ code: area.code, level: area.level, problem }))
    if (errors.length > before || (area.parent !== null && parent === undefined)) bad.add(area.code)
  }

  const order: AreaRow[] = []
  const state = new Map<string, 'open' | 'good' | 'bad'>()
  for (const start of byCode.values()) {
    const chain: Numbered[] = []
    let at: Numbered | undefined = start
    while (at !== undefined && !state.has(at.area.code)) {
      state.set(at.area.code, 'open')
      chain.push(at)
      at = at.area.parent === null ? undefined : byCode.get(at.area.parent)
    }
    const top = at === undefined ? 'good' : state.get(at.area.code)
    if (top === 'open') {
      const through = [
        ...chain.slice(chain.findIndex((each) => each.area.code === at?.area.code)).map((each) => each.area.code),
        at?.area.code as string,
      ]
      report(chain[0]?.row ?? start.row, 'parent', areaFaults['area-cycle']({ code: start.area.code, through }))
    }
    let sound = top === 'good'
    for (const { area } of chain.reverse()) {
      sound = sound && !bad.has(area.code)
      state.set(area.code, sound ? 'good' : 'bad')
      if (sound) order.push(area)
    }
  }
  errors.sort((a, b) => a.row - b.row)
  return { good: order, unchanged, errors }
}
