import type { TallyDelta } from '@huiyin/core'
import { deepEqual, equal, rejects } from './assert.js'
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

const cell = (over: Partial<TallyDelta>): TallyDelta => ({
  measure: 'accepted',
  day: '2022-01-04',
  areaPath: '370281/370281001/',
  unit: 'housing',
  category: 'heating',
  channel: 'hotline',
  delta: 1,
  ...over,
})

/** Tallies add up. */
export const tallies: Facet = {
  name: 'tallies',
  tests: [
    [
      'sums differences over half-open days, grouped and narrowed as asked',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1'), { tallies: [cell({}), cell({ measure: 'completed' })] }))
        await committed(
          storage,
          change(ref('q-2'), {
            tallies: [cell({ day: '2022-01-05', unit: 'water', areaPath: '370281/370281002/' }), cell({ delta: 2 })],
          }),
        )
        const year = { from: '2022-01-01', to: '2023-01-01' }
        const sums = async (query: object) =>
          (await storage.tally({ measures: ['accepted'], ...year, ...query }))
            .map((row) => `${row.measure} ${row.key} ${row.sum}`)
            .sort()
        deepEqual(await sums({}), ['accepted  4'], 'all')
        deepEqual(
          await sums({ measures: ['accepted', 'completed', 'nothing'] }),
          ['accepted  4', 'completed  1'],
          'several measures',
        )
        deepEqual(await sums({ to: '2022-01-05' }), ['accepted  3'], 'the last day does not count')
        deepEqual(await sums({ by: 'unit' }), ['accepted housing 3', 'accepted water 1'], 'by unit')
        deepEqual(
          await sums({ by: 'area', within: '370281/370281002/' }),
          ['accepted 370281/370281002/ 1'],
          'by area within',
        )
        deepEqual(await sums({ by: 'day' }), ['accepted 2022-01-04 3', 'accepted 2022-01-05 1'], 'by day')
        deepEqual(await sums({ unit: 'housing', category: 'heating', channel: 'hotline' }), ['accepted  3'], 'narrowed')
      },
    ],
    [
      'leaves out what sums to nothing',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { tallies: [cell({})] }))
        await committed(
          storage,
          change(one, { expectedVersion: 1, tallies: [cell({ delta: -1 }), cell({ unit: 'water' })] }),
        )
        deepEqual(
          await storage.tally({ measures: ['accepted'], from: '2022-01-01', to: '2023-01-01', by: 'unit' }),
          [{ measure: 'accepted', key: 'water', sum: 1 }],
          'the sums',
        )
      },
    ],
  ],
}

/** Texts beside the record can be erased, their place stays. */
export const vault: Facet = {
  name: 'vault',
  tests: [
    [
      'keeps texts beside the record and gives them only when asked',
      async ({ storage }) => {
        const one = ref('q-1')
        const row = { ref: 't.1', subject: 'res-1', field: 'name', value: '王某', salt: 'ab' }
        await committed(storage, change(one, { vault: [row] }))
        deepEqual((await storage.load(one, { vault: true })).vault, [row], 'asked for')
        equal('vault' in (await storage.load(one)), false, 'not asked for')
        deepEqual((await storage.load(ref('q-2'), { vault: true })).vault, [], 'of another record')
      },
    ],
    [
      'erases text and salt and keeps the row',
      async ({ storage }) => {
        const one = ref('q-1')
        const rows = ['t.1', 't.2'].map((name) => ({
          ref: name,
          subject: 'res-1',
          field: 'name',
          value: '王某',
          salt: 'ab',
        }))
        await committed(storage, change(one, { vault: rows }))
        await committed(storage, change(one, { expectedVersion: 1, erase: ['t.1'] }))
        deepEqual(
          (await storage.load(one, { vault: true })).vault,
          [{ ...rows[0], value: null, salt: null }, rows[1]],
          'the rows',
        )
      },
    ],
  ],
}

const difficult =
  '𠮷野家 ئۇيغۇرچە 👩‍👩‍👧 e\u0301 \u00e9 "\\" \\u0041 \n\r\t \u2028 \ufeff \u007f \ufffd <x>&amp; \' OR 1=1 -- {"a":1}'

