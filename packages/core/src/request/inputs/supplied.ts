import { z } from 'zod'
import { freeText, maxTextLength, textIssue } from '../../privacy/text.js'
import { filesForm } from './attachments.js'
import { person } from './person.js'

const isGiven = (value: object | undefined): boolean => Object.values(value ?? {}).some((each) => each !== undefined)

/** What is said of a request after it was reported: by the resident, and by staff among themselves. */
export const suppliedInputs = {
  supplement: z.strictObject({
    /** What is added, at most 8 000 characters. 补充的内容，至多 8000 字。 */
    text: freeText('supplement', maxTextLength),
    /** What belongs to it, 1 to 9 files. 所附文件，1 至 9 个；可不填。 */
    attachments: filesForm.optional(),
  }),
  correct: z
    .strictObject({
      /** What it is about, in place of what was said, at most 8 000 characters; stays when absent. 更正后的诉求内容，至多 8000 字；不填则不变。 */
      description: freeText('description', maxTextLength).optional(),
      /** How to reach the resident; what is absent stays as it is. 更正后的联系方式；未填的不变。 */
      person: person.default({}),
    })
    .refine(
      (input) => input.description !== undefined || isGiven(input.person),
      textIssue('unfit', { because: { zh: '没有填写要更正的内容', en: 'names nothing to correct' } }),
    ),
  note: z.strictObject({
    /** For staff who work on it, at most 8 000 characters. 备注，仅供经办的工作人员查看，至多 8000 字。 */
    text: freeText('internalNote', maxTextLength),
  }),
} as const
