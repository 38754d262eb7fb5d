import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { Change } from '@huiyin/core/contracts'
import { cityActors, cityAreas, cityCatalogue } from '../city.js'
import { simulatedClock } from '../simulated-clock.js'
import { simulatedIds } from '../simulated-ids.js'

/** When every simulation begins: a Tuesday morning. */
export const beginning = Date.parse('2022-01-04T10:00:00+08:00')

// Two grids of one community: enough to tell areas apart, and little to carry through every seed.
const simulatedAreas = cityAreas.filter(
  ({ code }) => '370281001001'.startsWith(code) || code.startsWith('370281001001'),
)

/** Codes of the grids that requests come from. */
export const simulatedGrids = simulatedAreas.filter(({ level }) => level === 'grid').map(({ code }) => code)

let made: Promise<readonly Change[]> | undefined

async function make(): Promise<readonly Change[]> {
  const changes: Change[] = []
  const storage = memoryStorage()
  const huiyin = createHuiyin({
    storage: { ...storage, commit: (some) => storage.commit(some).finally(() => changes.push(...some)) },
    platform: { clock: simulatedClock(beginning), ids: simulatedIds(0) },
  })
  await huiyin.start()
  const by = { by: cityActors.systemAdmin }
  await huiyin.areas.import(simulatedAreas, by)
  await huiyin.catalogue.import(cityCatalogue, by)
  await huiyin.stop()
  return changes
}

/** The small city as the changes that set it up: the same for every seed, so they are decided once. */
export function cityChanges(): Promise<readonly Change[]> {
  made ??= make()
  return made
}
