// Parts for tests of teams and catalogue: a small area tree and an engine on storage in memory. Not part of the package's entry.
import { systemDigest, systemIds } from '#platform'
import type { CatalogueAreas, TeamAreas } from '../src/area/directory.js'
import { defaultAuthority } from '../src/authority/authority.js'
import { catalogueKind } from '../src/catalogue/kind.js'
import type { Actor } from '../src/contracts/actor.js'
import { memoryStorage } from '../src/memory/memory-storage.js'
import { refOf } from '../src/record/bucket.js'
import { createCommitter } from '../src/record/committer.js'
import { createDestinations } from '../src/record/destinations.js'
import { createEngine } from '../src/record/engine.js'
import type { Moment } from '../src/record/record-kind.js'
import { teamKind } from '../src/team/kind.js'

/** A city, two streets, a community in each, and grids. */
const parents = new Map<string, string | undefined>([
  ['370281', undefined],
  ['370281001', '370281'],
  ['370281002', '370281'],
  ['370281001001', '370281001'],
  ['370281002001', '370281002'],
  ['370281001001001', '370281001001'],
  ['370281001001002', '370281001001'],
  ['370281002001001', '370281002001'],
])

export const grids = [...parents.keys()].filter((code) => code.length === 15)

function pathOf(code: string): string {
  const parent = parents.get(code)
  return `${parent === undefined ? '' : pathOf(parent)}${code}/`
}

export const areas: TeamAreas & CatalogueAreas = {
  revision: 1,
  successorOf: (code) => (parents.has(code) ? code : undefined),
  inheritorsOf: (code) => (parents.has(code) ? [code] : []),
  has: (code) => parents.has(code),
  isGrid: (code) => grids.includes(code),
  isWithin: (code, ancestor) => parents.has(code) && pathOf(code).split('/').includes(ancestor),
  path: pathOf,
  ladder: () => ['370281'],
  roots: () => ['370281'],
  predecessors: () => [],
}

export const admin: Actor = { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281' }] }
export const streetAdmin: Actor = {
  id: 'staff-street',
  kind: 'staff',
  grants: [{ role: 'systemAdmin', area: '370281001' }],
}
export const security: Actor = {
  id: 'staff-security',
  kind: 'staff',
  grants: [{ role: 'securityAdmin', area: '370281' }],
}
export const streetSecurity: Actor = {
  id: 'staff-street-security',
  kind: 'staff',
  grants: [{ role: 'securityAdmin', area: '370281001' }],
}
export const worker: Actor = { id: 'staff-worker', kind: 'staff', grants: [{ role: 'gridWorker', area: '370281' }] }
export const system: Actor = { id: 'system', kind: 'system', grants: [] }

/** An engine that knows teams and the catalogue, on storage of its own. */
export async function scene(directory: TeamAreas & CatalogueAreas = areas) {
  const storage = memoryStorage()
  await storage.open()
  let now = Date.parse('2024-03-01T09:00:00+08:00')
  const parts = { storage, digest: systemDigest, destinations: createDestinations(), carryOn: async () => {} }
  const engine = createEngine({ ...parts, committer: createCommitter(storage), clock: { now: () => ++now } })
  const withAreas = (moment: Moment) => ({ ...moment, areas: directory })
  engine.register(catalogueKind, withAreas)
  engine.register(teamKind, withAreas)
  return {
    storage,
    engine,
    runner: engine,
    areas: () => directory,
    refOf,
    authority: defaultAuthority,
    roots: () => ['370281'],
    ids: systemIds,
    digest: systemDigest,
    now: () => now,
  }
}
