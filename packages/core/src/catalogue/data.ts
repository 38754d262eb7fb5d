import type { Bilingual } from '../contracts/text.js'
import type { Limit } from '../sla/limit.js'
import type { ChoiceLists } from './choices.js'
import type { CategoryField } from './field.js'

/** 承办单位: an organisation that requests can be dispatched to. */
export interface HandlingUnit {
  /** Up to 64 characters; what requests, grants and figures name the unit by. */
  readonly id: string
  /** What residents and staff read. */
  readonly name: Bilingual
  /** What sort of unit it is, in the place's own words: `department`, `town`, `utility` … Core does not read it. */
  readonly kind: string
  /** Code of the area it answers for; the whole jurisdiction when absent. */
  readonly area?: string | undefined
  /** Id of the unit it belongs to; it stands alone when absent. */
  readonly parent?: string | undefined
}

/** 诉求分类: what a request is about. Categories nest to any depth. */
export interface Category {
  /** Up to 64 characters; what requests, rules and figures name the category by. */
  readonly code: string
  /** What residents and staff read. */
  readonly name: Bilingual
  /** Code of the category it belongs to, whose rules hold where it has none of its own; top level when absent. */
  readonly parent?: string | undefined
  /** Whether staff check the result on the spot before a request is closed (核查); `false` when absent. */
  readonly preClosingCheck?: boolean | undefined
  /** Whether a unit answers only with proof of handling (办理佐证) attached in that round; `false` when absent. */
  readonly proofRequired?: boolean | undefined
  /** What else a report of this category says, by name, at most 20; nothing when absent. */
  readonly fields?: Readonly<Record<string, CategoryField>> | undefined
}

/** Who handles a category, and everything below it, in an area and everything below that. */
export interface ResponsibilityRule {
  /** Code of the category. */
  readonly category: string
  /** Code of the area; the rule holds everywhere when absent. */
  readonly area?: string | undefined
  /** 主办: id of the unit that leads. */
  readonly lead: string
  /** 协办: ids of units that help, at most 20, none of them the lead; nobody when absent. */
  readonly coHandlers?: readonly string[] | undefined
  /** Time to handle, such as `{ workingDays: 3 }`; the limit of the policy when absent. */
  readonly limit?: Limit | undefined
  /** Most by which that time may be extended in all, such as `{ workingHours: 8 }`; the cap of the policy when absent. */
  readonly maxExtension?: Limit | undefined
}

/** 责任目录 as imported and stored: category × area → who handles. */
export interface CatalogueData {
  /** Every unit that a rule or the fallback names; no id twice. */
  readonly units: readonly HandlingUnit[]
  /** Every category that requests can have; no code twice. */
  readonly categories: readonly Category[]
  /** At most one for each category and area. */
  readonly rules: readonly ResponsibilityRule[]
  /** 兜底: id of the unit that handles what no rule covers. */
  readonly fallback: string
  /** What forms let people choose from; those of core when absent. */
  readonly lists?: ChoiceLists | undefined
}
