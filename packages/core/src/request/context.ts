import type { Actor } from '../contracts/actor.js'
import type { Bilingual, Moment, Refusal } from '../contracts/record.js'
import type { RatingPolicy } from '../rating/policy.js'
import type { ClockEnvironment, Limit } from '../sla/clock.js'
import type { RequestCommand } from './commands.js'
import type { RequestFacts } from './facts.js'
import type { LifecycleTable } from './lifecycle/table.js'

/** What the domain of requests asks of the area tree. */
export interface AreaDirectory {
  readonly revision: number
  has(code: string): boolean
  isWithin(code: string, ancestor: string): boolean
  /** `370281/370281001/…/` */
  path(code: string): string
  /** Who supervises, one level up at a time: street or town, county, city … Never empty for a known area. */
  ladder(code: string): readonly string[]
}

/** What the domain of requests asks of the responsibility catalogue. */
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

/** A law: why this command may not be done now, or nothing. Pure. */
export type Law = (facts: RequestFacts, command: RequestCommand, context: RequestContext) => Refusal | undefined

/** May this actor do this at all? Default: `defaultAuthoriser`. */
export type Authoriser = (
  facts: RequestFacts | undefined,
  command: RequestCommand,
  context: RequestContext,
) => Refusal | undefined

/** Everything `decide` knows besides facts and command. */
export interface RequestContext extends Moment {
  readonly now: number
  readonly by: Actor
  readonly sla: ClockEnvironment
  readonly rating: RatingPolicy
  readonly lifecycle: LifecycleTable
  readonly areas: AreaDirectory
  readonly responsibilities: Responsibilities
  readonly authorise: Authoriser
  /** Laws of plugins, by command name. */
  readonly extraLaws: Readonly<Record<string, readonly Law[]>>
  /** Id of the request a `submit` makes. */
  readonly newId: string
  /** Ids for the parts of a `split`. */
  readonly partIds: readonly string[]
  /** References of the texts there are in the vault, for `eraseTexts`. */
  readonly textRefs?: readonly string[]
  /** The other request a `merge` names, when there is one. */
  readonly other?: RequestFacts | undefined
}
