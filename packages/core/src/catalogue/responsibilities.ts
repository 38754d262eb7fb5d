import type { Bilingual } from '../contracts/text.js'
import type { Limit } from '../sla/limit.js'
import type { ChoiceLists } from './choices.js'
import type { CategoryField } from './field.js'

/** What requests ask of the responsibility catalogue. */
export interface Responsibilities {
  /** What the catalogue lets people choose from; absent where it has no list. */
  readonly lists?: ChoiceLists | undefined
  /** Whether the catalogue lists the unit. */
  hasUnit(id: string): boolean
  /** What the catalogue says of a category; `undefined` for one that it does not list. */
  category(code: string):
    | {
        /** Whether staff check the result on the spot before a request is closed (核查). */
        readonly preClosingCheck: boolean
        /** Whether a unit answers only with proof of handling (办理佐证); absent: no. */
        readonly proofRequired?: boolean
        /** What else a report of it says, by name; absent: nothing. */
        readonly fields?: Readonly<Record<string, CategoryField>>
      }
    | undefined
  /**
   * Who handles a category in an area. What no rule covers falls to the fallback unit.
   *
   * @throws ConfigurationError before the first import of a catalogue
   */
  resolve(
    category: string,
    area: string,
  ): {
    /** 主办: id of the unit that leads. */
    readonly lead: string
    /** 协办: ids of the units that help; often empty. */
    readonly coHandlers: readonly string[]
    /** Time to handle; absent when the rule gives none and the policy's limit holds. */
    readonly limit?: Limit | undefined
    /** Most by which that time may be extended in all, such as `{ workingHours: 8 }`; the cap of the policy when absent. */
    readonly maxExtension?: Limit | undefined
    /** The rule that decided, such as `heating×370281001`; `fallback` when none did. */
    readonly rule: string
    /** The reason as a sentence, for staff and residents. */
    readonly why: Bilingual
  }
}
