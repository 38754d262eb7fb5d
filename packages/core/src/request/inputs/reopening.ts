import { z } from 'zod'
import { freeText } from '../../privacy/text.js'

const reason = freeText('reason', 500)

/** What is said when a closed request is to be handled again. */
export const reopeningInputs = {
  askReopen: z.strictObject({
    /** Why it is to be handled again, at most 500 characters. 申请理由，至多 500 字。 */
    reason,
  }),
  decideReopen: z.strictObject({
    /** `true` opens a new round; `false` leaves the request closed. 是否同意重新办理。 */
    granted: z.boolean(),
    /** The reason the resident reads, at most 500 characters. 理由，诉求人可见，至多 500 字。 */
    reason,
  }),
  reopen: z.strictObject({
    /** The reason the resident reads, at most 500 characters. 理由，诉求人可见，至多 500 字。 */
    reason,
  }),
} as const
