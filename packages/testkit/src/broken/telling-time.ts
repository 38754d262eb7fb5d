import type { Storage } from '@huiyin/core'
import type { StorageTimes } from '@huiyin/core/contracts'
import { altered, type BrokenStorage } from './altered.js'

// A closed storage refuses as usual, because that is not the defect.
const telling = (storage: Storage, tell: () => StorageTimes) => async () => {
  await storage.times?.()
  return tell()
}

/** Storages that are wrong about the time. */
export const brokenTimes: readonly BrokenStorage[] = [
  {
    defect: 'says of no record when it was written',
    facet: 'times',
    create: altered((storage) => ({ times: telling(storage, () => ({})) })),
  },
  {
    defect: 'takes the instant of the record that came last for the newest',
    facet: 'times',
    create: altered((storage) => {
      let last: number | undefined
      return {
        commit: async (changes) => {
          const outcomes = await storage.commit(changes)
          for (const [position, { at }] of changes.entries()) if (outcomes[position]?.kind === 'committed') last = at
          return outcomes
        },
        times: telling(storage, () => (last === undefined ? {} : { newest: last })),
      }
    }),
  },
  {
    defect: 'counts the instant of a change that it refused',
    facet: 'times',
    create: altered((storage) => {
      let newest = Number.NEGATIVE_INFINITY
      return {
        commit: (changes) => {
          newest = Math.max(newest, ...changes.map(({ at }) => at))
          return storage.commit(changes)
        },
        times: telling(storage, () => (newest < 0 ? {} : { newest })),
      }
    }),
  },
  {
    defect: 'tells the time of its clock in seconds',
    facet: 'times',
    create: altered((storage) => ({ times: telling(storage, () => ({ now: Math.floor(Date.now() / 1000) })) })),
  },
]
