import type { z } from 'zod'
import type { Refusal } from '../contracts/record.js'
import type { AreaDirectory } from '../request/context.js'
import type { CatalogueData } from './catalogue.js'
import { cyclesOf } from './catalogue-cycles.js'
import { type CatalogueList, catalogueForms } from './catalogue-form.js'
import { catalogueFaults as fault } from './catalogue-refusals.js'

/** One fault of an imported catalogue, and where it is. */
export interface CatalogueError extends Refusal {
  /** Where: `['rules', 4, 'lead']`, positions from 0. */
  readonly path: readonly (string | number)[]
  /** Number of the row in its list, counted from 1; absent when the fault is not in a row. */
  readonly row?: number
}

type Path = readonly (string | number)[]
type Rows<List extends CatalogueList> = ReadonlyMap<number, CatalogueData[List][number]>

/** Everything wrong with a catalogue before it is taken, in one go; or the catalogue. Pure. */
export function checkCatalogue(
  input: unknown,
  areas: Pick<AreaDirectory, 'has'>,
): { readonly data: CatalogueData } | { readonly errors: readonly CatalogueError[] } {
  const errors: CatalogueError[] = []
  const report = (path: Path, what: Refusal) => {
    errors.push({ ...what, path, ...(typeof path[1] === 'number' && { row: path[1] + 1 }) })
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    report([], fault['wrong-form']({ field: 'catalogue', problem: 'expected an object', absent: input === undefined }))
    return { errors }
  }
  const raw = input as Readonly<Record<string, unknown>>
  for (const key of Object.keys(raw)) {
    if (key in catalogueForms) continue
    report([key], fault['wrong-form']({ field: key, problem: 'is not a part of a catalogue', absent: false }))
  }

  // Rows are read one by one, so that a row of the wrong form does not hide what is wrong with the others.
  function read<List extends CatalogueList>(list: List): Rows<List> {
    const rows = new Map<number, CatalogueData[List][number]>()
    const value = raw[list]
    if (!Array.isArray(value)) {
      report([list], fault['wrong-form']({ field: list, problem: 'expected a list', absent: value === undefined }))
      return rows
    }
    for (const [position, each] of value.entries()) {
      const parsed = (catalogueForms[list] as z.ZodType<CatalogueData[List][number]>).safeParse(each)
      if (parsed.success) rows.set(position, parsed.data)
      else for (const issue of parsed.error.issues) reportForm([list, position], issue, each)
    }
    return rows
  }

  function reportForm(at: Path, issue: z.core.$ZodIssue, value: unknown): void {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    const absent = issue.code === 'invalid_type' && valueAt(value, path) === undefined
    const field = path.join('.') || String(at[0])
    report([...at, ...path], fault['wrong-form']({ field, problem: issue.message, absent }))
  }

  const units = read('units')
  const categories = read('categories')
  const rules = read('rules')
  const fallback = catalogueForms.fallback.safeParse(raw.fallback)
  if (raw.fallback === undefined || raw.fallback === null || raw.fallback === '')
    report(['fallback'], fault['fallback-missing']({}))
  else if (!fallback.success) for (const issue of fallback.error.issues) reportForm(['fallback'], issue, raw.fallback)

  // Names of rows of the wrong form count as listed: one mistake is told once.
  const unitIds = namesIn(raw.units, 'id')
  const categoryCodes = namesIn(raw.categories, 'code')
  const knownUnit = (path: Path, unit: string | undefined) => {
    if (unit !== undefined && !unitIds.has(unit)) report(path, fault['unit-not-listed']({ unit }))
  }
  const knownArea = (path: Path, area: string | undefined) => {
    if (area !== undefined && !areas.has(area)) report(path, fault['area-not-in-use']({ area }))
  }

  const firstUnit = new Map<string, number>()
  for (const [position, unit] of units) {
    const other = firstUnit.get(unit.id)
    if (other === undefined) firstUnit.set(unit.id, position)
    else report(['units', position, 'id'], fault['unit-repeated']({ unit: unit.id, other: other + 1 }))
    knownArea(['units', position, 'area'], unit.area)
    knownUnit(['units', position, 'parent'], unit.parent)
  }

  const firstCategory = new Map<string, number>()
  for (const [position, { code, parent }] of categories) {
    const other = firstCategory.get(code)
    if (other === undefined) firstCategory.set(code, position)
    else report(['categories', position, 'code'], fault['category-repeated']({ category: code, other: other + 1 }))
    if (parent !== undefined && !categoryCodes.has(parent)) {
      report(['categories', position, 'parent'], fault['category-not-listed']({ category: parent }))
    }
  }

  for (const cycle of cyclesOf([...units.values()].map((unit) => [unit.id, unit.parent]))) {
    report(['units', firstUnit.get(cycle[0] as string) as number, 'parent'], fault['unit-cycle']({ units: cycle }))
  }
  for (const cycle of cyclesOf([...categories.values()].map((each) => [each.code, each.parent]))) {
    const position = firstCategory.get(cycle[0] as string) as number
    report(['categories', position, 'parent'], fault['category-cycle']({ categories: cycle }))
  }

  const firstRule = new Map<string, number>()
  for (const [position, { category, area, lead, coHandlers = [] }] of rules) {
    const key = `${category}\u0001${area ?? ''}`
    const other = firstRule.get(key)
    if (other === undefined) firstRule.set(key, position)
    else report(['rules', position], fault['rules-conflict']({ category, area, other: other + 1 }))
    if (!categoryCodes.has(category))
      report(['rules', position, 'category'], fault['category-not-listed']({ category }))
    knownArea(['rules', position, 'area'], area)
    knownUnit(['rules', position, 'lead'], lead)
    for (const [place, unit] of coHandlers.entries()) {
      knownUnit(['rules', position, 'coHandlers', place], unit)
      const twice = unit === lead || coHandlers.indexOf(unit) < place
      if (twice) report(['rules', position, 'coHandlers', place], fault['unit-named-twice']({ unit }))
    }
  }
  if (fallback.success) knownUnit(['fallback'], fallback.data)

  if (errors.length > 0 || !fallback.success) return { errors }
  const data = {
    units: [...units.values()],
    categories: [...categories.values()],
    rules: [...rules.values()],
    fallback: fallback.data,
  }
  return { data }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | null | undefined)?.[part], value)
}

function namesIn(list: unknown, key: string): ReadonlySet<unknown> {
  return new Set(
    Array.isArray(list) ? list.map((row: unknown) => (row as Record<string, unknown> | null | undefined)?.[key]) : [],
  )
}
