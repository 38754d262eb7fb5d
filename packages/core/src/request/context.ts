import type { AreaDirectory } from '../area/directory.js'
import type { Responsibilities } from '../catalogue/responsibilities.js'
import type { Actor } from '../contracts/actor.js'
import type { Refusal } from '../import/refusal.js'
import type { RatingPolicy } from '../rating/policy.js'
import type { Moment } from '../record/record-kind.js'
import type { ClockEnvironment } from '../sla/clock.js'
import type { RequestCommand } from './commands.js'
import type { RequestFacts } from './facts.js'
import type { LifecycleTable } from './lifecycle/table.js'

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
