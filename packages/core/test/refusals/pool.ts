import { dispatched, dispatcher, handler, handling, partner, scenario, sealed } from '@huiyin/testkit/scenario'
import { defaultLifecycle } from '../../src/request/lifecycle/default.js'
import { extendLifecycle } from '../../src/request/lifecycle/extend.js'
import { lifecycleTable } from '../../src/request/lifecycle/table.js'
import { conditions } from '../../src/request/rules/conditions.js'
import { laws } from '../../src/request/rules/index.js'
import { ask, type RefusalRow } from './row.js'

const pool = ['housing', 'water']
const offered = () => scenario().do(dispatcher, 'dispatch', { pool })
const claimed = () => offered().do(handler, 'claim', {})
const ofBoth = { ...handler, id: 'both', grants: [...handler.grants, ...partner.grants] }
const toOne = { laws: ['unitKnown'], target: 'dispatched' }
const withoutPools = {
  lifecycle: lifecycleTable(
    extendLifecycle(defaultLifecycle, { on: { reported: { dispatch: toOne } } }),
    laws,
    conditions,
  ),
}

/** What stands in the way where several units may claim a request. */
export const poolRows: readonly RefusalRow[] = [
  {
    code: 'taken-by-another',
    policy: 'the first of several units gets it, and the others read who has it',
    refused: () => ask(claimed(), partner, 'claim', {}),
    details: { unit: 'housing', claimedAt: claimed().now },
    allowed: () => ask(offered(), partner, 'claim', {}),
  },
  {
    code: 'taken-by-another',
    policy: 'who was no candidate is not told so, but what they lack',
    refused: () => ask(claimed(), partner, 'claim', {}),
    details: { unit: 'housing', claimedAt: claimed().now },
    allowed: () => ask(handling(), partner, 'claim', {}),
  },
  {
    code: 'candidate-not-named',
    policy: 'who handles for several candidates says for which they claim',
    refused: () => ask(offered(), ofBoth, 'claim', {}),
    details: { units: pool },
    allowed: () => ask(offered(), ofBoth, 'claim', { unit: 'water' }),
  },
  {
    code: 'candidate-not-named',
    policy: 'who heads several candidates says which of them declines',
    refused: () => ask(offered(), ofBoth, 'returnBack', { reason: sealed }),
    details: { units: pool },
    allowed: () => ask(dispatched(), ofBoth, 'returnBack', { reason: sealed }),
  },
  {
    code: 'unit-unknown',
    policy: 'a request is offered to units of the catalogue',
    refused: () => ask(scenario(), dispatcher, 'dispatch', { pool: ['housing', 'nobody'] }),
    details: { unit: 'nobody', path: ['input', 'pool', '1'] },
    allowed: () => ask(scenario(), dispatcher, 'dispatch', { pool }),
  },
  {
    code: 'pool-not-foreseen',
    policy: 'where a place has no state for several units, none of them is picked in silence',
    refused: () => ask(scenario(), dispatcher, 'dispatch', { pool }, withoutPools),
    details: {},
    allowed: () => ask(scenario(), dispatcher, 'dispatch', { unit: 'housing' }, withoutPools),
  },
]
