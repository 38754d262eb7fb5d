import type { RequestContext } from '../context.js'
import type { NewRequestEvent } from '../events.js'
import type { Rectification, RequestFacts } from '../facts.js'
import { isRectified } from '../lifecycle/definition.js'
import { reopenClock } from '../questions.js'
import { begin, stop } from './clocks.js'
import { type Drafter, draft } from './draft.js'
import { openRectification } from './feedback.js'

// A new round with its own deadline. Where a place leads elsewhere, `conclude` says that work on what was completed begins again.
const round = (facts: RequestFacts, because: Rectification['because'], context: RequestContext, target: string) =>
  isRectified(context.lifecycle.state(target)) ? openRectification(facts, because, context) : []

/** 申请重办: the request has ended, and waits for a decision all the same. */
export const askReopen: Drafter<'askReopen'> = (_facts, { input }, context) => ({
  ...draft({ type: 'request.reopenAsked', data: { reason: input.reason } }),
  clocks: { [reopenClock]: begin(context, reopenClock) },
})

/** 重办审批: granted opens a round; refused, the request stays as it ended. */
export const decideReopen: Drafter<'decideReopen'> = (facts, { input }, context, target) => {
  const { granted, reason } = input
  const decided: NewRequestEvent = {
    type: 'request.reopenDecided',
    data: { decision: granted ? 'granted' : 'refused', reason },
  }
  const asked = facts.clocks[reopenClock]
  return {
    ...draft(decided, ...(granted ? round(facts, 'asked', context, target) : [])),
    ...(asked !== undefined && { clocks: { [reopenClock]: stop(asked, context.now) } }),
  }
}

/** 重办: by the desk itself. */
export const reopen: Drafter<'reopen'> = (facts, { input }, context, target) =>
  draft({ type: 'request.reopenOrdered', data: { reason: input.reason } }, ...round(facts, 'ordered', context, target))
