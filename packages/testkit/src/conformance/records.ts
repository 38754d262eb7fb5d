import { deepEqual, equal } from './assert.js'
import { change, committed, type Facet, plainIndex, ref } from './kit.js'

/** Records are stored whole and read back as written. */
export const records: Facet = {
  name: 'records',
  tests: [
    [
      'gives back a record as it was written, and nothing for one that is not there',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { body: '{"a":1}', at: 77 }))
        deepEqual(
          (await storage.load(one)).record,
          { ...one, version: 1, head: 'hash-1', body: '{"a":1}', index: plainIndex, updatedAt: 77 },
          'the record',
        )
        deepEqual(await storage.load(ref('q-2')), {}, 'a record that is not there')
        deepEqual(await storage.load({ ...one, type: 'team' }), {}, 'the same id of another type')
      },
    ],
    [
      'replaces the facts and the index with each change',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one))
        await committed(
          storage,
          change(one, { expectedVersion: 1, body: '{"b":2}', index: { status: 'closed', open: false, unit: '' } }),
        )
        const { record } = await storage.load(one)
        deepEqual(
          [record?.version, record?.body, record?.index],
          [2, '{"b":2}', { ...plainIndex, status: 'closed', open: false, unit: '' }],
          'the changed record',
        )
      },
    ],
    [
      'is not changed through what it gave out or was given',
      async ({ storage }) => {
        const one = ref('q-1')
        const given = change(one)
        await committed(storage, given)
        const tamper = (value: object | undefined) => {
          try {
            Object.assign(value ?? {}, { status: 'tampered', body: 'tampered' })
          } catch {
            // Frozen is fine.
          }
        }
        tamper(given.index)
        tamper((await storage.load(one)).record)
        tamper((await storage.load(one)).record?.index)
        const { record } = await storage.load(one)
        deepEqual([record?.index.status, record?.body], ['handling', '{"version":1}'], 'the stored record')
      },
    ],
  ],
}

/** Changes of one call are judged in order, each on its own. */
export const atomicity: Facet = {
  name: 'atomicity',
  tests: [
    [
      'writes the good changes of a call and answers each in its place',
      async ({ storage }) => {
        const [one, two] = [ref('q-1'), ref('q-2')]
        const outcomes = await storage.commit([
          change(one),
          change(two, { expectedVersion: 5 }),
          change(one, { expectedVersion: 1 }),
        ])
        deepEqual(
          outcomes,
          [{ kind: 'committed' }, { kind: 'conflict', version: 0 }, { kind: 'committed' }],
          'the outcomes',
        )
        equal((await storage.load(one)).record?.version, 2, 'the version of the first')
      },
    ],
    [
      'leaves nothing of a change it refuses',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one))
        const refused = change(one, {
          body: '{"refused":true}',
          put: [{ name: 'claim', at: 5 }],
          deliveries: [{ event: 1, destination: 'inbox', payload: '{}', at: 5 }],
          vault: [{ ref: 't.1', subject: 's', field: 'name', value: 'x', salt: 'y' }],
          tallies: [{ measure: 'm', day: '2022-01-04', areaPath: '', unit: '', category: '', channel: '', delta: 1 }],
          command: { key: 'k', fingerprint: 'f', version: 1, events: 1 },
        })
        deepEqual(await storage.commit([refused]), [{ kind: 'conflict', version: 1 }], 'the outcome')
        const lease = { owner: 'a', until: 100 }
        const loaded = await storage.load(one, { key: 'k', vault: true })
        deepEqual(
          [loaded.record?.body, loaded.answer, loaded.vault],
          ['{"version":1}', undefined, []],
          'record, answer and vault',
        )
        deepEqual(await storage.history(one, { after: 0, limit: 10 }).then((rows) => rows.length), 1, 'the history')
        deepEqual(await storage.takeDue({ what: 'deadlines', now: 99, limit: 9, lease }), [], 'the deadlines')
        deepEqual(await storage.takeDue({ what: 'deliveries', now: 99, limit: 9, lease }), [], 'the deliveries')
        deepEqual(await storage.tally({ measures: ['m'], from: '2022-01-01', to: '2023-01-01' }), [], 'the tallies')
      },
    ],
  ],
}
