import { z } from 'zod'
import { identifier } from '../../privacy/identifier.js'
import { freeText } from '../../privacy/text.js'

/** What residents say of an answer, by themselves and when they are called. */
export const feedbackInputs = {
  rate: z.strictObject({
    /** A grade of the rating scale: 1 (worst) to 5 (best) by default. 评价等级；默认 1 至 5，5 为非常满意。 */
    grade: z.number().int(),
    /** Why, as at most 5 codes of the catalogue's list; may be left out. 评价理由编码，至多 5 个，须在责任目录所列范围内；可不填。 */
    reasons: z.array(identifier(40)).max(5).optional(),
    /** What the resident adds, at most 500 characters; may be left out. 评语，至多 500 字；可不填。 */
    comment: freeText('comment', 500).optional(),
  }),
  followUp: z.strictObject({
    /** Whether the resident was reached; the three answers are needed when so. 是否接通；接通须填以下三项。 */
    reached: z.boolean(),
    /** Whether the unit had contacted the resident, as the resident says. 承办单位是否联系过诉求人（响应）。 */
    contacted: z.boolean().optional(),
    /** Whether it is solved, as the resident says. 是否解决。 */
    solved: z.enum(['solved', 'partlySolved', 'unsolved']).optional(),
    /** Whether the resident is satisfied. 是否满意。 */
    satisfied: z.enum(['satisfied', 'basicallySatisfied', 'dissatisfied']).optional(),
    /** For staff, at most 500 characters; may be left out. 备注，供工作人员查看，至多 500 字；可不填。 */
    note: freeText('note', 500).optional(),
  }),
} as const
