import { holdsOver } from '../authority/grants.js'
import type { Actor } from '../contracts/actor.js'
import type { Refusal } from '../import/refusal.js'
import type { Decision, DomainEvent, Moment, RecordKind } from '../record/record-kind.js'
import { type Area, type AreaRow, depthOf } from './area.js'
import { type AreaChange, type AreaEvent, areaEventTypes, type NewAreaEvent, rowsPerEvent } from './area-events.js'
import { areaRefusals } from './area-refusals.js'
import { checkAreaRows } from './check-rows.js'
import type { CodeRule } from './codes.js'
import type { AreaHistory } from './history.js'

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
  /** How many areas were split or merged away. */
  readonly retired: number
}

/** What the area record can be asked to do; its rows are parsed before. */
export type AreasCommand =
  | { readonly name: 'import'; readonly rows: readonly AreaRow[] }
  | { readonly name: 'split'; readonly from: string; readonly into: readonly AreaRow[] }
  | { readonly name: 'merge'; readonly from: readonly string[]; readonly into: AreaRow }
  | { readonly name: 'redraw'; readonly code: string; readonly change: AreaChange }

type Command<Name extends AreasCommand['name']> = Extract<AreasCommand, { readonly name: Name }>

/** What a change of the tree is judged with. */
export interface AreasContext extends Moment {
  /** The areas as stored when the command is decided. */
  readonly history: AreaHistory
  /** Which codes the place uses. */
  readonly codes: CodeRule
}

const refuse = (refusal: Refusal): Decision => ({ refusal })

function permitted(by: Actor, codes: readonly string[], { history }: AreasContext): Refusal | undefined {
  if (by.kind === 'system') return undefined
  const tree = history.tree()
  const refused = codes.filter((code) => !holdsOver(by, 'admin', code, tree))
  return refused.length === 0
    ? undefined
    : areaRefusals['area-change-not-permitted']({ actor: by.id, areas: [...new Set(refused)] })
}

// Permission is asked for where the rows are put: at the parents that are not among them; for a root, at its own code.
function anchorsOf(rows: readonly AreaRow[]): readonly string[] {
  const inside = new Set(rows.map((row) => row.code))
  const hanging = rows.filter((row) => row.parent === null || !inside.has(row.parent))
  return [...new Set(hanging.map((row) => row.parent ?? row.code))]
}

function grid(code: string, { history }: AreasContext): Refusal | undefined {
  const area = history.tree().get(code)
  if (area === undefined) return areaRefusals['area-not-in-force']({ code })
  return area.level === 'grid' ? undefined : areaRefusals['area-not-a-grid']({ code, level: area.level })
}

function newGrids(rows: readonly AreaRow[], context: AreasContext): Refusal | undefined {
  const taken = rows.find((row) => context.history.get(row.code) !== undefined)
  if (taken !== undefined) return areaRefusals['area-code-taken']({ code: taken.code })
  const stray = rows.find((row) => row.level !== 'grid')
  if (stray !== undefined) return areaRefusals['area-not-a-grid']({ code: stray.code, level: stray.level })
  const { errors } = checkAreaRows(rows, context.history, context.codes)
  if (errors.length > 0) return areaRefusals['area-rows-wrong']({ faults: errors })
  return permitted(context.by, anchorsOf(rows), context)
}

// What lies in a retired grid moves to the grid that takes its place: nothing may lie below an area that is not in force.
function moveContents(from: readonly string[], parent: string, { history }: AreasContext): NewAreaEvent[] {
  const tree = history.tree()
  return from
    .flatMap((code) => tree.children(code))
    .map(({ code }) => ({ type: 'areas.redrawn', data: { code, change: { parent }, oldPath: tree.path(code) } }))
}

