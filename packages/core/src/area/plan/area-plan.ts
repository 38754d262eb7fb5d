import type { CalendarDate } from '../../calendar/date.js'
import type { Refusal } from '../../import/refusal.js'
import type { AreaStep } from '../area-events.js'
import type { AreaRowError } from '../check-rows.js'

/** What a list cannot say by itself: what became of areas that are no longer in it. Codes are those of the tree and of the list. */
export interface AreaFates {
  /** Areas that were put into one: a code of the list, new or in force. */
  readonly merges?: readonly {
    /** Codes of the areas that are gone. */
    readonly from: readonly string[]
    /** Code of the area that stands for them. */
    readonly into: string
  }[]
  /** Areas that got a new code. Those of the same name and parent are found without being told. */
  readonly recodes?: readonly {
    /** The code it had. */
    readonly code: string
    /** Its code in the list. */
    readonly to: string
  }[]
  /** Areas that were put into several. */
  readonly splits?: readonly {
    /** Code of the area that is gone. */
    readonly from: string
    /** Codes of the list; open requests go to the first. */
    readonly into: readonly string[]
    /** Where what lay directly below it goes, code by code; the rest goes to the first. */
    readonly contents?: Readonly<Record<string, string>>
  }[]
  /** Areas that nothing of their kind replaces. */
  readonly retired?: readonly {
    /** Code of the area that is gone. */
    readonly code: string
    /** Code of the area that stands for it; its parent when absent. */
    readonly into?: string
  }[]
  /** Code of the area that the list is complete for. Default: the areas that its rows hang on. */
  readonly within?: string
  /** The day from which the list is in force, 00:00 in Beijing. Default: at once. */
  readonly effectiveFrom?: CalendarDate
}

/** One difference between the list and the tree, as it was understood. */
export interface AreaPlanItem {
  /** What becomes of the area. */
  readonly what: 'added' | 'renamed' | 'moved' | 'regraded' | 'recoded' | 'merged' | 'split' | 'retired'
  /** Code of the area afterwards; of one that is split or retired, the code it has. */
  readonly code: string
  /** Its name, afterwards. */
  readonly name: string
  /** What it was: the old name, parent, kind or code, or the codes that are merged; empty for one that is added, split or retired. */
  readonly was: readonly string[]
  /** Codes of what takes its place; absent unless it is split or retired. */
  readonly into?: readonly string[]
}

/** What the list of a new year comes to, to be read before it is applied as one change. */
export interface AreaPlan {
  /** Whether it can be applied: no row is wrong, and nothing is left to be told. */
  readonly ok: boolean
  /** Names this plan. `apply` takes it, and changes nothing when the plan has become another one. */
  readonly digest: string
  /** The day from which it is in force; absent when at once. */
  readonly effectiveFrom?: CalendarDate
  /** Every difference, as it was understood, from the top of the tree downwards. */
  readonly items: readonly AreaPlanItem[]
  /** How many rows say what is in force already. */
  readonly unchanged: number
  /** What has to be told before it can be applied: `area-fate-unknown`, or why something told is not possible. */
  readonly questions: readonly Refusal[]
  /** Every fault of every row. */
  readonly errors: readonly AreaRowError[]
  /** How many open requests will lie elsewhere. */
  readonly openRequests: number
  /** Codes of the grids with a team that will lie elsewhere. */
  readonly teams: readonly string[]
  /** The change, step by step. */
  readonly steps: readonly AreaStep[]
}

/** What a change decided ahead will come to. */
export interface AreaChangePreview {
  /** Its id. */
  readonly change: string
  /** The day from which it is in force. */
  readonly effectiveFrom: CalendarDate
  /** What it does, in order. */
  readonly steps: readonly AreaStep[]
  /** How many open requests will lie elsewhere, as of now. */
  readonly openRequests: number
  /** Codes of the grids with a team that will lie elsewhere. */
  readonly teams: readonly string[]
}
