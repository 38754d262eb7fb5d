import type { Runner } from '../conformance/kit.js'
import { runFacets } from '../conformance/run.js'
import { concurrency } from './concurrency.js'
import { declaration } from './declaration.js'
import { deduplication } from './deduplication.js'
import { failures, outages, privacy } from './failures.js'
import type { ChannelFacet, ChannelFactory } from './kit.js'
import { lookingUp } from './looking-up.js'
import { messages } from './messages.js'
import { outcomes } from './outcomes.js'

/** The facets of the NotificationChannel contract, one by one. */
export const channelFacets = {
  declaration,
  outcomes,
  deduplication,
  failures,
  outages,
  privacy,
  messages,
  concurrency,
  lookingUp,
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
  runFacets(runner, create, facets)
}
