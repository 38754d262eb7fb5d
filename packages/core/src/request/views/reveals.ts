import type { PersonalField } from '../../authority/contact-policy.js'
import type { Bilingual } from '../../contracts/text.js'
import type { RequestFacts } from '../facts.js'
import type { StepNames } from './steps.js'

/** 查看联系方式: who looked at the person behind a request, what at and what for, as the person reads it. */
export interface RevealInWords {
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Name of the unit that had the request; absent where none had it. */
  readonly unit?: Bilingual
  /** What was looked at. */
  readonly fields: readonly Bilingual[]
  /** What for, as they said; absent once erased. */
  readonly reason?: string
}

/** What the personal fields are called. */
export const personalFieldNames: Readonly<Record<PersonalField, Bilingual>> = {
  name: { zh: '姓名', en: 'name' },
  phone: { zh: '电话', en: 'phone' },
  address: { zh: '地址', en: 'address' },
  personal: { zh: '个人信息要素', en: 'personal fields' },
}

/** All reveals of a request, oldest first. */
export function revealsInWords(
  { reveals = [] }: RequestFacts,
  texts: ReadonlyMap<string, string>,
  names: Pick<StepNames, 'unit'>,
): readonly RevealInWords[] {
  return reveals.map(({ at, unit, fields, reason }) => {
    const text = texts.get(reason.ref)
    return {
      at,
      ...(unit !== undefined && { unit: names.unit(unit) }),
      fields: fields.map((field) => personalFieldNames[field]),
      ...(text !== undefined && { reason: text }),
    }
  })
}
