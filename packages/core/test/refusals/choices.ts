import { awaitingRating, dispatched, handler, resident, sealed } from '@huiyin/testkit/scenario'
import { defaultChoices } from '../../src/catalogue/choices.js'
import { ask, type RefusalRow } from './row.js'

const codes = (list: keyof typeof defaultChoices) => defaultChoices[list].map(({ code }) => code)

/** What people choose is on its list. */
export const choiceRows: readonly RefusalRow[] = [
  {
    code: 'choice-unknown',
    policy: 'a resident rates for reasons of the list',
    refused: () => ask(awaitingRating(), resident, 'rate', { grade: 1, reasons: ['not-solved', 'weather'] }),
    details: { list: 'ratingReasons', code: 'weather', known: codes('ratingReasons'), path: ['input', 'reasons'] },
    allowed: () => ask(awaitingRating(), resident, 'rate', { grade: 1, reasons: ['not-solved', 'too-slow'] }),
  },
  {
    code: 'choice-unknown',
    policy: 'a unit returns for a reason of the list, or for one in words alone',
    refused: () => ask(dispatched(), handler, 'returnBack', { reason: sealed, reasonCode: 'busy' }),
    details: { list: 'returnReasons', code: 'busy', known: codes('returnReasons'), path: ['input', 'reasonCode'] },
    allowed: () => ask(dispatched(), handler, 'returnBack', { reason: sealed }),
  },
]
