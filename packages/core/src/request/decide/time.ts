import { clockFamily } from '../../sla/clock-family.js'
import type { RequestClock, RequestFacts } from '../facts.js'
import { candidatesOf, ratedAnswer } from '../questions.js'
import { breach, nextMoment, nextPress, stop } from './clocks.js'
import { type Drafter, draft } from './draft.js'

// The clock, if it still asks for something. Between reading a due deadline and acting on it a command may have moved or stopped it.
function dueClock(facts: RequestFacts, name: string, now: number): RequestClock | undefined {
  const clock = facts.clocks[name]
  const at = clock === undefined ? undefined : nextMoment(clock)
  return at === undefined || at > now ? undefined : clock
}

/** 黄牌: a warning moment was reached. */
export const warn: Drafter<'warn'> = (facts, { input }, { now }) => {
  const clock = dueClock(facts, input.clock, now)
  if (clock === undefined) return draft()
  return {
    events: [{ type: 'request.warned', data: { clock: input.clock, dueAt: clock.dueAt } }],
    clocks: { [input.clock]: { ...clock, warned: clock.warned + 1 } },
  }
}

/** A clock ran out. What that means depends on the clock; by default the request is overdue and stays where it is. */
export const expire: Drafter<'expire'> = (facts, { input }, context) => {
  const clock = dueClock(facts, input.clock, context.now)
  if (clock === undefined || context.now < clock.dueAt || clock.breachedAt !== undefined) return draft()
  switch (clockFamily(input.clock)) {
    case 'claim':
      return {
        events: [
          candidatesOf(facts).length > 0
            ? { type: 'request.offerExpired', data: { pool: candidatesOf(facts) } }
            : { type: 'request.claimExpired', data: { unit: facts.unit ?? '' } },
        ],
        clocks: { claim: breach(context, clock) },
      }
    case 'rate':
      return {
        events: [{ type: 'request.ratingDefaulted', data: ratedAnswer(facts) }],
        clocks: { [input.clock]: stopInTime(clock, context.now) },
      }
    case 'suspension':
      return {
        events: [{ type: 'request.resumed', data: { lapsed: true } }],
        clocks: { suspension: stopInTime(clock, context.now) },
      }
    case 'extensionDecision':
      return {
        events: [{ type: 'request.extensionDecided', data: { decision: 'lapsed' } }],
        clocks: { [input.clock]: stop(clock, context.now) },
      }
    case 'reopenDecision':
      return {
        events: [{ type: 'request.reopenDecided', data: { decision: 'lapsed' } }],
        clocks: { [input.clock]: stop(clock, context.now) },
      }
    case 'appealReview':
      return {
        events: [{ type: 'request.appealLapsed', data: { appeal: input.clock.slice('appealReview/'.length) } }],
        clocks: { [input.clock]: stop(clock, context.now) },
      }
    default:
      return {
        events: [{ type: 'request.overdue', data: { clock: input.clock, dueAt: clock.dueAt } }],
        clocks: { [input.clock]: breach(context, clock) },
      }
  }
}

// Running out is what these clocks are for: nobody is late.
function stopInTime(clock: Parameters<typeof stop>[0], now: number) {
  return { ...clock, stoppedAt: now }
}

/** The breach lasts: supervision goes one level up, at the top the owner is urged again, every so often until somebody moves. */
export const escalate: Drafter<'escalate'> = (facts, { input }, context) => {
  const clock = dueClock(facts, input.clock, context.now)
  if (clock?.breachedAt === undefined) return draft()
  const ladder = context.areas.ladder(facts.area)
  const level = facts.supervision + 1
  const escalateAt = nextPress(context, clock)
  return {
    events: [
      level <= ladder.length
        ? { type: 'request.supervised', data: { level, area: ladder[level - 1] as string, because: 'overdue' } }
        : { type: 'request.urged', data: {} },
    ],
    clocks: { [input.clock]: { ...clock, escalateAt } },
  }
}
