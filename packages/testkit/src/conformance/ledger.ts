import type { Storage } from '@huiyin/core'
import { limits, type Receipt, type RecordRef, type SentQuery, type SentWrite } from '@huiyin/core/contracts'
import { deepEqual, equal } from './assert.js'
import { delivery, one, take } from './delivery-rows.js'
import { change, committed, type Facet, ref } from './kit.js'

type Destination = 'inbox' | 'sms'
const two = ref('q-2')
const write = (at: number, parts: Partial<SentWrite> = {}): SentWrite => ({ at, attempts: 1, ...parts })

/** Two records with three deliveries each to two destinations, all of them taken, each time by the head of its queue. */
async function owed(storage: Storage): Promise<void> {
  for (const record of [one, two])
    await committed(
      storage,
      change(record, { deliveries: [1, 2, 3].flatMap((n) => [delivery(n), delivery(n, 'sms')]) }),
    )
}

async function done(
  storage: Storage,
  event: number,
  keep: SentWrite | undefined,
  destination: Destination = 'inbox',
  of: RecordRef = one,
): Promise<void> {
  const lease = { owner: 'a', until: 120 }
  await take(storage, 20)
  const outcome = { kind: 'done', ...(keep !== undefined && { keep }) } as const
  await storage.settle([{ what: 'delivery', lease, ref: of, event, destination, outcome }])
}

const receipt = (storage: Storage, event: number, given: Receipt, of = one) =>
  storage.settle([{ what: 'receipt', ref: of, event, destination: 'inbox', receipt: given }])
const forget = (storage: Storage, before: number, limit = 10) =>
  storage.settle([{ what: 'sent', destination: 'inbox', before, limit }])
const page = async (storage: Storage, query: Partial<SentQuery> = {}) =>
  (await storage.sent({ destination: 'inbox', limit: 20, ...query } as SentQuery)).items
const named = async (storage: Storage, query: Partial<SentQuery> = {}) =>
  (await page(storage, query)).map(({ id, destination, event }) => `${id} ${destination} ${event}`)
async function counted(storage: Storage, of = one): Promise<string> {
  const { rows } = await storage.load(of, { rows: true })
  return `${rows?.kept} kept, ${rows?.sent.length} there`
}

