import type {
  Change,
  CommitOutcome,
  DueQuery,
  Lease,
  NotificationChannel,
  Settlement,
  Storage,
  StoredRecord,
  TakenDelivery,
} from '@huiyin/core'
import { isHuiyinError } from '@huiyin/core'
import type { Seams } from './processes.js'
import type { Invariant } from './world.js'

/** A defect, and what must break because of it. */
export interface PlantedBug {
  readonly name: string
  readonly invariant: Invariant
  readonly seams: Seams
}

type Taking = DueQuery & { readonly what: 'deadlines' | 'deliveries' }
type Taken = Partial<TakenDelivery> & { readonly id: string; readonly type: string; readonly at: number }
type Take = (query: Taking) => Promise<readonly Taken[]>
type Commit = (change: Change) => Promise<CommitOutcome>

const inStorage = (alter: (storage: Storage) => Partial<Storage>): Seams => ({
  storage: (storage) => ({ ...storage, ...alter(storage) }),
})
const inConnection = (alter: (storage: Storage) => Partial<Storage>): Seams => ({
  connection: (storage) => ({ ...storage, ...alter(storage) }),
})
/** The storage writes something else than it was given. */
const writing = (alter: (change: Change) => Change): Seams =>
  inStorage((storage) => ({ commit: (changes) => storage.commit(changes.map(alter)) }))
/** The storage commits in a way of its own. */
const committing = (alter: (commit: Commit, storage: Storage) => Commit): Seams =>
  inStorage((storage) => {
    const one: Commit = async (change) => (await storage.commit([change]))[0] as CommitOutcome
    const altered = alter(one, storage)
    return {
      commit: async (changes) => {
        const outcomes: CommitOutcome[] = []
        for (const change of changes) outcomes.push(await altered(change))
        return outcomes
      },
    }
  })
/** The storage gives other rows than are due. */
const taking = (alter: (take: Take, storage: Storage) => Take): Seams =>
  inStorage((storage) => ({
    takeDue: alter(storage.takeDue as unknown as Take, storage) as unknown as Storage['takeDue'],
  }))
/** The storage settles something else than it is told. */
const settling = (alter: (row: Settlement) => readonly Settlement[]): Seams =>
  inStorage((storage) => ({ settle: (rows) => storage.settle(rows.flatMap(alter)) }))

const nothing = { deadlines: { put: [], drop: [] }, deliveries: [], tallies: [], vault: { put: [], erase: [] } }
const isRequest = ({ type }: { readonly type: string }) => type === 'request'
const versionOf = async (storage: Storage, change: Change) => (await storage.load(change)).record?.version ?? 0
// Every so often, so that most of what happens is right and what is wrong must be noticed.
function everyNth(n: number): () => boolean {
  let count = 0
  return () => ++count % n === 0
}

/** An outcome, with what was not written beside it written all the same. */
const onConflict = (leave: (change: Change) => Partial<Change>) =>
  committing((commit, storage) => async (change) => {
    const outcome = await commit(change)
    if (outcome.kind !== 'conflict' || !isRequest(change)) return outcome
    const { command: _, ...rest } = change
    const { record } = await storage.load(change)
    if (record === undefined) return outcome
    // The record as it is, with nothing new but what is left behind.
    const { version, head, body, index } = record
    await commit({
      ...rest,
      ...nothing,
      expectedVersion: version,
      version,
      head,
      body,
      index,
      events: [],
      ...leave(change),
    })
    return outcome
  })

