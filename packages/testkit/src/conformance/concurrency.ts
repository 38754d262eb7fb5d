import type { Storage } from '@huiyin/core'
import { deepEqual, equal } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

// Every writer wants the same version; the storage must let exactly one have it.
async function race(storage: Storage, writers: number, rounds: number): Promise<void> {
  const one = ref('q-race')
  await committed(storage, change(one))
  for (let version = 1; version <= rounds; version++) {
    const outcomes = await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const wanted = change(one, { expectedVersion: version, body: `{"winner":${writer}}` })
        return (await storage.commit([wanted]))[0]
      }),
    )
    const winners = outcomes.flatMap((outcome, writer) => (outcome?.kind === 'committed' ? [writer] : []))
    equal(winners.length, 1, `winners of round ${version}`)
    for (const outcome of outcomes)
      if (outcome?.kind !== 'committed')
        deepEqual(outcome, { kind: 'conflict', version: version + 1 }, 'the verdict on a loser')
    const { record } = await storage.load(one)
    deepEqual([record?.version, record?.body], [version + 1, `{"winner":${winners[0]}}`], 'the record after the round')
  }
  equal((await storage.history(one, { after: 0, limit: 1000 })).length, rounds + 1, 'events after all rounds')
}

/** Of several writers with the same expectation exactly one wins. */
export const concurrency: Facet = {
  name: 'concurrency',
  tests: [
    ['gives one of two writers the record, in every one of twenty rounds', ({ storage }) => race(storage, 2, 20)],
    [
      'gives one of fifty writers the record and tells the others the version that won, in every one of five rounds',
      ({ storage }) => race(storage, 50, 5),
    ],
    [
      'lets one of many create a record',
      async ({ storage }) => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => storage.commit([change(ref('q-new'))])))
        equal(outcomes.filter(([outcome]) => outcome?.kind === 'committed').length, 1, 'creations')
        for (const [outcome] of outcomes)
          if (outcome?.kind !== 'committed')
            deepEqual(outcome, { kind: 'conflict', version: 1 }, 'the verdict on the others')
      },
    ],
    [
      'lets everybody through who decides again after a conflict, losing no change',
      async ({ storage }) => {
        const one = ref('q-1')
        const write = async () => {
          let expectedVersion = 0
          for (let won = 0; won < 5; ) {
            const [outcome] = await storage.commit([change(one, { expectedVersion })])
            if (outcome?.kind === 'committed') won++
            expectedVersion = outcome?.kind === 'conflict' ? outcome.version : expectedVersion + 1
          }
        }
        await Promise.all(Array.from({ length: 8 }, write))
        equal((await storage.load(one)).record?.version, 40, 'the version after eight writers of five changes')
      },
    ],
    [
      'lets writers of different records all through',
      async ({ storage }) => {
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, n) => storage.commit([change(ref(`q-${n}`))])),
        )
        equal(outcomes.filter(([outcome]) => outcome?.kind === 'committed').length, 50, 'committed')
      },
    ],
  ],
}
