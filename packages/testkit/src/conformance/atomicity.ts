import type { Storage } from '@huiyin/core'
import type { Change, RecordRef } from '@huiyin/core/contracts'
import { deepEqual, equal } from './assert.js'
import { change, committed, type Facet, ref, tallyOf } from './kit.js'

const command = { key: 'k', fingerprint: 'f', version: 1, events: 1, at: 10 }

/** A change that would leave a mark in every place a storage has. */
const marking = (one: RecordRef, expectedVersion: number): Change =>
  change(one, {
    expectedVersion,
    body: '{"marked":true}',
    put: [{ name: 'marked', at: 5 }],
    deliveries: [{ event: 1, destination: 'marked', payload: '{}', at: 5 }],
    vault: [{ ref: 'marked', subject: 's', field: 'name', value: 'x', salt: 'y' }],
    tallies: [tallyOf({ measure: 'marked' })],
    command,
  })

async function expectNoMark(storage: Storage, one: RecordRef, events: number): Promise<void> {
  const lease = { owner: 'a', until: 100 }
  const loaded = await storage.load(one, { key: command.key, vault: true })
  deepEqual([loaded.record?.body, loaded.answer, loaded.vault], ['{"version":1}', undefined, []], 'the record')
  equal((await storage.history(one, { after: 0, limit: 10 })).length, events, 'events')
  deepEqual(await storage.takeDue({ what: 'deadlines', now: 99, limit: 9, lease }), [], 'the deadlines')
  deepEqual(await storage.takeDue({ what: 'deliveries', now: 99, limit: 9, lease }), [], 'the deliveries')
  deepEqual(await storage.tally({ measures: ['marked'], from: '2022-01-01', to: '2023-01-01' }), [], 'the tallies')
}

/** Changes of one call are judged in order, each on its own; each is written whole or not at all. */
export const atomicity: Facet = {
  name: 'atomicity',
  tests: [
    [
      'writes the good changes of a call and answers each in its place',
      async ({ storage }) => {
        const [one, two, three] = [ref('q-1'), ref('q-2'), ref('q-3')]
        const outcomes = await storage.commit([change(one), change(two, { expectedVersion: 5 }), change(three)])
        deepEqual(
          outcomes,
          [{ kind: 'committed' }, { kind: 'conflict', version: 0 }, { kind: 'committed' }],
          'the outcomes',
        )
        const found = await Promise.all([one, two, three].map((each) => storage.load(each)))
        deepEqual(
          found.map(({ record }) => record?.version),
          [1, undefined, 1],
          'the versions',
        )
      },
    ],
    [
      'judges a change after those before it in the same call',
      async ({ storage }) => {
        const one = ref('q-1')
        const outcomes = await storage.commit([
          change(one),
          change(one, { expectedVersion: 1 }),
          change(one, { expectedVersion: 1, body: '{"late":true}' }),
          change(one, { expectedVersion: 2 }),
        ])
        deepEqual(
          outcomes,
          [{ kind: 'committed' }, { kind: 'committed' }, { kind: 'conflict', version: 2 }, { kind: 'committed' }],
          'the outcomes',
        )
        const { record } = await storage.load(one)
        deepEqual([record?.version, record?.body], [3, '{"version":3}'], 'the record')
      },
    ],
    [
      'leaves nothing of a change it refuses, anywhere',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one))
        deepEqual(await storage.commit([marking(one, 0)]), [{ kind: 'conflict', version: 1 }], 'an old version')
        deepEqual(await storage.commit([marking(one, 7)]), [{ kind: 'conflict', version: 1 }], 'a version to come')
        await expectNoMark(storage, one, 1)
      },
    ],
    [
      'leaves nothing of a change it refuses among others it writes',
      async ({ storage }) => {
        const one = ref('q-1')
        await storage.commit([change(one), marking(one, 0), change(ref('q-2'))])
        await expectNoMark(storage, one, 1)
      },
    ],
    [
      'answers a call without changes with nothing',
      async ({ storage }) => {
        deepEqual(await storage.commit([]), [], 'the outcomes')
      },
    ],
    [
      'shows readers record and vault of one moment, while others write',
      async ({ storage }) => {
        const one = ref('q-1')
        const row = (version: number) => ({ ref: `t.${version}`, subject: 's', field: 'name', value: 'x', salt: 'y' })
        const write = async () => {
          for (let version = 0; version < 25; version++)
            await committed(storage, change(one, { expectedVersion: version, vault: [row(version)] }))
        }
        const read = async () => {
          for (let n = 0; n < 50; n++) {
            const { record, vault } = await storage.load(one, { vault: true })
            equal(vault?.length, record?.version ?? 0, 'vault rows of a record of as many versions')
          }
        }
        await Promise.all([write(), read(), read()])
      },
    ],
  ],
}
