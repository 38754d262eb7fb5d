import { at, handler, handling, resident, sealed, supervisor } from '@huiyin/testkit/scenario'
import { ask, type RefusalRow } from './row.js'

type Walk = ReturnType<typeof handling>
const twoDays = { by: { workingDays: 2 }, reason: sealed }
const suspend = { reasonCode: 'season' }
const suspended = (times: number) => {
  let walk: Walk = handling()
  for (let time = 0; time < times; time++) walk = walk.do(handler, 'suspend', suspend).do(handler, 'resume', {})
  return walk
}
const wait = { reasonCode: 'awaiting-requester' }
const waited = (times: number) => {
  let walk: Walk = handling()
  for (let time = 0; time < times; time++)
    walk = walk.do(handler, 'suspend', wait).do(resident, 'supplement', { text: sealed })
  return walk
}
const extended = (times: number) => {
  let walk: Walk = handling()
  for (let time = 0; time < times; time++)
    walk = walk.do(handler, 'requestExtension', twoDays).do(supervisor, 'decideExtension', { granted: true })
  return walk
}
const asked = () => handling().do(handler, 'requestExtension', twoDays)
const due = at('2022-01-08 00:00')

/** What stops a deadline, and what moves it. */
export const timeRows: readonly RefusalRow[] = [
  {
    code: 'pause-reason-unknown',
    policy: 'a request is suspended for a reason of the policy only',
    refused: () => ask(handling(), handler, 'suspend', { reasonCode: 'no-mood' }),
    details: {
      reasonCode: 'no-mood',
      known: ['awaiting-requester', 'inspection', 'hearing', 'season', 'litigation'],
      path: ['input', 'reasonCode'],
    },
    allowed: () => ask(handling(), handler, 'suspend', suspend),
  },
  {
    code: 'suspension-limit-reached',
    policy: 'a request is suspended twice at most',
    refused: () => ask(suspended(2), handler, 'suspend', suspend),
    details: { suspensions: 2, limit: 2 },
    allowed: () => ask(suspended(1), handler, 'suspend', suspend),
  },
  {
    code: 'suspension-limit-reached',
    policy: 'waiting for the requester is counted apart, three times at most, whatever else it was suspended for',
    refused: () => ask(waited(3), handler, 'suspend', wait),
    details: { suspensions: 3, limit: 3, waitsFor: 'requester' },
    allowed: () => ask(suspended(2), handler, 'suspend', wait),
  },
  {
    code: 'suspension-limit-reached',
    policy: 'and uses up none of the other suspensions',
    refused: () =>
      ask(suspended(2).do(handler, 'suspend', wait).do(handler, 'resume', {}), handler, 'suspend', suspend),
    details: { suspensions: 2, limit: 2 },
    allowed: () => ask(waited(3), handler, 'suspend', suspend),
  },
  {
    code: 'suspension-after-expiry',
    policy: 'a request is suspended before its deadline, also where nobody has noticed that it passed',
    refused: () => ask(handling().at('2022-01-08 00:00'), handler, 'suspend', suspend),
    details: { dueAt: due, now: due },
    allowed: () => ask(handling().at('2022-01-07 23:59'), handler, 'suspend', suspend),
  },
  {
    code: 'extension-after-expiry',
    policy: 'an extension is asked for before the deadline',
    refused: () => ask(handling().at('2022-01-08 00:00'), handler, 'requestExtension', twoDays),
    details: { dueAt: due, now: due },
    allowed: () => ask(handling().at('2022-01-07 23:59'), handler, 'requestExtension', twoDays),
  },
  {
    code: 'extension-beyond-cap',
    policy: 'one extension stays under the cap',
    refused: () => ask(handling(), handler, 'requestExtension', { by: { workingDays: 11 }, reason: sealed }),
    details: {
      asked: { workingDays: 11 },
      granted: [],
      cap: { workingDays: 10 },
      clock: 'resolve',
      path: ['input', 'by'],
    },
    allowed: () => ask(handling(), handler, 'requestExtension', { by: { workingDays: 10 }, reason: sealed }),
  },
  {
    code: 'extension-beyond-cap',
    policy: 'extensions add up to the cap: two days at a time, and no more than five times',
    refused: () => ask(extended(5), handler, 'requestExtension', twoDays),
    details: {
      asked: { workingDays: 2 },
      granted: Array.from({ length: 5 }, () => ({ workingDays: 2 })),
      cap: { workingDays: 10 },
      clock: 'resolve',
      path: ['input', 'by'],
    },
    allowed: () => ask(extended(4), handler, 'requestExtension', twoDays),
  },
  {
    code: 'extension-pending',
    policy: 'one extension at a time waits for a decision',
    refused: () => ask(asked(), handler, 'requestExtension', twoDays),
    details: { requestedAt: at('2022-01-04 10:00') },
    allowed: () =>
      ask(asked().do(supervisor, 'decideExtension', { granted: false }), handler, 'requestExtension', twoDays),
  },
  {
    code: 'extension-not-pending',
    policy: 'only an extension that was asked for is decided',
    refused: () => ask(handling(), supervisor, 'decideExtension', { granted: true }),
    details: {},
    allowed: () => ask(asked(), supervisor, 'decideExtension', { granted: true }),
  },
  {
    code: 'extension-not-pending',
    policy: 'an extension is decided in the time for that, also where nobody has noticed that it is over',
    refused: () => ask(asked().at('2022-01-06 00:00'), supervisor, 'decideExtension', { granted: true }),
    details: {},
    allowed: () => ask(asked().at('2022-01-05 23:59'), supervisor, 'decideExtension', { granted: true }),
  },
]
