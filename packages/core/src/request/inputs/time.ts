import { z } from 'zod'
import { identifier } from '../../privacy/identifier.js'
import { freeText } from '../../privacy/text.js'

const reason = freeText('reason', 500)
const limit = z.union([
  z.strictObject({ workingDays: z.number().int().min(1).max(250) }),
  z.strictObject({ workingHours: z.number().positive().max(2000) }),
  z.strictObject({ urgentHours: z.number().positive().max(720) }),
  z.strictObject({ naturalDays: z.number().int().min(1).max(366) }),
])

/** What is said when a deadline is to stand still or to move. */
export const timeInputs = {
  suspend: z.strictObject({
    /** Code of a reason that the deadline policy lists, such as `season`. 挂账理由编码，须在时限规则所列范围内。 */
    reasonCode: identifier(40),
    /** More about it, which the resident reads, at most 500 characters; may be left out. 说明，诉求人可见，至多 500 字；可不填。 */
    reason: reason.optional(),
  }),
  resume: z.strictObject({}).default({}),
  requestExtension: z.strictObject({
    /** How much time is asked for, in one unit, such as `{ workingDays: 3 }`. 申请延长的时间，只用一种单位。 */
    by: limit,
    /** Why, at most 500 characters. 延期理由，至多 500 字。 */
    reason,
  }),
  decideExtension: z.strictObject({
    /** `true` moves the deadline; `false` leaves it where it is. 是否批准。 */
    granted: z.boolean(),
    /** Why, at most 500 characters; may be left out. 审批意见，至多 500 字；可不填。 */
    reason: reason.optional(),
  }),
} as const
