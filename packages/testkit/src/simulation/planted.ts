import { plantedCommits } from './planted-commits.js'
import { plantedQueues } from './planted-queues.js'
import type { PlantedBug } from './planting.js'

/** Bugs that real storages and runtimes have had: what the simulation itself is tested on. Not part of the package. */
export const plantedBugs: readonly PlantedBug[] = [...plantedCommits, ...plantedQueues]

/** Longer than most simulations: a bug that shows early in most ways a seed may go is found by its seed after the runtime has changed too. */
export const plantedSteps = 200
