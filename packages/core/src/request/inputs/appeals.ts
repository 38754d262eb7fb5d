import { z } from 'zod'
import { identifier } from '../../privacy/identifier.js'
import { freeText, plainText } from '../../privacy/text.js'

const reason = freeText('reason', 500)

/** What is said where a fact is disputed, and judged. */
export const appealInputs = {
  appeal: z.strictObject({
    /** Kind of the disputed fact: a missed deadline, a rating, a return. 申诉事由：超期、评价、退单。 */
    about: z.enum(['overdue', 'rating', 'return']),
    /** Which deadline, such as `claim`, when several passed; the request's own first when absent. 所涉时限；不填先取办理时限。 */
    clock: identifier().optional(),
    /** Why, at most 500 characters. 申诉理由，至多 500 字。 */
    reason,
  }),
  reviewAppeal: z.strictObject({
    /** Id of the appeal, from the request's `appeals`. 申诉编号，见诉求的 appeals。 */
    appeal: plainText(16),
    /** `true` agrees with the appeal; `false` refuses it at once. 是否同意；不同意即驳回。 */
    approve: z.boolean(),
    /** Why, at most 500 characters; may be left out. 审核意见，至多 500 字；可不填。 */
    reason: reason.optional(),
  }),
} as const
