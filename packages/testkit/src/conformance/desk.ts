import type { Storage } from '@huiyin/core'
import type { FindQuery, RecordCount } from '@huiyin/core/contracts'
import { deepEqual, equal, rejects, sameItems } from './assert.js'
import { change, committed, type Facet, type IndexParts, indexOf, ref, walk } from './kit.js'

/** Commits a record that begins with this index. */
const put = (storage: Storage, id: string, index: IndexParts, at = 10) =>
  committed(storage, change(ref(id), { index, at }))
const counted = async (storage: Storage, query: Parameters<Storage['counts']>[0] = {}) =>
  (await storage.counts(query)).map(({ owner, status, flags, count }) => `${owner} ${status} ${flags.join()} ${count}`)

/** Seven open records, of which two have no clock that runs, and one that has ended. */
async function fill(storage: Storage): Promise<void> {
  await put(storage, 'q-1', { createdAt: 1, dueAt: 400 }, 70)
  await put(
    storage,
    'q-2',
    { createdAt: 2, dueAt: 200, owner: '@dispatcher', flags: [], desks: ['coHandled/water'] },
    60,
  )
  await put(storage, 'q-3', { createdAt: 3, dueAt: undefined, flags: ['suspended'] }, 50)
  await put(storage, 'q-4', { createdAt: 4, dueAt: 200, flags: ['urged'] }, 40)
  await put(
    storage,
    'q-5',
    {
      createdAt: 5,
      dueAt: 100,
      areaPath: '370281/370281002/',
      unit: 'water',
      owner: 'water',
      desks: ['toClaim/water'],
    },
    30,
  )
  await put(
    storage,
    'q-6',
    { createdAt: 6, dueAt: undefined, flags: [], owner: '@requester', status: 'rating', desks: [] },
    20,
  )
  await put(storage, 'q-7', { createdAt: 7, dueAt: 400, number: '', desks: ['coHandled/water', 'toClaim/housing'] }, 10)
  const ended = { open: false, status: 'closed', owner: '', dueAt: undefined, flags: [] }
  await put(storage, 'q-8', { createdAt: 8, ...ended }, 90)
}

const orders: readonly (readonly [query: Partial<FindQuery>, ids: readonly number[]])[] = [
  [{ order: 'submitted' }, [1, 2, 3, 4, 5, 6, 7]],
  [{ order: 'due' }, [5, 2, 4, 1, 7, 3, 6]],
  [{ order: 'updated' }, [7, 6, 5, 4, 3, 2, 1]],
  [{ order: 'due', owner: 'housing' }, [4, 1, 7, 3]],
  [{ order: 'due', unit: 'housing' }, [2, 4, 1, 7, 3, 6]],
  [{ order: 'due', category: 'heating', status: ['handling'] }, [5, 2, 4, 1, 7, 3]],
  [{ order: 'due', within: '370281/370281001/', dueBefore: 400 }, [2, 4]],
  [{ order: 'due', requester: 'res-1', channel: 'hotline', type: 'request', from: 2, to: 6 }, [5, 2, 4, 3]],
  [{ order: 'updated', flags: ['urged'] }, [7, 5, 4, 1]],
  [{ order: 'due', flags: ['urged', 'overdue'] }, [5, 1, 7]],
  [{ order: 'due', updatedFrom: 50 }, [2, 1, 3]],
  [{ order: 'updated', updatedFrom: 50, unit: 'housing' }, [3, 2, 1]],
  [{ order: 'submitted', owner: '@dispatcher' }, [2]],
  [{ order: 'updated', unit: 'water' }, [5]],
  [{ order: 'submitted', desk: 'toClaim/housing' }, [1, 3, 4, 7]],
  [{ order: 'due', desk: 'toClaim/housing' }, [4, 1, 7, 3]],
  [{ order: 'updated', desk: 'coHandled/water' }, [7, 2]],
  [{ order: 'due', desk: 'toClaim/housing', owner: 'housing', flags: ['urged'], dueBefore: 400 }, [4]],
  [{ order: 'due', desk: 'toClaim/water', within: '370281/370281002/', type: 'request' }, [5]],
]

