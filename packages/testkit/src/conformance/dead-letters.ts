import { deepEqual, equal } from './assert.js'
import { dead, delivery, names, one, replay, rows, settle, take } from './delivery-rows.js'
import { change, committed, type FacetTest, ref } from './kit.js'

/** What became of deliveries that were given up. */
export const deadLetters: readonly FacetTest[] = [
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
    'keeps later deliveries behind a dead letter when it blocks, across changes, until it is replayed and done',
    async ({ storage }) => {
      await committed(storage, change(one, { deliveries: [delivery(1), delivery(2), delivery(1, 'sms')] }))
      await take(storage, 20, 'a', ['inbox'])
      await settle(storage, 1, dead('block'))
      await committed(storage, change(one, { expectedVersion: 1, deliveries: [delivery(3)] }))
      deepEqual(await names(take(storage, 20)), ['q-1 sms 1'], 'while it is dead')
      await replay(storage, 1, 30)
      deepEqual(await names(take(storage, 29)), [], 'before the instant it is replayed at')
      deepEqual(
        await rows(take(storage, 30)),
        [{ ...one, ...delivery(1, 'inbox', 30), attempts: 1 }],
        'replayed, its attempts reset',
      )
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
]
