import type { CodeRule } from '../area/codes.js'
import type { BusinessHours } from '../calendar/business-hours.js'
import type { WorkCalendar } from '../calendar/calendar.js'
import type { NotificationChannel } from '../contracts/channel.js'
import type { Clock } from '../contracts/clock.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { Logger } from '../contracts/logger.js'
import type { Storage } from '../contracts/storage.js'
import type { Timer } from '../contracts/timer.js'
import type { Indicator } from '../evaluation/indicators/declaration.js'
import type { Measure } from '../evaluation/measures/measure.js'
import type { Plugin } from '../plugin/plugin.js'
import type { RatingPolicy } from '../rating/policy.js'
import type { Authoriser } from '../request/context.js'
import type { LifecycleDefinition } from '../request/lifecycle/definition.js'
import type { SlaPolicy } from '../sla/policy.js'

/** What `createHuiyin` is given. Only the storage is needed; everything else has a default. */
export interface HuiyinOptions<Plugins extends readonly Plugin[] = readonly Plugin[]> {
  readonly storage: Storage
  /** Default: the machine's clock. */
  readonly clock?: Clock
  /** Default: UUID version 7. */
  readonly ids?: Ids
  /** Default: SM3 (GB/T 32905). Once records exist, it must stay the same. */
  readonly digest?: Digest
  /** Default: the State Council calendar; deadlines in a year without a notice yet are projected and marked `provisional`. */
  readonly calendar?: WorkCalendar
  /** Default: 09:00–12:00 and 13:30–17:30 on working days. */
  readonly hours?: BusinessHours
  /** Which codes grids have. Default: 15, 16 or 20 digits. */
  readonly codes?: CodeRule
  /** Time limits. Default: `defaultSlaPolicy`, matters done in 3 working days. */
  readonly sla?: SlaPolicy
  /** Default: `defaultRatingPolicy`, five grades. */
  readonly rating?: Partial<RatingPolicy>
  /** Default: `defaultLifecycle`. Proved when loaded. */
  readonly lifecycle?: LifecycleDefinition
  /** Who may do what. Default: `defaultAuthoriser`. */
  readonly authorise?: Authoriser
  readonly channels?: readonly NotificationChannel[]
  /**
   * What the place counts besides core's measures, and figures made of either. A measure added to a running city counts the requests submitted from
   * then on.
   */
  readonly measures?: readonly Measure[]
  readonly indicators?: readonly Indicator[]
  readonly plugins?: Plugins
  /** Default: the platform's timers. Loops and the time limits of channels wait by it. */
  readonly timer?: Timer
  /** How many commands may be under way or wait for their turn before further ones get an `OverloadedError`. Default 10 000. */
  readonly mostRunning?: number
  /** How many records are kept at hand, so that the next command on one need not read it. Default 2000; 0 for none. */
  readonly recordCache?: number
  /** For how many days the answer to a command key is kept. Default 30: workers in the field may be offline for weeks. */
  readonly keepAnswers?: number
  /** Default: silence. */
  readonly log?: Logger
}
