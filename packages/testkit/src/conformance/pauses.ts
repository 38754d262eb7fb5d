import type { Storage } from '@huiyin/core'
import { deepEqual } from './assert.js'
import { delivery, names, one, take } from './delivery-rows.js'
import { change, committed, type Facet } from './kit.js'

const pause = (storage: Storage, until: number, reason = 'busy', destination = 'inbox', since = 5) =>
  storage.settle([{ what: 'pause', destination, until, reason, since }])
const resume = (storage: Storage, destination = 'inbox') => storage.settle([{ what: 'resume', destination }])
const listed = async (storage: Storage) =>
  (await storage.pauses()).map((each) => `${each.destination} ${each.until} ${each.reason} ${each.since}`).sort()

/** A destination can be paused for every process. */
export const pauses: Facet = {
  name: 'pauses',
  tests: [
    [
      'gives nothing of a paused destination before the pause ends, and everything of the others',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1), delivery(1, 'sms')] }))
        await pause(storage, 100)
        deepEqual(await names(take(storage, 20)), ['q-1 sms 1'], 'while it lasts')
        deepEqual(await names(take(storage, 99, 'b', ['inbox'])), [], 'asked for by name')
        deepEqual(await names(take(storage, 100, 'b', ['inbox'])), ['q-1 inbox 1'], 'at its very end')
      },
    ],
    [
      'holds for what is under a lease too, once that has ended, until it is ended',
      async ({ storage }) => {
        await committed(storage, change(one, { deliveries: [delivery(1)] }))
        await take(storage, 20)
        await pause(storage, 500)
        deepEqual(await names(take(storage, 499, 'b')), [], 'before it ends')
        await resume(storage)
        deepEqual(await names(take(storage, 499, 'b')), ['q-1 inbox 1'], 'once it was ended')
      },
    ],
    [
      'keeps the pause that ends later, lists it until it is ended, and ends it',
      async ({ storage }) => {
        deepEqual(await storage.pauses(), [], 'none')
        await pause(storage, 100, 'first')
        await pause(storage, 300, 'second', 'inbox', 50)
        await pause(storage, 200, 'third', 'inbox', 60)
        await pause(storage, 300, 'fourth', 'inbox', 70)
        await pause(storage, 90, 'other', 'sms')
        deepEqual(await listed(storage), ['inbox 300 second 50', 'sms 90 other 5'], 'the pauses')
        await resume(storage)
        await resume(storage)
        await resume(storage, 'post')
        deepEqual(await listed(storage), ['sms 90 other 5'], 'after one was ended')
        await pause(storage, 10, 'anew')
        deepEqual(await listed(storage), ['inbox 10 anew 5', 'sms 90 other 5'], 'after it was paused anew')
      },
    ],
    [
      'keeps the first of many pauses that end at the same instant, whoever looks and writes meanwhile',
      async ({ storage }) => {
        const seen = new Set<string>()
        async function look(times: number): Promise<void> {
          for (let time = 0; time < times; time++) for (const { reason } of await storage.pauses()) seen.add(reason)
        }
        async function write(writer: number): Promise<void> {
          await pause(storage, 300, `of ${writer}`)
          await look(2)
        }
        await Promise.all([look(50), ...Array.from({ length: 20 }, (_, writer) => write(writer))])
        deepEqual([...seen], [...seen].slice(0, 1), 'the pauses that were seen')
        deepEqual(
          [...seen],
          (await storage.pauses()).map(({ reason }) => reason),
          'and the one that stands',
        )
      },
    ],
    [
      'settles pauses among other rows of one call, in their order',
      async ({ storage }) => {
        const row = { destination: 'inbox', until: 100, reason: 'busy', since: 5 }
        await storage.settle([
          { what: 'pause', ...row },
          { what: 'resume', destination: 'inbox' },
        ])
        deepEqual(await storage.pauses(), [], 'paused, then resumed')
        await storage.settle([
          { what: 'resume', destination: 'inbox' },
          { what: 'pause', ...row },
        ])
        deepEqual(await storage.pauses(), [row], 'resumed, then paused')
      },
    ],
  ],
}
