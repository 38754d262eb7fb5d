import type { Runner } from '../conformance/kit.js'
import { runFacets } from '../conformance/run.js'
import { addressing } from './addressing.js'
import { concurrency } from './concurrency.js'
import { declaration } from './declaration.js'
import { deduplication } from './deduplication.js'
import { failures, lostAnswers, outages, privacy } from './failures.js'
import { finding } from './finding.js'
import { type ChannelFacet, type ChannelFactory, started } from './kit.js'
import { lifecycle } from './lifecycle.js'
import { notices } from './notices.js'
import { outcomes } from './outcomes.js'
import { receipts } from './receipts.js'
import { signal } from './signal.js'
import { wanting } from './wanting.js'

/** The facets of the NotificationChannel contract, one by one. */
export const channelFacets = {
  declaration,
  outcomes,
  addressing,
  wanting,
  deduplication,
  failures,
  outages,
  lostAnswers,
  finding,
  receipts,
  signal,
  privacy,
  notices,
  concurrency,
  lifecycle,
} as const satisfies Readonly<Record<string, ChannelFacet>>

/**
 * Runs the conformance kit of the NotificationChannel contract over a channel. Each test gets a channel and a fake provider of its own; nothing sleeps.
 *
 * @param runner `describe` and `it` of your test runner
 * @param create makes a channel over a fake provider for one test
 * @param facets some of {@link channelFacets}; all when absent
 */
export function channelConformance(
  runner: Runner,
  create: ChannelFactory,
  facets: readonly ChannelFacet[] = Object.values(channelFacets),
): void {
  runFacets(runner, () => started(create), facets)
}
