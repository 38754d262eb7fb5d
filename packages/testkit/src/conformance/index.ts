import { atomicity } from './atomicity.js'
import { capabilities } from './capabilities.js'
import { commandKeys } from './command-keys.js'
import { concurrency } from './concurrency.js'
import { deadlines } from './deadlines.js'
import { deliveries } from './deliveries.js'
import { desk } from './desk.js'
import { errors } from './errors.js'
import { history } from './history.js'
import type { Facet, Runner, StorageFactory } from './kit.js'
import { ledger } from './ledger.js'
import { lifecycle } from './lifecycle.js'
import { limits } from './limits.js'
import { paging } from './paging.js'
import { pauses } from './pauses.js'
import { records } from './records.js'
import { rows } from './rows.js'
import { runFacets } from './run.js'
import { search } from './search.js'
import { tallies } from './tallies.js'
import { texts } from './texts.js'
import { times } from './times.js'
import { vault } from './vault.js'

/** The facets of the Storage contract, one by one. */
export const storageFacets = {
  records,
  atomicity,
  concurrency,
  commandKeys,
  deadlines,
  deliveries,
  ledger,
  tallies,
  pauses,
  paging,
  desk,
  search,
  history,
  vault,
  rows,
  times,
  texts,
  limits,
  errors,
  lifecycle,
  capabilities,
} as const satisfies Readonly<Record<string, Facet>>

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
  facets: readonly Facet[] = Object.values(storageFacets),
): void {
  runFacets(runner, create, facets)
}
