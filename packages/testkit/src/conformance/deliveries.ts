import { deepEqual, sameItems } from './assert.js'
import { deadLetters } from './dead-letters.js'
import { dead, delivery, names, one, rows, settle, take } from './delivery-rows.js'
import { change, committed, type Facet, ref } from './kit.js'

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
      'gives the earliest first, as many as asked for, and passes over none of one instant',
      async ({ storage }) => {
        const record = (id: string, bucket: number, at: number, type = 'request') =>
          change({ bucket, type, id }, { deliveries: [delivery(1, 'sms', at), delivery(1, 'inbox', at)] })
        await storage.commit([record('q-9', 1, 30), record('q-2', 2, 10), record('q-1', 2, 10), record('q-3', 1, 10)])
        await storage.commit([record('q-0', 2, 10, 'area'), record('q-4', 0, 20), record('𠮷', 2, 10)])
        const given: string[] = []
        for (const limit of [1, 2, 4, 9])
          given.push(
            ...(await take(storage, 40, 'a', undefined, limit)).map((row) => `${row.at} ${row.id} ${row.destination}`),
          )
        const instants = given.map((row) => row.slice(0, 2))
        const both = (...ids: readonly string[]) => ids.flatMap((id) => [`${id} inbox`, `${id} sms`])
        deepEqual(instants, instants.toSorted(), 'the instants over four takings')
        sameItems(
          given,
          both('10 q-2', '10 q-1', '10 q-3', '10 q-0', '10 𠮷', '20 q-4', '30 q-9'),
          'what four takings gave, each once',
        )
      },
    ],
    [
      'gives with each delivery the event that caused it',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(7, 'sms')] }))
        await committed(storage, change(one, { expectedVersion: 1 }))
        const [cause] = await storage.history(one, { after: 0, limit: 1 })
        const taken = await take(storage, 20)
        deepEqual(
          taken.toSorted((a, b) => a.event - b.event),
          [
            { ...one, ...delivery(1), attempts: 1, cause },
            { ...one, ...delivery(7, 'sms'), attempts: 1 },
          ],
          'the rows, one of an event that is not there',
        )
      },
    ],
    [
      'takes nothing when asked for nothing',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        deepEqual(await take(storage, 20, 'a', undefined, 0), [], 'with a limit of 0')
        deepEqual(await storage.owed({ state: 'open', limit: 0 }), { items: [] }, 'a page of nothing')
        deepEqual(
          (await take(storage, 20)).map(({ attempts }) => attempts),
          [1],
          'the attempts afterwards',
        )
      },
    ],
    [
      'returns the row as it was written, with the first attempt counted',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        const [cause] = await storage.history(one, { after: 0, limit: 1 })
        deepEqual(await take(storage, 10), [{ ...one, ...delivery(1), attempts: 1, cause }], 'the row')
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
        deepEqual(
          await rows(take(storage, 50, 'b')),
          [{ ...one, ...delivery(1, 'inbox', 50), attempts: 2 }],
          'the second attempt',
        )
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
      'takes an attempt back that is not to be counted, with the lease',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(2)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'retry', at: 30 })
        await take(storage, 30)
        await settle(storage, 1, { kind: 'retry', at: 40, counted: false }, 'a', 130)
        deepEqual(await names(take(storage, 39, 'b')), [], 'before it is due again')
        deepEqual(
          await rows(take(storage, 40, 'b')),
          [{ ...one, ...delivery(1, 'inbox', 40), attempts: 2 }],
          'the next attempt',
        )
        await settle(storage, 1, { kind: 'retry', at: 1, counted: false })
        deepEqual(await names(take(storage, 139, 'c')), [], 'under a lease that is not that of the settlement')
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
      'keeps one delivery per event and destination',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        await committed(storage, change(one, { expectedVersion: 1, deliveries: [delivery(1)] }))
        await take(storage, 20)
        await settle(storage, 1, { kind: 'done' })
        deepEqual(await names(take(storage, 9999)), [], 'a second delivery')
        await committed(storage, change(one, { expectedVersion: 2, deliveries: [delivery(3), delivery(3)] }))
        await take(storage, 20)
        await settle(storage, 3, dead('skip'))
        await committed(storage, change(one, { expectedVersion: 3, deliveries: [delivery(3)] }))
        deepEqual(await names(take(storage, 9999)), [], 'one that is a dead letter already')
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
    ...deadLetters,
  ],
}
