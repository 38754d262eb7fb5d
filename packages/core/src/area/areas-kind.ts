import { dateOf } from '../calendar/date.js'
import type { Refusal } from '../import/refusal.js'
import type { Decision, DomainEvent, Moment, RecordKind } from '../record/record-kind.js'
import {
  type AreaEvent,
  type AreaStep,
  areaEventTypes,
  type NewAreaEvent,
  type ScheduledAreaChange,
} from './area-events.js'
import { areaFaults, areaRefusals } from './area-refusals.js'
import { type AreaDraft, draftOf } from './change/draft.js'
import { judgeOf, noJudge } from './change/judge.js'
import { takeSteps } from './change/step-events.js'
import type { AreaRules } from './check-rows.js'
import type { AreaHistory } from './history.js'
import { namesakeOf } from './namesakes.js'

/** Id of the one record that holds the area tree. */
export const areasId = 'main'

/** Facts of the area record. They stay small: the tree itself is built from the events. */
export interface AreasFacts {
  /** Number of the last event. */
  readonly revision: number
  /** Instant of the first import. */
  readonly createdAt: number
  /** How many areas were ever added. */
  readonly added: number
  /** How many areas were retired. */
  readonly retired: number
  /** Changes decided ahead that have not taken effect yet; absent when there are none. */
  readonly pending?: readonly Pick<ScheduledAreaChange, 'id' | 'effectiveFrom'>[]
}

/** What the area record can be asked to do; its rows are parsed before. A change is one step, or several that are taken all or none. */
export type AreasCommand =
  | (AreaStep & { readonly effectiveFrom?: number })
  | {
      readonly name: 'reform'
      readonly steps: readonly AreaStep[]
      readonly effectiveFrom?: number
      /** Digest of these steps, and of those that were reviewed. */
      readonly digest: string
      readonly planned: string
    }
  | { readonly name: 'cancel'; readonly change: string }
  | { readonly name: 'takeEffect' }

/** What a change of the tree is judged with. */
export interface AreasContext extends Moment {
  /** The areas as stored when the command is decided, without the changes that are due. */
  readonly history: AreaHistory
  /** Which codes and kinds the place uses. */
  readonly rules: AreaRules
}

const refuse = (refusal: Refusal): Decision => ({ refusal })

// Changes decided ahead hold: what is decided meanwhile must leave them possible.
function clashOf(pending: readonly ScheduledAreaChange[], draft: AreaDraft): Refusal | undefined {
  for (const { id, effectiveFrom, steps } of pending) {
    const taken = takeSteps(steps, draft, noJudge)
    if (!('refusal' in taken)) continue
    const { message } = taken.refusal
    return areaRefusals['area-change-clashes']({ change: id, effectiveFrom: dateOf(effectiveFrom), because: message })
  }
  return undefined
}

/** The areas that somebody has just named or placed by hand. What follows another area keeps its name: two grids "1" may meet when their communities merge. */
function namedBy({ type, data }: NewAreaEvent): readonly string[] {
  if (type === 'areas.split') return data.into.map(({ code }) => code)
  if (type === 'areas.merged' && data.kept !== true) return [data.into.code]
  if (type === 'areas.redrawn' && data.follows !== true) {
    const { name, parent } = data.change
    return name === undefined && parent === undefined ? [] : [data.code]
  }
  return []
}

// Names are compared when a change is complete: what it retires frees its name, and a file or a plan is compared as a whole.
function nameClashOf(events: readonly NewAreaEvent[], draft: AreaDraft): Refusal | undefined {
  for (const area of events.flatMap(namedBy).flatMap((code) => draft.inForce(code) ?? [])) {
    const other = namesakeOf(area, draft.children)
    if (other !== undefined)
      return areaFaults['area-name-repeated']({ code: area.code, name: area.name, other: other.code })
  }
  return undefined
}

function decideChange(steps: readonly AreaStep[], effectiveFrom: number | undefined, context: AreasContext): Decision {
  const { now, rules } = context
  if (effectiveFrom !== undefined && effectiveFrom <= now)
    return refuse(areaRefusals['area-date-past']({ effectiveFrom: dateOf(effectiveFrom) }))
  const due = context.history.due(now)
  const { pending } = due.history
  const from = effectiveFrom ?? now
  const isBefore = (change: ScheduledAreaChange) => change.effectiveFrom <= from
  const draft = draftOf(due.history, from)
  for (const change of pending.filter(isBefore)) takeSteps(change.steps, draft, noJudge)
  const taken = takeSteps(steps, draft, judgeOf(context, rules))
  if ('refusal' in taken) return taken
  const sameName = nameClashOf(taken.events, draft)
  if (sameName !== undefined) return refuse(sameName)
  const clash = clashOf(
    pending.filter((change) => !isBefore(change)),
    draft,
  )
  if (clash !== undefined) return refuse(clash)
  if (effectiveFrom === undefined || taken.events.length === 0) return { events: [...due.events, ...taken.events] }
  // The number of the event, so that no other change has it.
  const change = `change-${context.history.revision + due.events.length + 1}`
  const scheduled: NewAreaEvent = { type: 'areas.changeScheduled', data: { change, effectiveFrom, steps } }
  return { events: [...due.events, scheduled] }
}

