import type { AreaDirectory } from '../area/directory.js'
import type { Responsibilities } from '../catalogue/responsibilities.js'
import type { Actor } from '../contracts/actor.js'
import type { Bilingual } from '../contracts/text.js'
import type { Refusal } from '../import/refusal.js'
import type { RatingPolicy } from '../rating/policy.js'
import type { Moment } from '../record/record-kind.js'
import type { CalendarHistory } from '../sla/calendar-history.js'
import type { ClockEnvironment } from '../sla/clock.js'
import type { AttachmentPolicy } from './attachments/policy.js'
import type { RequestCommand } from './commands.js'
import type { RequestFacts } from './facts.js'
import type { Branch, LifecycleDefinition, LifecycleState } from './lifecycle/definition.js'
import type { Place, Standing } from './lifecycle/standing-at.js'
import type { RetentionRule } from './retention/retention-rule.js'

/** Where a command leads: the branch taken and the state afterwards. */
export type Step =
  | {
      /** The branch whose condition held and whose laws agreed. */
      readonly branch: Branch
      /** Name of the state afterwards. */
      readonly target: string
    }
  | {
      /** The first "no", of the state or of a law. */
      readonly refusal: Refusal
    }

/** The lifecycle, walked once from the machine when it is loaded: state × command → laws, target. */
export interface LifecycleTable {
  /** What it was walked from. */
  readonly definition: LifecycleDefinition
  /** The state of this name, if there is one. */
  state(name: string): LifecycleState | undefined
  /** What a state is called; its own name for one that is not there. */
  titleOf(name: string): Bilingual
  /** Whether a request in this state has not ended. */
  isOpen(name: string): boolean
  /** What people are told of where a request stands, also where the lifecycle has no such state any more. */
  standing(place: Place): Standing
  /** Commands the state knows, system ones left out. */
  commands(state: string): readonly string[]
  /** Judges a command where the facts stand. */
  step(facts: RequestFacts, command: RequestCommand, context: RequestContext): Step
  /**
   * Why a command could not be done where the facts stand, whatever its input is; `undefined` where it could. What takes the input is asked by way of
   * `judged`, which answers `otherwise` for it.
   */
  possible(
    facts: RequestFacts,
    command: RequestCommand,
    context: RequestContext,
    judged: <Answer>(judge: () => Answer, otherwise: Answer) => Answer,
  ): Refusal | undefined
  /** What own commands among these are called, as details of a refusal; no member where there are none. */
  ownTitles(names: readonly string[]): {
    /** By name of the command. */
    readonly titles?: Readonly<Record<string, Bilingual>>
  }
  /** The "no" to what the state does not know. */
  wrongState(action: string, status: string): Refusal
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
  /** The moment of the decision, in milliseconds since 1970. */
  readonly now: number
  /** Who issues the command. */
  readonly by: Actor
  /** Calendar, business hours and deadline policy. */
  readonly sla: ClockEnvironment
  /** The calendars that running clocks were counted on, and the one in force; absent where the calendar is never amended. */
  readonly calendars?: CalendarHistory
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
  /** The number people are told of the request a `submit` makes. */
  readonly newNumber?: string
  /** Ids for the parts of a `split`. */
  readonly partIds: readonly string[]
  /** References of the texts there are in the vault, for `eraseTexts`. */
  readonly textRefs?: readonly string[]
  /** The area that the place of the request lies in now, of those that took the place of its own; absent where that was not asked, or nobody can say. */
  readonly placedIn?: string
  /** What is taken as attachments; absent where this process keeps no files. */
  readonly attachments?: {
    /** What a place takes. */
    readonly policy: AttachmentPolicy
    /** Position of the first file of the command that the store does not have for this actor; absent when all are there. */
    readonly unknown?: string
  }
  /** How long texts are kept after the end, the first rule that fits; absent where this process was told none. */
  readonly retention?: readonly RetentionRule[] | undefined
  /** The other request a `merge` names, when there is one. */
  readonly other?: RequestFacts | undefined
}
