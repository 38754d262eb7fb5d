import type { Storage } from '@huiyin/core'
import { deepEqual } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

/** Takes for a hundred milliseconds. */
async function take(storage: Storage, owner: string, now: number, limit = 10): Promise<string[]> {
  const rows = await storage.takeDue({ what: 'deadlines', now, limit, lease: { owner, until: now + 100 } })
  return rows.map((row) => `${row.id} ${row.name}`)
}
/** Takes rows under a lease that ends at once, so that any owner may take them. */
async function look(storage: Storage, now: number, limit = 10): Promise<string[]> {
  const rows = await storage.takeDue({ what: 'deadlines', now, limit, lease: { owner: 'looker', until: now } })
  return rows.map((row) => `${row.id} ${row.name}`)
}
const claim = (at: number) => ({ put: [{ name: 'claim', at }] })

/** Deadlines come when they are due, earliest first, to one owner at a time. */
export const deadlines: Facet = {
  name: 'deadlines',
  tests: [
    [
      'gives what is due, earliest first, as many as asked for',
      async ({ storage }) => {
        const of = (late: number, soon: number) => [
          { name: 'late', at: late },
          { name: 'soon', at: soon },
        ]
        await committed(storage, change(ref('q-1'), { put: of(70_030, 10) }))
        await committed(storage, change(ref('q-2'), { put: of(9_999_999, 20) }))
        deepEqual(await look(storage, 9), [], 'nothing due yet')
        deepEqual(await look(storage, 10), ['q-1 soon'], 'due at its instant')
        deepEqual(await look(storage, 80_000, 2), ['q-1 soon', 'q-2 soon'], 'the first two')
        deepEqual(await look(storage, 80_000), ['q-1 soon', 'q-2 soon', 'q-1 late'], 'all that are due')
      },
    ],
    [
      'orders what is due at one instant by bucket, type, id and name, and takes nothing when asked for nothing',
      async ({ storage }) => {
        const of = (id: string, bucket: number, type = 'request') =>
          change({ bucket, type, id }, { put: ['b', 'a'].map((name) => ({ name, at: 10 })) })
        await storage.commit([of('q-2', 2), of('q-1', 2), of('q-3', 1), of('q-0', 2, 'area'), of('𠮷', 2), of('豈', 2)])
        const lease = { owner: 'a', until: 10 }
        deepEqual(await storage.takeDue({ what: 'deadlines', now: 10, limit: 0, lease }), [], 'a limit of 0')
        const ids = ['q-3', 'q-0', 'q-1', 'q-2', '豈', '𠮷']
        const expected = ids.flatMap((id) => [`${id} a`, `${id} b`])
        deepEqual(await look(storage, 10, 20), expected, 'all of them')
        const given: string[] = []
        for (const limit of [1, 4, 7]) given.push(...(await take(storage, 'a', 10, limit)))
        deepEqual(given, expected, 'over three takings')
      },
    ],
    [
      'gives the row as it was put',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1'), claim(10)))
        const rows = await storage.takeDue({ what: 'deadlines', now: 10, limit: 1, lease: { owner: 'a', until: 20 } })
        deepEqual(rows, [{ ...ref('q-1'), name: 'claim', at: 10 }], 'the row')
      },
    ],
    [
      'leases a row to one owner until the lease runs out',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1'), claim(10)))
        deepEqual(await take(storage, 'a', 20), ['q-1 claim'], 'to the first')
        deepEqual(await take(storage, 'b', 119), [], 'not to the second while it lasts')
        deepEqual(await take(storage, 'a', 119), [], 'nor to the first once more')
        deepEqual(await take(storage, 'b', 120), ['q-1 claim'], 'to the second once the lease has run out')
      },
    ],
    [
      'gives a deadline that was put again its new instant, and ends the lease',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, claim(10)))
        await take(storage, 'a', 20)
        await committed(storage, change(one, { expectedVersion: 1, ...claim(15) }))
        deepEqual(await take(storage, 'b', 20), ['q-1 claim'], 'put again')
        await committed(storage, change(one, { expectedVersion: 2, drop: ['claim'] }))
        deepEqual(await take(storage, 'b', 9999), [], 'dropped')
      },
    ],
    [
      'keeps one row a record and name, and knows the row that is dropped and put in one change',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, claim(10)))
        await committed(storage, change(one, { expectedVersion: 1, ...claim(500) }))
        deepEqual([await look(storage, 499), await look(storage, 500)], [[], ['q-1 claim']], 'put at another instant')
        await committed(storage, change(one, { expectedVersion: 2, drop: ['claim', 'unknown'], ...claim(600) }))
        deepEqual([await look(storage, 599), await look(storage, 600)], [[], ['q-1 claim']], 'dropped and put')
      },
    ],
    [
      'comes again and again, lease after lease, until it is dropped',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1'), claim(10)))
        for (const now of [20, 120, 220, 9_999_999])
          deepEqual(await take(storage, 'a', now), ['q-1 claim'], `at ${now}`)
      },
    ],
    [
      'takes a row back from its owner only',
      async ({ storage }) => {
        const one = ref('q-1')
        const back = (owner: string, at: number) =>
          storage.settle([{ what: 'deadline', lease: { owner, until: 120 }, ref: one, name: 'claim', at }])
        await committed(storage, change(one, claim(10)))
        await take(storage, 'a', 20)
        await back('b', 25)
        deepEqual(await take(storage, 'c', 30), [], 'a stranger gave back')
        await back('a', 40)
        deepEqual([await take(storage, 'c', 39), await take(storage, 'c', 40)], [[], ['q-1 claim']], 'the owner did')
      },
    ],
    [
      'leaves a row alone when a former owner gives it back: its lease has passed on, or it was put again',
      async ({ storage }) => {
        const one = ref('q-1')
        const back = (until = 120) =>
          storage.settle([{ what: 'deadline', lease: { owner: 'a', until }, ref: one, name: 'claim', at: 1 }])
        await committed(storage, change(one, claim(10)))
        await take(storage, 'a', 20)
        await take(storage, 'b', 120)
        await back()
        deepEqual(await take(storage, 'c', 200), [], 'the lease has passed to b')
        await take(storage, 'a', 220)
        await back()
        deepEqual(await take(storage, 'c', 300), [], 'a has taken it again: its older lease is worth nothing')
        await committed(storage, change(one, { expectedVersion: 1, ...claim(500) }))
        await back(320)
        deepEqual([await look(storage, 499), await look(storage, 500)], [[], ['q-1 claim']], 'it was put again')
        await committed(storage, change(one, { expectedVersion: 2, drop: ['claim'] }))
        await back()
        deepEqual(await look(storage, 9999), [], 'it was dropped')
      },
    ],
    [
      'gives only what lies in the buckets asked for',
      async ({ storage }) => {
        await committed(storage, change({ ...ref('q-1'), bucket: 3 }, claim(10)))
        const asked = async (buckets: number[]) => {
          const lease = { owner: 'a', until: 20 }
          return (await storage.takeDue({ what: 'deadlines', now: 20, limit: 9, lease, buckets })).length
        }
        deepEqual([await asked([1, 2]), await asked([2, 3]), await asked([])], [0, 1, 0], 'rows in the buckets')
      },
    ],
    [
      'gives every row to exactly one of many owners that ask at once',
      async ({ storage }) => {
        await storage.commit(Array.from({ length: 30 }, (_, n) => change(ref(`q-${n}`), claim(10))))
        const asked = Array.from({ length: 10 }, (_, owner) => take(storage, `owner-${owner}`, 20, 7))
        const taken = (await Promise.all(asked)).flat()
        deepEqual([taken.length, new Set(taken).size], [30, 30], 'rows taken, and different ones')
      },
    ],
  ],
}
