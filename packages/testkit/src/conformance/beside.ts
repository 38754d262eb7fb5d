import type { TallyDelta } from '@huiyin/core'
import { deepEqual, equal } from './assert.js'
import { change, committed, event, type Facet, ref, walk } from './kit.js'

/** A tally of one, with what differs. */
export const cell = (over: Partial<TallyDelta>): TallyDelta => ({
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
