import type { Party } from '../authority/parties.js'
import type { Actor } from '../contracts/actor.js'
import type { SendResult } from '../contracts/channel.js'
import type { Logger } from '../contracts/logger.js'
import type { Indicator } from '../evaluation/indicators/indicators.js'
import type { Measure } from '../evaluation/measures/measures.js'
import type { RefusalMakers } from '../import/refusal.js'
import type { DomainEvent, Moment, RecordKind, RecordRunner } from '../record/record-kind.js'
import type { Law } from '../request/context.js'
import type { LifecycleChange } from '../request/lifecycle/extend.js'
import type { Condition } from '../request/lifecycle/machine.js'
import type { Requests } from '../request/requests.js'
import type { ClockPolicy } from '../sla/policy.js'

/** What a plugin's `setup` and its reactions are given. */
export interface PluginHost {
  /** The commands and reads that applications use; a plugin acts through them with an actor of its own. */
  readonly requests: Requests
  /**
   * Runs commands of the plugin's own record kinds through the same commit path as core's, and through the same gates: ids, keys and what `index` answers
   * are identifiers, and none that looks like somebody's number is taken (`InvalidInputError`).
   */
  readonly records: RecordRunner
  /** As passed to `createHuiyin`; does nothing when none was. Log no personal data. */
  readonly logger: Logger
  /** The instant of Huiyin's clock, in whole milliseconds since 1970. */
  now(): number
  /** A new unique id from `platform.ids`, URL-safe, for a record of this type. */
  newId(type: string): string
}

/** Something a plugin does because of an event: an outbox row written in the event's commit, sent at least once, in order per record. */
export interface PluginDelivery {
  /** Unique within the plugin: the destination is `<id>/<name>`. Stored with every pending delivery, so keep it. */
  readonly name: string
  /** Event types, for example `request.completed`. */
  readonly on: readonly string[]
  /** How many are carried out at the same time, of different records. Default 1. */
  readonly concurrency?: number
  /** Whether the later ones of a record go on after a dead letter (`skip`, default) or wait for its replay (`block`). */
  readonly onDeadLetter?: 'skip' | 'block'
  /**
   * How long carrying it out may take, in milliseconds, 1 to 600 000. Default 30 000. After that others are carried out in its place; its answer still
   * counts when it comes, and this process does not begin it again before.
   */
  readonly timeout?: number
  /** Carries it out. Must be safe to repeat: a lost response is retried. An error counts as `unknown`. */
  deliver(
    delivery: {
      /** Whose event it is. Read its facts through the host: they may have moved on since the event. */
      readonly record: {
        /** Record type, for example `request`. */
        readonly type: string
        /** Id of the record. */
        readonly id: string
      }
      /** The event that caused it, as stored. */
      readonly event: DomainEvent
      /** 1 for the first attempt, 10 for the last; begins again at 1 after a replay. */
      readonly attempt: number
    },
    host: PluginHost,
  ): Promise<SendResult>
}

/** An HTTP route, as data; an HTTP package mounts it below `/plugins/<id>`. */
export interface PluginRoute {
  /** GET must change nothing. */
  readonly method: 'GET' | 'POST'
  /** Begins with `/`; its syntax for parameters is that of the HTTP package that mounts it. */
  readonly path: string
  /** Answers one call. Core never calls it, and checks nothing: validate the body here, authorise by `by`. */
  handle(
    request: {
      /** Parameters of the path by name, decoded. */
      readonly params: Readonly<Record<string, string>>
      /** Parsed JSON, untrusted; `undefined` without a body. */
      readonly body: unknown
      /** Who calls, as the server found out from the session. */
      readonly by: Actor
    },
    host: PluginHost,
  ): Promise<{
    /** HTTP status code. */
    readonly status: number
    /** Sent as JSON. */
    readonly body: unknown
  }>
}

// biome-ignore lint/suspicious/noExplicitAny: a plugin's record kinds have shapes of their own
export type AnyRecordKind = RecordKind<any, any, any>

