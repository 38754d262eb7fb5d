import { toReveal } from '../permissions/revealed.js'
import { type Drafter, draft, present } from './draft.js'

/** 查看联系方式: what was shown already is no reveal. */
export const reveal: Drafter<'reveal'> = (facts, { input }, context) =>
  draft({
    type: 'request.revealed',
    data: { fields: toReveal(input.fields, facts, context), ...present('unit', facts.unit), reason: input.reason },
  })
