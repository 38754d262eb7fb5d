import { z } from 'zod'
import type { Bilingual } from '../contracts/text.js'
import { plainText, textIssue } from '../privacy/text.js'

/** 要素: something more that a report of a category says, such as the number of a lamp post. */
export interface CategoryField {
  /** What people read before it. */
  readonly title: Bilingual
  /** `text`; `number`, finite; `date`, `YYYY-MM-DD`; `choice`, a code of `options`; `yesNo`. */
  readonly type: 'text' | 'number' | 'date' | 'choice' | 'yesNo'
  /** Where it stands among the fields of the category, a whole number; those without one come last, by name. */
  readonly position?: number | undefined
  /** Whether a report without it is refused; `false` when absent. */
  readonly required?: boolean | undefined
  /** What is chosen from, 2 to 100; of a `choice` only. */
  readonly options?: readonly FieldOption[] | undefined
  /** Whether it is data of a person, for those alone who may read such data of a request; `false` when absent. */
  readonly personal?: boolean | undefined
}

/** One of the answers of a `choice`. */
export interface FieldOption {
  /** What records keep, up to 64 characters; used once in a field. */
  readonly code: string
  /** What people read. */
  readonly title: Bilingual
}

const bilingual = z.strictObject({ zh: plainText(100), en: plainText(200) })
const option = z.strictObject({ code: plainText(64), title: bilingual })

const asks = { zh: '只有 choice 类型有选项，且须有', en: 'belong to the type choice, which needs them' }
const twice = { zh: '编码重复', en: 'have a code twice' }

/** Names of fields: camelCase, up to 40 letters and digits. */
export const fieldName = /^[a-z][A-Za-z0-9]{0,39}$/

const field = z
  .strictObject({
    title: bilingual,
    type: z.enum(['text', 'number', 'date', 'choice', 'yesNo']),
    position: z.number().int().optional(),
    required: z.boolean().optional(),
    options: z.array(option).min(2).max(100).optional(),
    personal: z.boolean().optional(),
  })
  .refine(({ type, options }) => (type === 'choice') === (options !== undefined), {
    ...textIssue('unfit', { because: asks }),
    path: ['options'],
  })
  .refine(({ options = [] }) => new Set(options.map(({ code }) => code)).size === options.length, {
    ...textIssue('unfit', { because: twice }),
    path: ['options'],
  })

/** The form of the fields of a category: at most 20, by name. */
export const fieldsForm = z
  .record(z.string().regex(fieldName), field)
  .refine(
    (fields) => Object.keys(fields).length <= 20,
    textIssue('unfit', { because: { zh: '至多 20 项', en: 'are more than 20' } }),
  )

/** Names of fields in the order in which people are shown them. */
export function inPosition(fields: Readonly<Record<string, CategoryField>>): readonly string[] {
  const place = (name: string) => fields[name]?.position ?? Number.MAX_SAFE_INTEGER
  return Object.keys(fields).toSorted((one, other) => place(one) - place(other) || (one < other ? -1 : 1))
}
