import { defaultLifecycle } from '../../../src/request/lifecycle/default.js'
import { extendLifecycle, type LifecycleChange } from '../../../src/request/lifecycle/extend.js'
import { proveLifecycle } from '../../../src/request/lifecycle/prove.js'
import { conditions } from '../../../src/request/rules/conditions.js'
import { given } from '../../../src/request/rules/given.js'
import { laws } from '../../../src/request/rules/index.js'
import { defaultSlaPolicy } from '../../../src/sla/policy.js'

/** The names that core brings to a proof. */
export const known = {
  laws: new Set(Object.keys(laws)),
  conditions: new Set(Object.keys(conditions)),
  clocks: new Set(Object.keys(defaultSlaPolicy.clocks)),
  given,
}

/** What is wrong with the default lifecycle, changed so. */
export const faultsOf = (change: LifecycleChange) =>
  proveLifecycle(extendLifecycle(defaultLifecycle, change), known).map(({ state, fault }) => `${state}: ${fault}`)
