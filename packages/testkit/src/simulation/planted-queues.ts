import type { NotificationChannel, Storage } from '@huiyin/core'
import type { DueQuery, EventRow, Lease, RecordRef, Settlement } from '@huiyin/core/contracts'
import { inStorage, type PlantedBug, settling, type Take, type Taking, taking } from './planting.js'

/** Deadlines and deliveries that are taken, settled or sent wrongly. */
export const plantedQueues: readonly PlantedBug[] = [
  {
    name: 'nobody is asked what time it is: a clock that is years off is believed',
    invariant: 'instants',
    seams: inStorage(() => ({ times: async () => ({}) })),
  },
  {
    name: 'the lease is not kept',
    invariant: 'leases',
    seams: taking((take) => (query) => take({ ...query, lease: { ...query.lease, until: query.now } })),
  },
  {
    name: 'the lease ends too early',
    invariant: 'leases',
    seams: inStorage((storage) => {
      const shorter = ({ owner, until }: Lease): Lease => ({ owner, until: until - 50_000 })
      return {
        takeDue: ((query: Taking) =>
          (storage.takeDue as unknown as Take)({
            ...query,
            lease: shorter(query.lease),
          })) as unknown as Storage['takeDue'],
        settle: (rows) =>
          storage.settle(rows.map((row) => ('lease' in row ? { ...row, lease: shorter(row.lease) } : row))),
      }
    }),
  },
  {
    name: 'a row that was settled too late is settled all the same: the lease is not a fence',
    invariant: 'instants',
    seams: inStorage((storage) => {
      const latest = new Map<string, DueQuery['lease']>()
      return {
        takeDue: (async (query: Taking) => {
          const rows = await (storage.takeDue as unknown as Take)(query)
          for (const { id, event, destination } of rows) latest.set(`${id}/${event}/${destination}`, query.lease)
          return rows
        }) as unknown as Storage['takeDue'],
        settle: (rows) =>
          storage.settle(
            rows.map((row) =>
              row.what !== 'delivery'
                ? row
                : { ...row, lease: latest.get(`${row.ref.id}/${row.event}/${row.destination}`) ?? row.lease },
            ),
          ),
      }
    }),
  },
  {
    name: 'a lease never ends',
    invariant: 'quiet',
    seams: taking((take) => (query) => take({ ...query, lease: { ...query.lease, until: query.lease.until * 2 } })),
  },
  {
    name: 'attempts are not counted',
    invariant: 'attempts',
    seams: taking(
      (take) => async (query) =>
        (await take(query)).map((row) => (row.attempts === undefined ? row : { ...row, attempts: 1 })),
    ),
  },
  {
    name: 'a delivery that waits to be tried again holds up nothing behind it',
    invariant: 'order',
    seams: inStorage((storage) => {
      let waiting: { readonly replay: Settlement; readonly at: number }[] = []
      const aside = (row: Settlement): Settlement => {
        if (row.what !== 'delivery' || row.outcome.kind !== 'retry') return row
        const { ref, event, destination } = row
        const { at } = row.outcome
        waiting.push({ replay: { what: 'replay', ref, event, destination, at }, at })
        return { ...row, outcome: { kind: 'dead', reason: 'later', behind: 'skip' } }
      }
      return {
        settle: (rows) => storage.settle(rows.map(aside)),
        takeDue: (async (query: Taking) => {
          const rows = await (storage.takeDue as unknown as Take)(query)
          await storage.settle(waiting.filter(({ at }) => at <= query.now).map(({ replay }) => replay))
          waiting = waiting.filter(({ at }) => at > query.now)
          return rows
        }) as unknown as Storage['takeDue'],
      }
    }),
  },
  {
    name: 'a delivery is settled before it is sent',
    invariant: 'deliveries',
    seams: taking((take, storage) => async (query) => {
      const rows = await take(query)
      const done = rows.flatMap(({ bucket = 0, type, id, event, destination }): Settlement[] =>
        event === undefined || destination === undefined
          ? []
          : [
              {
                what: 'delivery',
                lease: query.lease,
                ref: { bucket, type, id },
                event,
                destination,
                outcome: { kind: 'done' },
              },
            ],
      )
      await storage.settle(done)
      return rows
    }),
  },
  {
    name: 'a dead letter is lost',
    invariant: 'deliveries',
    seams: settling((row) =>
      row.what === 'delivery' && row.outcome.kind === 'dead' ? [{ ...row, outcome: { kind: 'done' } }] : [row],
    ),
  },
  {
    name: 'a retry forgets when',
    invariant: 'instants',
    seams: settling((row) =>
      row.what === 'delivery' && row.outcome.kind === 'retry' ? [{ ...row, outcome: { kind: 'retry', at: 0 } }] : [row],
    ),
  },
  {
    name: 'a retry is forgotten',
    invariant: 'deliveries',
    seams: settling((row) =>
      row.what === 'delivery' && row.outcome.kind === 'retry' ? [{ ...row, outcome: { kind: 'done' } }] : [row],
    ),
  },
  {
    name: 'nothing can be replayed',
    invariant: 'quiet',
    seams: settling((row) => (row.what === 'replay' ? [] : [row])),
  },
  {
    name: 'a channel that threw counts as one that answered',
    invariant: 'deliveries',
    seams: {
      channel: (channel: NotificationChannel) => ({
        ...channel,
        send: (message, context) => channel.send(message, context).catch(() => ({ ok: true }) as const),
      }),
    },
  },
  {
    name: 'a delivery comes with the newest event of its record instead of its own',
    invariant: 'order',
    seams: taking((take, storage) => async (query) => {
      const rows = await take(query)
      return Promise.all(
        rows.map(async (row) => {
          if (row.cause === undefined) return row
          const events = await storage.history(row as RecordRef, { after: 0, limit: 500 })
          return { ...row, cause: events.at(-1) as EventRow }
        }),
      )
    }),
  },
  {
    name: 'a sink that refused some of a batch is taken to have taken all',
    invariant: 'deliveries',
    seams: {
      sink: (sink) => ({
        ...sink,
        publish: async (batch, context) => {
          const answer = await sink.publish(batch, context)
          return Array.isArray(answer) && answer.length === batch.length ? { ok: true } : answer
        },
      }),
    },
  },
  {
    name: 'a channel answers before it has sent',
    invariant: 'deliveries',
    seams: {
      channel: (channel) => ({
        ...channel,
        send: async (message, context) => {
          channel.send(message, context).catch(() => {})
          return { ok: true }
        },
      }),
    },
  },
]
