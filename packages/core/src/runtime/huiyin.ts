import type { Areas } from '../area/areas.js'
import type { Audit } from '../audit/audit.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { Deliveries } from '../delivery/deliveries.js'
import type { Evaluation } from '../evaluation/evaluation.js'
import type { PublicFigures } from '../evaluation/figures/public-figures.js'
import type { Period } from '../evaluation/period.js'
import type { Plugin, PluginApis } from '../plugin/plugin.js'
import type { LifecycleDefinition } from '../request/lifecycle/definition.js'
import type { Requests } from '../request/requests.js'
import type { Teams } from '../team/teams.js'
import type { LoopOptions, Running } from './loops.js'
import type { MountableRoute } from './plugins.js'

/** A running Huiyin: one per storage and process. */
export interface Huiyin<Plugins extends readonly Plugin[] = readonly Plugin[]> {
  /** 区划与网格 */
  readonly areas: Areas
  /** 网格队伍 */
  readonly teams: Teams
  /** 责任目录 */
  readonly catalogue: Catalogue
  /** 诉求 */
  readonly requests: Requests
  /** 考核评价 */
  readonly evaluation: Evaluation
  /** What is owed to people and systems, what was set aside, and replaying that. */
  readonly deliveries: Deliveries
  /** What a city shows everybody: totals, rates, and the units with enough matters to be named. */
  publicFigures(options: { readonly period: Period; readonly within?: string }): Promise<PublicFigures>
  /** 审计 */
  readonly audit: Audit
  /** What each plugin's `setup` returned. */
  readonly plugins: PluginApis<Plugins>
  /** HTTP routes of plugins, for an HTTP package to mount. */
  readonly routes: readonly MountableRoute[]
  /** The lifecycle in force, plugins included. */
  readonly lifecycle: LifecycleDefinition
  /**
   * Opens the storage and loads areas and catalogue. Call it before anything else. With `readOnly`, starting writes no event and does not check
   * the digest, for a process that only reads; commands are not refused. Throws `ConfigurationError` when the digest or its key is not the record's.
   */
  start(options?: { readonly readOnly?: boolean }): Promise<void>
  /** Ends the loops, waits for what is under way and closes the storage. Idempotent. */
  stop(): Promise<void>
  /** Does what time asks for, round after round, until `stop()`: deadlines in one loop, deliveries in another. As many processes as you like. */
  run(options?: LoopOptions): Running
  /** Does what time asks for: due deadlines first, then what is owed. Call it every so often, from as many processes as you like. */
  tick(now?: number): Promise<{ readonly deadlines: number; readonly deliveries: number }>
}