/** Bugs that real storages and runtimes have had, each found by the simulation with its seed. Not part of the package. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a commit is acknowledged and dropped',
    invariant: 'acknowledged',
    seams: committing((commit) => {
      const drops = everyNth(9)
      return (change) => (isRequest(change) && drops() ? Promise.resolve({ kind: 'committed' }) : commit(change))
    }),
  },
  {
    name: 'an unknown outcome is taken for an acknowledgement',
    invariant: 'acknowledged',
    seams: inConnection((storage) => ({
      commit: (changes) =>
        storage.commit(changes).catch((error: unknown) => {
          if (!isHuiyinError(error, 'adapter-failure') || !('outcome' in error) || error.outcome !== 'unknown')
            throw error
          return changes.map(() => ({ kind: 'committed' }) as const)
        }),
    })),
  },
  {
    name: 'a torn change: the events without the deadlines',
    invariant: 'clocks',
    seams: writing((change) => (isRequest(change) ? { ...change, deadlines: nothing.deadlines } : change)),
  },
  {
    name: 'a torn change: now and then the events without the tallies',
    invariant: 'tallies',
    seams: inStorage((storage) => {
      const tears = everyNth(10)
      const torn = (change: Change) => (isRequest(change) && tears() ? { ...change, tallies: [] } : change)
      return { commit: (changes) => storage.commit(changes.map(torn)) }
    }),
  },
  {
    name: 'a torn change: of several changes written together the last goes without deliveries',
    invariant: 'deliveries',
    seams: inStorage((storage) => ({
      commit: (changes) =>
        storage.commit(
          changes.map((each, i) => (i > 0 && i === changes.length - 1 ? { ...each, deliveries: [] } : each)),
        ),
    })),
  },
  {
    name: 'answers are not stored with the change',
    invariant: 'once',
    seams: writing(({ command: _, ...change }) => change),
  },
  {
    name: 'answers are stored after the change, and a crash comes in between',
    invariant: 'answers',
    seams: inStorage((storage) => {
      const crashes = everyNth(8)
      return {
        commit: (changes) =>
          storage.commit(
            changes.map(({ command, ...change }) =>
              command === undefined || crashes() ? change : { ...change, command },
            ),
          ),
      }
    }),
  },
  {
    name: 'a key that was answered is ignored',
    invariant: 'once',
    seams: inStorage((storage) => ({
      load: async (ref, beside) => {
        const { answer: _, ...loaded } = await storage.load(ref, beside)
        return loaded
      },
      commit: (changes) =>
        storage.commit(
          changes.map((each) =>
            each.command === undefined
              ? each
              : { ...each, command: { ...each.command, key: `${each.command.key}@${each.version}` } },
          ),
        ),
    })),
  },
  {
    name: 'the version is not checked: the last writer wins',
    invariant: 'chain',
    seams: committing(
      (commit, storage) => async (change) => commit({ ...change, expectedVersion: await versionOf(storage, change) }),
    ),
  },
  {
    name: 'the version check is off by one',
    invariant: 'chain',
    seams: committing((commit, storage) => async (change) => {
      const version = await versionOf(storage, change)
      return commit(version - 1 === change.expectedVersion ? { ...change, expectedVersion: version } : change)
    }),
  },
  {
    name: 'events are written before the version is checked',
    invariant: 'chain',
    seams: onConflict(({ events }) => ({ events })),
  },
  {
    name: 'deadlines are dropped before the version is checked',
    invariant: 'clocks',
    seams: onConflict(({ deadlines }) => ({ deadlines: { put: [], drop: deadlines.drop } })),
  },
  {
    name: 'what lost a race is counted all the same',
    invariant: 'tallies',
    seams: onConflict(({ tallies }) => ({ tallies })),
  },
  {
    name: 'tallies are applied again when a command is repeated',
    invariant: 'tallies',
    seams: committing((commit, storage) => async (change) => {
      const outcome = await commit(change)
      const { record } = outcome.kind === 'duplicate' ? await storage.load(change) : {}
      if (record === undefined) return outcome
      const { command: _, ...rest } = change
      const { version, head, body, index } = record
      await commit({
        ...rest,
        ...nothing,
        expectedVersion: version,
        version,
        head,
        body,
        index,
        events: [],
        tallies: change.tallies,
      })
      return outcome
    }),
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
    name: 'a row that was settled too late is settled all the same: the lease is no fence',
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
    name: 'a delivery that is set aside is lost',
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
        send: (message) => channel.send(message).catch(() => ({ ok: true }) as const),
      }),
    },
  },
  {
    name: 'a record is read as it was a while ago',
    invariant: 'fresh',
    seams: inStorage((storage) => {
      const before = new Map<string, StoredRecord>()
      const lags = everyNth(5)
      return {
        load: async (ref, beside) => {
          const loaded = await storage.load(ref, beside)
          const old = before.get(ref.id)
          if (loaded.record !== undefined) before.set(ref.id, loaded.record)
          return old !== undefined && lags() ? { ...loaded, record: old } : loaded
        },
      }
    }),
  },
  {
    name: 'a page skips a row',
    invariant: 'pages',
    seams: inStorage((storage) => ({
      find: async (query) => {
        const page = await storage.find(query)
        if (page.next === undefined) return page
        const { next } = await storage.find({ ...query, after: page.next, limit: 1 })
        return next === undefined ? page : { ...page, next }
      },
    })),
  },
  {
    name: 'texts are not written with the change',
    invariant: 'chain',
    seams: writing((change) => ({ ...change, vault: nothing.vault })),
  },
  {
    name: 'a channel answers before it has sent',
    invariant: 'deliveries',
    seams: {
      channel: (channel) => ({
        ...channel,
        send: async (message) => {
          channel.send(message).catch(() => {})
          return { ok: true }
        },
      }),
    },
  },
  {
    name: 'what records are found by is not kept up to date',
    invariant: 'explained',
    seams: inStorage((storage) => {
      const first = new Map<string, Change['index']>()
      const stale = (change: Change): Change => {
        const index = first.get(change.id) ?? change.index
        first.set(change.id, index)
        return { ...change, index }
      }
      return { commit: (changes) => storage.commit(changes.map(stale)) }
    }),
  },
  {
    name: 'a change that was written is called a conflict',
    invariant: 'refused',
    seams: committing((commit) => {
      const wrong = everyNth(4)
      return async (change) => {
        const outcome = await commit(change)
        return outcome.kind === 'committed' && wrong() ? { kind: 'conflict', version: change.version } : outcome
      }
    }),
  },
  {
    name: "the driver's own errors come through",
    invariant: 'errors',
    seams: inConnection((storage) => ({
      load: (...given) => storage.load(...given).catch((error: Error) => Promise.reject(new Error(error.message))),
    })),
  },
]
