import { tallies, texts, vault } from './beside.js'
import { commandKeys, concurrency } from './concurrency.js'
import { deadlines, deliveries } from './due.js'
import type { Facet, Runner, StorageFactory } from './kit.js'
import { lifecycle } from './lifecycle.js'
import { history, paging } from './paging.js'
import { atomicity, records } from './records.js'

/** The facets of the Storage contract, one by one. */
export const storageFacets: readonly Facet[] = [
  records,
  atomicity,
  concurrency,
  commandKeys,
  deadlines,
  deliveries,
  tallies,
  paging,
  history,
  vault,
  texts,
  lifecycle,
]

/**
 * Runs the conformance kit of the Storage contract over an adapter. Each test gets a storage of its own; nothing sleeps.
 *
 * @param runner `describe` and `it` of your test runner
 * @param create makes an opened, empty storage for one test
 * @param facets some of {@link storageFacets}; all when absent
 */
export function storageConformance(
  runner: Runner,
  create: StorageFactory,
  facets: readonly Facet[] = storageFacets,
): void {
  for (const facet of facets) {
    runner.describe(facet.name, () => {
      for (const [name, body] of facet.tests) {
        runner.it(name, async () => {
          const under = await create()
          try {
            await body(under)
          } finally {
            await under.cleanup()
          }
        })
      }
    })
  }
}
