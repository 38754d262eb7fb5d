import type { Storage } from '@huiyin/core'
import { equal, rejects } from './assert.js'
import { change, type Facet, ref } from './kit.js'

const lease = { owner: 'a', until: 1 }
const due = { now: 1, limit: 1, lease } as const

/** Every method but `open` and `close`, with minimal arguments. */
const calls: readonly (readonly [keyof Storage, (storage: Storage) => Promise<unknown>])[] = [
  ['load', (storage) => storage.load(ref('q-1'))],
  ['load', (storage) => storage.load(ref('q-1'), { key: 'k', vault: true })],
  ['commit', (storage) => storage.commit([change(ref('q-1'))])],
  ['find', (storage) => storage.find({ limit: 1 })],
  ['counts', (storage) => storage.counts({})],
  ['texts', (storage) => storage.texts([ref('q-1')], ['name'])],
  ['history', (storage) => storage.history(ref('q-1'), { after: 0, limit: 1 })],
  ['takeDue', (storage) => storage.takeDue({ what: 'deadlines', ...due })],
  ['takeDue', (storage) => storage.takeDue({ what: 'deliveries', ...due })],
  ['settle', (storage) => storage.settle([])],
  ['pauses', (storage) => storage.pauses()],
  ['owed', (storage) => storage.owed({ state: 'dead', limit: 1 })],
  ['sent', (storage) => storage.sent({ destination: 'inbox', limit: 1 })],
  ['tally', (storage) => storage.tally({ measures: ['m'], from: '2022-01-01', to: '2022-01-02' })],
  ['strays', (storage) => storage.strays({ limit: 1 })],
]

async function refusesEverything(storage: Storage, when: string): Promise<void> {
  const optional: typeof calls = [
    ['times', async (each) => each.times?.()],
    ['unindexed', async (each) => each.unindexed?.(1)],
  ]
  const all = [...calls, ...optional.filter(([method]) => storage[method] !== undefined)]
  for (const [method, call] of all) {
    const error = await rejects(() => call(storage), 'adapter-failure', `${method} ${when}`)
    equal((error as { operation?: unknown }).operation, method, 'the operation the error names')
    equal((error as { retryable?: unknown }).retryable, false, `whether ${method} ${when} may be tried again`)
  }
}

/** A storage that cannot work fails with an error that callers can handle. */
export const errors: Facet = {
  name: 'errors',
  tests: [
    [
      'rejects every call after it was closed, as a failure of the adapter that names the operation',
      async ({ storage }) => {
        await storage.close()
        await refusesEverything(storage, 'after close')
      },
    ],
    [
      'refuses a cursor that no page gave as invalid input',
      async ({ storage }) => {
        const wrong = { limit: 1, after: 'nonsense' }
        await rejects(() => storage.find(wrong), 'invalid-input', 'find after nonsense')
        await rejects(() => storage.owed({ ...wrong, state: 'open' }), 'invalid-input', 'owed after nonsense')
        await rejects(() => storage.sent({ ...wrong, destination: 'inbox' }), 'invalid-input', 'sent after nonsense')
      },
    ],
    [
      'rejects every call before it was opened, where one that was not is to be had',
      async ({ unopened }) => {
        if (unopened !== undefined) await refusesEverything(unopened(), 'before open')
      },
    ],
  ],
}
