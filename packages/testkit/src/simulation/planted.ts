import { plantedCommits } from './planted-commits.js'
import { plantedDeploys } from './planted-deploys.js'
import { plantedDesks } from './planted-desks.js'
import { plantedQueues } from './planted-queues.js'
import type { PlantedBug } from './planting.js'

/** Bugs of the kind that real storages and runtimes have had, on which the simulation itself is tested. Not part of the package. */
export const plantedBugs: readonly PlantedBug[] = [
  ...plantedCommits,
  ...plantedQueues,
  ...plantedDesks,
  ...plantedDeploys,
]

/** Longer than most simulations: then a seed still finds its bug after the runtime has changed. */
export const plantedSteps = 200
