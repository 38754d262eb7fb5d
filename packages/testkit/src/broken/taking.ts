import type { Storage } from '@huiyin/core'
import type { Lease, OwedDelivery, Settlement, TakenDelivery } from '@huiyin/core/contracts'
import { altered, type BrokenStorage, type Taken, type Taking, taking } from './altered.js'

const unleased = taking((take, query) =>
  take(query.what === 'deadlines' ? { ...query, lease: { ...query.lease, until: 0 } } : query),
)

const outcomeOf = (row: Settlement) => (row.what === 'delivery' ? row.outcome.kind : undefined)

// Settles rows under any lease it has given that counts as the one named.
const heldBy = (what: 'deadline' | 'delivery', same: (given: Lease, named: Lease) => boolean) =>
  altered((storage) => {
    const leases: Lease[] = []
    return {
      takeDue: ((query: Taking) => {
        leases.push(query.lease)
        return storage.takeDue(query as never)
      }) as unknown as Storage['takeDue'],
      settle: (rows) =>
        storage.settle(
          rows.flatMap((row): Settlement[] =>
            row.what === what
              ? leases.filter((each) => same(each, row.lease)).map((lease) => ({ ...row, lease }))
              : [row],
          ),
        ),
    }
  })

// Takes rows as if an earlier lease of the same owner had run out.
const toHolder = (kind: Taking['what']) =>
  altered((storage) => {
    const held = new Map<string, Lease>()
    return {
      takeDue: (async (query: Taking) => {
        const { owner } = query.lease
        const rows = (await storage.takeDue(query as never)) as readonly Taken[]
        const before = held.get(owner)
        if (rows.length > 0 || query.what !== kind || before === undefined) {
          if (rows.length > 0) held.set(owner, query.lease)
          return rows
        }
        return storage.takeDue({ ...query, now: before.until } as never)
      }) as unknown as Storage['takeDue'],
    }
  })

