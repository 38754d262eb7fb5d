import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import type { Refusal } from '../../import/refusal.js'
import type { Decision, DomainEvent, NewEvent, RecordKind } from '../../record/record-kind.js'
import type { ClockEnvironment } from '../../sla/clock.js'
import { officeMoment } from '../../sla/office-moment.js'
import { refusalIn } from '../guard.js'
import { amendedEvent, isAmended } from './amended-event.js'
import { type BoundCommand, type BoundContext, eraseCommand, erasedEvent, followCommand } from './bound-command.js'
import { checkedCaused } from './caused.js'
import { checkedIndex } from './gated-index.js'
import { mayIssue } from './may-issue.js'
import type { RecordClocks } from './record-clock.js'
import {
  amendedClocks,
  type ClockTable,
  clocksAfter,
  environmentOf,
  nextMomentOf,
  pressingMomentOf,
} from './record-clocks.js'
import type { AnyRecordDefinition } from './record-definition.js'
import { type RecordMeasure, talliedOf } from './record-measure.js'

/** A record kind of a plugin as the engine knows it. */
export type BoundKind = RecordKind<Clocked, BoundCommand, BoundContext>

/** Facts, with the deadlines that core keeps in them. */
export interface Clocked {
  readonly clocks?: RecordClocks
}

/** What a kind of a plugin is bound to. */
export interface Binding {
  /** What clocks are counted with now. */
  readonly sla: () => ClockEnvironment
  /** Types of records that a decision may owe a command. */
  readonly types: () => ReadonlySet<string>
  /** Since when a measure counts. */
  readonly since: (measure: string) => number
}

const none: RecordClocks = {}
const nothingDecided = (type: string, command: string) =>
  inBoth(
    `档案类型 ${type} 对 ${command} 既未作出事件也未拒绝；未写入任何内容。`,
    `The record type ${type} decided neither events nor a refusal for ${command}. Nothing was written.`,
  )

/**
 * The kind of a plugin with what core does around it: permissions, erasure, deadlines, figures, and the gates that core's own records pass. Pure, as the kind
 * is: what it knows of the city comes with the context.
 */
