import { locateByName } from '../area/locate-by-name.js'
import type { AreaService } from '../area/service.js'
import type { Located, Locator, Place } from '../contracts/locator.js'
import type { Logger } from '../contracts/logger.js'
import type { Timer } from '../contracts/timer.js'
import { within } from '../delivery/within.js'

// A report waits for the answer.
const patience = 5000

/** By default the names of the areas say where a place lies. */
export const ownLocator = (areas: Pick<AreaService, 'tree'>): Locator => ({
  contract: 'huiyin.locator/1',
  area: async ({ address }) => (address === undefined ? undefined : locateByName(areas.tree(), address)),
})

function parsed(answer: unknown, has: (code: string) => boolean): Located | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const { area, ambiguous } = answer as Partial<Record<'area' | 'ambiguous', unknown>>
  const named: readonly unknown[] = Array.isArray(ambiguous) ? ambiguous : [area]
  const [first, ...others] = new Set(named.filter((code) => typeof code === 'string' && has(code)) as string[])
  if (first === undefined) return undefined
  return others.length === 0 ? { area: first } : { ambiguous: [first, ...others] }
}

interface Parts {
  readonly areas: Pick<AreaService, 'tree'>
  readonly timer: Timer
  readonly logger: Logger
}

/** Asks a locator, whose answer is held against the tree: one that is late, thrown or nonsense counts as none. */
export function createLocating(locator: Locator, { areas, timer, logger }: Parts) {
  async function asked(place: Place): Promise<unknown> {
    try {
      return await locator.area(place)
    } catch (error) {
      // Without what it says, which may repeat the address.
      logger.warn('the locator failed', { error: error instanceof Error ? error.name : typeof error })
      return undefined
    }
  }
  return async (place: Place): Promise<Located | undefined> =>
    parsed(await within(timer, patience, asked(place)).first, (code) => areas.tree().has(code))
}
