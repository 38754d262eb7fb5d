import type { Runner } from '../conformance/kit.js'
import { runFacets } from '../conformance/run.js'
import { declaration } from './declaration.js'
import type { FilesFacet, FilesFactory } from './kit.js'
import { references } from './references.js'
import { races, removals, repetitions } from './repetitions.js'
import { roundTrips } from './round-trips.js'
import { digests, interruptions, sizes } from './wholeness.js'

/** The facets of the Files contract, one by one. */
export const filesFacets = {
  declaration,
  roundTrips,
  digests,
  sizes,
  interruptions,
  repetitions,
  removals,
  references,
  races,
} as const satisfies Readonly<Record<string, FilesFacet>>

/**
 * Runs the conformance kit of the Files contract over a file store. Each test gets a store of its own, races are run concurrently, and nothing sleeps.
 *
 * @param runner `describe` and `it` of your test runner
 * @param create makes an empty file store for one test
 * @param facets some of {@link filesFacets}; all when absent
 */
export function filesConformance(
  runner: Runner,
  create: FilesFactory,
  facets: readonly FilesFacet[] = Object.values(filesFacets),
): void {
  runFacets(runner, create, facets)
}
