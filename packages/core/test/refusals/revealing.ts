import { dispatcher, handler, scenario, sealed } from '@huiyin/testkit/scenario'
import { ask, type RefusalRow } from './row.js'

const look = { fields: ['phone' as const], reason: sealed }
const person = { phone: { ref: 'p.1', commitment: 'c' } }
const dispatched = (more: object = { person }) =>
  scenario('2022-01-04 10:00', { person, ...more }).do(dispatcher, 'dispatch', {})
const handling = (more?: object) => dispatched(more).do(handler, 'claim', {})
const nobody = 'the requester is revealed to nobody'

/** What stands in the way of seeing the person behind a request. */
export const revealingRows: readonly RefusalRow[] = [
  {
    code: 'reveal-not-in-handling',
    policy: `before a unit has claimed, ${nobody}`,
    refused: () => ask(dispatched(), handler, 'reveal', look),
    details: { status: 'dispatched', title: { zh: '已派单，待认领', en: 'dispatched, waiting to be claimed' } },
    allowed: () => ask(handling(), handler, 'reveal', look),
  },
  {
    code: 'reveal-not-in-handling',
    policy: `once it was answered, ${nobody}`,
    refused: () => ask(handling().do(handler, 'reply', { text: sealed }), handler, 'reveal', look),
    details: { status: 'awaitingRating', title: { zh: '已办结，待评价', en: 'completed, waiting for the rating' } },
    allowed: () => ask(handling().at('2022-01-05 10:00'), handler, 'reveal', look),
  },
  {
    code: 'reveal-withheld',
    policy: 'who reported in confidence is not revealed',
    refused: () => ask(handling({ confidential: true }), handler, 'reveal', look),
    details: { because: 'confidential' },
    allowed: () => ask(handling(), handler, 'reveal', look),
  },
  {
    code: 'reveal-withheld',
    policy: 'an anonymous requester is not revealed',
    refused: () => ask(handling({ anonymous: true }), handler, 'reveal', look),
    details: { because: 'anonymous' },
    allowed: () => ask(handling(), handler, 'reveal', look),
  },
  {
    code: 'nothing-to-reveal',
    policy: 'what was not given is not revealed',
    refused: () => ask(handling({ person: {} }), handler, 'reveal', look),
    details: { fields: ['phone'], path: ['input', 'fields'] },
    allowed: () => ask(handling(), handler, 'reveal', look),
  },
  {
    code: 'nothing-to-reveal',
    policy: 'what somebody reads already is not revealed to them again',
    refused: () => ask(handling().do(handler, 'reveal', look).at('2022-01-04 11:00'), handler, 'reveal', look),
    details: { fields: ['phone'], path: ['input', 'fields'] },
    allowed: () =>
      ask(handling().do(handler, 'reveal', look).at('2022-01-04 11:00'), { ...handler, id: 'another' }, 'reveal', look),
  },
]
