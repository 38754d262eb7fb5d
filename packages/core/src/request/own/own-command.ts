import type { z } from 'zod'
import type { Party } from '../../authority/parties.js'
import type { Bilingual } from '../../contracts/text.js'
import type { Branch } from '../lifecycle/definition.js'

/** Who is told of an own command. Units, desks and supervisors are those of the request. */
export type OwnAudience = 'resident' | 'unit' | 'dispatcher' | 'supervisor'

/** What an own command is told with. */
export interface OwnWords {
  /** What people are told of its event. */
  readonly words: {
    /** Title of a message to staff, after the number of the request: `已现场勘查 / was inspected on site`. */
    readonly staff: Bilingual
    /** What the resident reads in the timeline and in messages. Absent: the resident is not told. */
    readonly resident?: Bilingual
  }
  /** Who gets a message. Absent: whoever has to move next, and the resident where there are words for them. */
  readonly tells?: readonly OwnAudience[]
}

/**
 * A command on requests that a place or a plugin adds, declared once: who may issue it and where it leads, what it takes, which event it writes, and in which
 * words people are told.
 */
export interface OwnCommand extends OwnWords {
  /** What the command is called, for buttons and pages. */
  readonly title: Bilingual
  /** Who may issue it. The place has the last word: `permissions.requests.<name>`. */
  readonly who: readonly Party<string>[]
  /** States in which it is possible; `open`: every state that is no end. Absent: where the lifecycle itself names it. */
  readonly from?: 'open' | readonly string[]
  /** State afterwards, or branches with conditions and laws. Absent: the request stays where it is. Only with `from`. */
  readonly to?: string | Branch | readonly Branch[]
  /**
   * What it takes, an object of zod; absent: nothing. Texts that people write are `freeText(max)` and go to the vault; every other string is
   * `identifier()`, an enum or a literal, since events are kept for ever.
   */
  readonly input?: z.ZodObject
  /** Type of the event that it writes, such as `survey.done`; the parsed input is its data. A plugin's begins with `<id>.`. Stored, so keep it. */
  readonly event: string
}

/** Own commands by name, camelCase or kebab-case. */
export type OwnCommands = Readonly<Record<string, OwnCommand>>

type InputOfOwn<Command> =
  Command extends Required<Pick<OwnCommand, 'input'>> ? z.input<Command['input']> : Record<never, never>

/** What `requests.act` takes: the name of an own command, and its input beside it. */
export type ActInput<Commands extends OwnCommands = OwnCommands> = string extends keyof Commands
  ? {
      /** Name of the command. */
      readonly command: string
      readonly [member: string]: unknown
    }
  : {
      [Name in keyof Commands & string]: {
        /** Name of the command. */
        readonly command: Name
      } & InputOfOwn<Commands[Name]>
    }[keyof Commands & string]

/** An own command as `decide` gets it: which event it writes, with which data. */
export interface IssuedOwnCommand {
  /** Name of the command. */
  readonly command: string
  /** Type of its event. */
  readonly event: string
  /** The parsed input, texts replaced by references. */
  readonly data: object
}
