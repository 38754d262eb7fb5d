import type { AbortSignalLike } from '../abort.js'
import type { SendResult } from '../channel.js'

/**
 * The EventSink contract, version 1. Types only.
 *
 * A sink carries the events of the record to another system: a broker, a data platform, a webhook. It gets them in batches, as CloudEvents 1.0, at least
 * once, and of each record in order. Outcomes are values; a sink throws only on a programming error, which core treats as `unknown` for the whole batch.
 *
 * Prove one with `sinkConformance` of `@huiyin/testkit`.
 */
export interface EventSink {
  /** Version of the contract that the sink is written for. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.sink/1'
  /** Destination name, unique among sinks, channels and deliveries of plugins: what it is owed is queued under it. Keep it for as long as events wait. */
  readonly name: string
  /**
   * Which events it is owed: types such as `request.claimed`, `request.*` for all of a group, `*` for all there are, of plugins too. A `*` takes in what
   * later versions add. Decided in the commit: what is not wanted is never owed.
   */
  readonly on: readonly string[]
  /** Most events of one batch, 1 to 1000. Default 200. */
  readonly batch?: number
  /** How many batches are published at the same time, of different records. Default 1. */
  readonly concurrency?: number
  /** Whether later events of the same record go on after a dead letter (`skip`, default) or wait for its replay (`block`). */
  readonly onDeadLetter?: 'skip' | 'block'
  /**
   * How long a batch may take, in milliseconds, 1 to 600 000 (ten minutes). Default 30 000. Then `signal` is aborted and other batches are published; an
   * answer that comes late still counts, and none of the batch is published again by this process before.
   */
  readonly timeout?: number
  /**
   * Hands a batch to the other system and answers what became of each event, in the order of the batch; or with one outcome that holds for all of them.
   *
   * Guarantee: a batch never holds two events of one record, since the outcome of the earlier must be known before the next is handed out. The same event may
   * come again, after a lost answer or a crash, with the same `source`, `id` and `dedupeid`. An answer of another length, or none, counts as `unknown` for all.
   */
  publish(batch: readonly CloudEvent[], context: PublishContext): Promise<SendResult | readonly SendResult[]>
}

/** What a sink is given beside the batch. */
export interface PublishContext {
  /** Aborted when the time of the batch is over. Pass it on to what can be called off, such as `fetch`. */
  readonly signal: AbortSignalLike
}

/**
 * An event as a CloudEvent 1.0 in structured JSON (`application/cloudevents+json`): `JSON.stringify` of it is what goes over the wire. Holds no free text
 * and no personal data, only references into the vault.
 */
export interface CloudEvent {
  /** Version of CloudEvents. */
  readonly specversion: '1.0'
  /** `<record type>/<record id>/<seq>`: unique within `source`, the same on every attempt. */
  readonly id: string
  /** Where it comes from: the option `eventOrigin`, a URI reference. */
  readonly source: string
  /** Type of the event, for example `request.claimed`. */
  readonly type: string
  /** The record: `<record type>/<record id>`. */
  readonly subject: string
  /** When it happened, RFC 3339 in UTC. */
  readonly time: string
  /** `data` is JSON. */
  readonly datacontenttype: 'application/json'
  /** Names the form of `data`; another URI stands for another form. */
  readonly dataschema: string
  /** Extension "partitioning": events with the same key stay in order. The record, as `subject`. */
  readonly partitionkey: string
  /** Extension of Huiyin: a short text of ASCII that is the same whenever this event comes, and no other's: the hash of the event in its chain. For brokers that drop repetitions. */
  readonly dedupeid: string
  /** The event itself. */
  readonly data: CloudEventData
}

/** The event as the record keeps it. */
export interface CloudEventData {
  /** Whose event it is. */
  readonly record: {
    /** Record type, for example `request`. */
    readonly type: string
    /** Id of the record. */
    readonly id: string
  }
  /** 1, 2, 3 … within the record, no gaps: what a consumer orders by. */
  readonly seq: number
  /** When it happened, in milliseconds since 1970. */
  readonly at: number
  /** Who issued the command; an opaque id. */
  readonly by: {
    /** Opaque id; `system` for core itself. */
    readonly id: string
    /** Kind of the actor. */
    readonly kind: 'resident' | 'staff' | 'system'
  }
  /** What the event says. Free text stands as a reference into the vault. */
  readonly data: object
}
