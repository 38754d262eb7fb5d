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
  /** The moment of the decision, in milliseconds since 1970. */
  readonly now: number
  /** Who issues the command. */
  readonly by: Actor
  /** Calendar, business hours and deadline policy. */
  readonly sla: ClockEnvironment
  /** Scale and limits of the place. */
  readonly rating: RatingPolicy
  /** Where commands lead. */
  readonly lifecycle: LifecycleTable
  /** The area tree that is in force. */
  readonly areas: AreaDirectory
  /** The catalogue. */
  readonly responsibilities: Responsibilities
  /** Who may do what. */
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
