import { supervisorOf } from '../../area/directory.js'
import type { Decision } from '../../record/record-kind.js'
import { calendarChange } from '../calendar/calendar-change.js'
import type { CommandNamed, RequestCommand } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent, Progress, RequestEvent } from '../events.js'
import { evolve } from '../evolve.js'
import type { Owner, RequestFacts } from '../facts.js'
import type { Branch, LifecycleState } from '../lifecycle/definition.js'
import { isEnd, isOpenState, isWorkedOn } from '../lifecycle/definition.js'
import { mayKnow } from '../permissions/standing.js'
import { pendingReopenAsk, roundOf } from '../questions.js'
import { requestRefusals } from '../refusals.js'
import { unknownChoice } from '../rules/choice-known.js'
import * as assigning from './assigning.js'
import { attach, eraseAttachment, filesRefused } from './attachments.js'
import { clocksAt } from './clocks.js'
import { type Draft, type Drafter, present } from './draft.js'
import { eraseTexts } from './erasure.js'
import * as feedback from './feedback.js'
import * as handling from './handling.js'
import * as intake from './intake.js'
import { followLifecycle, standsIn } from './lifecycle-change.js'
import { claim, openIn } from './pool.js'
import { relieved } from './relieved.js'
import * as reopening from './reopening.js'
import { endRetention, keptUntilAt } from './retention.js'
import { reveal } from './revealing.js'
import { refusalOfSubmit } from './submission.js'
import * as supplied from './supplied.js'
import * as time from './time.js'

const drafters: {
  readonly [Name in Exclude<
    RequestCommand['name'],
    'submit' | 'eraseTexts' | 'eraseAttachment' | 'endRetention' | 'followCalendar' | 'followLifecycle'
  >]: Drafter<Name>
} = {
  answerOnTheSpot: intake.answerOnTheSpot,
  decline: intake.decline,
  void: intake.voided,
  withdraw: intake.withdraw,
  dispatch: intake.dispatch,
  reclassify: intake.reclassify,
  merge: intake.merge,
  unmerge: intake.unmerge,
  absorb: intake.absorb,
  release: intake.release,
  echo: intake.echo,
  split: intake.split,
  relocate: intake.relocate,
  attach,
  supplement: supplied.supplement,
  correct: supplied.correct,
  note: supplied.note,
  reveal,
  claim,
  returnBack: handling.returnBack,
  transfer: handling.transfer,
  assign: assigning.assign,
  assignCoHandler: handling.assignCoHandler,
  coReply: handling.coReply,
  suspend: handling.suspend,
  resume: handling.resume,
  requestExtension: handling.requestExtension,
  decideExtension: handling.decideExtension,
  reply: handling.reply,
  check: handling.check,
  forceClose: handling.forceClose,
  act: handling.act,
  rate: feedback.rate,
  relay: feedback.relay,
  dissent: feedback.dissent,
  followUp: feedback.followUp,
  urge: feedback.urge,
  supervise: feedback.supervise,
  appeal: feedback.appeal,
  reviewAppeal: feedback.reviewAppeal,
  askReopen: reopening.askReopen,
  decideReopen: reopening.decideReopen,
  reopen: reopening.reopen,
  warn: time.warn,
  expire: time.expire,
  escalate: time.escalate,
}

function ownerAt(context: RequestContext, facts: RequestFacts, state: LifecycleState): Owner {
  if (isEnd(state) && pendingReopenAsk(facts) === undefined) return facts.owner
  const area = supervisorOf(context.areas, facts)
  // It has ended, and the desk has to move all the same.
  if (isEnd(state)) return { role: 'dispatcher', area }
  switch (state.owner) {
    case 'requester':
      return { role: 'requester', id: facts.requester }
    case 'candidates': {
      const units = openIn(facts)
      return units.length === 0 ? { role: 'dispatcher', area } : { role: 'candidates', units }
    }
    case 'unit':
      return facts.unit === undefined ? { role: 'supervisor', area } : { role: 'unit', unit: facts.unit }
    default:
      return { role: state.owner, area }
  }
}

