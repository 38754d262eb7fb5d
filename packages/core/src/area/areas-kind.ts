import type { Actor } from '../contracts/actor.js'
import type { Decision, DomainEvent, Moment, RecordKind, Refusal } from '../contracts/record.js'
import type { AreaRow } from './area.js'
import { depthOf } from './area.js'
import { type AreaChange, type NewAreaEvent, rowsPerEvent } from './area-events.js'
import { areaRefusals } from './area-refusals.js'
import { checkAreaRows } from './import-areas.js'
import type { AreaModel } from './model.js'

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

export interface AreasContext extends Moment {
  readonly model: AreaModel
}

function permitted(by: Actor, codes: readonly (string | null)[], { model }: AreasContext): Refusal | undefined {
  if (by.kind === 'system') return undefined
  const tree = model.tree()
  const admin = by.grants.filter((grant) => grant.role === 'admin')
  const may = (code: string | null) =>
    admin.some(
      (grant) =>
        grant.area === undefined || (code !== null && (grant.area === code || tree.isWithin(code, grant.area))),
    )
  const refused = codes.filter((code) => !may(code))
  return refused.length === 0
    ? undefined
    : areaRefusals['area-change-not-permitted']({ actor: by.id, areas: refused.map((code) => code ?? '（根）') })
}

// An import is permitted where it hangs: at the parents outside the file; the root of a first import by its own code.
function anchorsOf(rows: readonly AreaRow[]): (string | null)[] {
  const inside = new Set(rows.map((row) => row.code))
  return [
    ...new Set(
      rows.filter((row) => row.parent === null || !inside.has(row.parent)).map((row) => row.parent ?? row.code),
    ),
  ]
}

const refuse = (refusal: Refusal): Decision => ({ refusal })
const oneEvent = (event: NewAreaEvent): Decision => ({ events: [event] })

function grid(code: string, { model }: AreasContext): Refusal | undefined {
  const area = model.tree().get(code)
  if (area === undefined) return areaRefusals['area-not-in-force']({ code })
  return area.level === 'grid' ? undefined : areaRefusals['area-not-a-grid']({ code, level: area.level })
}

function newGrids(rows: readonly AreaRow[], { model }: AreasContext): Refusal | undefined {
  const taken = rows.find((row) => model.get(row.code) !== undefined)
  if (taken !== undefined) return areaRefusals['area-code-taken']({ code: taken.code })
  const stray = rows.find((row) => row.level !== 'grid')
  if (stray !== undefined) return areaRefusals['area-not-a-grid']({ code: stray.code, level: stray.level })
  const { errors } = checkAreaRows(rows, model)
  return errors.length === 0
    ? undefined
    : areaRefusals['area-rows-wrong']({ faults: errors.map(({ row, code, message }) => ({ row, code, message })) })
}

function decideRedraw(command: Extract<AreasCommand, { name: 'redraw' }>, context: AreasContext): Decision {
  const { code, change } = command
  const tree = context.model.tree()
  const area = tree.get(code)
  if (area === undefined) return refuse(areaRefusals['area-not-in-force']({ code }))
  const refusal = permitted(context.by, [code, ...(change.parent ? [change.parent] : [])], context)
  if (refusal !== undefined) return refuse(refusal)
  if (change.parent !== undefined) {
    const parent = change.parent === null ? undefined : tree.get(change.parent)
    const fits =
      parent !== undefined && depthOf(parent.level) < depthOf(area.level) && !tree.isWithin(parent.code, code)
    if (!fits) return refuse(areaRefusals['area-move-impossible']({ code, parent: change.parent ?? '（根）' }))
  }
  return oneEvent({ type: 'areas.redrawn', data: { code, change, oldPath: tree.path(code) } })
}

function decide(_facts: AreasFacts | undefined, command: AreasCommand, context: AreasContext): Decision {
  const tree = context.model.tree()
  switch (command.name) {
    case 'import': {
      const refusal = permitted(context.by, anchorsOf(command.rows), context)
      if (refusal !== undefined) return refuse(refusal)
      const taken = command.rows.find((row) => context.model.get(row.code) !== undefined)
      if (taken !== undefined) return refuse(areaRefusals['area-code-taken']({ code: taken.code }))
      const events: NewAreaEvent[] = []
      for (let start = 0; start < command.rows.length; start += rowsPerEvent) {
        events.push({ type: 'areas.imported', data: { rows: command.rows.slice(start, start + rowsPerEvent) } })
      }
      return { events }
    }
    case 'split': {
      const { from, into } = command
      const refusal = grid(from, context) ?? permitted(context.by, [from], context) ?? newGrids(into, context)
      return refusal === undefined
        ? oneEvent({ type: 'areas.split', data: { from, into, oldPath: tree.path(from) } })
        : refuse(refusal)
    }
    case 'merge': {
      const { from, into } = command
      const refusal =
        from.map((code) => grid(code, context)).find((each) => each !== undefined) ??
        permitted(context.by, from, context) ??
        newGrids([into], context)
      return refusal === undefined
        ? oneEvent({ type: 'areas.merged', data: { from, into, oldPaths: from.map((code) => tree.path(code)) } })
        : refuse(refusal)
    }
    case 'redraw':
      return decideRedraw(command, context)
  }
}

function evolve(facts: AreasFacts | undefined, event: DomainEvent): AreasFacts {
  const base = facts ?? { revision: 0, createdAt: event.at, added: 0, retired: 0 }
  const data = event.data as {
    rows?: readonly unknown[]
    into?: readonly unknown[] | object
    from?: readonly unknown[] | string
  }
  const into = data.into === undefined ? 0 : Array.isArray(data.into) ? data.into.length : 1
  const from = data.from === undefined ? 0 : Array.isArray(data.from) ? data.from.length : 1
  return {
    ...base,
    revision: event.seq,
    added: base.added + (data.rows?.length ?? 0) + into,
    retired: base.retired + from,
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
