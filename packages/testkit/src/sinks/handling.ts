import type { CloudEvent } from '@huiyin/core/contracts'
import { deepEqual } from '../conformance/assert.js'
import { event, events, inShort, published, type SinkFacet } from './kit.js'

function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen(member)
  return Object.freeze(value)
}

/** A batch belongs to core: a sink reads it while it publishes it. */
export const batches: SinkFacet = {
  name: 'batches',
  tests: [
    [
      'reads a batch and changes nothing in it',
      async ({ sink }) => {
        const given = events(2).reverse()
        const results = await published(sink, frozen(events(2).reverse())).catch(() => [])
        deepEqual(inShort(results), ['ok', 'ok'], 'the outcomes of a frozen batch')
        await published(sink, given).catch(() => [])
        deepEqual(given, events(2).reverse(), 'the batch afterwards')
      },
    ],
    [
      'is done with a batch when it has answered',
      async ({ sink, taken }) => {
        const batch = events(2)
        await published(sink, batch)
        const changed = { ...event('changed-afterwards') }
        batch.splice(0, 2, changed)
        await published(sink, [event(3)])
        const read = taken().filter(({ id }: CloudEvent) => id === changed.id)
        deepEqual(read, [], 'what was read from the batch after the answer')
      },
    ],
  ],
}

/** Batches of different records are published at the same time. */
export const concurrency: SinkFacet = {
  name: 'concurrency',
  tests: [
    [
      'publishes two batches at the same time, each as itself',
      async ({ sink, taken }) => {
        const two = [events(2), [event(3), event(4), event(5)]]
        const answers = await Promise.all(two.map((batch) => published(sink, batch)))
        deepEqual(
          answers.map(inShort),
          [
            ['ok', 'ok'],
            ['ok', 'ok', 'ok'],
          ],
          'the outcomes',
        )
        deepEqual(
          taken()
            .map(({ id }) => id)
            .toSorted(),
          two
            .flat()
            .map(({ id }) => id)
            .toSorted(),
          'ids at the other system',
        )
      },
    ],
    [
      'gives each of two batches its own outcomes when one of them fails',
      async ({ sink, taken, breakOff }) => {
        const two = [events(2), [event(3), event(4)]]
        breakOff()
        const answers = await Promise.all(two.map((batch) => published(sink, batch).catch(() => [])))
        const ok = two.flat().filter((_, position) => answers[position >> 1]?.[position & 1]?.ok === true)
        deepEqual(
          ok.map(({ id }) => id),
          taken().map(({ id }) => id),
          'events answered with ok, beside those that the other system has',
        )
      },
    ],
  ],
}