const fold = (
  facts: RequestFacts | undefined,
  events: readonly NewRequestEvent[],
  context: RequestContext,
): RequestFacts => {
  let folded = facts
  let seq = facts?.version ?? 0
  for (const event of events) {
    seq++
    folded = evolve(folded, {
      ...event,
      seq,
      at: context.now,
      by: { id: context.by.id, kind: context.by.kind },
    } as RequestEvent)
  }
  return folded as RequestFacts
}

// A request that is open, or comes back to life, lies in an area in force: whatever is decided about it takes it along.
function relocation(facts: RequestFacts, said: NewRequestEvent, context: RequestContext): readonly NewRequestEvent[] {
  if (facts.areaRevision >= context.areas.revision || said.type === 'request.relocated') return []
  const to = context.placedIn ?? context.areas.successorOf(facts.area)
  return to === undefined ? [] : intake.movedOn(facts, to, context)
}

// What was completed and is worked on again is completed no longer. A rectification says so itself; a place's own way back needs an event for it.
function begunAgain(after: RequestFacts, state: LifecycleState): readonly NewRequestEvent[] {
  const works = after.completedAt !== undefined && isWorkedOn(state)
  return works ? [{ type: 'request.reopened', data: { round: roundOf(after) + 1 } }] : []
}

// Nobody can be charged with the time in which a request had ended. One that was merged went on: with the request it was merged into.
function standstill({ open, end }: RequestFacts, again: boolean): string | undefined {
  if (again) return 'completed'
  return open || end === 'merged' ? undefined : 'ended'
}

// The last event of a decision says where the request stands after it, in absolute terms.
function conclude(
  context: RequestContext,
  before: RequestFacts | undefined,
  given: Draft,
  target: string,
  branch: Branch,
): Decision {
  const last = given.events.at(-1)
  if (last === undefined) return { events: [] }
  // Loading has proved that every target is a state.
  const state = context.lifecycle.state(target) as LifecycleState
  const open = isOpenState(state)
  const moved = before === undefined || !open ? [] : relocation(before, last, context)
  const folded = fold(before, given.events, context)
  const again = begunAgain(folded, state)
  const pauseReason = given.pauseReason ?? (before && standstill(before, again.length > 0))
  const first = [...moved, ...again]
  const drafted = { ...given, events: [...first, ...given.events], ...present('pauseReason', pauseReason) }
  const after = first.length === 0 ? folded : fold(before, drafted.events, context)
  const clocks = clocksAt(context, after, state, branch, drafted)
  const revision = context.calendars?.revision ?? 0
  const kept = keptUntilAt(context, after, state)
  const progress: Progress = {
    ...(kept !== after.keptUntil && present('keptUntil', kept)),
    ...(revision > (after.calendarRevision ?? 0) && { calendarRevision: revision }),
    ...(Object.keys(clocks).length > 0 && { clocks }),
    ...(isEnd(state) && { end: state.end }),
    open,
    owner: ownerAt(context, after, state),
    status: target,
  }
  const freed = before === undefined ? [] : relieved(before, after, state, clocks)
  return {
    events: [...drafted.events.slice(0, -1), ...freed, { type: last.type, data: { ...last.data, progress } }],
    ...present('erase', given.erase),
  }
}

/**
 * Whether the actor may issue the command, and may know that there is such a request. Whoever may not know of a request learns nothing of it: not even
 * from an id that is taken.
 */
export function admission(facts: RequestFacts | undefined, command: RequestCommand, context: RequestContext) {
  if (facts === undefined && command.name !== 'submit') {
    // Of a request that is not there a resident is told what they are told of somebody else's.
    const refusal = context.by.kind === 'resident' ? context.authorise(undefined, command, context) : undefined
    if (refusal !== undefined) return refusal
    const title = { zh: '无此诉求', en: 'no such request' }
    return requestRefusals['wrong-state']({ action: command.name, status: 'absent', title, allowed: ['submit'] })
  }
  if (facts === undefined || command.name !== 'submit') return context.authorise(facts, command, context)
  return mayKnow(facts, context.by, context)
    ? context.lifecycle.wrongState('submit', facts.status)
    : requestRefusals['id-taken']({ id: facts.id, path: ['id'] })
}

