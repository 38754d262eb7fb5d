import { type Change, memoryStorage, type Storage } from '@huiyin/core'
import { describe, expect, it } from 'vitest'
import { storageConformance, storageFacets } from './conformance/index.js'

/** Facets in which a storage fails. */
async function failing(create: () => Storage): Promise<string[]> {
  const failed = new Set<string>()
  const runs: Promise<void>[] = []
  let facet = ''
  const runner = {
    describe: (name: string, body: () => void) => {
      facet = name
      body()
    },
    it: (_name: string, body: () => Promise<void>) => {
      const of = facet
      runs.push(body().catch(() => void failed.add(of)))
    },
  }
  storageConformance(runner, async () => {
    const storage = create()
    await storage.open()
    return { storage, cleanup: () => storage.close() }
  })
  await Promise.all(runs)
  return [...failed].sort()
}

const altered = (alter: (storage: Storage) => Partial<Storage>) => () => {
  const storage = memoryStorage()
  return { ...storage, ...alter(storage) }
}
const changing = (change: (one: Change) => Change) =>
  altered((storage) => ({ commit: (changes) => storage.commit(changes.map(change)) }))
const normalised = (text: string) => text.normalize('NFC')

// Each defect with the facets it must show in: the one that names it, and those that cannot hold without it.
const defects: readonly [defect: string, create: () => Storage, shows: readonly string[]][] = [
  [
    'loses an update: writes over whatever version is there',
    altered((storage) => {
      const versions = new Map<string, number>()
      return {
        commit: (changes) =>
          storage.commit(
            changes.map((one) => {
              const known = versions.get(one.id)
              const expectedVersion = one.expectedVersion === 0 || known === undefined ? one.expectedVersion : known
              const forced = { ...one, expectedVersion, version: expectedVersion + one.events.length }
              if (one.expectedVersion === (known ?? 0) || known !== undefined) versions.set(one.id, forced.version)
              return forced
            }),
          ),
      }
    }),
    ['concurrency'],
  ],
  [
    'tears a change: facts without their events',
    changing((one) => ({ ...one, events: one.events.slice(0, 1) })),
    ['history'],
  ],
  ['tears a change: no deadlines', changing((one) => ({ ...one, deadlines: { put: [], drop: [] } })), ['deadlines']],
  ['ignores command keys', changing(({ command: _, ...one }) => one), ['command keys']],
  [
    'forgets what is owed after the first',
    changing((one) => ({ ...one, deliveries: one.deliveries.slice(0, 1) })),
    ['deliveries'],
  ],
  [
    'gives deliveries out of order',
    altered((storage) => ({
      takeDue: (async (query: never) => {
        const rows = (await storage.takeDue(query)) as readonly { event?: number }[]
        return rows.map((row) => (row.event === undefined ? row : { ...row, event: 3 - row.event }))
      }) as unknown as Storage['takeDue'],
    })),
    ['deliveries'],
  ],
  [
    'does not honour leases',
    altered((storage) => ({
      takeDue: (async (query: { lease: object }) =>
        storage.takeDue({ ...query, lease: { ...query.lease, until: 0 } } as never)) as unknown as Storage['takeDue'],
    })),
    ['deadlines', 'deliveries'],
  ],
  [
    'skips a row between pages',
    altered((storage) => ({
      find: async (query) => {
        const page = await storage.find(query)
        const last =
          page.next === undefined ? undefined : (await storage.find({ ...query, after: page.next, limit: 1 })).next
        return page.next === undefined || last === undefined ? page : { ...page, next: last }
      },
    })),
    ['paging'],
  ],
  [
    'repeats a row between pages',
    altered((storage) => ({
      find: async (query) =>
        query.after === undefined ? storage.find(query) : storage.find({ ...query, limit: query.limit + 1 }),
    })),
    ['paging'],
  ],
  [
    'lets tallies drift',
    changing((one) => ({ ...one, tallies: one.tallies.map((each) => ({ ...each, delta: Math.abs(each.delta) })) })),
    ['tallies'],
  ],
  ['erases nothing', changing((one) => ({ ...one, vault: { ...one.vault, erase: [] } })), ['vault']],
  ['normalises texts', changing((one) => ({ ...one, body: normalised(one.body) })), ['texts']],
  [
    'skips events of a page',
    altered((storage) => ({
      history: async (ref, page) => storage.history(ref, page.after === 0 ? page : { ...page, after: page.after + 1 }),
    })),
    ['history'],
  ],
  ['goes on after it was closed', altered(() => ({ close: async () => {} })), ['lifecycle']],
]

describe('a storage that is broken', () => {
  it.each(defects)('fails where its defect is: it %s', async (_defect, create, shows) => {
    expect(await failing(create)).toEqual([...shows].sort())
  })
  it('is told from one that is not', async () => {
    expect(await failing(memoryStorage)).toEqual([])
    expect(storageFacets).toHaveLength(12)
  })
})
