import type { Storage } from '@huiyin/core'
import { deepEqual, equal } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

const one = ref('q-1')
const delivery = (event: number) => ({ event, destination: 'inbox', payload: `{"n":${event}}`, at: 10 })
const answer = { key: 'k-1', fingerprint: 'f', version: 1, events: 1, at: 10 }
const full = () =>
  change(one, {
    put: [{ name: 'resolve', at: 10 }],
    deliveries: [delivery(1), delivery(2)],
    command: answer,
  })
const rowsOf = async (storage: Storage) => (await storage.load(one, { rows: true })).rows
/** Everything that is kept beside a record can be read back for a verification. */
export const rows: Facet = {
  name: 'rows',
  tests: [
    [
      'returns deadlines, deliveries and answers as they are, and only when asked',
      async ({ storage }) => {
        await committed(storage, full())
        await committed(storage, change(ref('q-2'), { put: [{ name: 'claim', at: 5 }] }))
        const kept = await rowsOf(storage)
        deepEqual(kept?.deadlines, [{ name: 'resolve', at: 10 }], 'the deadlines')
        deepEqual(
          kept?.deliveries.map(({ event, payload, at, attempts }) => `${event} ${payload} ${at} ${attempts}`).sort(),
          ['1 {"n":1} 10 0', '2 {"n":2} 10 0'],
          'the deliveries',
        )
        deepEqual(kept?.answers, [answer], 'the answers')
        equal(kept?.deliveries.find(({ event }) => event === 1)?.head, true, 'the head of a queue')
        equal(kept?.delivered, 0, 'what was delivered')
        equal((await storage.load(one)).rows, undefined, 'not asked for')
      },
    ],
    [
      'has no rows of records that are not there',
      async ({ storage }) => {
        await committed(storage, full())
        deepEqual(await storage.strays({ limit: 10 }), { items: [] }, 'the strays')
      },
    ],
  ],
}
