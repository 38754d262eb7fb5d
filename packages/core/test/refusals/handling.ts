import {
  at,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  sla,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { ask, type RefusalRow } from './row.js'

type Walk = ReturnType<typeof handling>
const withHelper = () => handling().do(handler, 'assignCoHandler', { unit: 'water' })
const overdue = () => handling('2022-01-04 10:00').at('2022-01-10 10:00')
const returned = (times: number) => {
  let walk: Walk = dispatched()
  for (let time = 0; time < times; time++)
    walk = walk.do(handler, 'returnBack', { reason: sealed }).do(dispatcher, 'dispatch', {})
  return walk
}
const soon = { sla: { ...sla, policy: { ...sla.policy, returnWithin: { workingHours: 2 } } } }
const other = { ...scenario().facts, id: 'q-2' }
const resolveDue = at('2022-01-08 00:00')
const parts = [
  { category: 'heating', description: sealed },
  { category: 'works', description: sealed },
]

/** What a unit that has a request may and must do with it. */
export const handlingRows: readonly RefusalRow[] = [
  {
    code: 'claim-window-passed',
    policy: 'a unit claims before the time to claim is over, also where nobody has noticed that it is',
    refused: () => ask(dispatched('2022-01-04 10:00').at('2022-01-04 15:30'), handler, 'claim', {}),
    details: { dueAt: at('2022-01-04 15:30'), now: at('2022-01-04 15:30') },
    allowed: () => ask(dispatched('2022-01-04 10:00').at('2022-01-04 15:29'), handler, 'claim', {}),
  },
  {
    code: 'return-limit-reached',
    policy: 'a request is returned twice at most',
    refused: () => ask(returned(2), handler, 'returnBack', { reason: sealed }),
    details: { returns: 2, limit: 2 },
    allowed: () => ask(returned(1), handler, 'returnBack', { reason: sealed }),
  },
  {
    code: 'return-window-passed',
    policy: 'a request is returned soon after it came, where the place says how soon',
    refused: () =>
      ask(dispatched('2022-01-04 10:00').at('2022-01-04 12:00'), handler, 'returnBack', { reason: sealed }, soon),
    details: { cameAt: at('2022-01-04 10:00'), until: at('2022-01-04 12:00') },
    allowed: () =>
      ask(dispatched('2022-01-04 10:00').at('2022-01-04 11:59'), handler, 'returnBack', { reason: sealed }, soon),
  },
  {
    code: 'transfer-limit-reached',
    policy: 'units pass a request on twice at most',
    refused: () => ask(transferred(2), handler, 'transfer', { unit: 'town' }),
    details: { transfers: 2, limit: 2 },
    allowed: () => ask(transferred(1), partner, 'transfer', { unit: 'town' }),
  },
  {
    code: 'transfer-limit-reached',
    policy: 'whoever dispatches or supervises moves it all the same',
    refused: () => ask(transferred(2), handler, 'transfer', { unit: 'town' }),
    details: { transfers: 2, limit: 2 },
    allowed: () => ask(transferred(2), supervisor, 'transfer', { unit: 'town' }),
  },
  {
    code: 'unit-unchanged',
    policy: 'a transfer goes to another unit',
    refused: () => ask(handling(), handler, 'transfer', { unit: 'housing' }),
    details: { unit: 'housing', path: ['input', 'unit'] },
    allowed: () => ask(handling(), handler, 'transfer', { unit: 'water' }),
  },
  {
    code: 'co-handlers-pending',
    policy: 'the lead answers when its co-handlers have, or have run out of time',
    refused: () => ask(withHelper(), handler, 'reply', { text: sealed }),
    details: { units: ['water'] },
    allowed: () =>
      ask(withHelper().do(partner, 'coReply', { unit: 'water', text: sealed }), handler, 'reply', { text: sealed }),
  },
  {
    code: 'co-handlers-pending',
    policy: 'a co-handler is waited for until its own deadline, and no longer',
    refused: () => ask(withHelper().at('2022-01-06 23:59'), handler, 'reply', { text: sealed }),
    details: { units: ['water'] },
    allowed: () => ask(withHelper().at('2022-01-07 00:00'), handler, 'reply', { text: sealed }),
  },
  {
    code: 'co-handler-unknown',
    policy: 'only a unit that was asked answers as a co-handler',
    refused: () => ask(withHelper(), system, 'coReply', { unit: 'town', text: sealed }),
    details: { unit: 'town', path: ['input', 'unit'] },
    allowed: () => ask(withHelper(), partner, 'coReply', { unit: 'water', text: sealed }),
  },
  {
    code: 'co-handler-unknown',
    policy: 'a co-handler answers once',
    refused: () =>
      ask(withHelper().do(partner, 'coReply', { unit: 'water', text: sealed }), partner, 'coReply', {
        unit: 'water',
        text: sealed,
      }),
    details: { unit: 'water', path: ['input', 'unit'] },
    allowed: () => ask(withHelper(), partner, 'coReply', { unit: 'water', text: sealed }),
  },
  {
    code: 'co-handler-already-assigned',
    policy: 'a unit is asked to help once',
    refused: () => ask(withHelper(), handler, 'assignCoHandler', { unit: 'water' }),
    details: { unit: 'water', path: ['input', 'unit'] },
    allowed: () => ask(withHelper(), handler, 'assignCoHandler', { unit: 'town' }),
  },
  {
    code: 'co-handler-already-assigned',
    policy: 'the unit in charge does not help itself',
    refused: () => ask(handling(), handler, 'assignCoHandler', { unit: 'housing' }),
    details: { unit: 'housing', path: ['input', 'unit'] },
    allowed: () => ask(handling(), handler, 'assignCoHandler', { unit: 'water' }),
  },
  {
    code: 'overdue-stays',
    policy: 'a request that missed its deadline is not merged away',
    refused: () => ask(overdue(), dispatcher, 'merge', { into: 'q-2' }, { other }),
    details: { dueAt: resolveDue, now: at('2022-01-10 10:00') },
    allowed: () => ask(handling().at('2022-01-07 23:59'), dispatcher, 'merge', { into: 'q-2' }, { other }),
  },
  {
    code: 'overdue-stays',
    policy: 'nor split',
    refused: () => ask(overdue(), dispatcher, 'split', { parts }),
    details: { dueAt: resolveDue, now: at('2022-01-10 10:00') },
    allowed: () => ask(handling().at('2022-01-07 23:59'), dispatcher, 'split', { parts }),
  },
  {
    code: 'overdue-stays',
    policy: 'nor declined; closed by order it is, and stays in the figures',
    refused: () => ask(returnedLate(), dispatcher, 'decline', { reasonCode: 'scope', reason: sealed }),
    details: { dueAt: resolveDue, now: at('2022-01-10 10:00') },
    allowed: () => ask(returnedLate(), supervisor, 'forceClose', { reason: sealed }),
  },
  {
    code: 'supervision-at-top',
    policy: 'supervision ends at the top of the ladder',
    refused: () =>
      ask(handling().do(supervisor, 'supervise', {}).do(supervisor, 'supervise', {}), supervisor, 'supervise', {}),
    details: { level: 2 },
    allowed: () => ask(handling().do(supervisor, 'supervise', {}), supervisor, 'supervise', {}),
  },
  {
    code: 'urged-recently',
    policy: 'a request is urged once a day, whoever urges',
    refused: () => ask(handling().do(resident, 'urge', {}), resident, 'urge', {}),
    details: { lastAt: at('2022-01-04 10:00'), againAt: at('2022-01-05 00:00') },
    allowed: () => ask(handling().do(resident, 'urge', {}).at('2022-01-05 00:00'), resident, 'urge', {}),
  },
]

function transferred(times: number): Walk {
  let walk: Walk = handling()
  for (let time = 0; time < times; time++)
    walk = walk.do(dispatcher, 'transfer', { unit: time % 2 === 0 ? 'water' : 'housing' })
  return walk
}

function returnedLate(): Walk {
  return handling('2022-01-04 10:00').do(handler, 'returnBack', { reason: sealed }).at('2022-01-10 10:00')
}
