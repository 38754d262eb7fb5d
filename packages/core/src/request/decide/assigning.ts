import { assigneeNamed } from '../questions.js'
import { type Drafter, draft, present } from './draft.js'

/** 指定经办人: a person of the unit in charge, or nobody. */
export const assign: Drafter<'assign'> = (facts, { input }, { by }) => {
  const to = assigneeNamed(input, by)
  return draft({
    type: 'request.assigned',
    data: {
      unit: facts.unit ?? '',
      ...present('to', to ?? undefined),
      ...present('from', facts.assignee),
      ...present('reason', input.reason),
    },
  })
}
