import { z } from 'zod'
import { identifier } from '../../privacy/identifier.js'
import { freeText, textIssue } from '../../privacy/text.js'

const code = identifier()

/** How a request comes to a unit, and back. */
export const dispatchingInputs = {
  dispatch: z
    .strictObject({
      /** Id of the handling unit; the catalogue decides when absent. 承办单位编号；不填由责任目录确定。 */
      unit: code.optional(),
      /** Ids of 2 to 10 units instead, of which the first to claim it gets it. 候选单位编号，2 至 10 家，先认领者承办；与上项不同时填写。 */
      pool: z.array(code).min(2).max(10).optional(),
      /** Ids of at most 10 units that help; those of the catalogue when absent. 协办单位编号，至多 10 个；不填由责任目录确定。 */
      coHandlers: z.array(code).max(10).optional(),
    })
    .refine(
      ({ unit, pool, coHandlers }) => pool === undefined || (unit === undefined && coHandlers === undefined),
      textIssue('unfit', {
        because: {
          zh: '候选单位不与承办单位、协办单位同时填写',
          en: 'names candidates beside a unit or co-handlers',
        },
      }),
    )
    .refine(
      ({ pool = [] }) => new Set(pool).size === pool.length,
      textIssue('unfit', { because: { zh: '候选单位重复', en: 'names a candidate twice' } }),
    )
    .default({}),
  claim: z
    .strictObject({
      /** Id of the candidate that claims it, for who handles for several of them; left out otherwise. 认领的候选单位编号；代表多家候选单位的须填写。 */
      unit: code.optional(),
    })
    .default({}),
  returnBack: z.strictObject({
    /** Id of the candidate that declines it, for who heads several of them; left out otherwise. 不认领的候选单位编号；代表多家候选单位的须填写。 */
    unit: code.optional(),
    /** Why the unit is not responsible, at most 500 characters. 退单理由，至多 500 字。 */
    reason: freeText('reason', 500),
    /** Code of the reason, of the catalogue's list; may be left out. 退单理由编码，须在责任目录所列范围内；可不填。 */
    reasonCode: identifier(40).optional(),
  }),
} as const
