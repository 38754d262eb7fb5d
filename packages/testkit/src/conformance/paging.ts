import { deepEqual, equal, sameItems } from './assert.js'
import { change, committed, type Facet, ref, walk } from './kit.js'

const created = (id: string, createdAt: number, index = {}) => change(ref(id), { index: { createdAt, ...index } })

/** Pages neither skip nor repeat. */
export const paging: Facet = {
  name: 'paging',
  tests: [
    [
      'walks all records by time of creation, each once, whatever the length of a page',
      async ({ storage }) => {
        const made = Array.from({ length: 23 }, (_, n) => ({ id: `q-${n}`, createdAt: 1000 + Math.floor(n / 5) }))
        await storage.commit(made.toReversed().map(({ id, createdAt }) => created(id, createdAt)))
        const instants = new Map(made.map(({ id, createdAt }) => [id, createdAt]))
        for (const limit of [1, 4, 22, 23, 24]) {
          const ids = await walk(storage, { type: 'request', limit })
          sameItems(ids, [...instants.keys()], `the walk in pages of ${limit}`)
          const order = ids.map((id) => instants.get(id) as number)
          deepEqual(
            order,
            order.toSorted((a, b) => a - b),
            `instants in pages of ${limit}`,
          )
        }
      },
    ],
    [
      'names a next page only where there is one',
      async ({ storage }) => {
        equal((await storage.find({ limit: 2 })).next, undefined, 'next of an empty storage')
        for (const n of [1, 2, 3, 4]) await committed(storage, created(`q-${n}`, n))
        deepEqual(await storage.find({ limit: 0 }), { items: [] }, 'a page of nothing')
        const first = await storage.find({ limit: 2 })
        equal(typeof first.next, 'string', 'next of the first page')
        const second = await storage.find({ limit: 2, after: first.next ?? '' })
        deepEqual([second.items.length, second.next], [2, undefined], 'the last page, which is full')
      },
    ],
    [
      'gives a record that was there throughout exactly once, whatever is inserted and changed meanwhile',
      async ({ storage }) => {
        const there = Array.from({ length: 20 }, (_, n) => `there-${String(n).padStart(2, '0')}`)
        for (const [n, id] of there.entries()) await committed(storage, created(id, 1000 + Math.floor(n / 4)))
        let version = 1
        const ids = await walk(storage, { limit: 3 }, async (page) => {
          // Before the cursor, after it, and at its very instant.
          await committed(storage, created(`early-${page}`, 900))
          await committed(storage, created(`late-${page}`, 2000 + page))
          for (const letter of ['a', 'z'])
            await committed(storage, created(`${letter}-${page}`, 1000 + Math.floor(page / 2)))
          const index = { createdAt: 1001, status: 'closed' }
          await committed(storage, change(ref('there-05'), { expectedVersion: version++, index }))
          if (page > 60) throw new Error('The walk does not end.')
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
      'gives whole records',
      async ({ storage }) => {
        await committed(storage, created('q-1', 5))
        const [item] = (await storage.find({ limit: 1 })).items
        deepEqual(item, (await storage.load(ref('q-1'))).record, 'the record found')
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
          { status: ['closed', 'x'] },
          { open: false },
          { within: '370281/370281002/' },
          { unit: 'water' },
          { category: 'leak' },
          { channel: 'plazaTalk' },
          { requester: 'res-2' },
          { from: 2000 },
        ]
        for (const query of [...queries, Object.assign({}, ...queries)])
          deepEqual(await walk(storage, { type: 'request', ...query, limit: 10 }), ['q-2'], JSON.stringify(query))
        deepEqual(await walk(storage, { type: 'request', to: 2000, limit: 10 }), ['q-1'], 'before an instant')
        deepEqual(await walk(storage, { within: '370281/370281001/', limit: 10 }), ['q-1'], 'an area ends at its slash')
        deepEqual(await walk(storage, { status: [], limit: 10 }), [], 'none of no states')
        sameItems(await walk(storage, { limit: 10 }), ['q-1', 't-1', 'q-2'], 'all types')
      },
    ],
    [
      'finds records that have no area, no unit, no requester, by the empty text',
      async ({ storage }) => {
        await committed(storage, created('q-1', 1, { areaPath: '', unit: '', requester: '' }))
        await committed(storage, created('q-2', 2))
        deepEqual(await walk(storage, { unit: '', limit: 9 }), ['q-1'], 'without a unit')
        deepEqual(await walk(storage, { requester: '', limit: 9 }), ['q-1'], 'without a requester')
        deepEqual(await walk(storage, { within: '', limit: 9 }), ['q-1', 'q-2'], 'within everything')
      },
    ],
    [
      'walks what is filtered as completely as all, and follows the index as it changes',
      async ({ storage }) => {
        for (let n = 0; n < 30; n++)
          await committed(storage, created(`q-${n}`, n, { unit: n % 3 === 0 ? 'water' : 'gas' }))
        const water = Array.from({ length: 10 }, (_, n) => `q-${n * 3}`)
        deepEqual(await walk(storage, { unit: 'water', open: true, limit: 3 }), water, 'the filtered walk')
        await committed(storage, change(ref('q-0'), { expectedVersion: 1, index: { createdAt: 0, unit: 'gas' } }))
        deepEqual(await walk(storage, { unit: 'water', limit: 3 }), water.slice(1), 'after one has changed hands')
      },
    ],
  ],
}
