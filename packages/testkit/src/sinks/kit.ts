import type { AbortSignalLike, CloudEvent, EventSink, FailureClass, SendResult } from '@huiyin/core/contracts'
import { ConformanceError } from '../conformance/assert.js'
import type { Facet } from '../conformance/kit.js'

/** A sink under test, over a fake of the system it publishes to that the test can command. */
export interface SinkUnderTest {
  /** Ready to publish, to a system that takes every event. */
  readonly sink: EventSink
  /** The events that the other system took, as it read them off the wire, oldest first; one that came twice stands there twice. */
  readonly taken: () => readonly CloudEvent[]
  /** By class: makes the other system refuse the next batch, and only that, in the way which the sink must answer with this class for each event. Classes left out are not tested. */
  readonly provoke: { readonly [Class in FailureClass]?: () => void }
  /** Makes the other system refuse the event of this id, once, and take the rest of its batch. Absent where it takes or refuses a batch whole. */
  readonly refuseOne?: (id: string) => void
  /** Makes the other system break off at the next batch, and only there, without taking any of it: the connection is cut, or the answer is garbage. */
  readonly breakOff: () => void
  /** Makes the other system keep silent about the next batch, and only that. */
  readonly keepSilent: () => void
  /** Texts that the other system repeats when it refuses, such as the key of the account. None of them may be in a `reason`. */
  readonly personal?: readonly string[]
  /** Ends the fake and lets go of what it holds. */
  readonly cleanup: () => Promise<void>
}

/** Makes a sink and the system it publishes to for one test. */
export type SinkFactory = () => Promise<SinkUnderTest>

/** A group of tests of the EventSink contract under one name. */
export type SinkFacet = Facet<SinkUnderTest>

/** An event as core makes it: event `seq` of the request `q-<record>`. */
export function event(record: number | string, seq = 1): CloudEvent {
  const subject = `request/q-${record}`
  return {
    specversion: '1.0',
    id: `${subject}/${seq}`,
    source: '/huiyin/370281',
    type: 'request.replied',
    subject,
    time: '2022-01-04T02:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: 'urn:huiyin:event:request.replied:1',
    partitionkey: subject,
    dedupeid: `${record}-${seq}`.replaceAll(/[^a-z0-9]/gi, '0').padStart(64, '0'),
    data: {
      record: { type: 'request', id: `q-${record}` },
      seq,
      at: Date.parse('2022-01-04T10:00:00+08:00'),
      by: { id: 'staff-1', kind: 'staff' },
      data: { unit: 'housing', text: { ref: 't-1', hash: '0f' } },
    },
  }
}

/** So many events, each of a record of its own. */
export const events = (count: number): CloudEvent[] => Array.from({ length: count }, (_, n) => event(n + 1))

const never = new AbortController().signal

/** One outcome for each event, as core reads what the sink answers. */
export async function published(
  sink: EventSink,
  batch: readonly CloudEvent[],
  signal: AbortSignalLike = never,
): Promise<readonly SendResult[]> {
  let answer: SendResult | readonly SendResult[]
  try {
    answer = await sink.publish(batch, { signal })
  } catch (error) {
    throw new ConformanceError(`threw ${String(error)}; a sink answers with values`)
  }
  const outcomes: readonly SendResult[] = Array.isArray(answer) ? answer : batch.map(() => answer as SendResult)
  if (outcomes.length !== batch.length)
    throw new ConformanceError(`answered ${outcomes.length} outcomes for ${batch.length} events`)
  return outcomes
}

/** How each outcome reads in a message: `ok`, or its class. */
export const inShort = (outcomes: readonly SendResult[]) =>
  outcomes.map((outcome) => (outcome?.ok === true ? 'ok' : outcome?.ok === false ? outcome.class : 'nothing'))
