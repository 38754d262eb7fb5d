import { type Change, type LimitedText, limits as longest } from '@huiyin/core/contracts'
import { deepEqual, equal } from './assert.js'
import { change, committed, type Facet, ref, tallyOf, walk } from './kit.js'

const lastInstant = 8_640_000_000_000_000
const mostFlags = Array.from({ length: 16 }, (_, n) => String(n).padStart(longest.member, 'f'))
const desksOf = (char: string) =>
  Array.from({ length: 32 }, (_, n) => `${char.repeat(longest.desk - 2)}${String(n).padStart(2, '0')}`)
const year = { from: '2022-01-01', to: '2023-01-01' }

/** A change in which every key and name is as long as the contract allows, of one character again and again. */
function longestChange(char: string): Change {
  const text = (kind: LimitedText) => char.repeat(longest[kind])
  const member = text('member')
  const place = { areaPath: text('areaPath'), unit: member, category: member, channel: member }
  return change(
    { ...ref('q-1'), type: text('type'), id: text('id') },
    {
      index: {
        ...place,
        status: member,
        requester: member,
        owner: member,
        number: member,
        flags: mostFlags,
        desks: desksOf(char),
      },
      put: [{ name: text('deadline'), at: 5 }],
      deliveries: [{ event: 1, destination: text('destination'), payload: '{}', at: 5 }],
      vault: [{ ref: text('ref'), subject: text('ref'), field: text('ref'), value: 'v', salt: 's' }],
      tallies: [tallyOf({ ...place, measure: text('measure') })],
      command: { key: text('key'), fingerprint: 'f', version: 1, events: 1, at: 10 },
    },
  )
}

/** Keys, names and numbers are kept up to the limits of the contract. */
export const limits: Facet = {
  name: 'limits',
  tests: [
    ...Object.entries({ 'plain letters': 'x', 'characters of four bytes': '𠮷' }).map(
      ([name, char]) =>
        [
          `keeps the longest keys and names, finds by them and tells them apart: ${name}`,
          async ({ storage }) => {
            const one = longestChange(char)
            const { bucket, type, id, index, command } = one
            await committed(storage, one)
            const loaded = await storage.load({ bucket, type, id }, { vault: true, key: command?.key ?? '' })
            deepEqual(
              [loaded.record?.id, loaded.record?.index, loaded.answer, loaded.vault],
              [id, index, command, one.vault.put],
              'the record and what is beside it',
            )
            const { open: _, createdAt: _c, dueAt: _d, flags: _f, desks, status, areaPath: within, ...exact } = index
            const query = {
              type,
              status: [status],
              within,
              flags: mostFlags,
              desk: desks[31] as string,
              ...exact,
              limit: 5,
            }
            deepEqual(await walk(storage, query), [id], 'found by all of it')
            const almost = `${index.unit.slice(0, -char.length)}y`
            deepEqual(await walk(storage, { ...query, unit: almost }), [], 'found by another last character')
            const { owner, flags } = index
            deepEqual(await storage.counts({ type, owner }), [{ owner, status, flags, count: 1 }], 'the counts')
            const due = { now: 9, limit: 9, lease: { owner: 'a', until: 20 } }
            const [deadline] = await storage.takeDue({ what: 'deadlines', ...due })
            equal(deadline?.name, one.deadlines.put[0]?.name, 'the deadline')
            const destination = one.deliveries[0]?.destination ?? ''
            const [delivery] = await storage.takeDue({ what: 'deliveries', ...due, destinations: [destination] })
            equal(delivery?.destination, destination, 'the delivery')
            const { measure = '', areaPath = '' } = one.tallies[0] ?? {}
            const sums = await storage.tally({ ...year, measures: [measure], within: areaPath, by: 'unit' })
            deepEqual(sums, [{ measure, key: index.unit, sum: 1 }], 'the sums')
          },
        ] as const satisfies Facet['tests'][number],
    ),
    [
      'keeps instants to the end of time',
      async ({ storage }) => {
        const one = ref('q-1')
        const put = [
          { name: 'first', at: 0 },
          { name: 'last', at: lastInstant },
        ]
        await committed(
          storage,
          change(one, { at: lastInstant, index: { createdAt: lastInstant, dueAt: lastInstant }, put }),
        )
        deepEqual(await walk(storage, { from: lastInstant, limit: 2 }), ['q-1'], 'found by its instant')
        deepEqual(await walk(storage, { open: true, order: 'due', limit: 2 }), ['q-1'], 'found by its due time')
        const due = { what: 'deadlines', limit: 9, lease: { owner: 'a', until: lastInstant } } as const
        const taken = async (now: number) => (await storage.takeDue({ ...due, now })).map(({ name }) => name).sort()
        deepEqual(await taken(0), ['first'], 'due at the beginning')
        deepEqual(await taken(lastInstant), ['first', 'last'], 'due at the end, when the lease has ended')
      },
    ],
  ],
}
