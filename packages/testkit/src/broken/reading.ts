import { memoryStorage, type Storage } from '@huiyin/core'
import type { FindQuery, StoredRecord } from '@huiyin/core/contracts'
import { altered, type BrokenStorage } from './altered.js'

const undated = (record: StoredRecord): StoredRecord => ({ ...record, updatedAt: record.index.createdAt })

// Queries of a desk, and those for words, are answered as usual where they are not the defect.
const ofDesk = ({ owner, flags, desk, number, dueBefore, order, descending, open, search }: FindQuery): boolean =>
  open === true || [owner, flags, desk, number, dueBefore, order, descending, search].some((each) => each !== undefined)

/** Memory storage with other pages than it has. */
const paging = (page: (storage: Storage) => Storage['find']) =>
  altered((storage) => {
    const find = page(storage)
    return { find: (query) => (ofDesk(query) ? storage.find(query) : find(query)) }
  })

/** A storage whose methods fail with plain errors. */
function bareErrors(): Storage {
  const storage = memoryStorage()
  const bare =
    <Given extends unknown[], Result>(method: (...given: Given) => Promise<Result>) =>
    (...given: Given): Promise<Result> =>
      method(...given).catch((error: Error) => Promise.reject(new Error(error.message)))
  const [load, find] = [bare(storage.load), bare(storage.find)]
  // Transactions of the host are refused as usual, because that is not the defect.
  return {
    ...storage,
    load: (ref, beside) => (beside?.tx === undefined ? load(ref, beside) : storage.load(ref, beside)),
    find: (query) => (ofDesk(query) ? storage.find(query) : find(query)),
  }
}

/** A storage that starts empty each time it is opened. */
function forgetful(): Storage {
  let storage = memoryStorage()
  return {
    ...storage,
    open: async () => {
      storage = memoryStorage()
      await storage.open()
    },
    load: (...given) => storage.load(...given),
    commit: (...given) => storage.commit(...given),
    find: (...given) => storage.find(...given),
    counts: (...given) => storage.counts(...given),
    pauses: () => storage.pauses(),
    texts: (...given) => storage.texts(...given),
    history: (...given) => storage.history(...given),
    takeDue: ((query: never) => storage.takeDue(query)) as unknown as Storage['takeDue'],
    settle: (...given) => storage.settle(...given),
    owed: (...given) => storage.owed(...given),
    sent: (...given) => storage.sent(...given),
    tally: (...given) => storage.tally(...given),
    strays: (...given) => storage.strays(...given),
    times: async () => (await storage.times?.()) ?? {},
    close: () => storage.close(),
  }
}

