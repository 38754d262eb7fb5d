import { type Category, categories } from './categories.ts'
import { type Rule, rules } from './rules.ts'
import { type Unit, units } from './units.ts'

/** The responsibility catalogue of a county-level city, as data. Plausible practice, not the city's published list of powers. */
export interface Catalogue {
  readonly units: readonly Unit[]
  readonly categories: readonly Category[]
  readonly rules: readonly Rule[]
  /** The unit that owns what no rule names (兜底). */
  readonly fallback: string
}

export const catalogue: Catalogue = { units, categories, rules, fallback: 'governance-centre' }
