import { inPosition } from '../../catalogue/field.js'
import type { Bilingual } from '../../contracts/text.js'
import type { FieldValue, RequestFacts } from '../facts.js'
import type { CategoryFields } from './read-fields.js'

/** A field of the category, as people read it. */
export interface FieldInWords {
  /** Name in the catalogue. */
  readonly name: string
  /** What people read before it. */
  readonly title: Bilingual
  /** What was reported. */
  readonly value: Bilingual
}

const yes: Bilingual = { zh: '是', en: 'yes' }
const no: Bilingual = { zh: '否', en: 'no' }

const asYesNo: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
])

function inWords(value: string | number | boolean, options: CategoryFields[string]['options']): Bilingual {
  if (value === true || value === false) return value ? yes : no
  return options?.find(({ code }) => code === value)?.title ?? { zh: String(value), en: String(value) }
}

/** What a report says in the fields of its category, in the order of the catalogue; what was erased, or is not the reader's, is left out. */
export function fieldsInWords(
  { fields = {} }: Pick<RequestFacts, 'fields'>,
  known: CategoryFields,
  texts: ReadonlyMap<string, string>,
): readonly FieldInWords[] {
  const order = [...new Set([...inPosition(known), ...Object.keys(fields)])].filter((name) =>
    Object.hasOwn(fields, name),
  )
  return order.flatMap((name) => {
    const held = fields[name] as FieldValue
    const value = typeof held === 'object' ? texts.get(held.ref) : held
    if (value === undefined) return []
    const { title = { zh: name, en: name }, options, type } = known[name] ?? {}
    return [{ name, title, value: inWords(type === 'yesNo' ? (asYesNo.get(value) ?? value) : value, options) }]
  })
}
