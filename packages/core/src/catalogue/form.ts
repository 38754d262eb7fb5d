import { z } from 'zod'
import { identifier, identifierForm } from '../privacy/identifier.js'
import { textIssue } from '../privacy/text.js'
import { type Limit, limitIssues } from '../sla/limit.js'
import { fieldsForm } from './fields-form.js'
import { nameForm } from './name-form.js'

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

const choices = z
  .array(z.strictObject({ code: identifier(40), name: nameForm }))
  .max(100)
  .check(({ value, issues }) => {
    for (const [at, { code }] of value.entries())
      if (value.findIndex((each) => each.code === code) < at)
        issues.push({ ...textIssue('named-twice', {}), path: [at, 'code'], input: code } as never)
  })
  .optional()

/** The forms of the rows of a catalogue. */
export const catalogueForms = {
  units: z.strictObject({
    id: identifier(),
    name: nameForm,
    kind: identifier(40),
    area: identifierForm().optional(),
    parent: identifier().optional(),
  }),
  categories: z.strictObject({
    code: identifier(),
    name: nameForm,
    parent: identifier().optional(),
    preClosingCheck: z.boolean().optional(),
    proofRequired: z.boolean().optional(),
    fields: fieldsForm.optional(),
  }),
  rules: z.strictObject({
    category: identifier(),
    area: identifierForm().optional(),
    lead: identifier(),
    coHandlers: z.array(identifier()).max(20).optional(),
    limit: limit.optional(),
    maxExtension: limit.optional(),
  }),
  fallback: identifier(),
  lists: z.strictObject({ channels: choices, declineReasons: choices, returnReasons: choices, ratingReasons: choices }),
}

/** The lists that a catalogue consists of. */
export type CatalogueList = 'units' | 'categories' | 'rules'
