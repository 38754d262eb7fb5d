import { isHuiyinError } from '@huiyin/core'
import type { Change, StoredRecord } from '@huiyin/core/contracts'
import {
  committing,
  everyNth,
  inConnection,
  inStorage,
  isRequest,
  leavingBehind,
  nothing,
  type PlantedBug,
  versionOf,
  writing,
} from './planting.js'

/** Changes that are judged, written or read back wrongly. */
export const plantedCommits: readonly PlantedBug[] = [
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
    name: 'a torn change: now and then the events without the deliveries',
    invariant: 'deliveries',
    seams: inStorage((storage) => {
      const tears = everyNth(6)
      const torn = (change: Change) => (isRequest(change) && tears() ? { ...change, deliveries: [] } : change)
      return { commit: (changes) => storage.commit(changes.map(torn)) }
    }),
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
    name: 'texts are read as if they were erased, so that a key is bound to their length only',
    invariant: 'once',
    seams: inStorage((storage) => ({
      load: async (ref, beside) => {
        const { vault, ...loaded } = await storage.load(ref, beside)
        return {
          ...loaded,
          ...(vault !== undefined && { vault: vault.map((row) => ({ ...row, value: null, salt: null })) }),
        }
      },
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
    seams: leavingBehind('conflict', ({ events }) => ({ events })),
  },
  {
    name: 'deadlines are dropped before the version is checked',
    invariant: 'clocks',
    seams: leavingBehind('conflict', ({ deadlines }) => ({ deadlines: { put: [], drop: deadlines.drop } })),
  },
  {
    name: 'what lost a race is counted all the same',
    invariant: 'tallies',
    seams: leavingBehind('conflict', ({ tallies }) => ({ tallies })),
  },
  {
    name: 'tallies are applied again when a command is repeated',
    invariant: 'tallies',
    seams: leavingBehind('duplicate', ({ tallies }) => ({ tallies })),
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
    name: 'a notice is never read: the other processes go on without it',
    invariant: 'notices',
    seams: inConnection((storage) => ({
      load: async (ref, beside) => (ref.type === 'calendar' ? {} : await storage.load(ref, beside)),
    })),
  },
  {
    name: 'a search below an area finds no open request',
    invariant: 'places',
    seams: inStorage((storage) => ({
      find: async (query) =>
        query.within !== undefined && query.open === true ? { items: [] } : await storage.find(query),
    })),
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
