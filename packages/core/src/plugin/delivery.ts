import type { AbortSignalLike } from '../contracts/abort.js'
import type { SendResult } from '../contracts/channel.js'
import type { DomainEvent } from '../record/record-kind.js'
import type { PluginHost } from './host.js'

/** An event that a delivery waits for. */
export interface PluginDelivered {
  /** Whose event it is. Read its facts through the host: they may have moved on since the event. */
  readonly record: {
    /** Record type, for example `request`. */
    readonly type: string
    /** Id of the record. */
    readonly id: string
  }
  /** As stored. Free text stands as a reference into the vault. */
  readonly event: DomainEvent
  /** 1 for the first attempt, 10 for the last; begins again at 1 after a replay. */
  readonly attempt: number
}

/** Something a plugin does because of events: outbox rows written in the commits of the events, carried out in batches, at least once, in order per record. */
export interface PluginDelivery {
  /** Unique within the plugin: the destination is `<id>/<name>`. Stored with every pending delivery, so keep it. */
  readonly name: string
  /** Event types, for example `request.completed`; `request.*` for all of a group, `*` for all there are, those that later versions add included. */
  readonly on: readonly string[]
  /**
   * Whether it is owed anything for this event, by the event and the facts after it. Pure and quick: it is asked inside the commit, with frozen values. Where a
   * process without the plugin wrote the event it is asked when it is delivered, with the facts of then. One that throws is taken for `true`. Absent: for every event in `on`.
   */
  when?(event: DomainEvent, facts: object): boolean
  /** Most events of one batch, 1 to 1000. Default 200. */
  readonly atMost?: number
  /** How many batches are carried out at the same time, of different records. Default 1. */
  readonly concurrency?: number
  /** Whether what was carried out stays in the ledger for some years, with the `ref` that was answered, as messages of channels do. Default `false`. */
  readonly keepSent?: boolean
  /** Whether the later ones of a record go on after a dead letter (`skip`, default) or wait for its replay (`block`). */
  readonly onDeadLetter?: 'skip' | 'block'
  /**
   * How long a batch may take, in milliseconds, 1 to 600 000. Default 30 000. Then `signal` is aborted and others are carried out in its place; an answer that
   * comes late still counts, and none of the batch is begun again by this process before.
   */
  readonly timeout?: number
  /**
   * Carries a batch out, which never holds two events of one record, and answers what became of each, in the order of the batch; or with one outcome for all of
   * them. Must be safe to repeat: a lost answer is retried. An error, or an answer of another length, counts as `unknown` for all.
   */
  deliver(
    batch: readonly PluginDelivered[],
    context: {
      /** The city. */
      readonly host: PluginHost
      /** Aborted when the time of the batch is over. */
      readonly signal: AbortSignalLike
    },
  ): Promise<SendResult | readonly SendResult[]>
}
