import type { Decision } from '../../record/record-kind.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { isEnd, type LifecycleState } from '../lifecycle/definition.js'
import { keptBy } from '../retention/retention-rule.js'
import { present } from './draft.js'
import { eraseTexts } from './erasure.js'

/** Until when a request that ends in this state is kept: counted from the end, also where something happens after it. */
export function keptUntilAt({ retention, now }: RequestContext, after: RequestFacts, state: LifecycleState) {
  if (retention === undefined || !isEnd(state)) return undefined
  return keptBy(retention, { category: after.category, end: state.end, endedAt: after.endedAt ?? now })?.until
}

/**
 * 到期删除: the rules of the moment decide, whatever was said when the request ended: they erase what is over, and say the new instant of what is not. A process
 * without rules decides nothing.
 */
export function endRetention(facts: RequestFacts, context: RequestContext): Decision {
  const { retention, now } = context
  if (retention === undefined || facts.open) return { events: [] }
  const kept = keptBy(retention, facts)
  const isOver = kept !== undefined && kept.until <= now
  if (isOver) {
    const erasing = { name: 'eraseTexts', input: { basis: 'retentionEnded' } } as const
    const erased = eraseTexts(facts, erasing, context, kept.rule)
    if ('refusal' in erased || erased.events.length > 0) return erased
  }
  // Where nothing is left there is nothing to come back for.
  const until = isOver ? undefined : kept?.until
  if (until === facts.keptUntil) return { events: [] }
  const set: NewRequestEvent = { type: 'request.retentionSet', data: present('until', until) }
  return { events: [set] }
}
