import type { z } from 'zod'
import type { Areas } from '../../area/areas.js'
import type { AreaDirectory } from '../../area/directory.js'
import type { Catalogue } from '../../catalogue/catalogue.js'
import type { Refusal } from '../../import/refusal.js'
import type { SealedOf } from '../../privacy/seal.js'
import type { Moment, RecordKind, RecordRunner } from '../../record/record-kind.js'
import type { Requests } from '../../request/requests.js'
import type { ClockEnvironment } from '../../sla/clock.js'
import type { Teams } from '../../team/teams.js'
import type { RecordAuthority, RecordParty } from './record-authority.js'
import type { ClockOfRecord } from './record-clock.js'
import type { RecordMeasure } from './record-measure.js'

/** The commands of a record kind by name, each with the schema of its input. */
export type CommandInputs = Readonly<Record<string, z.ZodType>>

/** The commands that `decide` gets: input as its schema gives it, with a `Sealed` reference for every text. */
export type CommandOf<Inputs extends CommandInputs> = {
  [Name in keyof Inputs & string]: {
    /** As in `inputs`. */
    readonly name: Name
    /** Parsed, with references for texts. */
    readonly input: SealedOf<z.output<Inputs[Name]>>
  }
}[keyof Inputs & string]

/** What `decide` of a plugin's record knows besides what `contextOf` gathers. */
export interface RecordMoment extends Moment {
  /** Id of the record. */
  readonly id: string
}

/**
 * Who may issue a command: a list of parties, of which one must fit; none for what only the system issues. Or a function that answers with a refusal or with
 * nothing; pure, as `decide` is.
 */
export type CommandRule<Facts, Command> =
  | readonly RecordParty[]
  | ((facts: Facts | undefined, command: Command, authority: RecordAuthority) => Refusal | undefined)

/** Who may do something with a record that is there: a list of parties, or a pure function that says so. */
export type RecordRule<Facts> = readonly RecordParty[] | ((facts: Facts, authority: RecordAuthority) => boolean)

/** What `contextOf` reads with. There is nothing in it that writes. */
export interface PluginRead {
  /** 诉求: a request, or a page of them. */
  readonly requests: Pick<Requests, 'get' | 'find' | 'counts' | 'history' | 'explainDeadline'>
  /** The areas in force. */
  readonly areas: PluginAreas
  /** Who serves where. */
  readonly teams: Pick<Teams, 'of' | 'whoServes'>
  /** Categories and units. */
  readonly catalogue: Pick<Catalogue, 'get' | 'resolve' | 'unitName' | 'categoryName'>
  /** Facts of other records, of any plugin. */
  readonly records: Pick<RecordRunner, 'facts' | 'page' | 'each'>
  /** Calendar, opening hours and time limits that core counts with now. */
  readonly sla: ClockEnvironment
}

/** The area tree in force, for reading. */
export interface PluginAreas
  extends Pick<Areas, 'tree' | 'get' | 'nameOf' | 'successorOf'>,
    Pick<AreaDirectory, 'has' | 'isWithin' | 'path' | 'ladder'> {}

/** A kind of record of a plugin's own, and what core does for it. Make one with `defineRecord`. */
export interface RecordDefinition<Facts extends object, Inputs extends CommandInputs, Extra extends object = object> {
  /** Its pure core. `type` and `events` begin with the id of the plugin. */
  readonly kind: RecordKind<Facts, CommandOf<Inputs>, RecordMoment & Extra>
  /**
   * The input of each command. It is parsed before anything is read or written (`InvalidInputError` with the path of every issue); texts made with `freeText`
   * and `personal` go to the vault. The name `erase` is core's.
   */
  readonly inputs: Inputs
  /** Who may issue each command. The system may issue all of them. */
  readonly may: { readonly [Name in keyof Inputs]: CommandRule<Facts, CommandOf<Pick<Inputs, Name>>> }
  /** Who reads a record, and its texts by how they are marked in the schema. Default, each: the requester alone. */
  readonly reads?: {
    /** The facts, with `records.read`. */
    readonly facts?: RecordRule<Facts>
    /** Those of `freeText`. */
    readonly text?: RecordRule<Facts>
    /** Those of `personal`. */
    readonly personal?: RecordRule<Facts>
  }
  /** Who may erase the texts of a record. Default: the requester, and whoever may erase those of requests. */
  readonly erases?: RecordRule<Facts>
  /** Its deadlines, by name. Core keeps them in the facts, as `clocks`, and their changes in the events of each decision. */
  readonly clocks?: Readonly<Record<string, ClockOfRecord<Facts, CommandOf<Inputs>>>>
  /** What is counted over it, for figures. */
  readonly measures?: readonly RecordMeasure<Facts>[]
  /**
   * Gathers what `decide` knows besides the moment, before each decision; it may be asked several times for one command. Absent: `decide` gets the moment, and
   * the id of the record.
   */
  contextOf?(
    asked: RecordMoment & {
      /** The command, parsed and sealed. */
      readonly command: CommandOf<Inputs>
      /** Frozen; `undefined` for a record that does not exist. */
      readonly facts: Facts | undefined
    },
    read: PluginRead,
  ): Extra | Promise<Extra>
}

/** A definition of any kind of record. */
// biome-ignore lint/suspicious/noExplicitAny: facts, inputs and context differ per kind
export type AnyRecordDefinition = RecordDefinition<any, any, any>

/**
 * Defines a kind of record of a plugin. Facts, commands and context are inferred, so that a misspelt command is no type.
 *
 * @example
 * ```ts
 * import { type CommandOf, defineRecord, freeText, type RecordKind } from '@huiyin/core/plugin'
 *
 * const inputs = { write: freeText(200) }
 * const kind: RecordKind<{ since: number }, CommandOf<typeof inputs>> = {
 *   type: 'notes.note',
 *   events: ['notes.written'],
 *   decide: (_facts, { input }) => ({ events: [{ type: 'notes.written', data: { text: input } }] }),
 *   evolve: (facts, { at }) => facts ?? { since: at },
 *   index: ({ since }) => ({ status: 'written', open: true, createdAt: since }),
 * }
 * const note = defineRecord({ kind, inputs, may: { write: ['resident'] } })
 * ```
 */
export function defineRecord<Facts extends object, const Inputs extends CommandInputs, Extra extends object = object>(
  definition: RecordDefinition<Facts, Inputs, Extra>,
): RecordDefinition<Facts, Inputs, Extra> {
  return Object.freeze({ ...definition })
}
