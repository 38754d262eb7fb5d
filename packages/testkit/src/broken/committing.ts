import { memoryStorage } from '@huiyin/core'
import type { StoredAnswer } from '@huiyin/core/contracts'
import { altered, type BrokenStorage, committing, only, versionOf, writing } from './altered.js'

const aside = 'aside'

/** Storages that judge or write changes wrongly. */
export const brokenCommits: readonly BrokenStorage[] = [
  {
    defect: 'writes at once what belongs into a transaction of the host',
    facet: 'capabilities',
    create: () => {
      const storage = memoryStorage()
      return { ...storage, commit: (changes) => storage.commit(changes) }
    },
  },
  {
    defect: 'loses an update: looks at the version first and writes afterwards, whatever happened in between',
    facet: 'concurrency',
    create: () => {
      const versions = new Map<string, number>()
      return committing(async (storage, one) => {
        const key = `${one.type}/${one.id}`
        if ((await versionOf(storage, one)) !== one.expectedVersion) return only(storage.commit([one]))
        const now = versions.get(key) ?? 0
        const version = now + one.events.length
        versions.set(key, version)
        const outcome = await only(storage.commit([{ ...one, expectedVersion: now, version }]))
        if (outcome.kind !== 'committed') versions.set(key, now)
        return outcome
      })()
    },
  },
  {
    defect: 'tears a change: counts what it refused',
    facet: 'atomicity',
    create: committing(async (storage, one) => {
      const outcome = await only(storage.commit([one]))
      if (outcome.kind === 'conflict' && one.tallies.length > 0) {
        const { command: _, ...rest } = one
        const alone = { ...rest, type: aside, id: aside, expectedVersion: 0, deliveries: [] }
        await storage.commit([{ ...alone, deadlines: { put: [], drop: [] }, vault: { put: [], erase: [] } }])
      }
      return outcome
    }),
  },
  {
    defect: 'writes nothing of a call in which one change conflicts',
    facet: 'atomicity',
    create: altered((storage) => ({
      commit: async (changes) => {
        const versions = new Map<string, number>()
        for (const one of changes) {
          const version = versions.get(one.id) ?? (await versionOf(storage, one))
          if (changes.length > 1 && version !== one.expectedVersion)
            return changes.map(() => ({ kind: 'conflict', version }) as const)
          versions.set(one.id, one.version)
        }
        return storage.commit(changes)
      },
    })),
  },
  {
    defect: 'judges every change of a call by what was there before the call',
    facet: 'atomicity',
    create: altered((storage) => ({
      commit: async (changes) => {
        const seen = new Set<string>()
        const judged = changes.map((one) => {
          const again = seen.has(one.id) && one.command === undefined
          seen.add(one.id)
          return again ? { ...one, expectedVersion: -1 } : one
        })
        return storage.commit(judged)
      },
    })),
  },
  {
    defect: 'ignores a command key that was answered, and acts again',
    facet: 'commandKeys',
    create: () => {
      const answers = new Map<string, StoredAnswer>()
      return committing(async (storage, one) => {
        const { command, ...rest } = one
        const key = `${one.type}/${one.id}/${command?.key}`
        const outcome = await only(storage.commit([answers.has(key) ? rest : one]))
        if (command !== undefined && outcome.kind === 'committed') answers.set(key, command)
        return outcome
      })()
    },
  },
  {
    defect: 'judges the version before the command key',
    facet: 'commandKeys',
    create: committing(async (storage, one) => {
      const version = await versionOf(storage, one)
      return version === one.expectedVersion ? only(storage.commit([one])) : { kind: 'conflict', version }
    }),
  },
  {
    defect: 'finds the answer to a key of another record',
    facet: 'commandKeys',
    create: () => {
      const keys = new Map<string, string>()
      return altered((storage) => ({
        commit: (changes) => {
          for (const { command, ...one } of changes) if (command !== undefined) keys.set(command.key, one.id)
          return storage.commit(changes)
        },
        load: async (ref, beside = {}) => {
          const loaded = await storage.load(ref, beside)
          const id = keys.get(beside.key ?? '')
          if (loaded.answer !== undefined || beside.key === undefined || id === undefined) return loaded
          const { answer } = await storage.load({ ...ref, id }, beside)
          return answer === undefined ? loaded : { ...loaded, answer }
        },
      }))()
    },
  },
  {
    defect: 'lets tallies drift: adds where it should take away',
    facet: 'tallies',
    create: writing((one) => ({
      ...one,
      tallies: one.tallies.map((each) => ({ ...each, delta: Math.abs(each.delta) })),
    })),
  },
  {
    defect: 'does not erase the salt',
    facet: 'vault',
    create: altered((storage) => {
      const salts = new Map<string, string | null>()
      return {
        commit: (changes) => {
          for (const one of changes) for (const row of one.vault.put) salts.set(`${one.id}/${row.ref}`, row.salt)
          return storage.commit(changes)
        },
        load: async (ref, beside = {}) => {
          const loaded = await storage.load(ref, beside)
          const vault = loaded.vault?.map((row) => ({ ...row, salt: salts.get(`${ref.id}/${row.ref}`) ?? null }))
          return vault === undefined ? loaded : { ...loaded, vault }
        },
      }
    }),
  },
  {
    defect: 'erases nothing',
    facet: 'vault',
    // What is erased is found no more, because that is not the defect.
    create: writing((one) => {
      const { erase } = one.vault
      const { put = [], drop = [] } = one.search ?? {}
      const search = { put: put.filter(({ ref }) => !erase.includes(ref)), drop: [...drop, ...erase] }
      return { ...one, vault: { ...one.vault, erase: [] }, search }
    }),
  },
  {
    defect: 'composes characters of the facts',
    facet: 'texts',
    create: writing((one) => ({ ...one, body: one.body.normalize('NFC') })),
  },
  {
    defect: 'ends the bytes of an event at the first control character',
    facet: 'texts',
    create: writing((one) => ({
      ...one,
      events: one.events.map((each) => ({ ...each, bytes: each.bytes.replace(/\p{Cc}.*/su, '') })),
    })),
  },
]
