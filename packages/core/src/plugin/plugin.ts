import type { Party } from '../authority/parties.js'
import type { NotificationChannel } from '../contracts/channel.js'
import type { EventSink } from '../contracts/streams/sink.js'
import type { EventSource } from '../contracts/streams/source.js'
import type { Indicator } from '../evaluation/indicators/indicators.js'
import type { Measure } from '../evaluation/measures/measures.js'
import type { RefusalMakers } from '../import/refusal.js'
import type { RecordKind } from '../record/record-kind.js'
import type { Law } from '../request/context.js'
import type { LifecycleChange } from '../request/lifecycle/extend.js'
import type { Condition } from '../request/lifecycle/machine.js'
import type { ActInput, OwnCommands } from '../request/own/own-command.js'
import type { ClockPolicy } from '../sla/policy.js'
import type { PluginDelivery } from './delivery.js'
import type { PluginHost } from './host.js'
import type { AnyRecordDefinition } from './record/record-definition.js'
import type { AnyPluginRoute } from './route.js'
import type { AnyPluginVerb } from './verb.js'

// biome-ignore lint/suspicious/noExplicitAny: a plugin's record kinds have shapes of their own
export type AnyRecordKind = RecordKind<any, any, any>

/** What a plugin contributes. All of it is data, checked when Huiyin is created: faults throw `ConfigurationError`. What is absent adds nothing. */
export interface PluginDefinition<Id extends string, Api, Commands extends OwnCommands = OwnCommands> {
  /** Unique, kebab-case; also the property at `huiyin.plugins`. */
  readonly id: Id
  /** Ids of the plugins whose APIs it takes with `host.plugin`. They must be there, and none may need another that needs it. */
  readonly uses?: readonly string[]
  /** Kinds of records of its own, made with `defineRecord`; their types begin with `<id>.`. They need no migration. */
  readonly records?: readonly AnyRecordDefinition[]
  /** Further laws on commands of requests, by command name. They may refuse; they cannot change core's events. */
  readonly laws?: Readonly<Record<string, readonly Law[]>>
  /** Commands on requests that it adds, by name; their events begin with `<id>.`. Each is issued with `requests.act`. */
  readonly commands?: Commands
  /** States and entries added to the lifecycle, with the laws and conditions they name. */
  readonly lifecycle?: LifecycleChange
  /** Laws that `lifecycle` refers to, by the names used there. */
  readonly lifecycleLaws?: Readonly<Record<string, Law>>
  /** Conditions of branches that `lifecycle` refers to, by the names used there. */
  readonly conditions?: Readonly<Record<string, Condition>>
  /**
   * Who may do what with its records, by noun: the type of each, such as `polls.poll`, with its commands. Who may issue a command that it adds to requests stands in `commands`.
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
  readonly routes?: readonly AnyPluginRoute[]
  /** Commands that it adds to the command line, where it stands in the module of `--config`. */
  readonly verbs?: readonly AnyPluginVerb[]
  /** Channels that it brings, as if they stood in the option `channels`. */
  readonly channels?: readonly NotificationChannel[]
  /** Event sinks that it brings, as if they stood in the option `sinks`. */
  readonly sinks?: readonly EventSink[]
  /** Event sources that it brings, as if they stood in the option `sources`. */
  readonly sources?: readonly EventSource[]
  /** Its table of refusals, from `defineRefusals`; codes begin with `<id>.`. */
  // biome-ignore lint/suspicious/noExplicitAny: details differ per code
  readonly refusals?: RefusalMakers<any>
  /** Builds the plugin's API, found at `huiyin.plugins.<id>`. Called once, before `start()`; no I/O here. */
  setup(host: PluginHost): Api
  /**
   * Called by `huiyin.start()` when the city is loaded, after that of the plugins it uses; not by one that only reads. When it rejects, `start()` does, with
   * its error.
   */
  start?(host: PluginHost): Promise<void> | void
  /** Called by `huiyin.stop()`, before that of the plugins it uses, also when `start` failed. An error is logged and holds nothing up. */
  stop?(host: PluginHost): Promise<void> | void
}

/** A plugin, ready to be passed to `createHuiyin({ plugins: [...] })`. */
export interface Plugin<Id extends string = string, Api = unknown, Commands extends OwnCommands = OwnCommands>
  extends PluginDefinition<Id, Api, Commands> {
  /** Version of the contract, set by `definePlugin`. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.plugin/2'
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
export function definePlugin<const Id extends string, Api, const Commands extends OwnCommands = Record<never, never>>(
  definition: PluginDefinition<Id, Api, Commands>,
): Plugin<Id, Api, Commands> {
  return Object.freeze({ contract: 'huiyin.plugin/2', ...definition })
}

/** The APIs of a list of plugins, by their ids. */
export type PluginApis<Plugins extends readonly Plugin[]> = {
  readonly [Each in Plugins[number] as Each['id']]: ReturnType<Each['setup']>
}

/** What `requests.act` takes where these plugins are. */
export type PluginActs<Plugins extends readonly Plugin[]> = Plugins[number] extends infer Each
  ? Each extends Plugin<string, unknown, infer Commands>
    ? ActInput<Commands>
    : never
  : never