/** What was sent stays in a ledger for as long as core says, with what the provider says of it later. */
export const ledger: Facet = {
  name: 'ledger',
  tests: [
    [
      'keeps a row of what is to be kept, to be read with its record and by itself, and nothing of the rest',
      async ({ storage }) => {
        await owed(storage)
        await done(storage, 1, write(30, { attempts: 2, ref: 'biz-1' }))
        await done(storage, 2, undefined)
        await done(storage, 1, write(31, { skipped: 'nobody to be reached' }), 'sms')
        const kept = [
          { event: 1, destination: 'inbox', at: 30, attempts: 2, ref: 'biz-1' },
          { event: 1, destination: 'sms', at: 31, attempts: 1, skipped: 'nobody to be reached' },
        ]
        const { rows } = await storage.load(one, { rows: true })
        deepEqual(
          rows?.sent.toSorted((a, b) => a.at - b.at),
          kept,
          'the rows beside the record',
        )
        equal(await counted(storage), '2 kept, 2 there', 'what was counted')
        deepEqual(
          await storage.sent({ of: one, limit: 9 }),
          { items: kept.toReversed().map((row) => ({ ...one, ...row })) },
          'all of the record',
        )
        deepEqual(await named(storage), ['q-1 inbox 1'], 'all of a destination')
        deepEqual(await named(storage, { of: two }), [], 'of a record and a destination')
        deepEqual(await storage.sent({ of: ref('q-9'), limit: 9 }), { items: [] }, 'of a record that is not there')
        deepEqual(await storage.sent({ destination: 'inbox', limit: 0 }), { items: [] }, 'a page of nothing')
      },
    ],
    [
      'keeps nothing for whoever does not hold the delivery',
      async ({ storage }) => {
        await owed(storage)
        await take(storage, 20)
        const lease = { owner: 'b', until: 120 }
        const outcome = { kind: 'done', keep: write(30) } as const
        await storage.settle([{ what: 'delivery', lease, ref: one, event: 1, destination: 'inbox', outcome }])
        deepEqual(await named(storage), [], 'the ledger')
        equal(await counted(storage), '0 kept, 0 there', 'what was counted')
      },
    ],
    ...Object.entries({ 'plain letters': 'x', 'characters of four bytes': '𠮷' }).map(
      ([name, char]) =>
        [
          `finds by the provider’s reference in one destination, exactly and up to its limit: ${name}`,
          async ({ storage }) => {
            const given = char.repeat(limits.providerRef)
            await owed(storage)
            await done(storage, 1, write(30, { ref: given }))
            await done(storage, 1, write(31, { ref: given }), 'sms')
            await done(storage, 1, write(32, { ref: `${given.slice(0, -char.length)}y` }), 'inbox', two)
            const items = [{ ...one, event: 1, destination: 'inbox', at: 30, attempts: 1, ref: given }]
            deepEqual(await page(storage, { ref: given }), items, 'what was found')
            deepEqual(await page(storage, { ref: 'biz' }), [], 'a reference that nobody gave')
          },
        ] as const satisfies Facet['tests'][number],
    ),
    [
      'keeps the earliest receipt of each kind, in whatever order they come and however often',
      async ({ storage }) => {
        await owed(storage)
        await done(storage, 1, write(30, { ref: 'biz-1' }))
        const receipts: readonly Receipt[] = [
          { kind: 'read', at: 70 },
          { kind: 'failed', at: 60, reason: 'later' },
          { kind: 'delivered', at: 50 },
          { kind: 'failed', at: 40, reason: 'phone off' },
          { kind: 'delivered', at: 45 },
          { kind: 'failed', at: 41, reason: 'again' },
        ]
        for (const each of [...receipts, ...receipts.toReversed()]) await receipt(storage, 1, each)
        const row = { ...one, event: 1, destination: 'inbox', at: 30, attempts: 1, ref: 'biz-1' }
        const all = [{ ...row, deliveredAt: 45, readAt: 70, failedAt: 40, failure: 'phone off' }]
        deepEqual(await page(storage), all, 'the row')
        const { rows } = await storage.load(one, { rows: true })
        const { bucket: _, type: _type, id: _id, ...beside } = all[0] as (typeof all)[number]
        deepEqual(rows?.sent, [beside], 'the row beside the record')
      },
    ],
    [
      'leaves alone what a receipt does not name, and has none where there is no row',
      async ({ storage }) => {
        await owed(storage)
        await done(storage, 1, write(30))
        await done(storage, 1, write(31), 'inbox', two)
        for (const each of [
          { kind: 'delivered', at: 40 },
          { kind: 'failed', at: 40 },
        ] as const) {
          await receipt(storage, 2, each)
          await receipt(storage, 1, each, ref('q-9'))
          await receipt(storage, 1, each, two)
        }
        const [, first] = await page(storage)
        deepEqual(first, { ...one, event: 1, destination: 'inbox', at: 30, attempts: 1 }, 'the row of another')
        deepEqual((await named(storage)).length, 2, 'the rows')
      },
    ],
    [
      'lists as failed what failed and was neither delivered nor read',
      async ({ storage }) => {
        await owed(storage)
        for (const event of [1, 2, 3]) await done(storage, event, write(30 + event))
        for (const event of [1, 2, 3])
          await receipt(storage, event, { kind: 'failed', at: 50, reason: 'no such number' })
        await receipt(storage, 1, { kind: 'delivered', at: 60 })
        deepEqual(await named(storage, { failed: true }), ['q-1 inbox 3', 'q-1 inbox 2'], 'once one was delivered')
        await receipt(storage, 2, { kind: 'read', at: 60 })
        await receipt(storage, 2, { kind: 'failed', at: 45 })
        deepEqual(await named(storage, { failed: true }), ['q-1 inbox 3'], 'once another was read')
        deepEqual(await named(storage, { failed: false }), ['q-1 inbox 3', 'q-1 inbox 2', 'q-1 inbox 1'], 'all')
      },
    ],
    [
      'walks the newest first, each once, between two instants, also those of one instant',
      async ({ storage }) => {
        await owed(storage)
        for (const of of [one, two])
          for (const event of [1, 2, 3]) await done(storage, event, write(event === 3 ? 33 : 30), 'inbox', of)
        const walked: string[] = []
        let after: string | undefined
        do {
          const { items, next } = await storage.sent({
            destination: 'inbox',
            limit: 2,
            ...(after !== undefined && { after }),
          })
          walked.push(...items.map(({ id, event }) => `${id} ${event}`))
          after = next
        } while (after !== undefined && walked.length < 20)
        deepEqual(walked.toSorted(), ['q-1 1', 'q-1 2', 'q-1 3', 'q-2 1', 'q-2 2', 'q-2 3'], 'the whole walk')
        deepEqual(walked.slice(0, 2).toSorted(), ['q-1 3', 'q-2 3'], 'the newest')
        equal((await named(storage, { from: 30, to: 33 })).length, 4, 'how many from 30 to before 33')
        equal((await named(storage, { from: 31, to: 34 })).length, 2, 'how many from 31 to before 34')
      },
    ],
    [
      'removes the oldest whose time is over, no more than it is told, of that destination only, and counts them off',
      async ({ storage }) => {
        await owed(storage)
        for (const event of [1, 2, 3]) await done(storage, event, write(30 + event))
        await done(storage, 1, write(20), 'sms')
        await done(storage, 1, write(30), 'inbox', two)
        await forget(storage, 33, 2)
        deepEqual(await named(storage), ['q-1 inbox 3', 'q-1 inbox 2'], 'after two were removed')
        equal(await counted(storage), '3 kept, 3 there', 'what was counted')
        equal(await counted(storage, two), '0 kept, 0 there', 'what was counted of the other')
        await forget(storage, 33)
        await forget(storage, 33)
        deepEqual(await named(storage), ['q-1 inbox 3'], 'one that is as old as that, and not older, stays')
        deepEqual(await named(storage, { destination: 'sms' }), ['q-1 sms 1'], 'of another destination')
      },
    ],
  ],
}
