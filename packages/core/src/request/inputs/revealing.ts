import { z } from 'zod'
import { personalFields } from '../../authority/contact-policy.js'
import { freeText } from '../../privacy/text.js'

/** What is said when somebody has to know more of the requester than they are shown. */
export const revealingInputs = {
  reveal: z.strictObject({
    /** What is to be seen, any of `name`, `phone`, `address` and `personal`. 查看的内容：姓名、电话、地址、个人信息要素。 */
    fields: z.array(z.enum(personalFields)).min(1).max(personalFields.length),
    /** What it is needed for, which the resident reads, at most 500 characters. 查看理由，诉求人可见，至多 500 字。 */
    reason: freeText('reason', 500),
  }),
} as const
