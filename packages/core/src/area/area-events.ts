import type { DomainEvent } from '../record/record-kind.js'
import type { AreaRow, GridKind } from './area.js'

/** What a redrawing changes; what is absent stays as it is. At least one must be given. */
export interface AreaChange {
  /** The new name, up to 100 characters. */
  readonly name?: string
  /** Code of the area it lies in from now on; of a level less deep than its own. */
  readonly parent?: string
  /** What a grid covers or is from now on. A kind cannot be taken away. */
  readonly kind?: GridKind
}

/** How many rows an event carries at most; a larger import is several events of one change. */
export const rowsPerEvent = 5000

interface Data {
  'areas.imported': { readonly rows: readonly AreaRow[] }
  /** `oldPath` and `oldPaths` say below which paths the open requests lie that follow. */
  'areas.split': { readonly from: string; readonly into: readonly AreaRow[]; readonly oldPath: string }
  'areas.merged': { readonly from: readonly string[]; readonly into: AreaRow; readonly oldPaths: readonly string[] }
  'areas.redrawn': { readonly code: string; readonly change: AreaChange; readonly oldPath: string }
}

/** Names of the events of the area record. */
export type AreaEventType = keyof Data
const types: Readonly<Record<AreaEventType, true>> = {
  'areas.imported': true,
  'areas.split': true,
  'areas.merged': true,
  'areas.redrawn': true,
}
/** All of them. */
export const areaEventTypes: readonly string[] = Object.keys(types)
/** An event of the area record, narrowed by `type`. */
export type AreaEvent = { [Type in AreaEventType]: DomainEvent<Type, Data[Type]> }[AreaEventType]
/** An event as it is decided, before it has a number, an instant and an actor. */
export type NewAreaEvent = {
  [Type in AreaEventType]: { readonly type: Type; readonly data: Data[Type] }
}[AreaEventType]
