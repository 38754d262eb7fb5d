import { z } from 'zod'
import { readNumber } from '../../number/number.js'
import { plainText, textIssue } from '../../privacy/text.js'

/** A code in a query: of an area, a unit, a category. */
export const code = plainText(64)

const misread = {
  zh: '不是工单号，或校验位不符：可能读错一位',
  en: 'is not a number of a request, or a digit of it was misread',
}
const number = code
  .refine((typed) => readNumber(typed) !== undefined, textIssue('unfit', { because: misread }))
  .transform((typed) => readNumber(typed) ?? typed)

/** What people look for. */
export const searchForms = {
  number: number.optional(),
  text: plainText(100).optional(),
  phone: plainText(30).optional(),
}

/** Which page, in which order. */
export const pageForms = {
  order: z.enum(['submitted', 'due', 'updated']).optional(),
  descending: z.boolean().optional(),
  // A cursor of merged walks holds those of all.
  after: z.string().max(100_000).optional(),
  limit: z.number().int().min(1).max(500).default(50),
}
