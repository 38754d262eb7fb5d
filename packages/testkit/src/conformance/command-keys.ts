import { deepEqual, equal } from './assert.js'
import { change, committed, type Facet, ref } from './kit.js'

const command = { key: 'k-1', fingerprint: 'f-1', version: 1, events: 1, at: 10 }

/** A command key is answered once and remembered. */
export const commandKeys: Facet = {
  name: 'command keys',
  tests: [
    [
      'answers a repeated key with what was answered first, and writes nothing',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { command }))
        const again = change(one, { expectedVersion: 1, command: { ...command, fingerprint: 'other', version: 2 } })
        deepEqual(await storage.commit([again]), [{ kind: 'duplicate', answer: command }], 'the repetition')
        deepEqual((await storage.load(one, { key: 'k-1' })).answer, command, 'the answer when asked for')
        equal((await storage.load(one)).record?.version, 1, 'the version')
      },
    ],
    [
      'judges the key before the version, so that a late repetition is not a conflict',
      async ({ storage }) => {
        const one = ref('q-1')
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
      'takes a key again after a conflict: what was refused was not answered',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one))
        deepEqual(await storage.commit([change(one, { command })]), [{ kind: 'conflict', version: 1 }], 'the conflict')
        await committed(storage, change(one, { expectedVersion: 1, command }))
      },
    ],
    [
      'knows a key again within the same call',
      async ({ storage }) => {
        const one = ref('q-1')
        const again = change(one, { expectedVersion: 1, command })
        deepEqual(
          await storage.commit([change(one, { command }), again]),
          [{ kind: 'committed' }, { kind: 'duplicate', answer: command }],
          'the outcomes',
        )
      },
    ],
    [
      'keeps keys of different records apart, and gives an answer only when asked for it',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1'), { command }))
        await committed(storage, change(ref('q-2'), { command: { ...command, fingerprint: 'f-2' } }))
        const answer = async (id: string, key?: string) =>
          (await storage.load(ref(id), key === undefined ? {} : { key })).answer?.fingerprint
        deepEqual(
          [await answer('q-1', 'k-1'), await answer('q-2', 'k-1'), await answer('q-3', 'k-1')],
          ['f-1', 'f-2', undefined],
          'the answers of three records',
        )
        deepEqual([await answer('q-1'), await answer('q-1', 'k-2')], [undefined, undefined], 'not asked, another key')
      },
    ],
    [
      'removes answers older than asked, and no others',
      async ({ storage }) => {
        const [one, two] = [ref('q-1'), ref('q-2')]
        await committed(storage, change(one, { command }))
        await committed(storage, change(two, { command: { ...command, at: 20 } }))
        await storage.settle([{ what: 'answers', before: 10 }])
        deepEqual((await storage.load(one, { key: 'k-1' })).answer, command, 'one given at that very instant')
        await storage.settle([{ what: 'answers', before: 20 }])
        deepEqual((await storage.load(one, { key: 'k-1' })).answer, undefined, 'an older one')
        deepEqual((await storage.load(two, { key: 'k-1' })).answer?.at, 20, 'a younger one')
      },
    ],
    [
      'lets one of many racing repetitions act',
      async ({ storage }) => {
        const one = ref('q-1')
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => storage.commit([change(one, { command })])))
        const of = (kind: string) => outcomes.filter(([outcome]) => outcome?.kind === kind).length
        deepEqual([of('committed'), of('duplicate')], [1, 19], 'committed and duplicate')
      },
    ],
  ],
}
