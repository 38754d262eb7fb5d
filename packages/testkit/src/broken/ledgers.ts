import type { Storage } from '@huiyin/core'
import type { KeptSent, SentDelivery, SentQuery, SentWrite, Settlement } from '@huiyin/core/contracts'
import { altered, type BrokenStorage } from './altered.js'

// What is kept is something else.
const keeping = (keep: (given: SentWrite | undefined) => SentWrite | undefined) =>
  altered((storage) => ({
    settle: (rows) =>
      storage.settle(
        rows.map((row): Settlement => {
          if (row.what !== 'delivery' || row.outcome.kind !== 'done') return row
          const kept = keep(row.outcome.keep)
          return { ...row, outcome: { kind: 'done', ...(kept !== undefined && { keep: kept }) } }
        }),
      ),
  }))

// Rows read otherwise than they are, wherever they are read.
const reading = (read: (sent: KeptSent) => KeptSent) =>
  altered((storage) => ({
    sent: async (query) => {
      const found = await storage.sent(query)
      return { ...found, items: found.items.map((each) => read(each) as SentDelivery) }
    },
    load: async (...given) => {
      const { rows, ...loaded } = await storage.load(...given)
      return rows === undefined ? loaded : { ...loaded, rows: { ...rows, sent: rows.sent.map(read) } }
    },
  }))

const settling = (settle: (row: Settlement) => readonly Settlement[]) =>
  altered((storage) => ({ settle: (rows) => storage.settle(rows.flatMap(settle)) }))
const finding = (find: (storage: Storage, query: SentQuery) => ReturnType<Storage['sent']>) =>
  altered((storage) => ({ sent: (query) => find(storage, query) }))

/** Storages that keep the ledger wrongly. */
export const brokenLedgers: readonly BrokenStorage[] = [
  { defect: 'keeps nothing of what was sent', facet: 'ledger', create: keeping(() => undefined) },
  {
    defect: 'keeps what was not to be kept',
    facet: 'ledger',
    create: keeping((given) => given ?? { at: 1, attempts: 1 }),
  },
  {
    defect: 'cuts the reference of a provider',
    facet: 'ledger',
    create: keeping((given) => given && { ...given, ...(given.ref !== undefined && { ref: given.ref.slice(0, 64) }) }),
  },
  {
    defect: 'does not find a message by the reference of its provider',
    facet: 'ledger',
    create: finding(async (storage, query) => (query.ref === undefined ? storage.sent(query) : { items: [] })),
  },
  {
    defect: 'finds the reference of a provider in every destination',
    facet: 'ledger',
    create: finding(async (storage, { destination, ...query }) => {
      const names = query.ref === undefined ? [destination] : ['inbox', 'sms']
      const pages = await Promise.all(names.map((name) => storage.sent({ ...query, destination: name } as SentQuery)))
      return { ...pages[0], items: pages.flatMap(({ items }) => items) }
    }),
  },
  {
    defect: 'says that what was left out was sent',
    facet: 'ledger',
    create: reading(({ skipped: _, ...sent }) => sent),
  },
  {
    defect: 'lets a failure take a delivery back',
    facet: 'ledger',
    create: reading(({ deliveredAt, ...sent }) =>
      deliveredAt === undefined || sent.failedAt !== undefined ? sent : { ...sent, deliveredAt },
    ),
  },
  {
    defect: 'writes every receipt over the one before',
    facet: 'ledger',
    create: altered((storage) => {
      const last = new Map<string, number>()
      const key = (id: string, event: number) => `${id}#${event}`
      return {
        settle: (rows) => {
          for (const row of rows)
            if (row.what === 'receipt' && row.receipt.kind === 'delivered')
              last.set(key(row.ref.id, row.event), row.receipt.at)
          return storage.settle(rows)
        },
        sent: async (query) => {
          const found = await storage.sent(query)
          const overwritten = ({ id, event, deliveredAt, ...sent }: SentDelivery): SentDelivery => ({
            ...{ ...sent, id, event },
            ...(deliveredAt !== undefined && { deliveredAt: last.get(key(id, event)) ?? deliveredAt }),
          })
          return { ...found, items: found.items.map(overwritten) }
        },
      }
    }),
  },
  {
    defect: 'takes a receipt for every delivery of the record',
    facet: 'ledger',
    create: settling((row) => (row.what === 'receipt' ? [1, 2, 3].map((event) => ({ ...row, event })) : [row])),
  },
  {
    defect: 'lists among the failed what was delivered after all',
    facet: 'ledger',
    create: finding(async (storage, query) => {
      if (query.failed !== true) return storage.sent(query)
      const found = await storage.sent({ ...query, failed: false })
      return { ...found, items: found.items.filter(({ failedAt }) => failedAt !== undefined) }
    }),
  },
  {
    defect: 'gives the oldest of a page first',
    facet: 'ledger',
    create: finding(async (storage, query) => {
      const found = await storage.sent(query)
      return { ...found, items: found.items.toReversed() }
    }),
  },
  {
    defect: 'leaves out the last of each page of the ledger',
    facet: 'ledger',
    create: finding(async (storage, query) => {
      const found = await storage.sent(query)
      return found.next === undefined ? found : { ...found, items: found.items.slice(0, -1) }
    }),
  },
  {
    defect: 'removes a row of the ledger that is not old enough',
    facet: 'ledger',
    create: settling((row) => [row.what === 'sent' ? { ...row, before: row.before + 1 } : row]),
  },
  {
    defect: 'removes more of the ledger than it was told',
    facet: 'ledger',
    create: settling((row) => [row.what === 'sent' ? { ...row, limit: 1000 } : row]),
  },
  {
    defect: 'removes rows of the ledger whatever their destination',
    facet: 'ledger',
    create: settling((row) =>
      row.what === 'sent' ? ['inbox', 'sms'].map((destination) => ({ ...row, destination })) : [row],
    ),
  },
  {
    defect: 'never removes a row of the ledger',
    facet: 'ledger',
    create: settling((row) => (row.what === 'sent' ? [] : [row])),
  },
  {
    defect: 'does not count off what was removed from the ledger',
    facet: 'ledger',
    create: altered((storage) => ({
      load: async (...given) => {
        const { rows, ...loaded } = await storage.load(...given)
        return rows === undefined ? loaded : { ...loaded, rows: { ...rows, kept: rows.delivered } }
      },
    })),
  },
]