/** What a desk sorts, marks and counts open records by. */
export const desk: Facet = {
  name: 'desk',
  tests: [
    ...orders.map(
      ([query, expected]) =>
        [
          `walks open records both ways, in pages of any length: ${JSON.stringify(query)}`,
          async ({ storage }) => {
            await fill(storage)
            const ids = expected.map((n) => `q-${n}`)
            for (const limit of [1, 2, 3, 8]) {
              deepEqual(await walk(storage, { open: true, ...query, limit }), ids, `in pages of ${limit}`)
              const backwards = await walk(storage, { open: true, ...query, descending: true, limit })
              deepEqual(backwards, ids.toReversed(), `backwards, in pages of ${limit}`)
            }
          },
        ] as const satisfies Facet['tests'][number],
    ),
    [
      'finds by owner, flag, number and due time, open or not, and by each only what has it',
      async ({ storage }) => {
        await fill(storage)
        await put(storage, 'q-9', { createdAt: 9, flags: ['overdue-twice', 'x'], number: 'JZ-0002' })
        const found = (query: Partial<FindQuery>) => walk(storage, { ...query, limit: 3 })
        deepEqual(await found({ owner: 'water' }), ['q-5'], 'an owner')
        deepEqual(await found({ owner: '' }), ['q-8'], 'no owner')
        deepEqual(await found({ flags: ['suspended'] }), ['q-3'], 'a flag')
        deepEqual(await found({ flags: ['overdue'] }), ['q-1', 'q-5', 'q-7'], 'a flag that begins like another')
        deepEqual(await found({ flags: ['urge'] }), [], 'the beginning of a flag')
        deepEqual(await found({ flags: ['overdue', 'suspended'] }), [], 'two flags that none has together')
        deepEqual(await found({ flags: [] }), [], 'no flag asked for')
        deepEqual(await found({ updatedFrom: 70 }), ['q-1', 'q-8'], 'changed since an instant')
        deepEqual(await found({ number: 'JZ-0002' }), ['q-9'], 'a number')
        deepEqual(await found({ number: '', open: true }), ['q-7'], 'no number')
        deepEqual(await found({ dueBefore: 200 }), ['q-5'], 'due before an instant')
        deepEqual(
          await found({ dueBefore: Number.MAX_SAFE_INTEGER, open: true, descending: true }),
          ['q-9', 'q-7', 'q-5', 'q-4', 'q-2', 'q-1'],
          'with a due time',
        )
        deepEqual(await found({ descending: true, open: false }), ['q-8'], 'what has ended, backwards')
        deepEqual(
          await found({ descending: true, requester: 'res-1' }),
          ['q-9', ...[8, 7, 6, 5, 4, 3, 2, 1].map((n) => `q-${n}`)],
          'of a requester, newest first',
        )
      },
    ],
    [
      'finds and counts by a desk as a whole, also what has ended, and follows what changes',
      async ({ storage }) => {
        await fill(storage)
        const found = (desk: string, query: Partial<FindQuery> = {}) => walk(storage, { desk, ...query, limit: 2 })
        const index = { createdAt: 3, desks: ['coHandled/town', 'coHandled/waterworks', 'mine/o\'neil,\\"}'] }
        await committed(storage, change(ref('q-3'), { expectedVersion: 1, index, at: 80 }))
        deepEqual((await storage.load(ref('q-3'))).record?.index.desks, index.desks, 'the desks of the record')
        deepEqual(await found('toClaim/housing'), ['q-1', 'q-4', 'q-7'], 'no more where it was')
        deepEqual(await found('mine/o\'neil,\\"}'), ['q-3'], 'where it is')
        deepEqual(await found('coHandled/water'), ['q-2', 'q-7'], 'a name that begins like another')
        deepEqual(await found('toClaim/'), [], 'the beginning of a name')
        deepEqual(await found(''), [], 'no name')
        const ended = { createdAt: 7, open: false, owner: '', dueAt: undefined, flags: [] }
        await committed(storage, change(ref('q-7'), { expectedVersion: 1, index: ended, at: 95 }))
        deepEqual(await found('coHandled/water'), ['q-2'], 'nothing that has ended')
        sameItems(
          await counted(storage, { desk: 'toClaim/housing' }),
          ['housing handling overdue,urged 1', 'housing handling urged 1'],
          'counts',
        )
        deepEqual(await counted(storage, { desk: 'toClaim/' }), [], 'counts of the beginning of a name')
        const desks = ['toDecide/appeal']
        const appealed = { ...ended, desks }
        await committed(storage, change(ref('q-7'), { expectedVersion: 2, index: appealed, at: 96 }))
        await committed(
          storage,
          change(ref('q-2'), { expectedVersion: 1, index: { createdAt: 2, dueAt: 9, desks }, at: 97 }),
        )
        for (const order of ['submitted', 'due', 'updated'] as const) {
          const both = order === 'updated' ? ['q-7', 'q-2'] : ['q-2', 'q-7']
          deepEqual(await found('toDecide/appeal', { order }), both, `what has ended too, by ${order}`)
          const back = await found('toDecide/appeal', { order, descending: true })
          deepEqual(back, both.toReversed(), `what has ended too, backwards by ${order}`)
        }
        deepEqual(await found('toDecide/appeal', { open: true }), ['q-2'], 'what is open')
        deepEqual(await found('toDecide/appeal', { open: false }), ['q-7'], 'what has ended')
        sameItems(
          await counted(storage, { desk: 'toDecide/appeal' }),
          ['housing handling overdue,urged 1'],
          'counts of what is open',
        )
        await committed(storage, change(ref('q-7'), { expectedVersion: 3, index: { createdAt: 7 }, at: 98 }))
        deepEqual(await found('toClaim/housing'), ['q-1', 'q-4', 'q-7'], 'one that goes on')
      },
    ],
    [
      'follows what changes, and keeps a cursor to its order and direction',
      async ({ storage }) => {
        await fill(storage)
        await committed(storage, change(ref('q-3'), { expectedVersion: 1, index: { createdAt: 3, dueAt: 50 }, at: 80 }))
        deepEqual(
          await walk(storage, { open: true, order: 'due', owner: 'housing', limit: 9 }),
          ['q-3', 'q-4', 'q-1', 'q-7'],
          'by due time',
        )
        const ended = { createdAt: 5, open: false, owner: '', dueAt: undefined, flags: [] }
        await committed(storage, change(ref('q-5'), { expectedVersion: 1, index: ended, at: 95 }))
        deepEqual(
          await walk(storage, { open: true, order: 'updated', limit: 9 }),
          ['q-7', 'q-6', 'q-4', 'q-2', 'q-1', 'q-3'],
          'by change',
        )
        const { next = '' } = await storage.find({ open: true, order: 'due', limit: 1 })
        equal(next === '', false, 'a next page')
        for (const query of [{}, { order: 'updated' }, { order: 'due', descending: true }] as const)
          await rejects(
            () => storage.find({ open: true, ...query, limit: 1, after: next }),
            'invalid-input',
            `the cursor of another walk: ${JSON.stringify(query)}`,
          )
      },
    ],
    [
      'counts open records by owner, status and flags, and follows what changes',
      async ({ storage }) => {
        deepEqual(await counted(storage), [], 'an empty storage')
        await fill(storage)
        const plain = 'housing handling overdue,urged'
        const others = [
          '@dispatcher handling  1',
          '@requester rating  1',
          'housing handling suspended 1',
          'housing handling urged 1',
        ]
        sameItems(await counted(storage), [...others, `${plain} 2`, 'water handling overdue,urged 1'], 'all')
        sameItems(
          await counted(storage, { owner: 'housing', type: 'request' }),
          [...others.slice(2), `${plain} 2`],
          'of an owner',
        )
        sameItems(await counted(storage, { unit: 'water' }), ['water handling overdue,urged 1'], 'of a unit')
        sameItems(
          await counted(storage, { within: '370281/370281002/' }),
          ['water handling overdue,urged 1'],
          'of an area',
        )
        deepEqual(await counted(storage, { type: 'team' }), [], 'of another type')
        await committed(storage, change(ref('q-1'), { expectedVersion: 1, index: { createdAt: 1, flags: [] } }))
        const ended = { createdAt: 7, open: false, owner: '', dueAt: undefined, flags: [] }
        await committed(storage, change(ref('q-7'), { expectedVersion: 1, index: ended }))
        const now: RecordCount[] = [...(await storage.counts({ owner: 'housing' }))]
        equal(
          now.reduce((sum, { count }) => sum + count, 0),
          3,
          'after one has ended',
        )
        sameItems(
          await counted(storage, { owner: 'housing' }),
          [...others.slice(2), 'housing handling  1'],
          'in their groups',
        )
      },
    ],
    [
      'replaces the index of a record of the version named, and nothing else',
      async ({ storage }) => {
        await put(storage, 'q-1', { createdAt: 5 })
        const before = (await storage.load(ref('q-1'))).record
        const index = indexOf({
          createdAt: 5,
          owner: '@supervisor',
          dueAt: 77,
          flags: ['supervised'],
          number: 'N-1',
          status: 'led',
          desks: ['coHandled/water'],
        })
        const settled = (version: number) => storage.settle([{ what: 'index', ref: ref('q-1'), version, index }])
        await settled(2)
        deepEqual((await storage.load(ref('q-1'))).record, before, 'for another version')
        await settled(1)
        deepEqual((await storage.load(ref('q-1'))).record, { ...before, index }, 'for its own')
        deepEqual(await walk(storage, { open: true, owner: '@supervisor', order: 'due', limit: 5 }), ['q-1'], 'found')
        deepEqual(await walk(storage, { desk: 'coHandled/water', limit: 5 }), ['q-1'], 'found on a desk')
        deepEqual(await walk(storage, { desk: 'toClaim/housing', limit: 5 }), [], 'no more on another')
        deepEqual(await counted(storage), ['@supervisor led supervised 1'], 'counted')
        await storage.settle([{ what: 'index', ref: ref('q-2'), version: 1, index }])
        deepEqual(await storage.load(ref('q-2')), {}, 'a record that is not there')
        if (storage.unindexed !== undefined)
          deepEqual(await storage.unindexed(9), [], 'none of them lacks a part of its index')
      },
    ],
  ],
}
