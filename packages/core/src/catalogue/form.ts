import { z } from 'zod'
import { plainText, textIssue } from '../privacy/text.js'
import { type Limit, limitIssues } from '../sla/limit.js'

/** A code or id. It is compared letter by letter, so it has no blanks around it. */
export function codeText(max = 64) {
  return plainText(max).refine((value) => value.trim() === value, textIssue('blank-at-edge', {}))
}

const bilingual = z.strictObject({ zh: plainText(100), en: plainText(200) })

const limit = z
  .custom<Limit>()
  .check((context) => {
    for (const { code, path, params, message } of limitIssues(context.value, [])) {
      context.issues.push({
        code: 'custom',
        path: [...path],
        message: message.en,
        params: { code, ...params },
        input: context.value,
      })
    }
  })
  .transform((value): Limit => ({ ...value }))

/** The forms of the rows of a catalogue. */
export const catalogueForms = {
  units: z.strictObject({
    id: codeText(),
    name: bilingual,
    kind: codeText(40),
    area: codeText().optional(),
    parent: codeText().optional(),
  }),
  categories: z.strictObject({
    code: codeText(),
    name: bilingual,
    parent: codeText().optional(),
    preClosingCheck: z.boolean().optional(),
  }),
  rules: z.strictObject({
    category: codeText(),
    area: codeText().optional(),
    lead: codeText(),
    coHandlers: z.array(codeText()).max(20).optional(),
    limit: limit.optional(),
    maxExtension: limit.optional(),
  }),
  fallback: codeText(),
}

/** The lists that a catalogue consists of. */
export type CatalogueList = 'units' | 'categories' | 'rules'
