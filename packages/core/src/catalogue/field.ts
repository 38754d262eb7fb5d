import type { Bilingual } from '../contracts/text.js'

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

/** Names of fields in the order in which people are shown them. */
export function inPosition(fields: Readonly<Record<string, CategoryField>>): readonly string[] {
  const place = (name: string) => fields[name]?.position ?? Number.MAX_SAFE_INTEGER
  return Object.keys(fields).toSorted((one, other) => place(one) - place(other) || (one < other ? -1 : 1))
}
