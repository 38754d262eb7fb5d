import { deepEqual, equal, rejects } from './assert.js'
import { change, committed, type Facet, ref, tallyOf } from './kit.js'

const one = ref('q-1')

/** Declared capabilities work, and those not declared are refused. */
export const capabilities: Facet = {
  name: 'capabilities',
  tests: [
    [
      'declares each as a fact, and never changes its mind',
      async ({ storage }) => {
        const { durable, shared, hostTransaction = false } = storage.capabilities
        deepEqual(
          [durable, shared, hostTransaction].map((each) => typeof each),
          ['boolean', 'boolean', 'boolean'],
          'capabilities',
        )
        await committed(storage, change(one))
        deepEqual(
          [storage.capabilities.durable, storage.capabilities.shared, storage.capabilities.hostTransaction ?? false],
          [durable, shared, hostTransaction],
          'capabilities after a commit',
        )
      },
    ],
    [
      'refuses a transaction of the host where it cannot join one, and writes nothing',
      async ({ storage }) => {
        if (storage.capabilities.hostTransaction === true) return
        await rejects(() => storage.commit([change(one)], { tx: {} }), 'configuration', 'a commit with a transaction')
        deepEqual(await storage.load(one), {}, 'the record')
        await rejects(() => storage.load(one, { tx: {} }), 'configuration', 'a reading with a transaction')
      },
    ],
    [
      'writes inside a transaction of the host where it can, to be seen outside only when that is committed',
      async ({ storage, transaction }) => {
        if (storage.capabilities.hostTransaction !== true) return
        if (transaction === undefined)
          throw new Error('A storage that can join a transaction of the host is tested with one: give `transaction`.')
        const kept = await transaction()
        const parts = { tallies: [tallyOf()], put: [{ name: 'claim', at: 10 }] }
        deepEqual(await storage.commit([change(one, parts)], kept), [{ kind: 'committed' }], 'the outcome inside')
        equal((await storage.load(one, kept)).record?.version, 1, 'the version inside')
        deepEqual(await storage.load(one), {}, 'the record outside, before')
        await kept.commit()
        equal((await storage.load(one)).record?.version, 1, 'the version outside, after')
        const dropped = await transaction()
        await storage.commit([change(one, { expectedVersion: 1, ...parts })], dropped)
        deepEqual(
          await storage.commit([change(one, { expectedVersion: 1 })], dropped),
          [{ kind: 'conflict', version: 2 }],
          'a conflict inside, which ends nothing',
        )
        await dropped.rollback()
        equal((await storage.load(one)).record?.version, 1, 'the version after the host changed its mind')
        const sums = await storage.tally({ measures: ['accepted'], from: '2022-01-01', to: '2023-01-01' })
        deepEqual(sums, [{ measure: 'accepted', key: '', sum: 1 }], 'what was counted')
      },
    ],
  ],
}
