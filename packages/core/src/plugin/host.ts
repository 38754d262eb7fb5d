import type { z } from 'zod'
import type { WorkCalendar } from '../calendar/calendar.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Logger } from '../contracts/logger.js'
import type { FindQuery } from '../contracts/queries.js'
import type { Evaluation } from '../evaluation/evaluation.js'
import type { CommandResult, DomainEvent, RecordPage } from '../record/record-kind.js'
import type { erasureBases } from '../request/inputs/erasure.js'
import type { Requests } from '../request/requests.js'
import type { ClockEnvironment } from '../sla/clock.js'
import type { ClockExplanation } from '../sla/explain.js'
import type { Teams } from '../team/teams.js'
import type { AnyRecordDefinition, CommandInputs, PluginAreas, RecordDefinition } from './record/record-definition.js'

/** What `setup` of a plugin, its deliveries, routes and `start` are given: the city, as the application has it. */
export interface PluginHost {
  /** 诉求: the commands and reads that applications use; a plugin acts through them with an actor of its own. */
  readonly requests: Requests
  /** 区划: the tree in force, for reading. */
  readonly areas: PluginAreas
  /** 网格队伍: who serves in which grid. */
  readonly teams: Teams
  /** 责任目录: categories, units and the rules between them. */
  readonly catalogue: Catalogue
  /** 考核评价: figures, with the cases behind them. */
  readonly evaluation: Evaluation
  /** 工作日历: the working days in force now, holiday notices that came while the city runs included. */
  readonly calendar: WorkCalendar
  /** What core counts deadlines with now: that calendar, opening hours, time limits. `addLimit` of `@huiyin/core/calendar` counts with it. */
  readonly sla: ClockEnvironment
  /** Records of plugins: commands on them, and reading them. */
  readonly records: PluginRecords
  /** As passed to `createHuiyin`; does nothing when none was. Log no personal data. */
  readonly logger: Logger
  /** The API of another plugin, which `uses` names. @throws ConfigurationError for one that it does not name */
  plugin<Api = unknown>(id: string): Api
  /** The instant of Huiyin's clock, in whole milliseconds since 1970. */
  now(): number
  /** A new unique id from `platform.ids`, URL-safe, for a record of this type. */
  newId(type: string): string
}

// biome-ignore lint/suspicious/noExplicitAny: the context of a decision is no affair of whoever runs a command
type Defined<Facts extends object, Inputs extends CommandInputs> = RecordDefinition<Facts, Inputs, any>

// biome-ignore lint/suspicious/noExplicitAny: nor are its commands of whoever reads
type OfFacts<Facts extends object> = RecordDefinition<Facts, any, any>

/** A question to the records of one kind. Conditions are combined with AND; an absent condition does not filter. */
export type RecordQuery = Omit<FindQuery, 'type' | 'limit'> & {
  /** Size of the page, 1 to 500; 50 when absent. */
  readonly limit?: number
}

/** The records of plugins. A definition is passed as it stands in `records` of its plugin. */
export interface PluginRecords {
  /**
   * Parses the input, moves its texts into the vault and decides the command, through the commit path and the gates that core's own commands pass: ids, keys and
   * what `index` answers are identifiers. With a `key` a repetition returns the first answer.
   *
   * @throws InvalidInputError for a command that the kind does not have, and for input, id or options of the wrong form, before anything is read or written
   * @throws ConfigurationError for a definition that no plugin brought, and for an answer of `decide` that is none
   * @throws ConflictError, OverloadedError, AdapterError as commands of requests
   */
  run<Facts extends object, Inputs extends CommandInputs, Name extends keyof Inputs & string>(
    definition: Defined<Facts, Inputs>,
    id: string,
    command: Name,
    input: z.input<Inputs[Name]>,
    options: CommandOptions,
  ): Promise<CommandResult<Facts>>
  /**
   * One record as an actor may read it, for whoever shows it to people: facts by `reads.facts`, and those of its texts that `reads` lets this actor read. `undefined` when there
   * is none, and for whoever may not read it: that it is there is not told.
   */
  read<Facts extends object>(
    definition: OfFacts<Facts>,
    id: string,
    options: {
      /** Who reads. */
      readonly by: Actor
    },
  ): Promise<
    | {
        /** As `evolve` made them; a copy of your own. */
        readonly facts: Facts
        /** Number of events of the record. */
        readonly version: number
        /** As `texts` answers them. */
        readonly texts: Readonly<Record<string, string>>
      }
    | undefined
  >
  /** The present state of one record; `undefined` when it does not exist. For the plugin's own work: nobody is asked who reads. */
  facts<Facts extends object>(
    definition: OfFacts<Facts>,
    id: string,
  ): Promise<
    | {
        /** As `evolve` made them; a copy of your own. */
        readonly facts: Facts
        /** Number of events of the record. */
        readonly version: number
      }
    | undefined
  >
  /** The event stream of one record, in order, for the plugin's own work: events with `seq > after`, all when absent. */
  events(definition: AnyRecordDefinition, id: string, after?: number): AsyncIterable<DomainEvent>
  /** A page of records that match, with a cursor to the next, for the plugin's own work. One that is damaged is left out and named. */
  find<Facts extends object>(definition: OfFacts<Facts>, query?: RecordQuery): Promise<RecordPage<Facts>>
  /** Every record that matches, read in pages, for the plugin's own work. */
  each<Facts extends object>(
    definition: OfFacts<Facts>,
    query?: Omit<RecordQuery, 'after' | 'limit'>,
  ): AsyncIterable<{
    /** Id of the record. */
    readonly id: string
    /** Number of events of the record. */
    readonly version: number
    /** As they were when the page was read. */
    readonly facts: Facts
  }>
  /**
   * The texts of a record by the `ref` of their `Sealed`, as far as the actor may read them (`reads`) and they were not erased.
   *
   * @throws NotFoundError for a record that does not exist
   */
  texts(
    definition: AnyRecordDefinition,
    id: string,
    options: {
      /** Who reads. */
      readonly by: Actor
    },
  ): Promise<Readonly<Record<string, string>>>
  /**
   * Says why a deadline of a record is when it is, in both languages: each day, counted or not, and by which notice.
   *
   * @throws NotFoundError for a record that does not exist, and for a clock that never ran
   */
  explainDeadline(definition: AnyRecordDefinition, id: string, clock: string): Promise<ClockExplanation>
  /**
   * Erases the texts of a record, for a reason that 《个人信息保护法》第四十七条 lists. The events stay, with commitments that tell nothing any more.
   *
   * By: whom `erases` names. Event: `<type>.erased`, none when there is nothing left to erase. Refusals: `record-not-permitted`.
   *
   * @throws InvalidInputError for another basis
   */
  erase<Facts extends object>(
    definition: OfFacts<Facts>,
    id: string,
    input: {
      /** Why. */
      readonly basis: (typeof erasureBases)[number]
    },
    options: CommandOptions,
  ): Promise<CommandResult<Facts>>
}
