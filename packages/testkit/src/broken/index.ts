import type { BrokenStorage } from './altered.js'
import { brokenCommits } from './committing.js'
import { brokenDesks } from './desks.js'
import { brokenLedgers } from './ledgers.js'
import { brokenReads } from './reading.js'
import { brokenSearches } from './searching.js'
import { brokenQueues } from './taking.js'
import { brokenTimes } from './telling-time.js'

/** Storages with one defect each: what the kit itself is tested on. Not part of the package. */
export const brokenStorages: readonly BrokenStorage[] = [
  ...brokenCommits,
  ...brokenQueues,
  ...brokenLedgers,
  ...brokenReads,
  ...brokenDesks,
  ...brokenSearches,
  ...brokenTimes,
]
