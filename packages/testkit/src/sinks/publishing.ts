import type { CloudEvent } from '@huiyin/core/contracts'
import { deepEqual, sameItems } from '../conformance/assert.js'
import { event, events, inShort, published, type SinkFacet } from './kit.js'

const idsOf = (some: readonly CloudEvent[]) => some.map(({ id }) => id)

/** `ok` means that the other system has the event. */
export const outcomes: SinkFacet = {
  name: 'outcomes',
  tests: [
    [
      'answers ok for each event once the other system has it, and not before',
      async ({ sink, taken }) => {
        const batch = events(3)
        deepEqual(inShort(await published(sink, batch)), ['ok', 'ok', 'ok'], 'the outcomes')
        sameItems(idsOf(taken()), idsOf(batch), 'what the other system has when the answer is there')
      },
    ],
    [
      'takes a batch of one, and one as large as it says',
      async ({ sink, taken }) => {
        const [one, full] = [[event('single')], events(sink.batch ?? 200)]
        for (const batch of [one, full])
          deepEqual([...new Set(inShort(await published(sink, batch)))], ['ok'], `outcomes of ${batch.length}`)
        sameItems(idsOf(taken()), idsOf([...one, ...full]), 'what the other system has')
      },
    ],
  ],
}

/** An event arrives as it is given, as a CloudEvent in structured JSON. */
export const wire: SinkFacet = {
  name: 'wire',
  tests: [
    [
      'hands every attribute over, those of extensions too, and the data as they are',
      async ({ sink, taken }) => {
        await published(sink, [event(1)])
        deepEqual(taken(), [event(1)], 'the event at the other system')
      },
    ],
    [
      'hands over whatever signs are in an id',
      async ({ sink, taken }) => {
        const batch = ['诉求', 'a b', 'q+1%2F?&#', 'e\u0301', 'q'.repeat(60)].map((id) => event(id))
        await published(sink, batch)
        sameItems(idsOf(taken()), idsOf(batch), 'ids at the other system')
      },
    ],
  ],
}

/** Events of one record arrive in the order in which they are handed over. */
export const order: SinkFacet = {
  name: 'order',
  tests: [
    [
      'keeps the order of one batch after the other',
      async ({ sink, taken }) => {
        for (const seq of [1, 2, 3]) await published(sink, [event(1, seq), event(2, seq)])
        const of = (id: string) => taken().filter(({ data }) => data.record.id === id)
        for (const id of ['q-1', 'q-2'])
          deepEqual(
            of(id).map(({ data }) => data.seq),
            [1, 2, 3],
            `events of ${id} at the other system`,
          )
      },
    ],
  ],
}

/** What an event is recognised by reaches the other system as it is, on every attempt. */
export const deduplication: SinkFacet = {
  name: 'deduplication',
  tests: [
    [
      'hands an event that comes again over with the same source, id and dedupeid',
      async ({ sink, taken }) => {
        for (const _ of ['first', 'again'])
          deepEqual(inShort(await published(sink, [event(1), event(2)])), ['ok', 'ok'], 'the outcomes')
        const names = taken().map(({ source, id, dedupeid }) => `${source} ${id} ${dedupeid}`)
        sameItems(
          [...new Set(names)],
          [event(1), event(2)].map(({ source, id, dedupeid }) => `${source} ${id} ${dedupeid}`),
          'what the other system recognises',
        )
      },
    ],
  ],
}