/**
 * Judges a command: events, or a refusal. Pure; asks in this order: may the actor, may it be done in this state, do the laws agree,
 * do the plugins' laws agree.
 */
export function decide(facts: RequestFacts | undefined, command: RequestCommand, context: RequestContext): Decision {
  const refused = admission(facts, command, context)
  if (refused !== undefined) return { refusal: refused }
  if (facts === undefined) {
    const submit = command as CommandNamed<'submit'>
    const refusal =
      refusalOfSubmit(submit, context) ??
      filesRefused({}, command, context) ??
      extraRefusal(undefined, command, context)
    if (refusal !== undefined) return { refusal }
    return conclude(
      context,
      undefined,
      { events: [intake.submitted(submit, context)] },
      context.lifecycle.definition.initial,
      {},
    )
  }
  const known = command as Exclude<RequestCommand, { name: 'submit' }> // A second submit was refused above.
  // A notice that came meanwhile counts first, whoever noticed it: nobody is judged by a date that no longer holds.
  const first = calendarChange(facts, context)?.events ?? []
  const decision = decideOn(first.length === 0 ? facts : fold(facts, first, context), known, context)
  if ('refusal' in decision) return decision
  const events = [...first, ...(decision.events as readonly NewRequestEvent[])]
  return { ...decision, events: [...events, ...broughtUpToDate(facts, events, context)] }
}

// While a request has ended no notice moves its clocks. One that goes on is counted by those that came meanwhile.
function broughtUpToDate(before: RequestFacts, events: readonly NewRequestEvent[], context: RequestContext) {
  if (before.open || events.length === 0) return []
  const { calendarRevision: _, ...after } = fold(before, events, context)
  return after.open ? (calendarChange(after, context)?.events ?? []) : []
}

/** The facts as a decision takes them: with a notice that came meanwhile counted first. */
export function upToDate(facts: RequestFacts, context: RequestContext): RequestFacts {
  const change = calendarChange(facts, context)
  return change === undefined ? facts : fold(facts, change.events, context)
}

function decideOn(
  facts: RequestFacts,
  command: Exclude<RequestCommand, { name: 'submit' }>,
  context: RequestContext,
): Decision {
  if (command.name === 'followLifecycle') {
    if (!standsIn(facts, command)) return { events: [] }
    const { to } = command.input
    return conclude(context, facts, followLifecycle(facts, command, context, to), to, {})
  }
  // None is a step of the lifecycle, whichever a place has: they move nothing.
  if (command.name === 'followCalendar') return { events: [] }
  if (command.name === 'eraseTexts' || command.name === 'eraseAttachment') {
    const forbidden = extraRefusal(facts, command, context)
    if (forbidden !== undefined) return { refusal: forbidden }
    return command.name === 'eraseTexts'
      ? eraseTexts(facts, command, context)
      : eraseAttachment(facts, command, context)
  }
  if (command.name === 'endRetention') {
    const erasing = { name: 'eraseTexts', input: { basis: 'retentionEnded' } } as const
    const forbidden = extraRefusal(facts, erasing, context)
    return forbidden === undefined ? endRetention(facts, context) : { refusal: forbidden }
  }
  const step = context.lifecycle.step(facts, command, context)
  if ('refusal' in step) return step
  const unlisted = unknownChoice(command, context)
  if (unlisted !== undefined) return { refusal: unlisted }
  const extra = filesRefused(facts, command, context) ?? extraRefusal(facts, command, context)
  if (extra !== undefined) return { refusal: extra }
  const drafter = drafters[command.name] as Drafter<typeof command.name>
  return conclude(context, facts, drafter(facts, command as never, context, step.target), step.target, step.branch)
}

function extraRefusal(facts: RequestFacts | undefined, command: RequestCommand, context: RequestContext) {
  const action = command.name === 'act' ? command.input.command : command.name
  for (const law of Object.hasOwn(context.extraLaws, action) ? (context.extraLaws[action] ?? []) : []) {
    // A law of a plugin about `submit` sees no facts yet.
    const refusal = law(facts as RequestFacts, command, context)
    if (refusal !== undefined) return refusal
  }
  return undefined
}