/** Storages that read wrongly, or do not open and close as they should. */
export const brokenReads: readonly BrokenStorage[] = [
  {
    defect: 'gives the texts of every field',
    facet: 'vault',
    create: altered((storage) => ({ texts: (refs) => storage.texts(refs, ['name', 'reply']) })),
  },
  {
    defect: 'leaves out records without a text',
    facet: 'vault',
    create: altered((storage) => ({
      texts: async (...given) => (await storage.texts(...given)).filter(({ rows }) => rows.length > 0),
    })),
  },
  {
    defect: 'does not say when a record was changed last',
    facet: 'records',
    create: altered((storage) => ({
      load: async (...given) => {
        const loaded = await storage.load(...given)
        return loaded.record === undefined ? loaded : { ...loaded, record: undated(loaded.record) }
      },
      find: async (query) => {
        const page = await storage.find(query)
        return { ...page, items: page.items.map(undated) }
      },
    })),
  },
  {
    defect: 'returns the vault by ref, not as it was put',
    facet: 'vault',
    create: altered((storage) => ({
      load: async (...given) => {
        const { vault, ...loaded } = await storage.load(...given)
        return vault === undefined
          ? loaded
          : { ...loaded, vault: vault.toSorted((a, b) => (a.ref < b.ref ? -1 : Number(a.ref > b.ref))) }
      },
    })),
  },
  {
    defect: 'reads at once what is asked for inside a transaction of the host',
    facet: 'capabilities',
    create: altered((storage) => ({
      load: (ref, { tx: _, ...beside } = {}) => storage.load(ref, beside),
    })),
  },
  {
    defect: 'gives a whole page when asked for nothing',
    facet: 'paging',
    create: altered((storage) => ({ find: (query) => storage.find({ ...query, limit: query.limit || 50 }) })),
  },
  {
    defect: 'cuts names of destinations, as a column that is too short does',
    facet: 'limits',
    create: () => {
      const cut = (name: string) => [...name].slice(0, 127).join('')
      return altered((storage) => ({
        commit: (changes) =>
          storage.commit(
            changes.map((one) => ({
              ...one,
              deliveries: one.deliveries.map((each) => ({ ...each, destination: cut(each.destination) })),
            })),
          ),
        takeDue: ((query: { readonly destinations?: readonly string[] }) =>
          storage.takeDue({
            ...query,
            ...(query.destinations && { destinations: query.destinations.map(cut) }),
          } as never)) as unknown as Storage['takeDue'],
      }))()
    },
  },
  {
    defect: 'skips a row between pages',
    facet: 'paging',
    create: paging((storage) => async (query) => {
      const page = await storage.find(query)
      if (page.next === undefined) return page
      const { next } = await storage.find({ ...query, after: page.next, limit: 1 })
      return next === undefined ? page : { ...page, next }
    }),
  },
  {
    defect: 'repeats the last row of a page on the next one',
    facet: 'paging',
    create: paging((storage) => {
      const lasts = new Map<string, StoredRecord>()
      return async (query) => {
        const page = await storage.find(query)
        const last = query.after === undefined ? undefined : lasts.get(query.after)
        const end = page.items.at(-1)
        if (page.next !== undefined && end !== undefined) lasts.set(page.next, end)
        return last === undefined ? page : { ...page, items: [last, ...page.items].slice(0, query.limit) }
      }
    }),
  },
  {
    defect: 'counts rows for a cursor, so that insertions move the pages',
    facet: 'paging',
    create: paging((storage) => async ({ after = '0', limit, ...query }) => {
      if (Number.isNaN(Number(after))) return storage.find({ ...query, limit, after })
      const { items } = await storage.find({ ...query, limit: 1_000_000 })
      const end = Number(after) + limit
      return { items: items.slice(Number(after), end), ...(end < items.length && { next: String(end) }) }
    }),
  },
  {
    defect: 'names a next page after a last one that is full',
    facet: 'paging',
    create: paging((storage) => async (query) => {
      const page = await storage.find(query)
      return page.items.length === query.limit ? { next: '\uffff', ...page } : page
    }),
  },
  {
    defect: 'leaves an event out between pages of a history',
    facet: 'history',
    create: altered((storage) => ({
      history: (ref, page) => storage.history(ref, page.after === 0 ? page : { ...page, after: page.after + 1 }),
    })),
  },
  {
    defect: 'gives a history backwards',
    facet: 'history',
    create: altered((storage) => ({
      history: async (ref, page) => (await storage.history(ref, page)).toReversed(),
    })),
  },
  {
    defect: 'counts the day on which the period is over',
    facet: 'tallies',
    create: altered((storage) => ({ tally: (query) => storage.tally({ ...query, to: `${query.to}~` }) })),
  },
  {
    defect: 'tells of sums that are nothing',
    facet: 'tallies',
    create: altered((storage) => {
      const known = new Set<string>()
      return {
        commit: async (changes) => {
          const outcomes = await storage.commit(changes)
          for (const [position, one] of changes.entries())
            if (outcomes[position]?.kind === 'committed') for (const each of one.tallies) known.add(each.measure)
          return outcomes
        },
        tally: async (query) => {
          const sums = await storage.tally(query)
          const missing = query.measures.filter(
            (name) => known.has(name) && !sums.some(({ measure }) => measure === name),
          )
          return [...sums, ...missing.map((measure) => ({ measure, key: '', sum: 0 }))]
        },
      }
    }),
  },
  {
    defect: 'keeps sums of whole months that leave out the last day of each',
    facet: 'tallies',
    create: altered((storage) => ({
      commit: (changes) =>
        storage.commit(
          changes.map((one) => ({
            ...one,
            tallies: one.tallies.flatMap((each) => [
              { ...each, measure: `${each.measure}~` },
              ...(each.day.endsWith('-28') ? [] : [each]),
            ]),
          })),
        ),
      tally: async (query) => {
        const whole = query.from.endsWith('-01') && query.to.endsWith('-01')
        if (whole) return storage.tally(query)
        const sums = await storage.tally({ ...query, measures: query.measures.map((name) => `${name}~`) })
        return sums.map((each) => ({ ...each, measure: each.measure.slice(0, -1) }))
      },
    })),
  },
  {
    defect: 'takes an erased row away altogether',
    facet: 'vault',
    create: altered((storage) => ({
      load: async (...given) => {
        const loaded = await storage.load(...given)
        return loaded.vault === undefined
          ? loaded
          : { ...loaded, vault: loaded.vault.filter((row) => row.value !== null) }
      },
    })),
  },
  { defect: 'goes on after it was closed', facet: 'errors', create: altered(() => ({ close: async () => {} })) },
  { defect: 'fails with errors that cannot be told apart', facet: 'errors', create: bareErrors },
  { defect: 'forgets what it has when it is opened again', facet: 'lifecycle', create: forgetful },
  {
    defect: 'says it is durable, and comes back empty after a restart',
    facet: 'lifecycle',
    create: altered(() => ({ capabilities: { durable: true, shared: false } })),
  },
  {
    defect: 'forgets that something was delivered',
    facet: 'deliveries',
    create: altered((storage) => ({
      load: async (...given) => {
        const { rows, ...loaded } = await storage.load(...given)
        return rows === undefined ? loaded : { ...loaded, rows: { ...rows, delivered: 0 } }
      },
    })),
  },
  {
    defect: 'hides deadlines from a verification',
    facet: 'rows',
    create: altered((storage) => ({
      load: async (...given) => {
        const { rows, ...loaded } = await storage.load(...given)
        return rows === undefined ? loaded : { ...loaded, rows: { ...rows, deadlines: [] } }
      },
    })),
  },
]
