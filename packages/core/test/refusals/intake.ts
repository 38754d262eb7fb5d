import {
  at,
  awaitingRating,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
} from '@huiyin/testkit/scenario'
import type { Actor } from '../../src/contracts/actor.js'
import { ask, type RefusalRow } from './row.js'

const grid = '370281001001001'
const other = { ...scenario().facts, id: 'q-2' }
const elsewhere: Actor = { id: 'desk-2', kind: 'staff', grants: [{ role: 'dispatcher', area: '370282' }] }
const parts = (first: object) => [
  { category: 'heating', description: sealed },
  { category: 'works', description: sealed, ...first },
]

const correction = { description: sealed, person: {} }
const times = (count: number, command: 'supplement' | 'correct') => {
  let walk = scenario()
  for (let time = 0; time < count; time++)
    walk = command === 'correct' ? walk.do(resident, command, correction) : walk.do(resident, command, { text: sealed })
  return walk
}
const supplemented = (count: number) => times(count, 'supplement')
const corrected = (count: number) => times(count, 'correct')

/** From the report to the unit that handles: who may, where it may go, what it may become. */
export const intakeRows: readonly RefusalRow[] = [
  {
    code: 'not-permitted',
    policy: 'a desk dispatches in its own area only',
    refused: () => ask(scenario(), elsewhere, 'dispatch', {}),
    details: { action: 'dispatch', actor: 'desk-2', needs: ['dispatcher', 'supervisor'], missing: 'area', area: grid },
    allowed: () => ask(scenario(), dispatcher, 'dispatch', {}),
  },
  {
    code: 'not-permitted',
    policy: 'a unit claims what was dispatched to it, and nothing else',
    refused: () => ask(dispatched(), partner, 'claim', {}),
    details: { action: 'claim', actor: 'engineer', needs: ['unit'], missing: 'unit', units: ['housing'] },
    allowed: () => ask(dispatched(), handler, 'claim', {}),
  },
  {
    code: 'wrong-state',
    policy: 'what has been closed is not rated any more',
    refused: () => ask(awaitingRating().do(resident, 'rate', { grade: 5 }), resident, 'rate', { grade: 1 }),
    details: {
      action: 'rate',
      status: 'closed',
      title: { zh: '已结案', en: 'closed' },
      allowed: ['followUp', 'note', 'askReopen', 'decideReopen', 'reopen', 'appeal', 'reviewAppeal'],
    },
    allowed: () => ask(awaitingRating(), resident, 'rate', { grade: 1 }),
  },
  {
    code: 'area-unknown',
    policy: 'a part of a split lies in a known area, or in that of the whole',
    refused: () => ask(scenario(), dispatcher, 'split', { parts: parts({ area: '999999' }) }),
    details: { area: '999999', path: ['input', 'parts', '1', 'area'] },
    allowed: () => ask(scenario(), dispatcher, 'split', { parts: parts({ area: grid }) }),
  },
  {
    code: 'category-unknown',
    policy: 'a part of a split has a known category',
    refused: () => ask(scenario(), dispatcher, 'split', { parts: parts({ category: 'none' }) }),
    details: { category: 'none', path: ['input', 'parts', '1', 'category'] },
    allowed: () => ask(scenario(), dispatcher, 'split', { parts: parts({}) }),
  },
  {
    code: 'category-unknown',
    policy: 'a request is reclassified into a category there is',
    refused: () => ask(handling(), dispatcher, 'reclassify', { category: 'none' }),
    details: { category: 'none', path: ['input', 'category'] },
    allowed: () => ask(handling(), dispatcher, 'reclassify', { category: 'works' }),
  },
  {
    code: 'urgency-unknown',
    policy: 'a request is reclassified into a class of urgency there is',
    refused: () => ask(handling(), dispatcher, 'reclassify', { urgency: 'soon' }),
    details: { urgency: 'soon', known: ['urgent', 'critical'], path: ['input', 'urgency'] },
    allowed: () => ask(handling(), dispatcher, 'reclassify', { urgency: null }),
  },
  {
    code: 'unit-unknown',
    policy: 'a request goes to a unit of the catalogue',
    refused: () => ask(scenario(), dispatcher, 'dispatch', { unit: 'nobody' }),
    details: { unit: 'nobody', path: ['input', 'unit'] },
    allowed: () => ask(scenario(), dispatcher, 'dispatch', { unit: 'water' }),
  },
  {
    code: 'unit-unknown',
    policy: 'a co-handler is a unit of the catalogue',
    refused: () => ask(scenario(), dispatcher, 'dispatch', { coHandlers: ['water', 'nobody'] }),
    details: { unit: 'nobody', path: ['input', 'coHandlers', '1'] },
    allowed: () => ask(scenario(), dispatcher, 'dispatch', { coHandlers: ['water', 'town'] }),
  },
  {
    code: 'unit-unknown',
    policy: 'a request is transferred to a unit of the catalogue',
    refused: () => ask(handling(), handler, 'transfer', { unit: 'nobody' }),
    details: { unit: 'nobody', path: ['input', 'unit'] },
    allowed: () => ask(handling(), handler, 'transfer', { unit: 'water' }),
  },
  {
    code: 'merge-target-unfit',
    policy: 'a request is not merged into itself',
    refused: () => ask(scenario(), dispatcher, 'merge', { into: 'q-1' }),
    details: { into: 'q-1', because: 'itself', path: ['input', 'into'] },
    allowed: () => ask(scenario(), dispatcher, 'merge', { into: 'q-2' }, { other }),
  },
  {
    code: 'merge-target-unfit',
    policy: 'a request is merged into one that is there',
    refused: () => ask(scenario(), dispatcher, 'merge', { into: 'q-9' }),
    details: { into: 'q-9', because: 'unknown', path: ['input', 'into'] },
    allowed: () => ask(scenario(), dispatcher, 'merge', { into: 'q-2' }, { other }),
  },
  {
    code: 'merge-target-unfit',
    policy: 'a request is merged into one that has not ended',
    refused: () => ask(scenario(), dispatcher, 'merge', { into: 'q-2' }, { other: { ...other, open: false } }),
    details: { into: 'q-2', because: 'ended', path: ['input', 'into'] },
    allowed: () => ask(scenario(), dispatcher, 'merge', { into: 'q-2' }, { other }),
  },
  {
    code: 'merge-target-unfit',
    policy: 'a request is merged into one of its own category',
    refused: () => ask(scenario(), dispatcher, 'merge', { into: 'q-2' }, { other: { ...other, category: 'works' } }),
    details: { into: 'q-2', because: 'otherCategory', path: ['input', 'into'] },
    allowed: () => ask(scenario(), dispatcher, 'merge', { into: 'q-2' }, { other }),
  },
  {
    code: 'supplement-limit-reached',
    policy: 'material is added twenty times at most, by whomever',
    refused: () => ask(supplemented(20), dispatcher, 'supplement', { text: sealed }),
    details: { supplements: 20, limit: 20 },
    allowed: () => ask(supplemented(19), resident, 'supplement', { text: sealed }),
  },
  {
    code: 'correction-limit-reached',
    policy: 'a request is corrected five times at most',
    refused: () => ask(corrected(5), resident, 'correct', correction),
    details: { corrections: 5, limit: 5 },
    allowed: () => ask(corrected(4), resident, 'correct', correction),
  },
  {
    code: 'handling-begun',
    policy: 'what a unit has claimed is not corrected any more, also when it comes back from the unit',
    refused: () => ask(handling().do(handler, 'returnBack', { reason: sealed }), resident, 'correct', correction),
    details: { claimedAt: at('2022-01-04 10:00') },
    allowed: () => ask(dispatched().do(handler, 'returnBack', { reason: sealed }), resident, 'correct', correction),
  },
]
