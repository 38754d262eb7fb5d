import { deepEqual } from './assert.js'
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
        const index = {
          ...{ status: 'closed', open: false, unit: '', areaPath: '', requester: '' },
          ...{ owner: '', dueAt: undefined, flags: [], number: '', desks: [] },
        }
        await committed(storage, change(one, { expectedVersion: 1, body: '{"b":2}', index, at: 99 }))
        const { record } = await storage.load(one)
        deepEqual(
          [record?.version, record?.head, record?.body, record?.index, record?.updatedAt],
          [2, 'hash-2', '{"b":2}', { ...plainIndex, ...index }, 99],
          'the changed record',
        )
      },
    ],
    [
      'leaves other records, and the same id of another type, as they are',
      async ({ storage }) => {
        const [request, team, other] = [ref('n-1'), ref('n-1', 'team'), ref('n-2')]
        for (const each of [request, team, other]) await committed(storage, change(each))
        await committed(storage, change(request, { expectedVersion: 1 }))
        const versions = await Promise.all([request, team, other].map((each) => storage.load(each)))
        deepEqual(
          versions.map(({ record }) => record?.version),
          [2, 1, 1],
          'the versions',
        )
      },
    ],
    [
      'takes a change of several events as one step of the version',
      async ({ storage }) => {
        const one = ref('q-1')
        const events = [1, 2, 3].map((seq) => ({ seq, type: 't', at: seq, bytes: '{}', hash: `h${seq}` }))
        await committed(storage, change(one, { events }))
        const { record } = await storage.load(one)
        deepEqual([record?.version, record?.head], [3, 'h3'], 'version and head')
      },
    ],
    [
      'keeps instants to the millisecond, far ahead and at the beginning of time',
      async ({ storage }) => {
        const instants = [0, 1, 1641261600123, 8_640_000_000_000_000]
        for (const at of instants) await committed(storage, change(ref(`q-${at}`), { at, index: { createdAt: at } }))
        const loaded = await Promise.all(instants.map((at) => storage.load(ref(`q-${at}`))))
        deepEqual(
          loaded.map(({ record }) => [record?.updatedAt, record?.index.createdAt]),
          instants.map((at) => [at, at]),
          'the instants',
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
