import type { Storage } from '@huiyin/core'
import type { Settlement } from '@huiyin/core/contracts'
import { deepEqual, equal, sameItems } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

type Outcome = Extract<Settlement, { what: 'delivery' }>['outcome']

const one = ref('q-1')
const delivery = (event: number, destination = 'inbox', at = 10) => ({
  event,
  destination,
  payload: `{"n":${event}}`,
  at,
})
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
// Under the lease that `take` at 20 gave.
const settle = (storage: Storage, event: number, outcome: Outcome, owner = 'a', until = 120) =>
  storage.settle([{ what: 'delivery', lease: { owner, until }, ref: one, event, destination: 'inbox', outcome }])
const dead = (behind: 'skip' | 'block') => ({ kind: 'dead', reason: 'refused', behind }) as const
const replay = (storage: Storage, event: number, at: number) =>
  storage.settle([{ what: 'replay', ref: one, event, destination: 'inbox', at }])

/** Deliveries are handed out in order, per record and destination. */
export const deliveries: Facet = {
  name: 'deliveries',
  tests: [
    [
      'gives the head of each record and destination, and nothing behind it',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(2), delivery(1), delivery(1, 'sms')] }))
        await committed(storage, change(ref('q-2'), { deliveries: [delivery(1)] }))
        deepEqual(await names(take(storage, 20)), ['q-1 inbox 1', 'q-1 sms 1', 'q-2 inbox 1'], 'the heads')
        deepEqual(await names(take(storage, 21, 'b')), [], 'for another owner while the heads are leased')
      },
    ],
    [
      'returns the row as it was written, with the first attempt counted',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        deepEqual(await take(storage, 10), [{ ...one, ...delivery(1), attempts: 1 }], 'the row')
      },
    ],
    [
      'gives nothing before its instant, nor what waits behind a head that is not due',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1, 'inbox', 50), delivery(2, 'inbox', 10)] }))
        deepEqual(await names(take(storage, 49)), [], 'before')
        deepEqual(await names(take(storage, 50)), ['q-1 inbox 1'], 'at its instant')
      },
    ],
    [
      'moves the next one up when the head is done, across changes',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        await committed(storage, change(one, { expectedVersion: 1, deliveries: [delivery(2)] }))
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
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(2)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'retry', at: 50 })
        deepEqual(await names(take(storage, 49, 'b')), [], 'before the second attempt')
        const rows = await take(storage, 50, 'b')
        deepEqual(rows, [{ ...one, ...delivery(1, 'inbox', 50), attempts: 2 }], 'the second attempt')
      },
    ],
    [
      'counts an attempt at the taking, so that one whose owner died counts too',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
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
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(2)] }))
        await take(storage, 20)
        await settle(storage, 1, dead('skip'))
        deepEqual(await names(take(storage, 20)), ['q-1 inbox 2'], 'the second')
        await settle(storage, 2, { kind: 'done' })
        deepEqual(await names(take(storage, 9999)), [], 'the dead one does not come back')
      },
    ],
    [
      'leases a head to one owner until the lease runs out',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        await take(storage, 20)
        deepEqual(await names(take(storage, 119, 'b')), [], 'while it lasts')
        deepEqual(await names(take(storage, 119)), [], 'nor to the same owner once more')
        deepEqual(await names(take(storage, 120, 'b')), ['q-1 inbox 1'], 'once it has run out')
      },
    ],
    [
      'leaves a row alone when a stranger or a former owner settles it',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'done' }, 'b')
        deepEqual(await names(take(storage, 120, 'b')), ['q-1 inbox 1'], 'still pending after a stranger settled')
        for (const outcome of [{ kind: 'done' }, dead('skip'), { kind: 'retry', at: 1 }] as const)
          await settle(storage, 1, outcome)
        deepEqual(await names(take(storage, 219, 'c')), [], 'still leased to b')
        deepEqual(await names(take(storage, 220, 'c')), ['q-1 inbox 1'], 'still pending')
      },
    ],
    [
      'takes nothing back under a lease the owner no longer has, though it has the row again',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        await take(storage, 20)
        await take(storage, 120)
        await settle(storage, 1, { kind: 'done' })
        deepEqual(await names(take(storage, 220)), ['q-1 inbox 1'], 'still pending')
      },
    ],
    [
      'keeps later deliveries behind a dead letter when it blocks, across changes, until it is replayed and done',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(2), delivery(1, 'sms')] }))
        await take(storage, 20, 'a', ['inbox'])
        await settle(storage, 1, dead('block'))
        await committed(storage, change(one, { expectedVersion: 1, deliveries: [delivery(3)] }))
        deepEqual(await names(take(storage, 20)), ['q-1 sms 1'], 'while it is dead')
        await replay(storage, 1, 30)
        deepEqual(await names(take(storage, 29)), [], 'before the instant it is replayed at')
        const rows = await take(storage, 30)
        deepEqual(rows, [{ ...one, ...delivery(1, 'inbox', 30), attempts: 1 }], 'replayed, its attempts reset')
        await settle(storage, 1, { kind: 'done' }, 'a', 130)
        deepEqual(await names(take(storage, 30)), ['q-1 inbox 2'], 'the next')
      },
    ],
    [
      'requeues a dead letter when it is replayed, before later ones, and no other delivery',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(2), delivery(3)] }))
        await take(storage, 20)
        await settle(storage, 1, dead('skip'))
        await replay(storage, 2, 5)
        await replay(storage, 1, 20)
        deepEqual(await names(take(storage, 20)), ['q-1 inbox 1'], 'the one replayed')
        await settle(storage, 1, { kind: 'done' })
        deepEqual(await take(storage, 20), [{ ...one, ...delivery(2), attempts: 1 }], 'the next, as it was written')
      },
    ],
    [
      'lists pending deliveries and dead letters, in pages, and takes none of them',
      async ({ storage }) => {
        const refs = ['q-1', 'q-2', 'q-3'].map((id) => ref(id))
        for (const each of refs)
          await committed(storage, change(each, { deliveries: [delivery(1), delivery(2), delivery(1, 'sms')] }))
        await take(storage, 20, 'a', ['inbox'])
        await settle(storage, 1, dead('block'))
        const show = async (state: 'open' | 'dead', destination?: string) => {
          const shown: string[] = []
          let after: string | undefined
          do {
            const query = {
              state,
              limit: 2,
              ...(destination && { destination }),
              ...(after !== undefined && { after }),
            }
            const page = await storage.owed(query)
            shown.push(
              ...page.items.map((row) => `${row.id} ${row.destination} ${row.event} ${row.attempts} ${row.dead ?? ''}`),
            )
            after = page.next
          } while (after !== undefined)
          return shown.sort()
        }
        deepEqual(await show('dead'), ['q-1 inbox 1 1 refused'], 'dead letters')
        deepEqual(await show('dead', 'sms'), [], 'dead letters for another destination')
        deepEqual(
          await show('open', 'sms'),
          ['q-1 sms 1 0 ', 'q-2 sms 1 0 ', 'q-3 sms 1 0 '],
          'pending for one destination',
        )
        deepEqual((await show('open')).length, 8, 'pending')
        const { items } = await storage.owed({ state: 'dead', limit: 9 })
        deepEqual(items, [{ ...one, ...delivery(1), attempts: 1, dead: 'refused', blocks: true }], 'the row')
        deepEqual((await names(take(storage, 20, 'b'))).length, 3, 'those not taken are still to be had')
      },
    ],
    [
      'keeps one delivery per event and destination',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        await committed(storage, change(one, { expectedVersion: 1, deliveries: [delivery(1)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'done' })
        deepEqual(await names(take(storage, 9999)), [], 'a second delivery')
      },
    ],
    [
      'gives only what goes to the destinations and lies in the buckets asked for',
      async ({ storage }) => {
        await committed(storage, change({ ...one, bucket: 3 }, { deliveries: [delivery(1), delivery(1, 'sms')] }))
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
        await storage.commit(refs.map((each) => change(each, { deliveries: [delivery(1), delivery(2)] })))
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
    [
      'counts what was done, and shows leases and dead letters to a verification',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(2)] }))
        const kept = async () => (await storage.load(one, { rows: true })).rows
        await take(storage, 20)
        equal((await kept())?.deliveries.find(({ event }) => event === 1)?.leasedUntil, 120, 'the lease')
        await settle(storage, 1, { kind: 'done' })
        equal((await kept())?.delivered, 1, 'what was done')
        await take(storage, 20)
        await settle(storage, 2, dead('block'))
        const letter = { ...delivery(2), attempts: 1, head: true, dead: 'refused', blocks: true }
        deepEqual((await kept())?.deliveries, [letter], 'the dead letter')
        equal((await kept())?.delivered, 1, 'a dead letter was not done')
      },
    ],
  ],
}
