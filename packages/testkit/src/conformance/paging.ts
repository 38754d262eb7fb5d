import { deepEqual, equal } from './assert.js'
import { change, committed, event, type Facet, ref, walk } from './kit.js'

/** Events come back in order, byte for byte. */
export const history: Facet = {
  name: 'history',
  tests: [
    [
      'gives events in order, from where it is asked, as many as asked',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { events: [event(1), event(2)] }))
        await committed(storage, change(one, { expectedVersion: 2, events: [event(3), event(4), event(5)] }))
        deepEqual(
          await storage.history(one, { after: 0, limit: 10 }),
          [1, 2, 3, 4, 5].map((seq) => event(seq)),
          'all',
        )
        deepEqual(
          (await storage.history(one, { after: 2, limit: 2 })).map((row) => row.seq),
          [3, 4],
          'two after the second',
        )
        deepEqual(await storage.history(ref('q-2'), { after: 0, limit: 10 }), [], 'of a record that is not there')
      },
    ],
  ],
}

/** Pages neither skip nor repeat. */
export const paging: Facet = {
  name: 'paging',
  tests: [
    [
      'walks all records by time of creation, each once',
      async ({ storage }) => {
        const made = Array.from({ length: 23 }, (_, n) => ({ id: `q-${n}`, createdAt: 1000 + Math.floor(n / 5) }))
        for (const { id, createdAt } of made.toReversed())
          await committed(storage, change(ref(id), { index: { createdAt } }))
        const expected = made
          .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
          .map(({ id }) => id)
        deepEqual(await walk(storage, { type: 'request', limit: 4 }), expected, 'the walk')
      },
    ],
    [
      'gives a record that was there throughout exactly once, whatever is inserted and changed meanwhile',
      async ({ storage }) => {
        const there = Array.from({ length: 20 }, (_, n) => `there-${n}`)
        for (const [n, id] of there.entries())
          await committed(storage, change(ref(id), { index: { createdAt: 1000 + n } }))
        const ids = await walk(storage, { limit: 3 }, async (page) => {
          await committed(storage, change(ref(`early-${page}`), { index: { createdAt: 900 } }))
          await committed(storage, change(ref(`late-${page}`), { index: { createdAt: 1010 + page } }))
          const { record } = await storage.load(ref('there-5'))
          await committed(
            storage,
            change(ref('there-5'), {
              expectedVersion: record?.version ?? 0,
              index: { createdAt: 1005, status: 'closed' },
            }),
          )
        })
        deepEqual(
          ids.filter((id) => id.startsWith('there')),
          there,
          'those that were there',
        )
        equal(new Set(ids).size, ids.length, 'different ids')
      },
    ],
    [
      'filters by every member of the index',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1')))
        const other = {
          status: 'closed',
          open: false,
          createdAt: 2000,
          areaPath: '370281/370281002/',
          unit: 'water',
          category: 'leak',
          channel: 'plazaTalk',
          requester: 'res-2',
        }
        await committed(storage, change(ref('q-2'), { index: other }))
        await committed(storage, change(ref('t-1', 'team'), { index: { areaPath: '370281/3702810019/' } }))
        const queries = [
          { status: ['closed', 'x'] }, { open: false }, { within: '370281/370281002/' }, { unit: 'water' }, { category: 'leak' },
          { channel: 'plazaTalk' }, { requester: 'res-2' }, { from: 1001 },
        ] // biome-ignore format: a list
        for (const query of queries)
          deepEqual(await walk(storage, { type: 'request', ...query, limit: 10 }), ['q-2'], JSON.stringify(query))
        deepEqual(await walk(storage, { type: 'request', to: 2000, limit: 10 }), ['q-1'], 'before an instant')
        deepEqual(
          await walk(storage, { within: '370281/370281001/', limit: 10 }),
          ['q-1'],
          'a prefix ends at its slash',
        )
        deepEqual(await walk(storage, { limit: 10 }), ['q-1', 't-1', 'q-2'], 'all types')
      },
    ],
  ],
}
