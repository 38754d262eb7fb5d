import type { Plugin } from '../../plugin/plugin.js'
import type { LifecycleTable } from '../../request/context.js'
import type { LifecycleDefinition } from '../../request/lifecycle/definition.js'
import { assertLifecycle } from '../../request/lifecycle/prove.js'
import type { SlaPolicy } from '../../sla/policy.js'
import { compileLifecycle, type LifecyclePlace } from './compile-lifecycle.js'

/**
 * The lifecycle with what plugins add, proved and turned into a table.
 *
 * @throws ConfigurationError for a lifecycle that cannot be proved, and for unknown names
 */
export function loadLifecycle(
  base: LifecycleDefinition | undefined,
  plugins: readonly Plugin[],
  policy: SlaPolicy,
  place?: LifecyclePlace,
): LifecycleTable {
  const { table, vocabulary } = compileLifecycle(base, plugins, policy, place)
  assertLifecycle(table.definition, vocabulary())
  return table
}
