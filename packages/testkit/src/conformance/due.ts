import type { Storage } from '@huiyin/core'
import { deepEqual } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

const take = (storage: Storage, owner: string, now: number, limit = 10) =>
  storage
    .takeDue({ what: 'deadlines', now, limit, lease: { owner, until: now + 100 } })
    .then((rows) => rows.map((row) => `${row.id} ${row.name}`))

/** Deadlines come when they are due, earliest first, to one owner at a time. */
export const deadlines: Facet = {
  name: 'deadlines',
  tests: [
    [
      'gives what is due, earliest first, as many as asked for',
      async ({ storage }) => {
        await committed(
          storage,
          change(ref('q-1'), {
            put: [
              { name: 'late', at: 30 },
              { name: 'soon', at: 10 },
            ],
          }),
        )
        await committed(
          storage,
          change(ref('q-2'), {
            put: [
              { name: 'next', at: 20 },
              { name: 'never', at: 9999 },
            ],
          }),
        )
        deepEqual(await take(storage, 'a', 15), ['q-1 soon'], 'due at 15')
        deepEqual(await take(storage, 'a', 40, 2), ['q-1 soon', 'q-2 next'], 'the first two at 40')
        deepEqual(await take(storage, 'a', 9), [], 'nothing due yet')
      },
    ],
    [
      'leases a row to one owner until the lease runs out',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1'), { put: [{ name: 'claim', at: 10 }] }))
        deepEqual(await take(storage, 'a', 20), ['q-1 claim'], 'to the first')
        deepEqual(await take(storage, 'b', 21), [], 'not to the second')
        deepEqual(await take(storage, 'b', 120), ['q-1 claim'], 'to the second once the lease has run out')
      },
    ],
    [
      'gives a deadline that was put again its new instant, and ends the lease',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { put: [{ name: 'claim', at: 10 }] }))
        await take(storage, 'a', 20)
        await committed(storage, change(one, { expectedVersion: 1, put: [{ name: 'claim', at: 15 }] }))
        deepEqual(await take(storage, 'b', 20), ['q-1 claim'], 'put again')
        await committed(storage, change(one, { expectedVersion: 2, drop: ['claim'] }))
        deepEqual(await take(storage, 'b', 9999), [], 'dropped')
      },
    ],
    [
      'takes a row back from its owner only',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { put: [{ name: 'claim', at: 10 }] }))
        await take(storage, 'a', 20)
        await storage.settle([{ what: 'deadline', owner: 'b', ref: one, name: 'claim', at: 500 }])
        deepEqual(await take(storage, 'c', 30), [], 'a stranger gave back')
        await storage.settle([{ what: 'deadline', owner: 'a', ref: one, name: 'claim', at: 40 }])
        deepEqual(
          [await take(storage, 'c', 39), await take(storage, 'c', 40)],
          [[], ['q-1 claim']],
          'the owner gave back',
        )
      },
    ],
    [
      'gives only what lies in the buckets asked for',
      async ({ storage }) => {
        await committed(storage, change({ ...ref('q-1'), bucket: 3 }, { put: [{ name: 'claim', at: 10 }] }))
        const asked = (buckets: number[]) =>
          storage
            .takeDue({ what: 'deadlines', now: 20, limit: 9, lease: { owner: 'a', until: 90 }, buckets })
            .then((rows) => rows.length)
        deepEqual([await asked([1, 2]), await asked([2, 3])], [0, 1], 'rows in the buckets')
      },
    ],
    [
      'gives every row to exactly one of many owners that ask at once',
      async ({ storage }) => {
        for (let n = 0; n < 30; n++)
          await committed(storage, change(ref(`q-${n}`), { put: [{ name: 'claim', at: 10 }] }))
        const taken = (
          await Promise.all(Array.from({ length: 10 }, (_, owner) => take(storage, `owner-${owner}`, 20, 7)))
        ).flat()
        deepEqual([taken.length, new Set(taken).size], [30, 30], 'rows taken, and different ones')
      },
    ],
  ],
}

