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
import type { Party } from '../request/parties.js'
import type { Requests } from '../request/requests.js'
import type { ClockPolicy } from '../sla/policy.js'

/** What a plugin's `setup` and its reactions are given. */
export interface PluginHost {
  readonly requests: Requests
  /** Runs commands of the plugin's own record kinds through the same commit path as core's. */
  readonly records: RecordRunner
  readonly logger: Logger
  now(): number
  /** A new unique id. */
  newId(type: string): string
}

/** Something a plugin does because of an event. Owed with the event's commit, given at least once, in order per record. */
export interface PluginDelivery {
  readonly name: string
  /** Event types, for example `request.completed`. */
  readonly on: readonly string[]
  /** How many are given at the same time, of different records. Default 1. */
  readonly concurrency?: number
  /** Those behind one that was set aside go on (`skip`, default) or wait until it is replayed (`block`). */
  readonly onDeadLetter?: 'skip' | 'block'
  /** Must be safe to repeat: an answer that got lost is asked for again. */
  deliver(
    delivery: {
      readonly record: { readonly type: string; readonly id: string }
      readonly event: DomainEvent
      readonly attempt: number
    },
    host: PluginHost,
  ): Promise<SendResult>
}

/** An HTTP route, as data; an HTTP package mounts it below `/plugins/<id>`. */
export interface PluginRoute {
  readonly method: 'GET' | 'POST'
  readonly path: string
  handle(
    request: { readonly params: Readonly<Record<string, string>>; readonly body: unknown; readonly by: Actor },
    host: PluginHost,
  ): Promise<{ readonly status: number; readonly body: unknown }>
}

// biome-ignore lint/suspicious/noExplicitAny: a plugin's record kinds have shapes of their own
export type AnyRecordKind = RecordKind<any, any, any>

/** What a plugin contributes. All of it is data, checked when Huiyin is created. */
export interface PluginDefinition<Id extends string, Api> {
  /** Unique, kebab-case; also the property at `huiyin.plugins`. */
  readonly id: Id
  /** Record kinds of its own; their types begin with `<id>.`. They need no migration. */
  readonly records?: readonly {
    readonly kind: AnyRecordKind
    readonly contextOf?: (moment: Moment, host: PluginHost) => Moment | Promise<Moment>
  }[]
  /** Further laws on commands of requests, by command name. They may refuse; they cannot change core's events. */
  readonly laws?: Readonly<Record<string, readonly Law[]>>
  /** States, entries and commands added to the lifecycle, with the laws and conditions they name. */
  readonly lifecycle?: LifecycleChange
  readonly lifecycleLaws?: Readonly<Record<string, Law>>
  readonly conditions?: Readonly<Record<string, Condition>>
  /** Who may issue the plugin's commands. */
  readonly permissions?: Readonly<Record<string, readonly Party[]>>
  /** Limits of the clocks its states run. */
  readonly clocks?: Readonly<Record<string, ClockPolicy>>
  /** What it counts, and figures made of that. Names begin with `<id>.`. */
  readonly measures?: readonly Measure[]
  readonly indicators?: readonly Indicator[]
  readonly deliveries?: readonly PluginDelivery[]
  readonly routes?: readonly PluginRoute[]
  /** Its table of refusals, from `defineRefusals`; codes begin with `<id>.`. */
  // biome-ignore lint/suspicious/noExplicitAny: details differ per code
  readonly refusals?: RefusalMakers<any>
  /** Builds the plugin's API, found at `huiyin.plugins.<id>`. Called once, before `start()`; no I/O here. */
  setup(host: PluginHost): Api
}

/** A plugin, ready to be passed to `createHuiyin({ plugins: [...] })`. */
export interface Plugin<Id extends string = string, Api = unknown> extends PluginDefinition<Id, Api> {
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
