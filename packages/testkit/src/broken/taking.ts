import type { Settlement, Storage } from '@huiyin/core'
import { altered, type BrokenStorage, type Taking, taking } from './altered.js'

const unleased = (what: 'deadlines' | 'deliveries') =>
  taking((take, query) => take(query.what === what ? { ...query, lease: { ...query.lease, until: 0 } } : query))

const outcomeOf = (row: Settlement) => (row.what === 'delivery' ? row.outcome.kind : undefined)

/** Storages that give or take back due rows wrongly. */
export const brokenQueues: readonly BrokenStorage[] = [
  { defect: 'does not honour the lease of a deadline', facet: 'deadlines', create: unleased('deadlines') },
  { defect: 'does not honour the lease of a delivery', facet: 'deliveries', create: unleased('deliveries') },
  {
    defect: 'gives deadlines latest first',
    facet: 'deadlines',
    create: taking(async (take, query) => {
      const rows = await take(query)
      return query.what === 'deadlines' ? rows.toReversed() : rows
    }),
  },
  {
    defect: 'gives more deadlines than were asked for',
    facet: 'deadlines',
    create: taking((take, query) => take(query.what === 'deadlines' ? { ...query, limit: query.limit + 1 } : query)),
  },
  {
    defect: 'lets anybody give a deadline back',
    facet: 'deadlines',
    create: altered((storage) => {
      const owners = new Set<string>()
      return {
        takeDue: ((query: Taking) => {
          owners.add(query.lease.owner)
          return storage.takeDue(query as never)
        }) as unknown as Storage['takeDue'],
        settle: (rows) =>
          storage.settle(
            rows.flatMap((row): Settlement[] =>
              row.what === 'deadline' ? [...owners].map((owner) => ({ ...row, owner })) : [row],
            ),
          ),
      }
    }),
  },
  {
    defect: 'gives what waits behind the head: one queue an event instead of one a destination',
    facet: 'deliveries',
    create: altered((storage) => {
      const queue = (destination: string, event: number) => `${destination}#${event}`
      return {
        commit: (changes) =>
          storage.commit(
            changes.map((one) => ({
              ...one,
              deliveries: one.deliveries.map((each) => ({ ...each, destination: queue(each.destination, each.event) })),
            })),
          ),
        takeDue: (async (query: Taking) => {
          const destinations = query.destinations?.flatMap((name) => [1, 2].map((event) => queue(name, event)))
          const rows = (await storage.takeDue({
            ...query,
            ...(destinations && { destinations }),
          } as never)) as readonly {
            destination?: string
          }[]
          return rows.map((row) =>
            row.destination === undefined ? row : { ...row, destination: row.destination.replace(/#\d+$/, '') },
          )
        }) as unknown as Storage['takeDue'],
        settle: (rows) =>
          storage.settle(
            rows.map((row) =>
              row.what === 'delivery' ? { ...row, destination: queue(row.destination, row.event) } : row,
            ),
          ),
      }
    }),
  },
  {
    defect: 'counts an attempt when it is settled, not when it is taken',
    facet: 'deliveries',
    create: taking(async (take, query) =>
      (await take(query)).map((row) => (row.attempts === undefined ? row : { ...row, attempts: row.attempts - 1 })),
    ),
  },
  {
    defect: 'lets a dead delivery hold up those behind it',
    facet: 'deliveries',
    create: altered((storage) => ({
      settle: (rows) =>
        storage.settle(
          rows.map((row) =>
            row.what === 'delivery' && outcomeOf(row) === 'dead'
              ? { ...row, outcome: { kind: 'retry', at: Number.MAX_SAFE_INTEGER } }
              : row,
          ),
        ),
    })),
  },
  {
    defect: 'throws a delivery away when it should be tried again',
    facet: 'deliveries',
    create: altered((storage) => ({
      settle: (rows) =>
        storage.settle(
          rows.map((row) =>
            row.what === 'delivery' && outcomeOf(row) === 'retry' ? { ...row, outcome: { kind: 'done' } } : row,
          ),
        ),
    })),
  },
]
