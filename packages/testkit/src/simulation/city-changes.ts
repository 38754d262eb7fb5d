import { type Change, createHuiyin, memoryStorage } from '@huiyin/core'
import { seedCity } from '../city.js'
import { simulatedClock } from '../simulated-clock.js'
import { simulatedIds } from '../simulated-ids.js'

/** When every simulation begins: a Tuesday morning. */
export const beginning = Date.parse('2022-01-04T10:00:00+08:00')

let made: Promise<readonly Change[]> | undefined

async function make(): Promise<readonly Change[]> {
  const changes: Change[] = []
  const storage = memoryStorage()
  const huiyin = createHuiyin({
    storage: { ...storage, commit: (some) => storage.commit(some).finally(() => changes.push(...some)) },
    clock: simulatedClock(beginning),
    ids: simulatedIds(0),
  })
  await huiyin.start()
  await seedCity(huiyin)
  await huiyin.stop()
  return changes
}

/** The small city as the changes that set it up: the same for every seed, so they are decided once. */
export function cityChanges(): Promise<readonly Change[]> {
  made ??= make()
  return made
}
