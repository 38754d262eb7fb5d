import type { Runner } from '../conformance/kit.js'
import { runFacets } from '../conformance/run.js'
import { deliveries, routes } from './around.js'
import type { PluginFacet, PluginFactory } from './kit.js'
import { erasure, texts } from './personal-data.js'
import { declaration, figures, forms, inputs, permissions, replay, time } from './records.js'

/** The facets of the plugin contract, one by one. */
export const pluginFacets = {
  declaration,
  inputs,
  texts,
  permissions,
  replay,
  figures,
  erasure,
  forms,
  time,
  deliveries,
  routes,
} as const satisfies Readonly<Record<string, PluginFacet>>

/**
 * Runs the conformance kit of the plugin contract over a plugin, in the small city. Each test lives the life of its records anew; nothing sleeps.
 *
 * @param runner `describe` and `it` of your test runner
 * @param create makes the plugin and a life of its records for one test
 * @param facets some of {@link pluginFacets}; all when absent
 */
export function pluginConformance(
  runner: Runner,
  create: PluginFactory,
  facets: readonly PluginFacet[] = Object.values(pluginFacets),
): void {
  runFacets(runner, create, facets)
}
