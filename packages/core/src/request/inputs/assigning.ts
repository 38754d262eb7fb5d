import { z } from 'zod'
import { identifier } from '../../privacy/identifier.js'
import { freeText } from '../../privacy/text.js'

/** Who in the unit in charge looks after a request. */
export const assigningInputs = {
  assign: z
    .strictObject({
      /** Id of the person, as actors have it; `null` for nobody, oneself when absent. 经办人的工作人员编号，`null` 为不指定；不填为本人领办。 */
      to: identifier().nullable().optional(),
      /** Why, for staff, at most 500 characters; may be left out. 说明，供工作人员查看，至多 500 字；可不填。 */
      reason: freeText('reason', 500).optional(),
    })
    .default({}),
} as const
