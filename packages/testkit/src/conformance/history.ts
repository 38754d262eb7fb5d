import { deepEqual } from './assert.js'
import { change, committed, event, type Facet, ref } from './kit.js'

const one = ref('q-1')

/** Events come back in order, without gaps, as they were written. */
export const history: Facet = {
  name: 'history',
  tests: [
    [
      'gives events in order, from where it is asked, as many as asked',
      async ({ storage }) => {
        await committed(storage, change(one, { events: [event(1), event(2)] }))
        await committed(storage, change(one, { expectedVersion: 2, events: [event(3), event(4), event(5)] }))
        const seqs = async (after: number, limit: number) =>
          (await storage.history(one, { after, limit })).map((row) => row.seq)
        deepEqual(await seqs(0, 10), [1, 2, 3, 4, 5], 'all')
        deepEqual(await seqs(2, 2), [3, 4], 'two after the second')
        deepEqual(await seqs(4, 10), [5], 'the last')
        deepEqual(await seqs(5, 10), [], 'after the last')
      },
    ],
    [
      'gives each event as it was written',
      async ({ storage }) => {
        const written = { seq: 1, type: 'request.submitted', at: 1641261600123, bytes: '{"b":1, "a":2}', hash: 'ab' }
        await committed(storage, change(one, { events: [written] }))
        deepEqual(await storage.history(one, { after: 0, limit: 1 }), [written], 'the event')
      },
    ],
    [
      'has no gaps over a long history read in pages',
      async ({ storage }) => {
        for (let version = 0; version < 60; version += 3) {
          const events = [1, 2, 3].map((n) => event(version + n))
          await committed(storage, change(one, { expectedVersion: version, events }))
        }
        const seqs: number[] = []
        for (let page = 0; page < 100; page++) {
          const rows = await storage.history(one, { after: seqs.at(-1) ?? 0, limit: 7 })
          if (rows.length === 0) break
          seqs.push(...rows.map((row) => row.seq))
        }
        deepEqual(
          seqs,
          Array.from({ length: 60 }, (_, n) => n + 1),
          'the numbers',
        )
      },
    ],
    [
      'keeps histories of different records, and of different types, apart',
      async ({ storage }) => {
        await committed(storage, change(one, { events: [event(1, '"request"')] }))
        await committed(storage, change({ ...one, type: 'team' }, { events: [event(1, '"team"')] }))
        const bytes = async (type: string, id = one.id) =>
          (await storage.history({ ...ref(id), type }, { after: 0, limit: 9 })).map((row) => row.bytes)
        deepEqual([await bytes('request'), await bytes('team')], [['"request"'], ['"team"']], 'of two types')
        deepEqual(await bytes('request', 'q-2'), [], 'of a record that is not there')
      },
    ],
  ],
}
