import {
  at,
  awaitingRating,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import type { Actor } from '../../src/contracts/actor.js'
import { ask, type RefusalRow } from './row.js'

const security: Actor = { id: 'head', kind: 'staff', grants: [{ role: 'securityAdmin', area: '370281' }] }
const second: Actor = { ...supervisor, id: 'deputy' }
const involved: Actor = { ...supervisor, grants: [...supervisor.grants, ...handler.grants] }
const content = { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } as const
const leading = { request: 'q-2', at: at('2022-01-05 10:00'), unit: 'water', round: 0 }
const merged = () => scenario().do(dispatcher, 'merge', { into: 'q-2' }, { other: { ...scenario().facts, id: 'q-2' } })
const closed = () => awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 5 })
const returned = () => handling().do(handler, 'returnBack', { reason: sealed })
const appealed = () => returned().do(handler, 'appeal', { about: 'return', reason: sealed })
const returnedAndClosed = () =>
  returned()
    .do(dispatcher, 'dispatch', {})
    .do(handler, 'claim', {})
    .do(handler, 'reply', { text: sealed })
    .do(resident, 'rate', { grade: 5 })
const appeal = { about: 'return', reason: sealed } as const
const review = (id: string) => ({ appeal: id, approve: true })

/** What residents say of an answer, and what units dispute of it. */
export const feedbackRows: readonly RefusalRow[] = [
  {
    code: 'grade-not-on-scale',
    policy: 'a grade is one of the scale',
    refused: () => ask(awaitingRating(), resident, 'rate', { grade: 9 }),
    details: { grade: 9, scale: 'five', grades: [5, 4, 3, 2, 1], path: ['input', 'grade'] },
    allowed: () => ask(awaitingRating(), resident, 'rate', { grade: 5 }),
  },
  {
    code: 'rating-window-passed',
    policy: 'a resident rates inside the window, also where nobody has noticed that it is over',
    refused: () => ask(awaitingRating('2022-01-04 10:00').at('2022-01-12 00:00'), resident, 'rate', { grade: 5 }),
    details: { dueAt: at('2022-01-12 00:00'), now: at('2022-01-12 00:00') },
    allowed: () => ask(awaitingRating('2022-01-04 10:00').at('2022-01-11 23:59'), resident, 'rate', { grade: 5 }),
  },
  {
    code: 'already-rated',
    policy: 'a resident of a merged request rates an answer once',
    refused: () =>
      ask(merged().do(system, 'relay', leading).do(resident, 'rate', { grade: 5 }), resident, 'rate', { grade: 4 }),
    details: { round: 0 },
    allowed: () => ask(merged().do(system, 'relay', leading), resident, 'rate', { grade: 4 }),
  },
  {
    code: 'nothing-to-rate',
    policy: 'a resident of a merged request rates once the leading one was answered',
    refused: () => ask(merged(), resident, 'rate', { grade: 5 }),
    details: { because: 'notAnswered' },
    allowed: () => ask(merged().do(system, 'relay', leading), resident, 'rate', { grade: 5 }),
  },
  {
    code: 'nothing-to-rate',
    policy: 'a resident of several merged requests has one voice',
    refused: () => ask(merged().do(system, 'relay', { ...leading, ratedIn: 'q-3' }), resident, 'rate', { grade: 5 }),
    details: { because: 'ratedElsewhere', request: 'q-3' },
    allowed: () => ask(merged().do(system, 'relay', leading), resident, 'rate', { grade: 5 }),
  },
  {
    code: 'follow-up-incomplete',
    policy: 'who reached the resident records all three answers',
    refused: () => ask(awaitingRating(), dispatcher, 'followUp', { reached: true, contacted: true, solved: 'solved' }),
    details: { missing: ['satisfied'], path: ['input', 'satisfied'] },
    allowed: () => ask(awaitingRating(), dispatcher, 'followUp', content),
  },
  {
    code: 'follow-up-incomplete',
    policy: 'who reached nobody has nothing to record',
    refused: () => ask(awaitingRating(), dispatcher, 'followUp', { reached: true }),
    details: { missing: ['contacted', 'solved', 'satisfied'], path: ['input', 'contacted'] },
    allowed: () => ask(awaitingRating(), dispatcher, 'followUp', { reached: false }),
  },
  {
    code: 'follow-up-window-passed',
    policy: 'a follow-up may reopen a closed request for 30 days, the last of them no rest day',
    refused: () => ask(closed().at('2022-02-08 00:00'), dispatcher, 'followUp', content),
    details: { endedAt: at('2022-01-04 10:00'), days: 30, until: at('2022-02-08 00:00') },
    allowed: () => ask(closed().at('2022-02-07 23:59'), dispatcher, 'followUp', content),
  },
  {
    code: 'nothing-to-appeal',
    policy: 'a unit disputes only what it is charged with',
    refused: () => ask(handling(), handler, 'appeal', { about: 'return', reason: sealed }),
    details: { about: 'return', path: ['input', 'about'] },
    allowed: () => ask(returned(), handler, 'appeal', appeal),
  },
  {
    code: 'appeal-pending',
    policy: 'a fact is disputed once at a time',
    refused: () => ask(appealed(), handler, 'appeal', appeal),
    details: { appeal: 'a1' },
    allowed: () =>
      ask(appealed().do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: false }), handler, 'appeal', appeal),
  },
  {
    code: 'appeal-window-passed',
    policy: 'a unit appeals within 15 days of the end: old figures are not disputed for ever',
    refused: () => ask(returnedAndClosed().at('2022-01-20 00:00'), handler, 'appeal', appeal),
    details: { endedAt: at('2022-01-04 10:00'), days: 15, until: at('2022-01-20 00:00') },
    allowed: () => ask(returnedAndClosed().at('2022-01-19 23:59'), handler, 'appeal', appeal),
  },
  {
    code: 'appeal-unknown',
    policy: 'a review names an appeal that waits for one',
    refused: () => ask(appealed(), supervisor, 'reviewAppeal', review('a9')),
    details: { appeal: 'a9', path: ['input', 'appeal'] },
    allowed: () => ask(appealed(), supervisor, 'reviewAppeal', review('a1')),
  },
  {
    code: 'reviewer-repeated',
    policy: 'an appeal is reviewed by different people',
    refused: () =>
      ask(appealed().do(supervisor, 'reviewAppeal', review('a1')), supervisor, 'reviewAppeal', review('a1')),
    details: { reviewer: 'chief' },
    allowed: () => ask(appealed().do(supervisor, 'reviewAppeal', review('a1')), second, 'reviewAppeal', review('a1')),
  },
  {
    code: 'reviewer-involved',
    policy: 'nobody reviews the appeal of their own unit',
    refused: () => ask(appealed(), involved, 'reviewAppeal', review('a1')),
    details: { reviewer: 'chief', unit: 'housing' },
    allowed: () =>
      ask(appealed(), { ...involved, grants: [...supervisor.grants, ...partner.grants] }, 'reviewAppeal', review('a1')),
  },
  {
    code: 'texts-in-use',
    policy: 'texts are erased when a request has ended',
    refused: () => ask(awaitingRating(), security, 'eraseTexts', { basis: 'consentWithdrawn' }),
    details: {
      status: 'awaitingRating',
      title: { zh: '已办结，待评价', en: 'completed, waiting for the rating' },
      clocks: ['rate'],
    },
    allowed: () => ask(closed(), security, 'eraseTexts', { basis: 'consentWithdrawn' }),
  },
]