/** Storages that hand out or settle due rows wrongly. */
export const brokenQueues: readonly BrokenStorage[] = [
  { defect: 'does not honour the lease of a deadline', facet: 'deadlines', create: unleased },
  {
    defect: 'does not honour the lease of a delivery',
    facet: 'deliveries',
    create: altered((storage) => {
      const ended = (lease: Lease) => ({ ...lease, until: 0 })
      return {
        takeDue: ((query: Taking) =>
          storage.takeDue({
            ...query,
            ...(query.what === 'deliveries' && { lease: ended(query.lease) }),
          } as never)) as unknown as Storage['takeDue'],
        settle: (rows) =>
          storage.settle(rows.map((row) => (row.what === 'delivery' ? { ...row, lease: ended(row.lease) } : row))),
      }
    }),
  },
  {
    defect: 'gives deadlines latest first',
    facet: 'deadlines',
    create: taking(async (take, query) => {
      const rows = await take(query)
      return query.what === 'deadlines' ? rows.toReversed() : rows
    }),
  },
  {
    defect: 'gives the latest deliveries first, so that those that have waited longest are never sent',
    facet: 'deliveries',
    create: altered((storage) => ({
      takeDue: (async (query: Taking) => {
        if (query.what === 'deadlines') return storage.takeDue(query as never)
        const due = await storage.takeDue({ ...query, what: 'deliveries', limit: 1000 })
        const early = due.slice(0, Math.max(0, due.length - query.limit))
        const back = (row: TakenDelivery): Settlement => ({
          ...{ what: 'delivery', lease: query.lease, ref: row, event: row.event, destination: row.destination },
          outcome: { kind: 'retry', at: row.at, counted: false },
        })
        await storage.settle(early.map(back))
        return due.slice(early.length)
      }) as unknown as Storage['takeDue'],
    })),
  },
  {
    defect: 'gives with a delivery the newest event of its record instead of the one that caused it',
    facet: 'deliveries',
    create: altered((storage) => ({
      takeDue: (async (query: Taking) => {
        const taken = (await storage.takeDue(query as never)) as unknown as readonly TakenDelivery[]
        return Promise.all(
          taken.map(async (row) => {
            if (row.cause === undefined) return row
            return { ...row, cause: (await storage.history(row, { after: 0, limit: 500 })).at(-1) }
          }),
        )
      }) as unknown as Storage['takeDue'],
    })),
  },
  {
    defect: 'counts an attempt that was taken back',
    facet: 'deliveries',
    create: altered((storage) => ({
      settle: (rows) =>
        storage.settle(
          rows.map((row) =>
            row.what === 'delivery' && row.outcome.kind === 'retry'
              ? { ...row, outcome: { ...row.outcome, counted: true } }
              : row,
          ),
        ),
    })),
  },
  {
    defect: 'gives messages of a destination that is paused',
    facet: 'pauses',
    // Kept under another name, which no message goes to.
    create: altered((storage) => ({
      settle: (rows) =>
        storage.settle(
          rows.map((row) =>
            row.what === 'pause' || row.what === 'resume' ? { ...row, destination: `of ${row.destination}` } : row,
          ),
        ),
      pauses: async () =>
        (await storage.pauses()).map((row) => ({ ...row, destination: row.destination.slice('of '.length) })),
    })),
  },
  {
    defect: 'lets a pause that ends earlier take the place of a later one',
    facet: 'pauses',
    create: altered((storage) => ({
      settle: (rows) =>
        storage.settle(
          rows.flatMap((row): Settlement[] =>
            row.what === 'pause' ? [{ what: 'resume', destination: row.destination }, row] : [row],
          ),
        ),
    })),
  },
  {
    defect:
      'looks for a pause that stands before it writes another, and writes it in the place of whatever came between',
    facet: 'pauses',
    create: altered((storage) => {
      let asked = 0
      return {
        settle: async (rows) => {
          const [row] = rows
          if (rows.length !== 1 || row?.what !== 'pause') return storage.settle(rows)
          const there = await storage.pauses().catch(() => [])
          if (there.some(({ destination, until }) => destination === row.destination && until >= row.until)) return
          // Some take longer than others.
          for (let turn = asked++; turn > 0; turn--) await Promise.resolve()
          await storage.settle([{ what: 'resume', destination: row.destination }, row])
        },
      }
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
    create: heldBy('deadline', () => true),
  },
  {
    defect: 'gives the same owner a deadline it holds already',
    facet: 'deadlines',
    create: toHolder('deadlines'),
  },
  {
    defect: 'gives the same owner a delivery it holds already',
    facet: 'deliveries',
    create: toHolder('deliveries'),
  },
  {
    defect: 'takes a delivery back under a lease that has run out, if only the owner is the same',
    facet: 'deliveries',
    create: heldBy('delivery', (lease, named) => lease.owner === named.owner),
  },
  {
    defect: 'lets those behind a dead delivery go on though they should wait',
    facet: 'deliveries',
    create: altered((storage) => ({
      settle: (rows) =>
        storage.settle(
          rows.map((row) =>
            row.what === 'delivery' && row.outcome.kind === 'dead'
              ? { ...row, outcome: { ...row.outcome, behind: 'skip' } }
              : row,
          ),
        ),
    })),
  },
  {
    defect: 'replays nothing',
    facet: 'deliveries',
    create: altered((storage) => ({ settle: (rows) => storage.settle(rows.filter((row) => row.what !== 'replay')) })),
  },
  {
    defect: 'shows a page of deliveries twice',
    facet: 'deliveries',
    create: altered((storage) => {
      const seen = new Set<string>()
      return {
        owed: async ({ after, ...query }) => {
          const again = after?.startsWith('[') === true && !seen.has(after)
          if (again) seen.add(after as string)
          const page = await storage.owed({ ...query, ...(after !== undefined && !again && { after }) })
          return again ? { ...page, next: after } : page
        },
      }
    }),
  },
  {
    defect: 'forgets every answer when told to forget old ones',
    facet: 'commandKeys',
    create: altered((storage) => ({
      settle: (rows) =>
        storage.settle(rows.map((row) => (row.what === 'answers' ? { ...row, before: row.before + 1 } : row))),
    })),
  },
  {
    defect: 'gives what waits behind the head too',
    facet: 'deliveries',
    create: altered((storage) => ({
      takeDue: (async (query: Taking) => {
        const taken = (await storage.takeDue(query as never)) as unknown as readonly TakenDelivery[]
        if (query.what === 'deadlines') return taken
        const isBehind = (row: OwedDelivery, { id, destination, event }: TakenDelivery) =>
          row.id === id && row.destination === destination && row.event > event
        const { items } = await storage.owed({ state: 'open', limit: 1000 })
        return [...taken, ...items.filter((row) => taken.some((head) => isBehind(row, head)))]
      }) as unknown as Storage['takeDue'],
    })),
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
