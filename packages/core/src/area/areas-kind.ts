import type { Actor } from '../contracts/actor.js'
import type { Refusal } from '../import/refusal.js'
import type { Decision, DomainEvent, Moment, RecordKind } from '../record/record-kind.js'
import { type Area, type AreaRow, depthOf } from './area.js'
import { type AreaChange, type AreaEvent, type NewAreaEvent, rowsPerEvent } from './area-events.js'
import { areaRefusals } from './area-refusals.js'
import type { CodeRule } from './codes.js'
import type { AreaHistory } from './history.js'
import { checkAreaRows } from './import-areas.js'

/** Id of the one record that holds the area tree. */
export const areasId = 'main'

/** Facts of the area record: small; the tree itself is built from the events. */
export interface AreasFacts {
  readonly revision: number
  readonly createdAt: number
  /** How many areas were ever added, and how many retired. */
  readonly added: number
  readonly retired: number
}

export type AreasCommand =
  | { readonly name: 'import'; readonly rows: readonly AreaRow[] }
  | { readonly name: 'split'; readonly from: string; readonly into: readonly AreaRow[] }
  | { readonly name: 'merge'; readonly from: readonly string[]; readonly into: AreaRow }
  | { readonly name: 'redraw'; readonly code: string; readonly change: AreaChange }

type Command<Name extends AreasCommand['name']> = Extract<AreasCommand, { readonly name: Name }>

export interface AreasContext extends Moment {
  readonly model: AreaHistory
  /** Which codes the place uses. */
  readonly codes: CodeRule
}

const refuse = (refusal: Refusal): Decision => ({ refusal })

function permitted(by: Actor, codes: readonly string[], { model }: AreasContext): Refusal | undefined {
  if (by.kind === 'system') return undefined
  const tree = model.tree()
  const admin = by.grants.filter((grant) => grant.role === 'admin')
  const may = (code: string) =>
    admin.some(({ area }) => area === undefined || area === code || tree.isWithin(code, area))
  const refused = codes.filter((code) => !may(code))
  return refused.length === 0
    ? undefined
    : areaRefusals['area-change-not-permitted']({ actor: by.id, areas: [...new Set(refused)] })
}

// Rows are permitted where they hang: at the parents outside of them; the root of a first import by its own code.
function anchorsOf(rows: readonly AreaRow[]): readonly string[] {
  const inside = new Set(rows.map((row) => row.code))
  const hanging = rows.filter((row) => row.parent === null || !inside.has(row.parent))
  return [...new Set(hanging.map((row) => row.parent ?? row.code))]
}

function grid(code: string, { model }: AreasContext): Refusal | undefined {
  const area = model.tree().get(code)
  if (area === undefined) return areaRefusals['area-not-in-force']({ code })
  return area.level === 'grid' ? undefined : areaRefusals['area-not-a-grid']({ code, level: area.level })
}

function newGrids(rows: readonly AreaRow[], context: AreasContext): Refusal | undefined {
  const taken = rows.find((row) => context.model.get(row.code) !== undefined)
  if (taken !== undefined) return areaRefusals['area-code-taken']({ code: taken.code })
  const stray = rows.find((row) => row.level !== 'grid')
  if (stray !== undefined) return areaRefusals['area-not-a-grid']({ code: stray.code, level: stray.level })
  const { errors } = checkAreaRows(rows, context.model, context.codes)
  if (errors.length > 0) return areaRefusals['area-rows-wrong']({ faults: errors })
  return permitted(context.by, anchorsOf(rows), context)
}

// What lies in a grid that is retired goes to the grid that comes after it: nothing may hang below what is no longer there.
function moveContents(from: readonly string[], parent: string, { model }: AreasContext): NewAreaEvent[] {
  const tree = model.tree()
  return from
    .flatMap((code) => tree.children(code))
    .map(({ code }) => ({ type: 'areas.redrawn', data: { code, change: { parent }, oldPath: tree.path(code) } }))
}

// Checked here again: since the service looked, somebody may have added the same codes or retired a parent.
function decideImport({ rows }: Command<'import'>, context: AreasContext): Decision {
  const { good, errors } = checkAreaRows(rows, context.model, context.codes)
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
    data: { from, into, oldPath: context.model.tree().path(from) },
  }
  return { events: [split, ...moveContents([from], (into[0] as AreaRow).code, context)] }
}

function decideMerge({ from, into }: Command<'merge'>, context: AreasContext): Decision {
  const refusal =
    from.map((code) => grid(code, context)).find((each) => each !== undefined) ??
    permitted(context.by, from, context) ??
    newGrids([into], context)
  if (refusal !== undefined) return refuse(refusal)
  const tree = context.model.tree()
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
  const tree = context.model.tree()
  const area = tree.get(code)
  if (area === undefined) return refuse(areaRefusals['area-not-in-force']({ code }))
  const own = permitted(context.by, [code], context)
  if (own !== undefined) return refuse(own)
  const news = differing(area, change)
  if (Object.keys(news).length === 0) return { events: [] }
  if (news.parent !== undefined) {
    // A parent that lies less deep is never below the area itself: no cycle comes of this.
    const parent = tree.get(news.parent)
    if (parent === undefined || depthOf(parent.level) >= depthOf(area.level))
      return refuse(areaRefusals['area-move-impossible']({ code, parent: news.parent }))
    const there = permitted(context.by, [news.parent], context)
    if (there !== undefined) return refuse(there)
  }
  return { events: [{ type: 'areas.redrawn', data: { code, change: news, oldPath: tree.path(code) } }] }
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
  decide,
  evolve,
  index: (facts) => ({
    status: 'current',
    open: false,
    createdAt: facts.createdAt,
  }),
}
