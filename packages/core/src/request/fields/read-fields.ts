import { z } from 'zod'
import type { CategoryField } from '../../catalogue/field.js'
import { expected, type InputIssue, inputIssue } from '../../errors/input-issue.js'
import { InvalidInputError } from '../../errors.js'
import type { FreeText } from '../../privacy/text.js'

/** The fields of a category, by name. */
export type CategoryFields = Readonly<Record<string, CategoryField>>
/** What was given for fields, by name. */
export type GivenFields = Readonly<Record<string, string | number | boolean>>

/** In which field of the vault the text of a field lies. */
export const vaultField = { open: 'field', personal: 'personalField' } as const

const isoDate = z.iso.date()

const kinds = {
  text: ['文本', 'a text'],
  number: ['数', 'a number'],
  date: ['日期，如 2022-01-04', 'a date, such as 2022-01-04'],
  yesNo: ['是或否', 'true or false'],
} as const

function fits(type: Exclude<CategoryField['type'], 'choice'>, value: GivenFields[string]): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'date':
      return isoDate.safeParse(value).success
    case 'yesNo':
      return typeof value === 'boolean'
  }
}

function issuesOf(
  { type, options = [] }: CategoryField,
  value: GivenFields[string],
  path: readonly string[],
): InputIssue[] {
  if (type === 'choice') {
    const allowed = options.map(({ code }) => code)
    return allowed.includes(String(value)) ? [] : [inputIssue('not-one-of', path, { allowed })]
  }
  return fits(type, value) ? [] : [expected(path, kinds[type][0], kinds[type][1])]
}

/**
 * What a report says in the fields of its category: free texts and personal data on their way to the vault, the rest as it is.
 *
 * @throws InvalidInputError naming every field that is unknown, missing or of the wrong type
 */
export function readFields(
  given: GivenFields,
  known: CategoryFields,
): Readonly<Record<string, string | number | boolean | FreeText>> {
  const at = (name: string) => ['input', 'fields', name]
  const issues = [
    ...Object.entries(known)
      .filter(([name, { required }]) => required === true && given[name] === undefined)
      .map(([name]) => inputIssue('missing', at(name), {})),
    ...Object.entries(given).flatMap(([name, value]) => {
      const field = Object.hasOwn(known, name) ? known[name] : undefined
      if (field === undefined) return [inputIssue('unknown-field', at(name), { known: Object.keys(known) })]
      return issuesOf(field, value, at(name))
    }),
  ]
  if (issues.length > 0) throw new InvalidInputError(issues, 'fields of the category')
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const { type, personal = false } = known[name] as CategoryField
      if (!personal && type !== 'text') return [name, value]
      return [name, { free: personal ? vaultField.personal : vaultField.open, value: String(value) }]
    }),
  )
}
