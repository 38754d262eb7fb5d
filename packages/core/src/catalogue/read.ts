import type { z } from 'zod'
import type { Bilingual } from '../contracts/text.js'
import { type FormFault, formFaults, formFaultsOf } from '../import/form-faults.js'
import type { ChoiceLists } from './choices.js'
import type { CatalogueData } from './data.js'
import { type CatalogueList, catalogueForms } from './form.js'
import { catalogueFaults } from './refusals.js'

/** Rows of the right form, by their position in the list. */
type Rows<List extends CatalogueList> = ReadonlyMap<number, CatalogueData[List][number]>

/** What could be read of a catalogue, and the faults of what could not. */
export interface CatalogueReading {
  readonly units: Rows<'units'>
  readonly categories: Rows<'categories'>
  readonly rules: Rows<'rules'>
  readonly fallback: string | undefined
  readonly lists: ChoiceLists | undefined
  /** Ids of all rows, also of those of the wrong form, so that one mistake is reported once. */
  readonly unitIds: ReadonlySet<unknown>
  /** Codes of all rows, as `unitIds`. */
  readonly categoryCodes: ReadonlySet<unknown>
  readonly faults: readonly FormFault[]
}

/** Reads a catalogue row by row, so that a row of the wrong form does not hide the faults of the others. */
export function readCatalogue(input: unknown): CatalogueReading {
  const faults: FormFault[] = []
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  const raw: Readonly<Record<string, unknown>> = isObject ? { ...input } : {}
  const wrong = (field: string, problem: Bilingual, path: FormFault['path'] = [field]) => {
    const absent = path.length > 0 && raw[field] === undefined
    faults.push({ ...formFaults['wrong-form']({ field, problem, absent }), path })
  }

  function readList<List extends CatalogueList>(list: List): Rows<List> {
    const rows = new Map<number, CatalogueData[List][number]>()
    const value = raw[list]
    if (!Array.isArray(value)) {
      wrong(list, { zh: '应为列表', en: 'expected a list' })
      return rows
    }
    const form = catalogueForms[list] as z.ZodType<CatalogueData[List][number]>
    for (const [position, row] of value.entries()) {
      const parsed = form.safeParse(row)
      if (parsed.success) rows.set(position, parsed.data)
      else
        for (const fault of formFaultsOf(parsed.error, row, list))
          faults.push({ ...fault, path: [list, position, ...fault.path] })
    }
    return rows
  }

  function readFallback(): string | undefined {
    const value = raw.fallback
    if (value === undefined || value === null || value === '') {
      faults.push({ ...catalogueFaults['fallback-missing']({}), path: ['fallback'] })
      return undefined
    }
    const parsed = catalogueForms.fallback.safeParse(value)
    if (parsed.success) return parsed.data
    for (const fault of formFaultsOf(parsed.error, value, 'fallback')) faults.push({ ...fault, path: ['fallback'] })
    return undefined
  }

  function readLists(): ChoiceLists | undefined {
    if (raw.lists === undefined) return undefined
    const parsed = catalogueForms.lists.safeParse(raw.lists)
    if (parsed.success) return parsed.data
    for (const fault of formFaultsOf(parsed.error, raw.lists, 'lists'))
      faults.push({ ...fault, path: ['lists', ...fault.path] })
    return undefined
  }

  const nothing = { units: new Map(), categories: new Map(), rules: new Map(), fallback: undefined, lists: undefined }
  if (!isObject) {
    wrong('catalogue', { zh: '应为对象', en: 'expected an object' }, [])
    return { ...nothing, unitIds: new Set(), categoryCodes: new Set(), faults }
  }
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(catalogueForms, key)) wrong(key, { zh: '不是目录的一部分', en: 'is not a part of a catalogue' })
  }
  return {
    units: readList('units'),
    categories: readList('categories'),
    rules: readList('rules'),
    fallback: readFallback(),
    lists: readLists(),
    unitIds: namesIn(raw.units, 'id'),
    categoryCodes: namesIn(raw.categories, 'code'),
    faults,
  }
}

function namesIn(list: unknown, key: string): ReadonlySet<unknown> {
  if (!Array.isArray(list)) return new Set()
  return new Set(list.map((row: unknown) => (row as Record<string, unknown> | null | undefined)?.[key]))
}
