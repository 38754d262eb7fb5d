import type { Storage } from '@huiyin/core'
import { deepEqual, equal, rejects } from './assert.js'
import { change, committed, type Facet, ref, tallyOf } from './kit.js'

const [one, two] = [ref('q-1'), ref('q-2')]
const command = { key: 'k', fingerprint: 'f', version: 1, events: 1, at: 10 }
const text = { subject: 's', field: 'name', value: 'v', salt: 'z' }
const delivery = (event: number) => ({ event, destination: 'inbox', payload: `{"n":${event}}`, at: 5 })

/** One of everything: an erased text, a row under a lease, a dead letter, a delivery that was tried, one that is done and was kept. */
async function live(storage: Storage): Promise<void> {
  await committed(
    storage,
    change(one, {
      command,
      vault: [
        { ref: 't.1', ...text },
        { ref: 't.2', ...text },
      ],
      put: [
        { name: 'claim', at: 5 },
        { name: 'later', at: 900 },
      ],
      deliveries: [delivery(1), delivery(2)],
      tallies: [tallyOf()],
    }),
  )
  await committed(storage, change(one, { expectedVersion: 1, erase: ['t.1'] }))
  await committed(
    storage,
    change(two, { tallies: [tallyOf({ delta: 2 })], deliveries: [{ ...delivery(1), destination: 'post' }] }),
  )
  const lease = { owner: 'a', until: 100 }
  await storage.takeDue({ what: 'deadlines', now: 9, limit: 9, lease })
  await storage.takeDue({ what: 'deliveries', now: 9, limit: 9, lease })
  const outcome = { kind: 'dead', reason: 'refused', behind: 'skip' } as const
  await storage.settle([{ what: 'delivery', lease, ref: one, event: 1, destination: 'inbox', outcome }])
  await storage.takeDue({ what: 'deliveries', now: 9, limit: 9, lease })
  const post = { ref: two, event: 1, destination: 'post' }
  const keep = { at: 9, attempts: 1, ref: 'biz-1' }
  await storage.settle([
    { what: 'delivery', lease, ...post, outcome: { kind: 'done', keep } },
    { what: 'receipt', ...post, receipt: { kind: 'failed', at: 10, reason: 'phone off' } },
  ])
  await storage.settle([{ what: 'pause', destination: 'sms', until: 500, reason: 'busy', since: 9 }])
}

/** Everything that can be read without changing it. */
async function seen(storage: Storage): Promise<unknown> {
  return {
    one: await storage.load(one, { key: 'k', vault: true }),
    two: await storage.load(two),
    found: await storage.find({ limit: 9 }),
    counted: await storage.counts({}),
    paused: await storage.pauses(),
    events: await storage.history(one, { after: 0, limit: 9 }),
    owed: [await storage.owed({ state: 'open', limit: 9 }), await storage.owed({ state: 'dead', limit: 9 })],
    sent: await storage.sent({ destination: 'post', limit: 9 }),
    tallies: await storage.tally({ measures: ['accepted'], from: '2022-01-01', to: '2023-01-01' }),
    newest: (await storage.times?.())?.newest,
  }
}

/** Opening, closing, and what is there again afterwards. */
export const lifecycle: Facet = {
  name: 'lifecycle',
  tests: [
    [
      'says which contract it keeps, its name and what it can do',
      async ({ storage }) => {
        const { contract, name, capabilities } = storage
        deepEqual([contract, typeof name, name === ''], ['huiyin.storage/2', 'string', false], 'contract and name')
        const { durable, shared } = capabilities
        deepEqual([typeof durable, typeof shared], ['boolean', 'boolean'], 'durable and shared')
      },
    ],
    [
      'refuses to open what a newer adapter made, when it can be shown such a one',
      async ({ newer }) => {
        if (newer === undefined) return
        const storage = await newer()
        await rejects(() => storage.open(), 'adapter-failure', 'opening it')
        await rejects(() => storage.find({ limit: 1 }), 'adapter-failure', 'a call afterwards')
        await storage.close()
      },
    ],
    [
      'opens as often as it is called, and keeps what is there',
      async ({ storage }) => {
        await committed(storage, change(one))
        await Promise.all([storage.open(), storage.open()])
        await storage.open()
        equal((await storage.load(one)).record?.version, 1, 'the record')
      },
    ],
    [
      'closes as often as it is called, and can be opened again',
      async ({ storage }) => {
        await storage.close()
        await storage.close()
        await storage.open()
        await committed(storage, change(two))
        await Promise.all([storage.close(), storage.close()])
      },
    ],
    [
      'has every record, event, text, answer and tally again after a restart, when it says it is durable',
      async ({ storage, reopen }) => {
        if (!storage.capabilities.durable) return
        if (reopen === undefined) throw new Error('A durable storage is tested with `reopen`.')
        await live(storage)
        const before = await seen(storage)
        deepEqual(await seen(await reopen()), before, 'what there is to see')
      },
    ],
    [
      'has every deadline, delivery, attempt and lease again after a restart, when it says it is durable',
      async ({ storage, reopen }) => {
        if (!storage.capabilities.durable || reopen === undefined) return
        await live(storage)
        const again = await reopen()
        const taken = async (now: number) => {
          const due = { now, limit: 9, lease: { owner: 'b', until: now } }
          const deadlines = await again.takeDue({ what: 'deadlines', ...due })
          const deliveries = await again.takeDue({ what: 'deliveries', ...due })
          return [deadlines.map((row) => row.name), deliveries.map((row) => [row.event, row.attempts])]
        }
        deepEqual(await taken(99), [[], []], 'rows that are still leased to another')
        deepEqual(await taken(100), [['claim'], [[2, 2]]], 'rows whose lease is over; the dead one stays aside')
        deepEqual((await taken(900))[0], ['claim', 'later'], 'rows due later')
      },
    ],
    [
      'takes an acknowledged command for done after a restart, when it says it is durable',
      async ({ storage, reopen }) => {
        if (!storage.capabilities.durable || reopen === undefined) return
        await committed(storage, change(one, { command }))
        const again = await reopen()
        deepEqual(
          await again.commit([change(one, { command }), change(one)]),
          [
            { kind: 'duplicate', answer: command },
            { kind: 'conflict', version: 1 },
          ],
          'the outcomes',
        )
      },
    ],
  ],
}
