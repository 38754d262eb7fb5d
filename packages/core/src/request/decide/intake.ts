import type { CommandNamed } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { EventData } from '../event-data.js'
import type { NewRequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { isChecked } from '../lifecycle/definition.js'
import { isAsked } from '../questions.js'
import { withFiles } from './attachments.js'
import { deadlineToHandOn, giveBack, isEarlier, takeOver } from './chain.js'
import { begin, relimit, resolveLimit, stop } from './clocks.js'
import { compact, type Drafter, draft, present } from './draft.js'
import { offers } from './pool.js'

/** 上报: the first event of a request. */
export function submitted(command: CommandNamed<'submit'>, context: RequestContext): NewRequestEvent {
  const { channel, category, area: named, description, person, splitFrom, deadline } = command.input
  const { occurredAt, urgency, anonymous, confidential, externalNumbers, place, fields } = command.input
  const inherits = deadline !== undefined && context.sla.policy.splitLimit !== 'fresh'
  // A printed code outlives the grid it was printed for: the request goes to the area that stands for it.
  const area = context.areas.successorOf(named) ?? named
  return {
    type: 'request.submitted',
    data: {
      id: context.newId,
      ...present('number', context.newNumber),
      channel,
      category,
      area,
      ...(area !== named && { namedArea: named }),
      areaPath: context.areas.path(area),
      areaRevision: context.areas.revision,
      requester: command.input.requester ?? (context.by.kind === 'resident' ? context.by.id : context.newId),
      description,
      person: compact(person),
      preClosingCheck: context.responsibilities.category(category)?.preClosingCheck ?? false,
      ...(place !== undefined && { place: compact(place) }),
      ...(fields !== undefined && Object.keys(fields).length > 0 && { fields }),
      ...present('occurredAt', occurredAt),
      ...present('urgency', urgency),
      ...present('anonymous', anonymous),
      ...present('confidential', confidential),
      ...present('externalNumbers', externalNumbers),
      ...withFiles(command.input),
      ...present('splitFrom', splitFrom),
      ...(splitFrom !== undefined && inherits && { handed: [{ from: splitFrom, clock: deadline }] }),
    },
  }
}

// 受理 happens with the first step that takes the request on.
const accepted = (facts: RequestFacts): NewRequestEvent[] =>
  facts.acceptedAt === undefined ? [{ type: 'request.accepted', data: {} }] : []

// A helper whose help was needed no longer is asked again, one that helps or has helped is not.
const helpsAlready = (facts: RequestFacts, unit: string): boolean =>
  isAsked(facts, unit) || facts.coHandlers.some((each) => each.unit === unit && each.repliedAt !== undefined)

/** 派单: to the unit named, to several of which the first to claim gets it, else to whom the catalogue makes responsible. */
export const dispatch: Drafter<'dispatch'> = (facts, command, context) => {
  const { pool } = command.input
  if (pool !== undefined) return draft(...accepted(facts), ...offers(pool))
  const responsible = context.responsibilities.resolve(facts.category, facts.area)
  const unit = command.input.unit ?? responsible.lead
  const own = facts.clocks[`coHandle/${unit}`]
  const rule = command.input.unit === undefined ? responsible.rule : 'named'
  const named = command.input.coHandlers ?? (unit === responsible.lead ? responsible.coHandlers : [])
  const coHandlers = [...new Set(named)].filter((each) => each !== unit && !helpsAlready(facts, each))
  return {
    events: [
      ...accepted(facts),
      { type: 'request.dispatched', data: { unit, rule } },
      ...coHandlers.map((each): NewRequestEvent => ({ type: 'request.coHandlerAssigned', data: { unit: each } })),
    ],
    clocks: {
      ...Object.fromEntries(coHandlers.map((each) => [`coHandle/${each}`, begin(context, `coHandle/${each}`)])),
      // A co-handler that takes the lead helps itself no longer.
      ...(own !== undefined && own.stoppedAt === undefined && { [`coHandle/${unit}`]: stop(own, context.now) }),
    },
  }
}

/** 当场答复: accepted and answered in one step, for example at a plaza talk. Completed at once, or after the check before closing. */
export const answerOnTheSpot: Drafter<'answerOnTheSpot'> = (facts, command, context, target) => {
  const unit = command.input.unit ?? context.responsibilities.resolve(facts.category, facts.area).lead
  const replied: NewRequestEvent = {
    type: 'request.replied',
    data: {
      unit,
      text: command.input.text,
      round: 0,
      onTheSpot: true,
      ...present('textForMerged', command.input.textForMerged),
      ...withFiles(command.input),
    },
  }
  const completed: NewRequestEvent = { type: 'request.completed', data: { round: 0, at: context.now } }
  const checked = isChecked(context.lifecycle.state(target))
  return draft(...accepted(facts), replied, ...(checked ? [] : [completed]))
}

export const decline: Drafter<'decline'> = (_facts, { input }) => draft({ type: 'request.declined', data: input })
export const voided: Drafter<'void'> = (_facts, { input }) => draft({ type: 'request.voided', data: input })
export const withdraw: Drafter<'withdraw'> = (_facts, { input }) =>
  draft({ type: 'request.withdrawn', data: present('reason', input.reason) })

/**
 * Another category, urgency or area, in whatever state. A deadline that runs or stands still takes the limit of the category, see `relimitClock`; one that has stopped was
 * kept or missed under the limit it had, and is not judged again.
 */
export const reclassify: Drafter<'reclassify'> = (facts, command, context) => {
  const { category = facts.category, urgency, area = facts.area, reason } = command.input
  const preClosingCheck = context.responsibilities.category(category)?.preClosingCheck ?? false
  const before = facts.clocks.resolve
  const running = before !== undefined && before.stoppedAt === undefined
  const after = running
    ? relimit(
        context,
        facts,
        before,
        resolveLimit(context, { ...facts, category, area, ...present('urgency', urgency) }),
      )
    : undefined
  const moved = after !== undefined && after.dueAt !== before?.dueAt
  const event: NewRequestEvent = {
    type: 'request.reclassified',
    data: {
      category,
      preClosingCheck,
      ...present('urgency', urgency),
      ...(moved && { dueAt: after.dueAt }),
      ...present('reason', reason),
    },
  }
  const isMoved = command.input.area !== undefined && (area !== facts.area || facts.areaGuessed === true)
  const isOnlyMoved = command.input.category === undefined && urgency === undefined
  const events = [
    ...(isMoved ? [relocated(area, context.areas, present('reason', reason))] : []),
    ...(isOnlyMoved ? [] : [event]),
  ]
  if (events.length === 0) return { events }
  return { events, ...(after !== undefined && after !== before && { clocks: { resolve: after } }) }
}

export const merge: Drafter<'merge'> = (facts, { input }, context) =>
  draft({
    type: 'request.merged',
    data: { into: input.into, ...present('deadline', deadlineToHandOn(context, facts)) },
  })
export const unmerge: Drafter<'unmerge'> = (facts) =>
  draft({ type: 'request.unmerged', data: { from: facts.mergedInto ?? '' } })

/** Another request comes in: the earlier of the two deadlines holds for both. */
export const absorb: Drafter<'absorb'> = (facts, { input: { from, deadline } }, context) => {
  const own = facts.clocks.resolve
  const counts = deadline !== undefined && (own === undefined || isEarlier(context, deadline, own))
  const taken = counts && own !== undefined ? takeOver(context, own, deadline) : undefined
  const data = { from, ...(counts && { deadline }), ...present('dueAt', taken?.dueAt) }
  return { events: [{ type: 'request.absorbed', data }], ...(taken !== undefined && { clocks: { resolve: taken } }) }
}

/** The other request goes its own way again, and takes its deadline along. */
export const release: Drafter<'release'> = (facts, { input: { from } }, context) => {
  const back = giveBack(context, facts, from)
  return {
    events: [{ type: 'request.released', data: { from, ...present('dueAt', back?.dueAt) } }],
    ...(back !== undefined && { clocks: { resolve: back } }),
  }
}

/** The end of the leading request, told once to those who went into it; nothing when this one has left it meanwhile. */
export const echo: Drafter<'echo'> = (facts, { input: { from, end, at, reason } }) => {
  if (facts.mergedInto !== from || facts.leadingEnd?.at === at) return draft()
  return draft({ type: 'request.leadingEnded', data: { from, end, endedAt: at, ...present('reason', reason) } })
}

/** 拆分: this request ends, each part becomes a request of its own. */
export const split: Drafter<'split'> = (facts, { input }, context) =>
  draft({
    type: 'request.split',
    data: {
      ...present('deadline', deadlineToHandOn(context, facts)),
      into: input.parts.map((_, position) => context.partIds[position] as string),
      parts: input.parts.map(({ category, description, area }) => ({
        category,
        description,
        ...present('area', area),
      })),
    },
  })

/** 调整区划: where the request lies from now on. */
export const relocated = (
  area: string,
  areas: RequestContext['areas'],
  more: Pick<EventData['request.relocated'], 'guessed' | 'reason'>,
): NewRequestEvent => ({
  type: 'request.relocated',
  data: { area, areaPath: areas.path(area), areaRevision: areas.revision, ...more },
})

/** The step to the area that takes the place of its own; none when it lies there already. */
export function movedOn(
  { area, areaPath }: RequestFacts,
  to: string,
  { areas, placedIn }: Pick<RequestContext, 'areas' | 'placedIn'>,
): readonly NewRequestEvent[] {
  if (to === area && areas.path(to) === areaPath) return []
  const guessed = placedIn === undefined && areas.inheritorsOf(area).length > 1
  return [relocated(to, areas, guessed ? { guessed } : {})]
}

/** The area was split, merged or redrawn: an open request follows its successor. Nothing when it lies there already. */
export const relocate: Drafter<'relocate'> = (facts, { input }, context) =>
  draft(...movedOn(facts, context.placedIn ?? input.area, context))
