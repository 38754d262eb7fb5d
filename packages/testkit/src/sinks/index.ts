import type { Runner } from '../conformance/kit.js'
import { runFacets } from '../conformance/run.js'
import { declaration } from './declaration.js'
import { failures, outages, partly, privacy, signal } from './failures.js'
import { batches, concurrency } from './handling.js'
import type { SinkFacet, SinkFactory } from './kit.js'
import { deduplication, order, outcomes, wire } from './publishing.js'

/** The facets of the EventSink contract, one by one. */
export const sinkFacets = {
  declaration,
  outcomes,
  wire,
  order,
  deduplication,
  failures,
  partly,
  outages,
  signal,
  privacy,
  batches,
  concurrency,
} as const satisfies Readonly<Record<string, SinkFacet>>

/**
 * Runs the conformance kit of the EventSink contract over a sink. Each test gets a sink and a fake system of its own; nothing sleeps.
 *
 * @param runner `describe` and `it` of your test runner
 * @param create makes a sink over a fake system for one test
 * @param facets some of {@link sinkFacets}; all when absent
 */
export function sinkConformance(
  runner: Runner,
  create: SinkFactory,
  facets: readonly SinkFacet[] = Object.values(sinkFacets),
): void {
  runFacets(runner, create, facets)
}