export function boundKind(definition: AnyRecordDefinition, { sla, types, since }: Binding): BoundKind {
  const { kind, clocks: table = {} as ClockTable, measures = [] as readonly RecordMeasure<object>[] } = definition
  const { type } = kind
  const clocked = Object.keys(table).length > 0
  const ofCore: ReadonlySet<string> = new Set([erasedEvent(type), amendedEvent(type)])

  function evolve(facts: Clocked | undefined, event: DomainEvent): Clocked {
    const after: object = ofCore.has(event.type) && facts !== undefined ? facts : kind.evolve(facts, event)
    if (!clocked) return after
    const { clocks } = event.data as Clocked
    return { ...after, clocks: { ...facts?.clocks, ...clocks } }
  }

  // The clocks of the facts to come, with the last event.
  function withClocks(
    facts: Clocked | undefined,
    events: readonly NewEvent[],
    command: BoundCommand,
    context: BoundContext,
  ): readonly NewEvent[] {
    const last = events.at(-1)
    if (!clocked || last === undefined) return events
    const { now, by, version, calendars } = context
    const moved = amendedClocks(table, calendars.inForce, facts?.clocks ?? none, now)
    const first = Object.keys(moved).length === 0 ? [] : [isAmended(type, facts?.clocks ?? none, moved, calendars)]
    const all = [...first, ...events]
    const after = all.reduce<Clocked | undefined>(
      (folded, event, position) => evolve(folded, { ...event, seq: version + position + 1, at: now, by }),
      facts,
    ) as Clocked
    const changed = clocksAfter(table, calendars.inForce, after.clocks ?? none, after, now, command.fired)
    if (Object.keys(changed).length === 0) return all
    return [...all.slice(0, -1), { ...last, data: { ...last.data, clocks: changed } }]
  }

  function decideOwn(facts: Clocked | undefined, command: BoundCommand, context: BoundContext): Decision {
    const { now, by, id, own } = context
    const { name, input } = command
    const decision: Decision = kind.decide(facts, { name, input }, { ...own, now, by, id })
    if ('refusal' in decision) return { refusal: refusalIn(`${type}: decide`, decision.refusal) }
    const { events, erase = [] } = decision
    if (!Array.isArray(events)) throw new ConfigurationError(nothingDecided(type, name), { type, command: name })
    return {
      events: withClocks(facts, events, command, context),
      erase,
      ...checkedCaused(type, decision, types()),
    }
  }

  function authorise(facts: Clocked | undefined, command: BoundCommand, context: BoundContext): Refusal | undefined {
    return mayIssue(definition, deepFreeze(facts), command, context)
  }

  function decide(facts: Clocked | undefined, command: BoundCommand, context: BoundContext): Decision {
    const refusal = authorise(facts, command, context)
    if (refusal !== undefined) return { refusal }
    if (command.name === followCommand) {
      const { calendars, now } = context
      const moved = amendedClocks(table, calendars.inForce, facts?.clocks ?? none, now)
      return {
        events: Object.keys(moved).length === 0 ? [] : [isAmended(type, facts?.clocks ?? none, moved, calendars)],
      }
    }
    if (command.name !== eraseCommand) return decideOwn(facts, command, context)
    const { textRefs = [] } = context
    if (textRefs.length === 0) return { events: [] }
    const { basis } = command.input as { readonly basis: string }
    return { events: [{ type: erasedEvent(type), data: { basis, texts: textRefs.length } }], erase: textRefs }
  }

  function onDue(facts: Clocked, deadline: string, now: number): BoundCommand | undefined {
    const own = table[deadline]
    const clock = facts.clocks?.[deadline]
    if (own === undefined || clock === undefined) return kind.onDue?.(facts, deadline, now)
    const next = nextMomentOf(clock, own)
    if (next === undefined || next > now) return undefined
    // A notice that came since may have given more time.
    if (Object.keys(amendedClocks(table, sla(), { [deadline]: clock }, now)).length > 0)
      return { name: followCommand, input: {} }
    if (now >= clock.dueAt) return { ...own.onDue(deepFreeze(facts)), fired: { clock: deadline, what: 'due' } }
    if (pressingMomentOf(environmentOf(sla(), deadline, own), clock, now) > now) return undefined
    const command = own.onWarning?.(deepFreeze(facts))
    return command === undefined ? undefined : { ...command, fired: { clock: deadline, what: 'warning' } }
  }

  function restsUntil(facts: Clocked, deadline: string, now: number): number | undefined {
    const own = table[deadline]
    const clock = facts.clocks?.[deadline]
    if (own === undefined || clock === undefined) return kind.restsUntil?.(facts, deadline, now)
    return pressingMomentOf(environmentOf(sla(), deadline, own), clock, now)
  }

  const deadlines = (facts: Clocked) => [
    ...(kind.deadlines?.(facts) ?? []),
    ...Object.entries(facts.clocks ?? none).flatMap(([name, clock]) => {
      const own = table[name]
      const at = own === undefined ? undefined : nextMomentOf(clock, own)
      return at === undefined ? [] : [{ name, at }]
    }),
  ]

  const tallied = talliedOf(kind, measures, since)
  const tallies = (facts: Clocked) => tallied.flatMap((each) => each.tallies(facts))

  // Made upon it, not copied from it: a kind may be an instance of a class.
  return Object.assign(Object.create(kind) as BoundKind, {
    ...(kind.events !== undefined && { events: [...kind.events, ...(clocked ? ofCore : [erasedEvent(type)])] }),
    authorise,
    decide,
    evolve,
    index: (facts: Clocked) => checkedIndex(kind, facts),
    ...(clocked && { deadlines, onDue, restsUntil }),
    ...(measures.length > 0 && { tallies }),
    // What time brings about at midnight is told when offices are open.
    tellAt: (event: Pick<DomainEvent, 'at' | 'by'>) =>
      event.by.kind === 'system' ? officeMoment(sla(), event.at) : event.at,
  })
}
