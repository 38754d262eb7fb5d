import { cityActors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import type { Actor } from '../../src/contracts/actor.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

export const admin = { by: cityActors.systemAdmin }
export const security = { by: cityActors.securityAdmin }
export const evaluator = { by: cityActors.evaluator }
/** Evaluates one street of the city. */
export const streetEvaluator: Actor = {
  id: 'staff-street',
  kind: 'staff',
  grants: [{ role: 'evaluator', area: '370281001' }],
}
/** Administers one street of the city. */
export const streetAdmin: Actor = {
  id: 'staff-street',
  kind: 'staff',
  grants: [{ role: 'systemAdmin', area: '370281001' }],
}
export const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }

/** A started Huiyin in memory, on Tuesday 4 January 2022 at ten. */
export async function emptyCity(options: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) }, ...options })
  await huiyin.start()
  return { huiyin, clock, ...huiyin }
}

/** The same with the areas and the catalogue of the small city. */
export async function city(options: Partial<HuiyinOptions> = {}) {
  const world = await emptyCity(options)
  await seedCity(world.huiyin)
  return world
}
