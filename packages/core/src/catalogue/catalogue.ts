import type { Bilingual } from '../contracts/text.js'
import type { Limit } from '../sla/limit.js'

/** 承办单位: an organisation that matters can be dispatched to. */
export interface HandlingUnit {
  readonly id: string
  readonly name: Bilingual
  /** `department`, `town`, `utility`, or whatever else a place tells apart. */
  readonly kind: string
  /** Code of the area it answers for; the whole jurisdiction when absent. */
  readonly area?: string | undefined
  /** The unit it belongs to. */
  readonly parent?: string | undefined
}

/** 诉求分类: what a matter is about. Categories nest to any depth. */
export interface Category {
  readonly code: string
  readonly name: Bilingual
  readonly parent?: string | undefined
  /** The result is looked at on the spot before the matter is closed (核查). */
  readonly preClosingCheck?: boolean | undefined
}

/** Who handles a category, and everything below it, in an area and everything below that. */
export interface ResponsibilityRule {
  readonly category: string
  /** Everywhere when absent. */
  readonly area?: string | undefined
  /** 主办: id of the unit that leads. */
  readonly lead: string
  /** 协办 */
  readonly coHandlers?: readonly string[] | undefined
  /** Time to handle, instead of the general limit. */
  readonly limit?: Limit | undefined
}

/** 责任目录: category × area → who handles. */
export interface CatalogueData {
  readonly units: readonly HandlingUnit[]
  readonly categories: readonly Category[]
  readonly rules: readonly ResponsibilityRule[]
  /** 兜底: id of the unit that owns what no rule names. */
  readonly fallback: string
}
