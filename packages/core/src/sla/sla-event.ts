import type { Instant } from '../calendar/date.js'
import {
  type ClockEnvironment,
  type ClockState,
  extendClock,
  historyOf,
  pauseClock,
  resumeClock,
  settleClock,
  startClock,
} from './clock.js'
import { type ExtensionRefusal, extensionRefusal } from './extension-refusal.js'
import type { Limit } from './limit.js'

/** Something that happened to one clock. Given in the order it happened. */
export type SlaEvent =
  | { readonly type: 'started'; readonly at: Instant; readonly limit?: Limit }
  | { readonly type: 'paused'; readonly at: Instant; readonly reason: string }
  /** Without a reason it ends every pause; with one, only that: the clock runs on when no reason is left. */
  | { readonly type: 'resumed'; readonly at: Instant; readonly reason?: string }
  | { readonly type: 'extended'; readonly at: Instant; readonly by: Limit }
  | { readonly type: 'returned'; readonly at: Instant }
  | { readonly type: 'reclassified'; readonly at: Instant; readonly limit: Limit }
  | { readonly type: 'stopped'; readonly at: Instant }

/** Why an event has no effect. */
export type SlaEventRefusal = ExtensionRefusal | 'not-started' | 'already-started' | 'already-stopped' | 'not-paused'

/** What has become of a clock so far. */
export interface ClockHistory {
  state?: ClockState
  stoppedAt?: Instant
  readonly reasons: Set<string>
}

/** Applies one event, or says why it has no effect. */
export function applyEvent(
  env: ClockEnvironment,
  story: ClockHistory,
  event: SlaEvent,
  rules: { readonly clock: string; readonly onReturn: 'continue' | 'restart' },
): SlaEventRefusal | undefined {
  const { state, reasons } = story
  if (event.type === 'started') {
    if (state !== undefined) return 'already-started'
    story.state = startClock(env, rules.clock, event.at, event.limit)
    return undefined
  }
  if (state === undefined) return 'not-started'
  if (story.stoppedAt !== undefined) return 'already-stopped'
  switch (event.type) {
    case 'paused':
      if (reasons.size === 0 && event.at >= state.dueAt) return 'already-overdue'
      if (reasons.size === 0) story.state = pauseClock(state, event.at, event.reason)
      reasons.add(event.reason)
      return undefined
    case 'resumed':
      if (event.reason === undefined ? reasons.size === 0 : !reasons.has(event.reason)) return 'not-paused'
      if (event.reason === undefined) reasons.clear()
      else reasons.delete(event.reason)
      if (reasons.size === 0) story.state = resumeClock(env, state, event.at)
      return undefined
    case 'extended': {
      const refusal = extensionRefusal(env.policy, state, event.at, event.by)
      if (refusal === undefined) story.state = extendClock(env, state, event.at, event.by)
      return refusal
    }
    case 'returned':
      if (rules.onReturn !== 'restart') return undefined
      reasons.clear()
      story.state = startClock(env, state.clock, event.at, state.limit)
      return undefined
    case 'reclassified':
      story.state = settleClock(env, historyOf({ ...state, limit: event.limit }))
      return undefined
    case 'stopped':
      story.stoppedAt = event.at
      return undefined
  }
}
