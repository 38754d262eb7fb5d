import type { CommandNamed } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { isOpenState, type LifecycleState } from '../lifecycle/definition.js'
import { candidacyOf } from '../permissions/candidacy.js'
import { candidatesOf } from '../questions.js'
import { stop } from './clocks.js'
import { type Draft, type Drafter, draft, present } from './draft.js'

/** 派至候选单位: one event for each, so that each of them hears it. */
export const offers = (pool: readonly string[]): readonly NewRequestEvent[] =>
  pool.map((unit) => ({ type: 'request.offered', data: { unit, pool } }))

/** 认领: by the unit it was dispatched to, or by the first of several. A co-handler that takes the lead helps itself no longer. */
export const claim: Drafter<'claim'> = (facts, command, context) => {
  const unit = candidacyOf(facts, command, context) ?? facts.unit ?? ''
  const own = facts.clocks[`coHandle/${unit}`]
  return {
    ...draft({ type: 'request.claimed', data: { unit } }),
    ...(own !== undefined &&
      own.stoppedAt === undefined && { clocks: { [`coHandle/${unit}`]: stop(own, context.now) } }),
  }
}

/** A candidate declines; `undefined` where the unit that has it returns it. */
export function declined(
  facts: RequestFacts,
  command: CommandNamed<'returnBack'>,
  context: RequestContext,
): Draft | undefined {
  const unit = candidacyOf(facts, command, context)
  if (unit === undefined) return undefined
  const { reason, reasonCode } = command.input
  return draft({ type: 'request.offerDeclined', data: { unit, reason, ...present('reasonCode', reasonCode) } })
}

/** The candidates who may not claim it any longer hear so; whoever declined or claimed it knows. */
export function endedOffers(
  before: RequestFacts,
  after: RequestFacts,
  state: LifecycleState,
): readonly NewRequestEvent[] {
  const waiting = isOpenState(state) && state.owner === 'candidates' ? openIn(after) : []
  const declined = (after.pool ?? []).flatMap(({ unit, declinedAt }) => (declinedAt === undefined ? [] : [unit]))
  const takenBy = candidatesOf(before).find((unit) => unit === after.unit)
  return candidatesOf(before)
    .filter((unit) => unit !== takenBy && !waiting.includes(unit) && !declined.includes(unit))
    .map((unit) => ({ type: 'request.offerEnded', data: { unit, ...present('takenBy', takenBy) } }))
}

/** Those of the pool that have not declined. */
export const openIn = ({ pool = [] }: Pick<RequestFacts, 'pool'>): readonly string[] =>
  pool.flatMap(({ unit, declinedAt }) => (declinedAt === undefined ? [unit] : []))
