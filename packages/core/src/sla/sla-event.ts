// `evaluateSla` is for those who keep a history of their own. The clocks of requests are moved by `request/decide/clocks.ts`, as the
// lifecycle says; test/sla/both-clocks.test.ts holds that both give the same deadlines.
import type { Instant } from '../calendar/date.js'
import {
  type ClockEnvironment,
  type ClockState,
  extendClock,
  pauseClock,
  relimitClock,
  resumeClock,
  startClock,
} from './clock.js'
import { type ExtensionRefusal, extensionRefusal } from './extension-refusal.js'
import type { Limit } from './limit.js'

interface Happened {
  /** When it happened, in ms since 1970; never before the event before it. */
  readonly at: Instant
}

interface Started extends Happened {
  /** The clock begins to run. A second start is refused. */
  readonly type: 'started'
  /** What it may take; absent, the limit of the policy. */
  readonly limit?: Limit
}

interface Paused extends Happened {
  /** 挂账: the clock is paused, or has one more reason to be. Refused once the due time has passed. */
  readonly type: 'paused'
  /** Code of the reason, such as `'inspection'`; any text is taken. */
  readonly reason: string
}

interface Resumed extends Happened {
  /** A reason for the pause has ended; the clock runs on when none is left. */
  readonly type: 'resumed'
  /** Which reason has ended; absent, all of them. */
  readonly reason?: string
}

interface Extended extends Happened {
  /** 延期: an extension was granted. Refused when `extensionRefusal` says so. */
  readonly type: 'extended'
  /** How much was granted. */
  readonly by: Limit
}

interface Returned extends Happened {
  /** 退单: the request was sent back; `onReturn` says whether its clock starts again. */
  readonly type: 'returned'
}

interface Reclassified extends Happened {
  /** 变更分类: another category, so another limit, see `relimitClock`. Pauses and extensions are kept. */
  readonly type: 'reclassified'
  /** What the new category allows. */
  readonly limit: Limit
}

interface Stopped extends Happened {
  /** 办结: the clock has ended. Every later event is refused. */
  readonly type: 'stopped'
}

/** Something that happened to one clock; `type` says what. */
export type SlaEvent = Started | Paused | Resumed | Extended | Returned | Reclassified | Stopped

/** Why an event has no effect. */
export type SlaEventRefusal = ExtensionRefusal | 'not-started' | 'already-started' | 'already-stopped' | 'not-paused'

/** One clock after some of its events. `reasons` are those for which it is paused now. */
export interface ClockHistory {
  state?: ClockState
  stoppedAt?: Instant
  readonly reasons: Set<string>
}

/** Applies one event to `history`, or says why it has no effect. */
export function applyEvent(
  env: ClockEnvironment,
  history: ClockHistory,
  event: SlaEvent,
  rules: { readonly clock: string; readonly onReturn: 'continue' | 'restart' },
): SlaEventRefusal | undefined {
  const { state, reasons } = history
  if (event.type === 'started') {
    if (state !== undefined) return 'already-started'
    history.state = startClock(env, rules.clock, event.at, event.limit)
    return undefined
  }
  if (state === undefined) return 'not-started'
  if (history.stoppedAt !== undefined) return 'already-stopped'
  switch (event.type) {
    case 'paused':
      if (reasons.size === 0 && event.at >= state.dueAt) return 'already-overdue'
      if (reasons.size === 0) history.state = pauseClock(state, event.at, event.reason)
      reasons.add(event.reason)
      return undefined
    case 'resumed':
      if (event.reason === undefined ? reasons.size === 0 : !reasons.has(event.reason)) return 'not-paused'
      if (event.reason === undefined) reasons.clear()
      else reasons.delete(event.reason)
      if (reasons.size === 0) history.state = resumeClock(env, state, event.at)
      return undefined
    case 'extended': {
      const refusal = extensionRefusal(env, state, event.at, event.by)
      if (refusal === undefined) history.state = extendClock(env, state, event.at, event.by)
      return refusal
    }
    case 'returned':
      if (rules.onReturn !== 'restart') return undefined
      reasons.clear()
      history.state = startClock(env, state.clock, event.at, state.limit)
      return undefined
    case 'reclassified':
      history.state = relimitClock(env, state, event.at, event.limit)
      return undefined
    case 'stopped':
      history.stoppedAt = event.at
      return undefined
  }
}
