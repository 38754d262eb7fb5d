import type { Storage } from '@huiyin/core'
import type { DestinationPause, RecordCount } from '@huiyin/core/contracts'
import { everyNth, inConnection, inStorage, type PlantedBug, settling, type Take, type Taking } from './planting.js'

/** Pauses of destinations that are not kept or not shared, and desks that show something else than there is. */
export const plantedDesks: readonly PlantedBug[] = [
  {
    name: 'a pause is forgotten',
    invariant: 'pauses',
    seams: settling((row) => (row.what === 'pause' ? [] : [row])),
  },
  {
    name: 'a pause ends before its time',
    invariant: 'pauses',
    seams: settling((row) => [row.what === 'pause' ? { ...row, until: row.since + 60_000 } : row]),
  },
  {
    name: 'a pause that somebody ended goes on',
    invariant: 'pauses',
    seams: settling((row) => (row.what === 'resume' ? [] : [row])),
  },
  {
    name: 'a pause is known to the process only that was refused',
    invariant: 'pauses',
    seams: inConnection((storage) => {
      const own = new Map<string, DestinationPause>()
      return {
        settle: async (rows) => {
          for (const row of rows)
            if (row.what === 'pause') own.set(row.destination, row)
            else if (row.what === 'resume') own.delete(row.destination)
          await storage.settle(rows.filter(({ what }) => what !== 'pause' && what !== 'resume'))
        },
        takeDue: (async (query: Taking) => {
          const names = query.destinations?.filter((each) => (own.get(each)?.until ?? 0) <= query.now)
          return (storage.takeDue as unknown as Take)({ ...query, ...(names !== undefined && { destinations: names }) })
        }) as unknown as Storage['takeDue'],
        pauses: async () => [...own.values()],
      }
    }),
  },
  {
    name: 'a desk is in the order of submission, whatever was asked for',
    invariant: 'desks',
    seams: inStorage((storage) => ({ find: ({ order: _, ...query }) => storage.find(query) })),
  },
  {
    name: 'a desk that is read from its end begins at the front',
    invariant: 'desks',
    seams: inStorage((storage) => ({ find: ({ descending: _, ...query }) => storage.find(query) })),
  },
  {
    name: 'now and then counts are those of a while ago',
    invariant: 'desks',
    seams: inStorage((storage) => {
      const lags = everyNth(2)
      let before: readonly RecordCount[] | undefined
      return {
        counts: async (query) => {
          const counts = await storage.counts(query)
          const answer = before !== undefined && lags() ? before : counts
          before = counts
          return answer
        },
      }
    }),
  },
]
