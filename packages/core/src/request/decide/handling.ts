import { waitedFor } from '../../sla/policy.js'
import type { NewRequestEvent } from '../events.js'
import { isChecked } from '../lifecycle/definition.js'
import { ownClock, roundOf } from '../questions.js'
import { withFiles } from './attachments.js'
import { begin, extend, stop } from './clocks.js'
import { type Drafter, draft, present } from './draft.js'
import { declined } from './pool.js'

export const returnBack: Drafter<'returnBack'> = (facts, command, context) => {
  const { reason, reasonCode } = command.input
  const data = { reason, ...present('reasonCode', reasonCode) }
  const unit = facts.unit ?? ''
  return declined(facts, command, context) ?? draft({ type: 'request.returned', data: { unit, ...data } })
}

/** 转派: a co-handler that takes the lead helps itself no longer. */
export const transfer: Drafter<'transfer'> = (facts, { input }, { now }) => {
  const name = `coHandle/${input.unit}`
  const clock = facts.clocks[name]
  return {
    events: [
      {
        type: 'request.transferred',
        data: { from: facts.unit ?? '', unit: input.unit, ...present('reason', input.reason) },
      },
    ],
    ...(clock !== undefined && clock.stoppedAt === undefined && { clocks: { [name]: stop(clock, now) } }),
  }
}

export const assignCoHandler: Drafter<'assignCoHandler'> = (_facts, { input: { unit } }, context) => ({
  events: [{ type: 'request.coHandlerAssigned', data: { unit } }],
  clocks: { [`coHandle/${unit}`]: begin(context, `coHandle/${unit}`) },
})

export const coReply: Drafter<'coReply'> = (facts, { input }, { now }) => {
  const name = `coHandle/${input.unit}`
  const clock = facts.clocks[name]
  return {
    events: [
      {
        type: 'request.coHandlerReplied',
        data: { unit: input.unit, text: input.text, ...withFiles(input) },
      },
    ],
    ...(clock !== undefined && clock.stoppedAt === undefined && { clocks: { [name]: stop(clock, now) } }),
  }
}

export const suspend: Drafter<'suspend'> = (_facts, { input: { reasonCode, reason } }, { sla }) => {
  const waitsFor = waitedFor(sla.policy, reasonCode)
  const data = { reasonCode, ...present('reason', reason), ...present('waitsFor', waitsFor) }
  return { ...draft({ type: 'request.suspended', data }), pauseReason: reasonCode }
}

export const resume: Drafter<'resume'> = () => draft({ type: 'request.resumed', data: { lapsed: false } })

export const requestExtension: Drafter<'requestExtension'> = (facts, { input }, context) => ({
  events: [
    {
      type: 'request.extensionRequested',
      data: { clock: ownClock(facts)?.clock ?? 'resolve', by: input.by, reason: input.reason },
    },
  ],
  clocks: { extensionDecision: begin(context, 'extensionDecision') },
})

/** 延期审批: granted moves the deadline, from where it stood when it was asked for. */
export const decideExtension: Drafter<'decideExtension'> = (facts, { input }, context) => {
  const pending = facts.extensions.find((each) => each.decision === undefined)
  const asked = facts.clocks.extensionDecision
  const clock = pending === undefined ? undefined : facts.clocks[pending.clock]
  const granted = input.granted && pending !== undefined && clock !== undefined && ownClock(facts) === clock
  return {
    events: [
      {
        type: 'request.extensionDecided',
        data: { decision: input.granted ? 'granted' : 'refused', ...present('reason', input.reason) },
      },
    ],
    clocks: {
      ...(asked !== undefined && { extensionDecision: stop(asked, context.now) }),
      ...(granted && { [pending.clock]: extend(context, clock, pending.by) }),
    },
  }
}

/** 反馈: the unit answers. Completed at once, or after the check before closing. */
export const reply: Drafter<'reply'> = (facts, { input }, context, target) => {
  const round = roundOf(facts)
  const replied: NewRequestEvent = {
    type: 'request.replied',
    data: {
      unit: facts.unit ?? '',
      text: input.text,
      round,
      onTheSpot: false,
      ...present('textForMerged', input.textForMerged),
      ...withFiles(input),
    },
  }
  const completed: NewRequestEvent = { type: 'request.completed', data: { round, at: context.now } }
  return isChecked(context.lifecycle.state(target)) ? draft(replied) : draft(replied, completed)
}

/**
 * 核查: passed, the request counts as completed when the unit answered, not when somebody found time to check. Not passed, the deadline goes
 * on from there: the time under check is not the unit's.
 */
export const check: Drafter<'check'> = (facts, { input }, { now }) => {
  const checked: NewRequestEvent = {
    type: 'request.checked',
    data: { passed: input.passed, ...present('reason', input.reason), ...withFiles(input) },
  }
  const completed: NewRequestEvent = {
    type: 'request.completed',
    data: { round: roundOf(facts), at: facts.replies.at(-1)?.at ?? now },
  }
  return input.passed ? draft(checked, completed) : { ...draft(checked), pauseReason: 'preClosingCheck' }
}

export const forceClose: Drafter<'forceClose'> = (_facts, { input }) =>
  draft({ type: 'request.forceClosed', data: input })

export const act: Drafter<'act'> = (_facts, { input }) =>
  // Of a type of the place's own, which no fact of core rests on: `evolve` applies where it leads.
  draft({ type: input.event, data: input.data } as NewRequestEvent)
