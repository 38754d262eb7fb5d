import { z } from 'zod'
import { plainText, textIssue } from '../privacy/text.js'
import { nameForm } from './name-form.js'

const option = z.strictObject({ code: plainText(64), title: nameForm })

const asks = { zh: '只有 choice 类型有选项，且须有', en: 'belong to the type choice, which needs them' }
const twice = { zh: '编码重复', en: 'have a code twice' }

/** Names of fields: camelCase, up to 40 letters and digits. */
export const fieldName = /^[a-z][A-Za-z0-9]{0,39}$/

const field = z
  .strictObject({
    title: nameForm,
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
