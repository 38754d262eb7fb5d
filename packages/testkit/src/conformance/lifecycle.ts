import { deepEqual, equal, rejects } from './assert.js'
import { cell } from './beside.js'
import { change, committed, type Facet, ref } from './kit.js'

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
