import type { Ids } from '@huiyin/core/contracts'
import { simulatedIds } from '@huiyin/testkit'

/**
 * Ids that follow from the seed and from the request they are made for, so that they are the same in whichever order requests are handled side by
 * side.
 *
 * @param about the request that is handled now; `undefined` while none is
 */
export function idsByRequest(seed: number, about: () => number | undefined): Ids {
  const own = simulatedIds(seed)
  const each = new Map<number, Ids>()

  function idsOf(place: number): Ids {
    const known = each.get(place)
    if (known !== undefined) return known
    const made = simulatedIds(seed + Math.imul(place + 1, 0x85ebca6b))
    each.set(place, made)
    return made
  }

  return {
    next: (type) => {
      const place = about()
      return place === undefined ? own.next(type) : `${idsOf(place).next(type)}-${place + 1}`
    },
    salt: () => {
      const place = about()
      return (place === undefined ? own : idsOf(place)).salt()
    },
  }
}
