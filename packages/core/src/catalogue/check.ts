import type { AreaDirectory } from '../area/directory.js'
import { cyclesOf } from '../import/cycles.js'
import type { Refusal } from '../import/refusal.js'
import { rowNumberOf } from '../import/row-number.js'
import { valueAt } from '../import/zod-issues.js'
import type { CatalogueData } from './data.js'
import { type CatalogueReading, readCatalogue } from './read.js'
import { catalogueFaults as fault } from './refusals.js'

/** One fault of an imported catalogue. */
export interface CatalogueError extends Refusal {
  /** Where it is, such as `['rules', 4, 'lead']`; positions count from 0. */
  readonly path: readonly (string | number)[]
  /** Number of the row in its list, counted from 1; absent when the fault is not in a row. */
  readonly row?: number
}

type Path = CatalogueError['path']
type Report = (path: Path, what: Refusal) => void

/** The catalogue in `input`, or everything that is wrong with it. Pure. */
export function checkCatalogue(
  input: unknown,
  areas: Pick<AreaDirectory, 'successorOf'>,
): { readonly data: CatalogueData } | { readonly errors: readonly CatalogueError[] } {
  const errors: CatalogueError[] = []
  const report: Report = (path, what) => {
    const [list, position] = path
    const row =
      typeof position === 'number' ? rowNumberOf(valueAt(input, [list as string, position]), position) : undefined
    errors.push({ ...what, path, ...(row !== undefined && { row }) })
  }
  const reading = readCatalogue(input)
  for (const { path, ...what } of reading.faults) report(path, what)
  checkUnits(reading, areas, report)
  checkCategories(reading, report)
  checkRules(reading, areas, report)
  const { units, categories, rules, fallback, lists, unitIds } = reading
  if (fallback !== undefined && !unitIds.has(fallback)) {
    report(['fallback'], fault['unit-not-listed']({ unit: fallback }))
  }
  if (errors.length > 0 || fallback === undefined) return { errors }
  return {
    data: {
      units: [...units.values()],
      categories: [...categories.values()],
      rules: [...rules.values()],
      fallback,
      ...(lists !== undefined && { lists }),
    },
  }
}

function checkUnits(
  { units, unitIds }: CatalogueReading,
  areas: Pick<AreaDirectory, 'successorOf'>,
  report: Report,
): void {
  const first = new Map<string, number>()
  for (const [position, { id, area, parent }] of units) {
    const other = first.get(id)
    if (other === undefined) first.set(id, position)
    else report(['units', position, 'id'], fault['unit-repeated']({ unit: id, other: other + 1 }))
    if (area !== undefined && areas.successorOf(area) === undefined)
      report(['units', position, 'area'], fault['area-not-in-use']({ area }))
    if (parent !== undefined && !unitIds.has(parent)) {
      report(['units', position, 'parent'], fault['unit-not-listed']({ unit: parent }))
    }
  }
  for (const cycle of cyclesOf([...units.values()].map(({ id, parent }) => [id, parent]))) {
    report(['units', first.get(cycle[0] as string) as number, 'parent'], fault['unit-cycle']({ units: cycle }))
  }
}

function checkCategories({ categories, categoryCodes }: CatalogueReading, report: Report): void {
  const first = new Map<string, number>()
  for (const [position, { code, parent }] of categories) {
    const other = first.get(code)
    if (other === undefined) first.set(code, position)
    else report(['categories', position, 'code'], fault['category-repeated']({ category: code, other: other + 1 }))
    if (parent !== undefined && !categoryCodes.has(parent)) {
      report(['categories', position, 'parent'], fault['category-not-listed']({ category: parent }))
    }
  }
  for (const cycle of cyclesOf([...categories.values()].map(({ code, parent }) => [code, parent]))) {
    const position = first.get(cycle[0] as string) as number
    report(['categories', position, 'parent'], fault['category-cycle']({ categories: cycle }))
  }
}

function checkRules(reading: CatalogueReading, areas: Pick<AreaDirectory, 'successorOf'>, report: Report): void {
  const { rules, unitIds, categoryCodes } = reading
  const first = new Map<string, number>()
  for (const [position, { category, area, lead, coHandlers = [] }] of rules) {
    const at = (...rest: Path): Path => ['rules', position, ...rest]
    const knownUnit = (path: Path, unit: string) => {
      if (!unitIds.has(unit)) report(path, fault['unit-not-listed']({ unit }))
    }
    const key = `${category}\u0001${area ?? ''}`
    const other = first.get(key)
    if (other === undefined) first.set(key, position)
    else report(at(), fault['rules-conflict']({ category, area, other: other + 1 }))
    if (!categoryCodes.has(category)) report(at('category'), fault['category-not-listed']({ category }))
    if (area !== undefined && areas.successorOf(area) === undefined)
      report(at('area'), fault['area-not-in-use']({ area }))
    knownUnit(at('lead'), lead)
    for (const [place, unit] of coHandlers.entries()) {
      knownUnit(at('coHandlers', place), unit)
      const twice = unit === lead || coHandlers.indexOf(unit) < place
      if (twice) report(at('coHandlers', place), fault['unit-named-twice']({ unit }))
    }
  }
}