/** What a plugin contributes. All of it is data, checked when Huiyin is created: faults throw `ConfigurationError`. What is absent adds nothing. */
export interface PluginDefinition<Id extends string, Api> {
  /** Unique, kebab-case; also the property at `huiyin.plugins`. */
  readonly id: Id
  /** Record kinds of its own; their types begin with `<id>.`. They need no migration. */
  readonly records?: readonly {
    /** The record kind; run its commands with `host.records`. */
    readonly kind: AnyRecordKind
    /** Gathers what `decide` needs before each decision. May read, must not write. Absent: `decide` gets the moment alone. */
    readonly contextOf?: (moment: Moment, host: PluginHost) => Moment | Promise<Moment>
  }[]
  /** Further laws on commands of requests, by command name. They may refuse; they cannot change core's events. */
  readonly laws?: Readonly<Record<string, readonly Law[]>>
  /** States, entries and commands added to the lifecycle, with the laws and conditions they name. */
  readonly lifecycle?: LifecycleChange
  /** Laws that `lifecycle` refers to, by the names used there. */
  readonly lifecycleLaws?: Readonly<Record<string, Law>>
  /** Conditions of branches that `lifecycle` refers to, by the names used there. */
  readonly conditions?: Readonly<Record<string, Condition>>
  /**
   * Who may do what, by noun: `requests` for the commands that it adds to requests, and the type of each of its records, such as `polls.poll`, with its commands.
   * Merged into the table of the place, which may say otherwise. What no table names is refused to everybody but the system. A role counts where the record lies;
   * over a record that lies nowhere, or is not there yet, it has to be held over the whole city. `requester` and `unit` are those that `index` answers.
   */
  readonly permissions?: Readonly<Record<string, Readonly<Record<string, readonly Party<string>[]>>>>
  /** Limits of the clocks its states run. */
  readonly clocks?: Readonly<Record<string, ClockPolicy>>
  /** What it counts, from its installation on. Names begin with `<id>.`. */
  readonly measures?: readonly Measure[]
  /** Figures made of core's measures and its own. Names begin with `<id>.`. */
  readonly indicators?: readonly Indicator[]
  /** What it does because of events. */
  readonly deliveries?: readonly PluginDelivery[]
  /** HTTP routes that `huiyin.routes` hands to the application's server. */
  readonly routes?: readonly PluginRoute[]
  /** Its table of refusals, from `defineRefusals`; codes begin with `<id>.`. */
  // biome-ignore lint/suspicious/noExplicitAny: details differ per code
  readonly refusals?: RefusalMakers<any>
  /** Builds the plugin's API, found at `huiyin.plugins.<id>`. Called once, before `start()`; no I/O here. */
  setup(host: PluginHost): Api
}

/** A plugin, ready to be passed to `createHuiyin({ plugins: [...] })`. */
export interface Plugin<Id extends string = string, Api = unknown> extends PluginDefinition<Id, Api> {
  /** Version of the contract, set by `definePlugin`. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.plugin/1'
}

/**
 * Defines a plugin. Id and API are inferred: `huiyin.plugins.<id>` has the type that `setup` returns.
 *
 * @example
 * ```ts
 * import { definePlugin } from '@huiyin/core/plugin'
 *
 * export const quiet = definePlugin({
 *   id: 'quiet-hours',
 *   laws: { urge: [(facts) => undefined] },
 *   setup: (host) => ({ openNow: async () => (await host.requests.find({ open: true })).items.length }),
 * })
 * ```
 */
export function definePlugin<const Id extends string, Api>(definition: PluginDefinition<Id, Api>): Plugin<Id, Api> {
  return Object.freeze({ contract: 'huiyin.plugin/1', ...definition })
}

/** The APIs of a list of plugins, by their ids. */
export type PluginApis<Plugins extends readonly Plugin[]> = {
  readonly [Each in Plugins[number] as Each['id']]: ReturnType<Each['setup']>
}
