import type { Bilingual } from '../contracts/text.js'
import type { Limit } from '../sla/limit.js'

/** The responsibility catalogue as the domain of requests sees it. */
export interface Responsibilities {
  hasUnit(id: string): boolean
  category(code: string): { readonly preClosingCheck: boolean } | undefined
  resolve(
    category: string,
    area: string,
  ): {
    readonly lead: string
    readonly coHandlers: readonly string[]
    readonly limit?: Limit | undefined
    readonly rule: string
    readonly why: Bilingual
  }
}
