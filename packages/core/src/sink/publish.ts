import type { AbortSignalLike } from '../contracts/abort.js'
import type { SendResult } from '../contracts/channel.js'
import type { CloudEvent, EventSink } from '../contracts/streams/sink.js'
import { parseSendResult, unknownOutcome } from '../delivery/send-result.js'
import { messageIn } from '../import/in-words.js'

/** How many events a batch holds when the sink does not say. */
export const defaultBatch = 200

/** What became of each event of a batch, in its order. Never rejects, whatever the sink does. */
export async function publish(
  sink: EventSink,
  batch: readonly CloudEvent[],
  signal: AbortSignalLike,
): Promise<readonly SendResult[]> {
  // Counted before: whatever the sink does to its list, an outcome belongs to its event.
  const { length } = batch
  if (length === 0) return []
  try {
    return parsePublished(await sink.publish(batch, { signal }), length)
  } catch (error) {
    return forAll(unknownOutcome(messageIn(error)), length)
  }
}

const forAll = (result: SendResult, events: number): readonly SendResult[] =>
  Array.from({ length: events }, () => result)

/**
 * What a sink answered to a batch, read once and made plain: one outcome for each event. One outcome that is no list holds for all. A list of another length says
 * of no event which outcome is its own: all are unknown. Never throws.
 */
export function parsePublished(answer: unknown, events: number): readonly SendResult[] {
  try {
    if (!Array.isArray(answer)) return forAll(parseSendResult(answer), events)
    const { length } = answer
    if (length !== events) return forAll(unknownOutcome(`${length} outcomes for ${events} events`), events)
    return Array.from({ length: events }, (_, position) => outcomeAt(answer, position))
  } catch {
    // A proxy that throws: not an answer.
    return forAll(parseSendResult(undefined), events)
  }
}

function outcomeAt(answer: readonly unknown[], position: number): SendResult {
  try {
    return parseSendResult(answer[position])
  } catch {
    return parseSendResult(undefined)
  }
}