// Checked again here: since the service checked, somebody may have added the same codes or retired a parent.
function decideImport({ rows }: Command<'import'>, context: AreasContext): Decision {
  const { good, errors } = checkAreaRows(rows, context.history, context.codes)
  if (errors.length > 0) return refuse(areaRefusals['area-rows-wrong']({ faults: errors }))
  const refusal = permitted(context.by, anchorsOf(good), context)
  if (refusal !== undefined) return refuse(refusal)
  const events: NewAreaEvent[] = []
  for (let start = 0; start < good.length; start += rowsPerEvent)
    events.push({ type: 'areas.imported', data: { rows: good.slice(start, start + rowsPerEvent) } })
  return { events }
}

function decideSplit({ from, into }: Command<'split'>, context: AreasContext): Decision {
  const refusal = grid(from, context) ?? permitted(context.by, [from], context) ?? newGrids(into, context)
  if (refusal !== undefined) return refuse(refusal)
  const split: NewAreaEvent = {
    type: 'areas.split',
    data: { from, into, oldPath: context.history.tree().path(from) },
  }
  return { events: [split, ...moveContents([from], (into[0] as AreaRow).code, context)] }
}

function decideMerge({ from, into }: Command<'merge'>, context: AreasContext): Decision {
  const refusal =
    from.map((code) => grid(code, context)).find((each) => each !== undefined) ??
    permitted(context.by, from, context) ??
    newGrids([into], context)
  if (refusal !== undefined) return refuse(refusal)
  const tree = context.history.tree()
  const merged: NewAreaEvent = {
    type: 'areas.merged',
    data: { from, into, oldPaths: from.map((code) => tree.path(code)) },
  }
  return { events: [merged, ...moveContents(from, into.code, context)] }
}

function differing(area: Area, change: AreaChange): AreaChange {
  const fields = Object.entries(change) as [keyof AreaChange, string][]
  return Object.fromEntries(fields.filter(([field, value]) => area[field] !== value))
}

function decideRedraw({ code, change }: Command<'redraw'>, context: AreasContext): Decision {
  const tree = context.history.tree()
  const area = tree.get(code)
  if (area === undefined) return refuse(areaRefusals['area-not-in-force']({ code }))
  const own = permitted(context.by, [code], context)
  if (own !== undefined) return refuse(own)
  const changed = differing(area, change)
  if (Object.keys(changed).length === 0) return { events: [] }
  if (changed.parent !== undefined) {
    // A parent of a less deep level is never below the area itself, so this cannot make a cycle.
    const parent = tree.get(changed.parent)
    if (parent === undefined || depthOf(parent.level) >= depthOf(area.level))
      return refuse(areaRefusals['area-move-impossible']({ code, parent: changed.parent }))
    const there = permitted(context.by, [changed.parent], context)
    if (there !== undefined) return refuse(there)
  }
  return { events: [{ type: 'areas.redrawn', data: { code, change: changed, oldPath: tree.path(code) } }] }
}

function decide(_facts: AreasFacts | undefined, command: AreasCommand, context: AreasContext): Decision {
  switch (command.name) {
    case 'import':
      return decideImport(command, context)
    case 'split':
      return decideSplit(command, context)
    case 'merge':
      return decideMerge(command, context)
    case 'redraw':
      return decideRedraw(command, context)
  }
}

function countsOf(event: AreaEvent): { readonly added: number; readonly retired: number } {
  switch (event.type) {
    case 'areas.imported':
      return { added: event.data.rows.length, retired: 0 }
    case 'areas.split':
      return { added: event.data.into.length, retired: 1 }
    case 'areas.merged':
      return { added: 1, retired: event.data.from.length }
    default: // Redrawn, or an event of a newer version of the library.
      return { added: 0, retired: 0 }
  }
}

function evolve(facts: AreasFacts | undefined, event: DomainEvent): AreasFacts {
  const { added, retired } = countsOf(event as AreaEvent)
  return {
    revision: event.seq,
    createdAt: facts?.createdAt ?? event.at,
    added: (facts?.added ?? 0) + added,
    retired: (facts?.retired ?? 0) + retired,
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
}
