import type { CityCalendar } from '../amendment/calendar.js'
import type { Areas } from '../area/areas.js'
import type { Audit } from '../audit/audit.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { Contacts } from '../contact/contacts.js'
import type { Deliveries } from '../delivery/deliveries.js'
import type { CityPolicies } from '../edition/policies.js'
import type { Evaluation } from '../evaluation/evaluation.js'
import type { PublicFigures } from '../evaluation/figures/public-figures.js'
import type { Period } from '../evaluation/period.js'
import type { Plugin, PluginApis } from '../plugin/plugin.js'
import type { LifecycleDefinition } from '../request/lifecycle/definition.js'
import type { Requests } from '../request/requests.js'
import type { BackfillOptions, BackfillPage } from '../sink/backfill.js'
import type { Teams } from '../team/teams.js'
import type { LoopOptions, Running } from './loops.js'
import type { MountableRoute } from './plugins.js'

/** The library over one storage: one per storage and process. Services are grouped by noun; frozen. */
export interface Huiyin<Plugins extends readonly Plugin[] = readonly Plugin[]> {
  /** Areas and grids, and their changes over time 区划与网格. */
  readonly areas: Areas
  /** The working days in force, and holiday notices that come while the city runs 工作日历. */
  readonly calendar: CityCalendar
  /** Who serves in which grid, and which grids lack people 网格队伍. */
  readonly teams: Teams
  /** How people are reached, how they want to be, and what they agreed to 联系方式. */
  readonly contacts: Contacts
  /** Categories, handling units and the rules that lead from one to the other 责任目录. */
  readonly catalogue: Catalogue
  /** 时限规则: the time limits in force, and from which day on others are. */
  readonly policies: CityPolicies
  /** Commands on requests and views of them 诉求. */
  readonly requests: Requests
  /** Figures, rankings, recounts and frozen figures 考核评价. */
  readonly evaluation: Evaluation
  /** The outbox for operators: pending deliveries, dead letters, replay 投递. */
  readonly deliveries: Deliveries
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
  /**
   * Hands a sink what it was not owed when it happened: everything from before it was added, or from while it was retired. Page by page, in bounded memory, of each
   * record in order; a page is handed over when it is asked for. At least once, with the ids that the events always have. What the sink was owed comes
   * through the outbox, as ever: begin between `start()` and `run()`, so that of each record the older events arrive first.
   *
   * @param sink name of a sink of this process
   * @throws NotFoundError for another name
   * @throws InvalidInputError for wrong options
   * @throws AdapterError while walking, when the sink takes nothing any more: go on with `after`, the `next` of the last page
   *
   * @example
   * ```ts
   * import { createHuiyin, memoryStorage } from '@huiyin/core'
   * import { memorySink } from '@huiyin/testkit'
   *
   * const huiyin = createHuiyin({ storage: memoryStorage(), sinks: [memorySink()] })
   * await huiyin.start()
   * for await (const page of huiyin.backfill('memory')) console.log(page.published, page.next)
   * await huiyin.stop()
   * ```
   */
  backfill(sink: string, options?: BackfillOptions): AsyncIterable<BackfillPage>
  /** Verification of the event streams, and checkpoints to keep elsewhere 审计. */
  readonly audit: Audit
  /** What each plugin's `setup` returned, by plugin id. */
  readonly plugins: PluginApis<Plugins>
  /** HTTP routes of plugins, for an HTTP package to mount. */
  readonly routes: readonly MountableRoute[]
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
