import type { Settlement, Storage } from '@huiyin/core'
import { deepEqual, sameItems } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

type Outcome = Extract<Settlement, { what: 'delivery' }>['outcome']

const one = ref('q-1')
const owed = (event: number, destination = 'inbox', at = 10) => ({ event, destination, payload: `{"n":${event}}`, at })
const take = (storage: Storage, now: number, owner = 'a', destinations?: readonly string[], limit = 20) =>
  storage.takeDue({
    what: 'deliveries',
    now,
    limit,
    lease: { owner, until: now + 100 },
    ...(destinations && { destinations }),
  })
const names = async (rows: ReturnType<typeof take>) =>
  (await rows).map((row) => `${row.id} ${row.destination} ${row.event}`).sort()
const settle = (storage: Storage, event: number, outcome: Outcome, owner = 'a') =>
  storage.settle([{ what: 'delivery', owner, ref: one, event, destination: 'inbox', outcome }])

/** Deliveries are owed in order, per record and destination. */
export const deliveries: Facet = {
  name: 'deliveries',
  tests: [
    [
      'gives the head of each record and destination, and nothing behind it',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(2), owed(1), owed(1, 'sms')] }))
        await committed(storage, change(ref('q-2'), { deliveries: [owed(1)] }))
        deepEqual(await names(take(storage, 20)), ['q-1 inbox 1', 'q-1 sms 1', 'q-2 inbox 1'], 'the heads')
        deepEqual(await names(take(storage, 21, 'b')), [], 'for another owner while the heads are leased')
      },
    ],
    [
      'gives the row as it was owed, with the first attempt counted',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1)] }))
        deepEqual(await take(storage, 10), [{ ...one, ...owed(1), attempts: 1 }], 'the row')
      },
    ],
    [
      'gives nothing before its instant, nor what waits behind a head that is not due',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1, 'inbox', 50), owed(2, 'inbox', 10)] }))
        deepEqual(await names(take(storage, 49)), [], 'before')
        deepEqual(await names(take(storage, 50)), ['q-1 inbox 1'], 'at its instant')
      },
    ],
    [
      'moves the next one up when the head is done, across changes',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1)] }))
        await committed(storage, change(one, { expectedVersion: 1, deliveries: [owed(2)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'done' })
        deepEqual(await names(take(storage, 20)), ['q-1 inbox 2'], 'the second')
        await settle(storage, 2, { kind: 'done' })
        deepEqual(await names(take(storage, 9999)), [], 'when all are done')
      },
    ],
    [
      'keeps those behind waiting while the head is tried again later',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1), owed(2)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'retry', at: 50 })
        deepEqual(await names(take(storage, 49, 'b')), [], 'before the second attempt')
        const rows = await take(storage, 50, 'b')
        deepEqual(rows, [{ ...one, ...owed(1, 'inbox', 50), attempts: 2 }], 'the second attempt')
      },
    ],
    [
      'counts an attempt at the taking, so that one whose owner died counts too',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1)] }))
        const attempts = []
        for (const now of [20, 120, 220]) attempts.push(...(await take(storage, now, `owner-${now}`)))
        deepEqual(
          attempts.map((row) => row.attempts),
          [1, 2, 3],
          'attempts of three owners',
        )
      },
    ],
    [
      'sets a dead one aside and lets the queue go on',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1), owed(2)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'dead', reason: 'refused' })
        deepEqual(await names(take(storage, 20)), ['q-1 inbox 2'], 'the second')
        await settle(storage, 2, { kind: 'done' })
        deepEqual(await names(take(storage, 9999)), [], 'the dead one does not come back')
      },
    ],
    [
      'leases a head to one owner until the lease runs out',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1)] }))
        await take(storage, 20)
        deepEqual(await names(take(storage, 119, 'b')), [], 'while it lasts')
        deepEqual(await names(take(storage, 120, 'b')), ['q-1 inbox 1'], 'once it has run out')
      },
    ],
    [
      'leaves a row alone when a stranger or a former owner settles it',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'done' }, 'b')
        deepEqual(await names(take(storage, 120, 'b')), ['q-1 inbox 1'], 'still owed after a stranger settled')
        for (const outcome of [{ kind: 'done' }, { kind: 'dead', reason: 'x' }, { kind: 'retry', at: 1 }] as const)
          await settle(storage, 1, outcome)
        deepEqual(await names(take(storage, 219, 'c')), [], 'still leased to b')
        deepEqual(await names(take(storage, 220, 'c')), ['q-1 inbox 1'], 'still owed')
      },
    ],
    [
      'owes one event to one destination once',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [owed(1)] }))
        await committed(storage, change(one, { expectedVersion: 1, deliveries: [owed(1)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'done' })
        deepEqual(await names(take(storage, 9999)), [], 'owed again')
      },
    ],
    [
      'gives only what goes to the destinations and lies in the buckets asked for',
      async ({ storage }) => {
        await committed(storage, change({ ...one, bucket: 3 }, { deliveries: [owed(1), owed(1, 'sms')] }))
        deepEqual(await names(take(storage, 20, 'a', ['post'])), [], 'another destination')
        deepEqual(await names(take(storage, 20, 'a', [])), [], 'no destination')
        deepEqual(await names(take(storage, 20, 'a', ['sms', 'post'])), ['q-1 sms 1'], 'one of them')
        const lease = { owner: 'b', until: 20 }
        const within = async (buckets: number[]) =>
          (await storage.takeDue({ what: 'deliveries', now: 20, limit: 9, lease, buckets })).length
        deepEqual([await within([1, 2]), await within([2, 3])], [0, 1], 'rows in the buckets')
      },
    ],
    [
      'gives every head to exactly one of many owners that ask at once, no more than asked for',
      async ({ storage }) => {
        const refs = Array.from({ length: 30 }, (_, n) => ref(`q-${n}`))
        await storage.commit(refs.map((each) => change(each, { deliveries: [owed(1), owed(2)] })))
        const asked = Array.from({ length: 10 }, (_, owner) => take(storage, 20, `owner-${owner}`, undefined, 7))
        const taken = await Promise.all(asked)
        deepEqual(
          taken.filter((rows) => rows.length > 7),
          [],
          'answers longer than asked for',
        )
        sameItems(
          taken.flat().map((row) => `${row.id} ${row.event}`),
          refs.map(({ id }) => `${id} 1`),
          'rows taken',
        )
      },
    ],
  ],
}
