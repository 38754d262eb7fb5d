import type { AbortSignalLike } from '../contracts/abort.js'
import type { SendResult } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { CloudEvent, EventSink } from '../contracts/streams/sink.js'
import { unknownOutcome } from '../delivery/send-result.js'
import { messageIn } from '../import/in-words.js'
import type { Destination } from '../record/destinations.js'
import type { RecordReader } from '../record/record-reader.js'
import { cloudEvent } from './cloud-event.js'
import { eventPayload } from './event-pattern.js'
import { defaultBatch, publish } from './publish.js'

const isEvent = (read: CloudEvent | SendResult): read is CloudEvent => 'specversion' in read

interface SinkParts {
  readonly sink: EventSink
  readonly readEventOf: RecordReader['readEventOf']
  /** The option `eventOrigin`. */
  readonly origin: string
}

/** An event sink as a destination: its rows are written with the events, and taken in batches by the dispatcher. */
export function sinkDestination({ sink, readEventOf, origin }: SinkParts): Destination {
  // One that cannot be read now is tried again by itself; one that is gone needs no sending.
  async function eventOf(taken: TakenDelivery): Promise<CloudEvent | SendResult> {
    try {
      const read = await readEventOf(taken)
      return read === undefined ? { ok: true } : cloudEvent(origin, taken, read)
    } catch (error) {
      return unknownOutcome(messageIn(error))
    }
  }

  async function deliver(some: readonly TakenDelivery[], signal: AbortSignalLike): Promise<readonly SendResult[]> {
    const read = await Promise.all(some.map(eventOf))
    const outcomes = (await publish(sink, read.filter(isEvent), signal)).values()
    return read.map((each) => (isEvent(each) ? (outcomes.next().value as SendResult) : each))
  }

  return {
    name: sink.name,
    concurrency: sink.concurrency ?? 1,
    onDeadLetter: sink.onDeadLetter ?? 'skip',
    ...(sink.timeout !== undefined && { timeout: sink.timeout }),
    payloadFor: eventPayload(sink.on),
    together: { size: sink.batch ?? defaultBatch, deliver },
  }
}
