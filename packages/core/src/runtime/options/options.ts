import type { CodeRule } from '../../area/codes.js'
import type { GridKindTitle } from '../../area/grid-kinds.js'
import type { ContactPolicy } from '../../authority/contact-policy.js'
import type { PlacePermissions } from '../../authority/permissions.js'
import type { Role } from '../../authority/roles.js'
import type { BusinessHours } from '../../calendar/business-hours.js'
import type { WorkCalendar } from '../../calendar/calendar.js'
import type { NotificationChannel } from '../../contracts/channel.js'
import type { Clock } from '../../contracts/clock.js'
import type { Digest } from '../../contracts/digest.js'
import type { Directory } from '../../contracts/directory.js'
import type { Files } from '../../contracts/files.js'
import type { Ids } from '../../contracts/ids.js'
import type { Locator } from '../../contracts/locator.js'
import type { Logger } from '../../contracts/logger.js'
import type { Storage } from '../../contracts/storage.js'
import type { EventSink } from '../../contracts/streams/sink.js'
import type { EventSource } from '../../contracts/streams/source.js'
import type { Timer } from '../../contracts/timer.js'
import type { Indicator } from '../../evaluation/indicators/declaration.js'
import type { Measure } from '../../evaluation/measures/measure.js'
import type { Plugin } from '../../plugin/plugin.js'
import type { RatingPolicy } from '../../rating/policy.js'
import type { AttachmentPolicy } from '../../request/attachments/policy.js'
import type { Authoriser } from '../../request/context.js'
import type { LifecycleDefinition } from '../../request/lifecycle/definition.js'
import type { OwnCommands } from '../../request/own/own-command.js'
import type { RetentionRule } from '../../request/retention/retention-rule.js'
import type { SlaPolicy } from '../../sla/policy.js'

/** What `createHuiyin` takes. Only the storage is required; everything else has a default. */
export interface HuiyinOptions<
  Plugins extends readonly Plugin[] = readonly Plugin[],
  OwnRole extends string = string,
  Commands extends OwnCommands = OwnCommands,