/** Stored bytes are the bytes given. */
export const texts: Facet = {
  name: 'texts',
  tests: [
    [
      'keeps every text byte for byte: other scripts, escapes, characters outside the basic plane',
      async ({ storage }) => {
        const one = ref('q-1')
        const long = difficult.repeat(1000)
        const row = { ref: 't.1', subject: difficult, field: 'name', value: long, salt: difficult }
        await committed(
          storage,
          change(one, {
            body: long,
            events: [event(1, long)],
            index: { category: difficult, status: difficult },
            vault: [row],
            deliveries: [{ event: 1, destination: 'inbox', payload: difficult, at: 1 }],
          }),
        )
        const { record, vault: kept } = await storage.load(one, { vault: true })
        deepEqual(
          [record?.body === long, record?.index.category, record?.index.status],
          [true, difficult, difficult],
          'the record',
        )
        deepEqual(kept, [row], 'the vault')
        equal((await storage.history(one, { after: 0, limit: 1 }))[0]?.bytes === long, true, 'the event')
        deepEqual(
          (await storage.takeDue({ what: 'deliveries', now: 9, limit: 1, lease: { owner: 'a', until: 10 } })).map(
            (each) => each.payload,
          ),
          [difficult],
          'the delivery',
        )
        deepEqual(await walk(storage, { category: difficult, limit: 5 }), ['q-1'], 'found by it')
      },
    ],
  ],
}

/** Opening, closing, and what happens in between. */
export const lifecycle: Facet = {
  name: 'lifecycle',
  tests: [
    [
      'opens and closes as often as it is told to',
      async ({ storage }) => {
        await storage.open()
        await committed(storage, change(ref('q-1')))
        await storage.close()
        await storage.close()
      },
    ],
    [
      'refuses every call while it is closed, as a failure of the adapter',
      async ({ storage }) => {
        await storage.close()
        const lease = { owner: 'a', until: 1 }
        const calls: [string, () => Promise<unknown>][] = [
          ['load', () => storage.load(ref('q-1'))],
          ['commit', () => storage.commit([change(ref('q-1'))])],
          ['find', () => storage.find({ limit: 1 })],
          ['history', () => storage.history(ref('q-1'), { after: 0, limit: 1 })],
          ['takeDue', () => storage.takeDue({ what: 'deadlines', now: 1, limit: 1, lease })],
          ['settle', () => storage.settle([])],
          ['tally', () => storage.tally({ measures: [], from: '2022-01-01', to: '2022-01-02' })],
        ]
        for (const [name, call] of calls) await rejects(async () => call(), 'adapter-failure', `${name} while closed`)
      },
    ],
    [
      'has everything again after a restart, when it says it is durable',
      async ({ storage, reopen }) => {
        if (!storage.capabilities.durable) return
        if (reopen === undefined) throw new Error('A durable storage is tested with `reopen`.')
        const one = ref('q-1')
        const command = { key: 'k', fingerprint: 'f', version: 1, events: 1 }
        const row = { ref: 't.1', subject: 's', field: 'name', value: 'v', salt: 'z' }
        await committed(
          storage,
          change(one, {
            command,
            vault: [row],
            put: [{ name: 'claim', at: 5 }],
            deliveries: [{ event: 1, destination: 'inbox', payload: '{}', at: 5 }],
            tallies: [cell({})],
          }),
        )
        const before = await storage.load(one, { key: 'k', vault: true })
        const again = await reopen()
        const lease = { owner: 'a', until: 100 }
        deepEqual(await again.load(one, { key: 'k', vault: true }), before, 'record, answer and vault')
        equal((await again.history(one, { after: 0, limit: 9 })).length, 1, 'events')
        equal((await again.takeDue({ what: 'deadlines', now: 9, limit: 9, lease })).length, 1, 'deadlines')
        equal((await again.takeDue({ what: 'deliveries', now: 9, limit: 9, lease })).length, 1, 'deliveries')
        equal(
          (await again.tally({ measures: ['accepted'], from: '2022-01-01', to: '2023-01-01' }))[0]?.sum,
          1,
          'tallies',
        )
      },
    ],
  ],
}
