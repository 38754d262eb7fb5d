import type { RecordIndex, Settlement } from '@huiyin/core/contracts'
import { altered, type BrokenStorage } from './altered.js'

/** Storages that sort, find or count open records wrongly. */
export const brokenDesks: readonly BrokenStorage[] = [
  {
    defect: 'puts what has no due time first on a desk, not last',
    facet: 'desk',
    create: altered((storage) => ({
      find: async (query) => {
        const page = await storage.find(query)
        if (query.order !== 'due' || page.items.length < 7) return page
        const without = page.items.filter(({ index }) => index.dueAt === undefined)
        return { ...page, items: [...without, ...page.items.filter((each) => !without.includes(each))] }
      },
    })),
  },
  {
    defect: 'finds a flag by the beginning of its name',
    facet: 'desk',
    create: altered((storage) => ({
      find: async ({ flags, ...query }) => {
        if (flags === undefined || query.search !== undefined)
          return storage.find({ ...query, ...(flags !== undefined && { flags }) })
        const all = await storage.find({ ...query, limit: 1000 })
        const begins = (index: RecordIndex) => flags.every((flag) => index.flags.some((each) => each.startsWith(flag)))
        const items = all.items.filter(({ index }) => begins(index))
        return { items: items.slice(0, query.limit) }
      },
    })),
  },
  {
    defect: 'finds what has one of several flags',
    facet: 'desk',
    create: altered((storage) => ({
      find: async ({ flags = [], ...query }) => {
        if (flags.length < 2) return storage.find({ ...query, ...(flags.length > 0 && { flags }) })
        const all = await storage.find({ ...query, limit: 1000 })
        return { items: all.items.filter(({ index }) => flags.some((each) => index.flags.includes(each))) }
      },
    })),
  },
  {
    defect: 'finds a desk by the beginning of its name',
    facet: 'desk',
    create: altered((storage) => ({
      find: async ({ desk, ...query }) => {
        if (desk === undefined || query.after !== undefined)
          return storage.find({ ...query, ...(desk !== undefined && { desk }) })
        const all = await storage.find({ ...query, open: true, limit: 1000 })
        const items = all.items.filter(({ index }) => index.desks.some((each) => each.startsWith(desk)))
        return { items: items.slice(0, 9) }
      },
    })),
  },
  {
    defect: 'leaves a record on the desks it lay on before',
    facet: 'desk',
    create: altered((storage) => {
      const lain = new Map<string, Set<string>>()
      return {
        commit: (changes) => {
          for (const { id, index } of changes)
            for (const desk of index.desks) lain.set(desk, (lain.get(desk) ?? new Set()).add(id))
          return storage.commit(changes)
        },
        find: async ({ desk, ...query }) => {
          if (desk === undefined || query.after !== undefined || query.open !== undefined)
            return storage.find({ ...query, ...(desk !== undefined && { desk }) })
          const all = await storage.find({ ...query, open: true, limit: 1000 })
          return { items: all.items.filter(({ id }) => lain.get(desk)?.has(id)).slice(0, query.limit) }
        },
      }
    }),
  },
  {
    defect: 'counts what has ended with what is open',
    facet: 'desk',
    create: altered((storage) => ({
      counts: async (query) => {
        const open = await storage.counts(query)
        const { items } = await storage.find({ ...query, open: false, limit: 1000 })
        return [...open, ...items.map(({ index: { owner, status, flags } }) => ({ owner, status, flags, count: 1 }))]
      },
    })),
  },
  {
    defect: 'replaces the index of a record that has changed since',
    facet: 'desk',
    create: altered((storage) => ({
      settle: async (rows) => {
        const late: Settlement[] = []
        for (const row of rows) {
          const record = row.what === 'index' ? (await storage.load(row.ref)).record : undefined
          late.push(record === undefined || row.what !== 'index' ? row : { ...row, version: record.version })
        }
        await storage.settle(late)
      },
    })),
  },
]