// Whoever might decide the change may call it off.
function refusalOfCancelling(change: string, history: AreaHistory, context: AreasContext) {
  const { now, rules } = context
  const draft = draftOf(history, now)
  const { permitted } = judgeOf(context, rules)
  for (const { id, steps } of history.pending) {
    const taken = takeSteps(steps, draft, id === change ? { ...noJudge, permitted } : noJudge)
    if (id !== change) continue
    if (!('refusal' in taken)) return undefined
    const roots = history.tree().roots()
    return permitted(
      roots.map(({ code }) => code),
      draftOf(history, now),
    )
  }
  return undefined
}

function decideCancel(change: string, context: AreasContext): Decision {
  const { now } = context
  const { events, history } = context.history.due(now)
  if (!history.pending.some(({ id }) => id === change)) return refuse(areaRefusals['area-change-unknown']({ change }))
  const refusal = refusalOfCancelling(change, history, context)
  if (refusal !== undefined) return refuse(refusal)
  const clash = clashOf(
    history.pending.filter(({ id }) => id !== change),
    draftOf(history, now),
  )
  if (clash !== undefined) return refuse(clash)
  const cancelled: NewAreaEvent = { type: 'areas.changeCancelled', data: { change } }
  return { events: [...events, cancelled] }
}

function decide(_facts: AreasFacts | undefined, command: AreasCommand, context: AreasContext): Decision {
  switch (command.name) {
    case 'takeEffect':
      return { events: context.history.due(context.now).events }
    case 'cancel':
      return decideCancel(command.change, context)
    case 'reform': {
      const { steps, effectiveFrom, digest, planned } = command
      return digest === planned
        ? decideChange(steps, effectiveFrom, context)
        : refuse(areaRefusals['area-plan-changed']({ digest, planned }))
    }
    default: {
      const { effectiveFrom, ...step } = command
      return decideChange([step], effectiveFrom, context)
    }
  }
}

function countsOf(event: AreaEvent): { readonly added: number; readonly retired: number } {
  switch (event.type) {
    case 'areas.imported':
      return { added: event.data.rows.length, retired: 0 }
    case 'areas.split':
      return { added: event.data.into.length, retired: 1 }
    case 'areas.merged':
      return { added: event.data.kept === true ? 0 : 1, retired: event.data.from.length }
    case 'areas.retired':
      return { added: 0, retired: 1 }
    case 'areas.recoded':
      return { added: event.data.codes.length, retired: event.data.codes.length }
    default: // Redrawn, decided ahead, or an event of a newer version of the library.
      return { added: 0, retired: 0 }
  }
}

function pendingAfter(before: NonNullable<AreasFacts['pending']>, event: AreaEvent) {
  switch (event.type) {
    case 'areas.changeScheduled':
      return [...before, { id: event.data.change, effectiveFrom: event.data.effectiveFrom }]
    case 'areas.changeCancelled':
    case 'areas.changeTookEffect':
      return before.filter(({ id }) => id !== event.data.change)
    default:
      return before
  }
}

function evolve(facts: AreasFacts | undefined, event: DomainEvent): AreasFacts {
  const { added, retired } = countsOf(event as AreaEvent)
  const pending = pendingAfter(facts?.pending ?? [], event as AreaEvent)
  return {
    revision: event.seq,
    createdAt: facts?.createdAt ?? event.at,
    added: (facts?.added ?? 0) + added,
    retired: (facts?.retired ?? 0) + retired,
    ...(pending.length > 0 && { pending }),
  }
}

/** The area tree as a record kind. */
export const areasKind: RecordKind<AreasFacts, AreasCommand, AreasContext> = {
  type: 'areas',
  events: areaEventTypes,
  decide,
  evolve,
  index: (facts) => ({
    status: 'current',
    open: false,
    createdAt: facts.createdAt,
  }),
  deadlines: ({ pending = [] }) => pending.map(({ id, effectiveFrom }) => ({ name: id, at: effectiveFrom })),
  onDue: ({ pending = [] }, deadline, now) =>
    pending.some(({ id, effectiveFrom }) => id === deadline && effectiveFrom <= now)
      ? { name: 'takeEffect' }
      : undefined,
}
