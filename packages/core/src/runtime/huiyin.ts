import type { Actor } from '../contracts/actor.js'
import type { PublicFigures } from '../evaluation/figures/public-figures.js'
import type { Period } from '../evaluation/period.js'
import type { Plugin, PluginActs, PluginApis } from '../plugin/plugin.js'
import type { LifecycleDefinition } from '../request/lifecycle/definition.js'
import type { ActInput, OwnCommands } from '../request/own/own-command.js'
import type { Requests } from '../request/requests.js'
import type { BoundHuiyin } from './actor/bound.js'
import type { Services } from './actor/services.js'
import type { LoopOptions, Running } from './loops.js'
import type { MountableRoute } from './plugins/mountable-route.js'
import type { RunnableVerb } from './plugins/runnable-verb.js'

/** The library over one storage: one per storage and process. Services are grouped by noun; frozen. */
export interface Huiyin<
  Plugins extends readonly Plugin[] = readonly Plugin[],
  Commands extends OwnCommands = OwnCommands,
> extends Omit<Services, 'requests'> {
  /** Commands on requests and views of them 诉求. */
  readonly requests: Requests<ActInput<Commands> | PluginActs<Plugins>>
  /** Commands that the place and its plugins have declared, by name, with what they are called: for buttons and pages. */
  readonly commands: OwnCommands
  /**
   * The same services for one actor, such as whoever sends a request to your server: `by` is not asked for any more, in no command and no read. The APIs
   * of plugins are reached too.
   *
   * @throws InvalidInputError for what is no actor
   * @example
   * ```ts
   * const clerk = huiyin.as({ id: 'staff-5', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281' }] })
   * const { items } = await clerk.requests.find({ open: true })
   * for (const { id } of items) await clerk.requests.dispatch(id)
   * ```
   */
  as(actor: Actor): BoundHuiyin<Plugins, Commands>
  /**
   * What a city may publish: totals, rates, and the units with enough requests to be named.
   *
   * @throws InvalidInputError for a wrong period
   * @throws NotFoundError for an unknown area
   */
  publicFigures(options: {
    /** The days that are counted. */
    readonly period: Period
    /** Area code: only its subtree. Absent: the whole city. */
    readonly within?: string
  }): Promise<PublicFigures>
  /** The types of all events there are here, those of plugins included: what a sink can be owed. Core's own, with what they are called: `eventNames` of `@huiyin/core/contracts`. */
  readonly eventNames: readonly string[]
  /** What each plugin's `setup` returned, by plugin id. */
  readonly plugins: PluginApis<Plugins>
  /** HTTP routes of plugins, for an HTTP package to mount below `/plugins/<id>`; calling one parses its input first. */
  readonly routes: readonly MountableRoute[]
  /** Verbs of plugins, for a command line: `huiyin <plugin> <name>`; running one parses its input first. */
  readonly verbs: readonly RunnableVerb[]
  /** The lifecycle in force, plugins included. */
  readonly lifecycle: LifecycleDefinition
  /**
   * Opens the storage and loads areas and catalogue. Call it before anything else.
   *
   * @throws ConfigurationError when the lifecycle leaves a state without a clock, an owner or a way to an end (naming the state),
   * when the digest or its key is not the record's, when the lifecycle would leave open requests standing still,
   * and when `states` names a state that the lifecycle has, or a target that it lacks
   * @throws AdapterError when the storage cannot be opened
   */
  start(options?: {
    /** For a process that only reads: starting writes no event and checks neither the digest nor where open requests stand. Commands are not refused. Default false. */
    readonly readOnly?: boolean
    /**
     * For a process that works on a record without the configuration of its place, such as a tool: what is recorded of limits, calendar, lifecycle, measures
     * and destinations stays as the processes of the place recorded it. Default false.
     */
    readonly keepRules?: boolean
    /**
     * Where open requests go whose state the lifecycle lacks: `{ old: 'new' }`. They are moved by events, before `start()` answers and once a minute
     * afterwards, since a process with the lifecycle of before may still run. Default: none.
     */
    readonly states?: Readonly<Record<string, string>>
  }): Promise<void>
  /** Ends the loops, waits for what is under way and closes the storage. Idempotent. */
  stop(): Promise<void>
  /** Polls for due deadlines and pending deliveries, each in a loop of its own, until `stop()`. Run it in any number of processes. */
  run(options?: LoopOptions): Running
  /**
   * One round without a loop: handles due deadlines, then sends pending deliveries. Safe in any number of processes.
   *
   * @param now milliseconds since 1970; default: the clock's instant
   */
  tick(now?: number): Promise<{
    /** How many deadlines had an effect. */
    readonly deadlines: number
    /** How many deliveries were attempted, successful or not. */
    readonly deliveries: number
  }>
}