> {
  /** Where records are kept: `memoryStorage()`, `sqliteStorage(…)`, `postgresStorage(…)` or an adapter of your own. */
  readonly storage: Storage

  // What a place decides

  /** Working days. Default: the State Council calendar; deadlines in a year without a notice yet are projected and marked `provisional`. */
  readonly calendar?: WorkCalendar
  /** Opening hours, for limits in working hours. Default: 09:00–12:00 and 13:30–17:30 on working days. */
  readonly hours?: BusinessHours
  /** Which codes grids may have. Default: 15, 16 or 20 digits. */
  readonly codes?: CodeRule
  /** Kinds of grids besides the standard ones, with what people call them: `[{ kind: 'campus', title: { zh: '校园网格', en: 'campus' } }]`. Default: none. */
  readonly gridKinds?: readonly GridKindTitle[]
  /** What the numbers of requests begin with, 1 to 8 letters A to Z: `JZ` for `JZ-20220104-0042-5`. Keep it. Default: none, `20220104-0042-5`. */
  readonly numberPrefix?: string
  /** Time limits. Default: `defaultSlaPolicy`, requests are completed in 3 working days. */
  readonly sla?: SlaPolicy
  /** Rating scale and limits of returns, transfers and appeals; what is left out is as in `defaultRatingPolicy`, with five grades. */
  readonly rating?: Partial<RatingPolicy>
  /** Which files are taken as attachments, and what the requester sees of them; what is left out is as in `defaultAttachmentPolicy`. */
  readonly attachments?: Partial<AttachmentPolicy>
  /** The states of a request and the commands between them. Default: `defaultLifecycle`. `start()` proves it. */
  readonly lifecycle?: LifecycleDefinition
  /** Commands on requests that the place has besides those of the library, by name; each is issued with `requests.act`. Default: none. */
  readonly commands?: Commands
  /** Roles that the place has besides `defaultRoles`, or instead of one of them. Default: none. */
  readonly roles?: Readonly<Record<OwnRole, Role>>
  /** Who may do what, as far as the place does otherwise than `defaultPermissions`: `{ requests: { dispatch: ['gridLead', 'dispatcher'] } }`. */
  readonly permissions?: PlacePermissions<NoInfer<OwnRole>>
  /** What is shown and kept of the people behind requests, as far as the place does otherwise. */
  readonly privacy?: {
    /** Who sees name, phone, address and personal fields, in which phase, plain or masked: `{ unit: { phone: { fromClaim: 'plain' } } }`. Default: `defaultContactPolicy`. */
    readonly contacts?: ContactPolicy<NoInfer<OwnRole>>
    /** For how many days texts are kept after the end, by category and kind of end; the first rule that fits counts: `[{ name: 'three-years', days: 1096 }]`. Default: until somebody erases them. */
    readonly retention?: readonly RetentionRule[]
  }
  /** For a rule on commands that is not a table: wraps `defaultAuthoriser`, which judges by roles and permissions. Default: that one. */
  readonly authorise?: Authoriser

  // What is plugged in

  /** Where residents, units and supervisors get their messages. Default: none. */
  readonly channels?: readonly NotificationChannel[]
  /** Where the events of the record go: brokers, data platforms, webhooks. Default: none. */
  readonly sinks?: readonly EventSink[]
  /** Where commands come from besides callers: brokers, a hotline, another city. Default: none. */
  readonly sources?: readonly EventSource[]
  /**
   * `source` of every CloudEvent: a URI reference that no other city uses, for example `https://huiyin.example.cn/370281`. Keep it: consumers tell events apart by
   * `source` and `id`. Default: `/huiyin`.
   */
  readonly eventOrigin?: string
  /** Who is reached where, for a place that keeps addresses elsewhere. Default: `huiyin.contacts`, the teams, and the phone of the request. */
  readonly directory?: Directory
  /** Where the bytes of attachments are kept: `localFiles(…)` of `@huiyin/files-local`, or a store of your own. Default: nowhere, and nothing can be attached. */
  readonly files?: Files
  /** Says in which area a place lies. Default: the names of the areas, as far as the address has them. */
  readonly locator?: Locator
  /** What requests are searched by besides their texts. Default: nothing. */
  readonly search?: {
    /**
     * Keyed digests that telephone numbers are found by, made with `keyedDigest` and keys that are kept outside the database: numbers are written under the
     * first, and found under all of them, so that a key can be replaced. Numbers that were written without a key are not found. Default: none, and a
     * search by telephone is refused: a bare hash of a number is reversed in minutes.
     */
    readonly phone?: readonly Digest[]
  }
  /** A place's own practice; laws are asked in this order. Default: none. */
  readonly plugins?: Plugins
  /** What a place counts besides core's own figures. */
  readonly evaluation?: {
    /** Measures besides core's. One that is added to a running city counts the requests submitted from then on. */
    readonly measures?: readonly Measure[]
    /** Figures made of core's measures and these. */
    readonly indicators?: readonly Indicator[]
  }

  // Where it runs

  /** Time, randomness and digests. Under Node each has a default; elsewhere pass `clock`, `ids` and `digest`. */
  readonly platform?: Partial<Platform>
  /** Bounds on what one process accepts and keeps. */
  readonly limits?: {
    /** How many commands may run or wait; further ones throw `OverloadedError`. Default 10 000. */
    readonly maxInFlight?: number
    /** How many recently written records are cached, so that the next command on one need not read it. Default 2000; 0 for none. */
    readonly cachedRecords?: number
    /** For how many days the answer to an idempotency key is kept. Default 30: workers in the field may be offline for weeks. */
    readonly idempotencyDays?: number
    /**
     * For how many days it is kept what was sent to whom by which channel, with its receipts. Default 1827: an act can be brought before a court within five years
     * (行政诉讼法 article 46), and whether somebody was told of it is asked there.
     */
    readonly sentDays?: number
    /**
     * By how many days the clock of a process may be off: ahead of, or behind, both the storage's own clock and the newest instant stored. Commands of a
     * process that is further off throw `ClockError`, and its rounds do nothing. Default 366; `Infinity` for no guard.
     */
    readonly clockDriftDays?: number
  }
  /** Receives the start and warnings: dead letters, paused channels, failed deadlines. Default: nothing is logged. */
  readonly logger?: Logger
}

/** What core takes from the machine it runs on: it never reads a clock or a random number by itself. */
export interface Platform {
  /** Default: the machine's clock. */
  readonly clock: Clock
  /** Waits for the loops and for slow channels. Default: the platform's timers. */
  readonly timer: Timer
  /** Makes ids and salts. Default: UUID version 7 (RFC 9562) and 16 random bytes. */
  readonly ids: Ids
  /** Hashes events. Default: SM3 (GB/T 32905). Once records exist it must stay the same. */
  readonly digest: Digest
}
