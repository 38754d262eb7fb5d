import type { Storage } from '@huiyin/core'
import { deepEqual, equal } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

// Every writer wants the same version; the storage must let exactly one have it.
async function race(storage: Storage, writers: number, rounds: number): Promise<void> {
  const one = ref('q-race')
  await committed(storage, change(one))
  for (let version = 1; version <= rounds; version++) {
    const outcomes = await Promise.all(
      Array.from(
        { length: writers },
        async (_, writer) =>
          (await storage.commit([change(one, { expectedVersion: version, body: `{"winner":${writer}}` })]))[0],
      ),
    )
    const winners = outcomes.flatMap((outcome, writer) => (outcome?.kind === 'committed' ? [writer] : []))
    equal(winners.length, 1, `winners of round ${version}`)
    for (const outcome of outcomes) {
      if (outcome?.kind !== 'committed')
        deepEqual(outcome, { kind: 'conflict', version: version + 1 }, 'what a loser is told')
    }
    const { record } = await storage.load(one)
    deepEqual([record?.version, record?.body], [version + 1, `{"winner":${winners[0]}}`], 'the record after the round')
  }
  equal((await storage.history(one, { after: 0, limit: 1000 })).length, rounds + 1, 'events after all rounds')
}

/** Of several writers with the same expectation exactly one wins. */
export const concurrency: Facet = {
  name: 'concurrency',
  tests: [
    ['gives one of two writers the record, in every round', ({ storage }) => race(storage, 2, 10)],
    [
      'gives one of fifty writers the record and tells the others the version that won',
      ({ storage }) => race(storage, 50, 3),
    ],
    [
      'lets one of many create a record',
      async ({ storage }) => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => storage.commit([change(ref('q-new'))])))
        equal(outcomes.filter(([outcome]) => outcome?.kind === 'committed').length, 1, 'creations')
      },
    ],
  ],
}

/** A command key is answered once and remembered. */
export const commandKeys: Facet = {
  name: 'command keys',
  tests: [
    [
      'answers a repeated key with what was answered first, and writes nothing',
      async ({ storage }) => {
        const one = ref('q-1')
        const command = { key: 'k-1', fingerprint: 'f-1', version: 1, events: 1 }
        await committed(storage, change(one, { command }))
        const again = change(one, { expectedVersion: 1, command: { ...command, fingerprint: 'other', version: 2 } })
        deepEqual(await storage.commit([again]), [{ kind: 'duplicate', answer: command }], 'the repetition')
        deepEqual((await storage.load(one, { key: 'k-1' })).answer, command, 'the answer when asked for')
        equal((await storage.load(one)).record?.version, 1, 'the version')
      },
    ],
    [
      'judges the key before the version, so that a late repetition is no conflict',
      async ({ storage }) => {
        const one = ref('q-1')
        const command = { key: 'k-1', fingerprint: 'f-1', version: 1, events: 1 }
        await committed(storage, change(one, { command }))
        await committed(storage, change(one, { expectedVersion: 1 }))
        deepEqual(
          await storage.commit([change(one, { command })]),
          [{ kind: 'duplicate', answer: command }],
          'the repetition',
        )
      },
    ],
    [
      'keeps keys of different records apart',
      async ({ storage }) => {
        const command = { key: 'k-1', fingerprint: 'f-1', version: 1, events: 1 }
        await committed(storage, change(ref('q-1'), { command }))
        await committed(storage, change(ref('q-2'), { command }))
        deepEqual((await storage.load(ref('q-3'), { key: 'k-1' })).answer, undefined, 'a record without answers')
      },
    ],
    [
      'lets one of many racing repetitions act',
      async ({ storage }) => {
        const one = ref('q-1')
        const command = { key: 'k-1', fingerprint: 'f-1', version: 1, events: 1 }
        const outcomes = (
          await Promise.all(Array.from({ length: 20 }, () => storage.commit([change(one, { command })])))
        ).map(([outcome]) => outcome?.kind)
        deepEqual(
          [
            outcomes.filter((kind) => kind === 'committed').length,
            outcomes.filter((kind) => kind === 'duplicate').length,
          ],
          [1, 19],
          'committed and duplicate',
        )
      },
    ],
  ],
}