const owed = (event: number, destination: string, at = 10) => ({ event, destination, payload: `{"n":${event}}`, at })
const takeOwed = (storage: Storage, now: number, owner = 'a', destinations?: string[]) =>
  storage.takeDue({
    what: 'deliveries',
    now,
    limit: 20,
    lease: { owner, until: now + 100 },
    ...(destinations && { destinations }),
  })
const names = (rows: Awaited<ReturnType<typeof takeOwed>>) =>
  rows.map((row) => `${row.id} ${row.destination} ${row.event}`).sort()

/** Deliveries are owed in order, per record and destination. */
export const deliveries: Facet = {
  name: 'deliveries',
  tests: [
    [
      'gives the head of each record and destination, and nothing behind it',
      async ({ storage }) => {
        await committed(
          storage,
          change(ref('q-1'), { deliveries: [owed(2, 'inbox'), owed(1, 'inbox'), owed(1, 'sms')] }),
        )
        await committed(storage, change(ref('q-2'), { deliveries: [owed(1, 'inbox')] }))
        deepEqual(names(await takeOwed(storage, 20)), ['q-1 inbox 1', 'q-1 sms 1', 'q-2 inbox 1'], 'the heads')
        deepEqual(names(await takeOwed(storage, 21, 'b')), [], 'for another owner while leased')
      },
    ],
    [
      'moves the next one up when the head is done',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { deliveries: [owed(1, 'inbox'), owed(2, 'inbox')] }))
        await takeOwed(storage, 20)
        await storage.settle([
          { what: 'delivery', owner: 'a', ref: one, event: 1, destination: 'inbox', outcome: { kind: 'done' } },
        ])
        deepEqual(names(await takeOwed(storage, 20)), ['q-1 inbox 2'], 'the second')
      },
    ],
    [
      'keeps those behind waiting while the head is tried again later, counting attempts',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { deliveries: [owed(1, 'inbox'), owed(2, 'inbox')] }))
        deepEqual(
          (await takeOwed(storage, 20)).map((row) => row.attempts),
          [1],
          'the first attempt',
        )
        await storage.settle([
          {
            what: 'delivery',
            owner: 'a',
            ref: one,
            event: 1,
            destination: 'inbox',
            outcome: { kind: 'retry', at: 50 },
          },
        ])
        deepEqual(names(await takeOwed(storage, 49)), [], 'before the second attempt')
        deepEqual(
          (await takeOwed(storage, 50)).map((row) => [row.event, row.attempts, row.payload]),
          [[1, 2, '{"n":1}']],
          'the second attempt',
        )
      },
    ],
    [
      'sets a dead one aside and lets the queue go on',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { deliveries: [owed(1, 'inbox'), owed(2, 'inbox')] }))
        await takeOwed(storage, 20)
        await storage.settle([
          {
            what: 'delivery',
            owner: 'a',
            ref: one,
            event: 1,
            destination: 'inbox',
            outcome: { kind: 'dead', reason: 'refused' },
          },
        ])
        deepEqual(names(await takeOwed(storage, 20)), ['q-1 inbox 2'], 'the second')
      },
    ],
    [
      'is settled by its owner only, owed once, and given to the destinations asked for',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { deliveries: [owed(1, 'inbox')] }))
        await committed(storage, change(one, { expectedVersion: 1, deliveries: [owed(1, 'inbox')] }))
        deepEqual(names(await takeOwed(storage, 20, 'a', ['sms'])), [], 'another destination')
        await takeOwed(storage, 20, 'a', ['inbox'])
        await storage.settle([
          { what: 'delivery', owner: 'b', ref: one, event: 1, destination: 'inbox', outcome: { kind: 'done' } },
        ])
        deepEqual(names(await takeOwed(storage, 500)), ['q-1 inbox 1'], 'still owed')
        await storage.settle([
          { what: 'delivery', owner: 'a', ref: one, event: 1, destination: 'inbox', outcome: { kind: 'done' } },
        ])
        deepEqual(names(await takeOwed(storage, 999)), [], 'given')
      },
    ],
  ],
}
