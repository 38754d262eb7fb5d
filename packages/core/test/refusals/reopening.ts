import { at, awaitingRating, dispatcher, resident, sealed, supervisor } from '@huiyin/testkit/scenario'
import { ask, type RefusalRow } from './row.js'

const reason = { reason: sealed }
const refuse = { granted: false, reason: sealed }
const closed = () => awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 5 })
const asked = () => closed().do(resident, 'askReopen', reason)
const refused = () => asked().do(dispatcher, 'decideReopen', refuse)

/** What stands in the way of handling a closed request again. */
export const reopeningRows: readonly RefusalRow[] = [
  {
    code: 'reopen-window-passed',
    policy: 'a resident asks within 30 days of the closing, the last of them no rest day',
    refused: () => ask(closed().at('2022-02-08 00:00'), resident, 'askReopen', reason),
    details: { endedAt: at('2022-01-04 10:00'), days: 30, until: at('2022-02-08 00:00') },
    allowed: () => ask(closed().at('2022-02-07 23:59'), resident, 'askReopen', reason),
  },
  {
    code: 'reopen-limit-reached',
    policy: 'a resident asks twice at most',
    refused: () =>
      ask(
        refused().do(resident, 'askReopen', reason).do(supervisor, 'decideReopen', refuse),
        resident,
        'askReopen',
        reason,
      ),
    details: { asks: 2, limit: 2 },
    allowed: () => ask(refused(), resident, 'askReopen', reason),
  },
  {
    code: 'reopen-pending',
    policy: 'one application waits at a time',
    refused: () => ask(asked(), resident, 'askReopen', reason),
    details: { askedAt: at('2022-01-04 10:00') },
    allowed: () => ask(refused(), resident, 'askReopen', reason),
  },
  {
    code: 'reopen-pending',
    policy: 'the desk decides on an application that waits, instead of acting by itself',
    refused: () => ask(asked(), dispatcher, 'reopen', reason),
    details: { askedAt: at('2022-01-04 10:00') },
    allowed: () => ask(closed(), dispatcher, 'reopen', reason),
  },
  {
    code: 'reopen-not-pending',
    policy: 'only an application that was made is decided on',
    refused: () => ask(closed(), dispatcher, 'decideReopen', refuse),
    details: {},
    allowed: () => ask(asked(), dispatcher, 'decideReopen', refuse),
  },
  {
    code: 'reopen-not-pending',
    policy: 'an application is decided on in the time for that, also where nobody has noticed that it is over',
    refused: () => ask(asked().at('2022-01-08 00:00'), dispatcher, 'decideReopen', refuse),
    details: {},
    allowed: () => ask(asked().at('2022-01-07 23:59'), dispatcher, 'decideReopen', refuse),
  },
]
