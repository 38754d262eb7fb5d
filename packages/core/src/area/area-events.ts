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

/** One step of a change of the tree. A change has one or more; they are taken in order, all or none. */
export type AreaStep =
  | {
      /** Adds areas. */
      readonly name: 'import'
      /** The new areas, in any order. */
      readonly rows: readonly AreaRow[]
    }
  | {
      /** Puts several in the place of one. */
      readonly name: 'split'
      /** Code of the area that is retired. */
      readonly from: string
      /** The new areas, of its level. */
      readonly into: readonly AreaRow[]
      /** Where what lies directly below it goes, code by code; the rest goes to the first new area. */
      readonly contents?: Readonly<Record<string, string>>
    }
  | {
      /** Puts one in the place of several. */
      readonly name: 'merge'
      /** Codes of the areas that are retired. */
      readonly from: readonly string[]
      /** The new area of their level, or the code of one in force that takes them in. */
      readonly into: AreaRow | string
    }
  | {
      /** Changes name, kind or parent; the code stays. */
      readonly name: 'redraw'
      /** Code of the area that is redrawn. */
      readonly code: string
      /** What becomes different. */
      readonly change: AreaChange
    }
  | {
      /** Takes an area away that nothing of its kind replaces. */
      readonly name: 'retire'
      /** Code of the area that is retired. */
      readonly code: string
      /** Code of the area that stands for it from then on; its parent when absent. */
      readonly into?: string
    }
  | {
      /** Gives an area a new code. */
      readonly name: 'recode'
      /** The code that is given up. */
      readonly code: string
      /** The code it gets. */
      readonly to: string
      /** Also what lies below it, where a code begins with that of its parent. */
      readonly below?: boolean
    }

/** How many rows an event carries at most; a larger import is several events of one change. */
export const rowsPerEvent = 5000

/** When a change that was decided ahead took effect; absent: at the instant of the event. */
interface Effective {
  readonly effectiveFrom?: number
}

interface Data {
  'areas.imported': Effective & { readonly rows: readonly AreaRow[] }
  /** `oldPath` and `oldPaths` say below which paths the open requests lie that follow. */
  'areas.split': Effective & { readonly from: string; readonly into: readonly AreaRow[]; readonly oldPath: string }
  /** `kept`: the area in `into` takes the others in and stays as it is. */
  'areas.merged': Effective & {
    readonly from: readonly string[]
    readonly into: AreaRow
    readonly kept?: true
    readonly oldPaths: readonly string[]
  }
  /** `follows`: the area moves because the one it lay in was retired, so everything that has to follow lies below that one's path. */
  'areas.redrawn': Effective & {
    readonly code: string
    readonly change: AreaChange
    readonly oldPath: string
    readonly follows?: true
  }
  'areas.retired': Effective & { readonly code: string; readonly into: string; readonly oldPath: string }
  /** Parents before what lies below them; everything lay at or below the first. */
  'areas.recoded': Effective & {
    readonly codes: readonly { readonly from: string; readonly into: AreaRow; readonly oldPath: string }[]
  }
  /** A change decided ahead. It takes effect at `effectiveFrom` in every process, and is written out by the first that gets to it. */
  'areas.changeScheduled': {
    readonly change: string
    readonly effectiveFrom: number
    readonly steps: readonly AreaStep[]
  }
  /** `because`: code of the refusal, when it could not take effect any more. */
  'areas.changeCancelled': { readonly change: string; readonly because?: string }
  /** The events of the change follow in the same commit. */
  'areas.changeTookEffect': { readonly change: string }
}

/** Names of the events of the area record. */
export type AreaEventType = keyof Data
const types: Readonly<Record<AreaEventType, true>> = {
  'areas.imported': true,
  'areas.split': true,
  'areas.merged': true,
  'areas.redrawn': true,
  'areas.retired': true,
  'areas.recoded': true,
  'areas.changeScheduled': true,
  'areas.changeCancelled': true,
  'areas.changeTookEffect': true,
}
/** All of them. */
export const areaEventTypes: readonly string[] = Object.keys(types)
/** An event of the area record, narrowed by `type`. */
export type AreaEvent = { [Type in AreaEventType]: DomainEvent<Type, Data[Type]> }[AreaEventType]
/** An event as it is decided, before it has a number, an instant and an actor. */
export type NewAreaEvent = {
  [Type in AreaEventType]: { readonly type: Type; readonly data: Data[Type] }
}[AreaEventType]

/** A change decided ahead that has not taken effect yet. */
export interface ScheduledAreaChange {
  /** Its id, to cancel it by. */
  readonly id: string
  /** Instant from which it is in force, in milliseconds since 1970: 00:00 of a day. */
  readonly effectiveFrom: number
  /** What it does, in order. */
  readonly steps: readonly AreaStep[]
}
