import type { DomainEvent } from '../record/record-kind.js'
import type { AreaRow, GridKind } from './area.js'

/** What can be redrawn about an area that stays the same area. */
export interface AreaChange {
  readonly name?: string
  /** Code of the area it lies in from now on. */
  readonly parent?: string
  readonly kind?: GridKind
}

/** Rows an event carries at the most; a larger import is several events of one change. */
export const rowsPerEvent = 5000

interface Data {
  'areas.imported': { readonly rows: readonly AreaRow[] }
  /** `oldPath`, `oldPaths`: where open requests are found that follow. */
  'areas.split': { readonly from: string; readonly into: readonly AreaRow[]; readonly oldPath: string }
  'areas.merged': { readonly from: readonly string[]; readonly into: AreaRow; readonly oldPaths: readonly string[] }
  'areas.redrawn': { readonly code: string; readonly change: AreaChange; readonly oldPath: string }
}

export type AreaEventType = keyof Data
/** An event of the area record, narrowed by `type`. */
export type AreaEvent = { [Type in AreaEventType]: DomainEvent<Type, Data[Type]> }[AreaEventType]
export type NewAreaEvent = {
  [Type in AreaEventType]: { readonly type: Type; readonly data: Data[Type] }
}[AreaEventType]
