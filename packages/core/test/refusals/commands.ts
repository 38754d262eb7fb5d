import type { Actor, InputOf } from '@huiyin/core'
import { cityActors } from '@huiyin/testkit'
import { instantOf } from '../../src/calendar/date.js'
import { city, report } from './city.js'
import { type RefusalRow, refusalOf } from './row.js'

const { resident, neighbour, desk } = cityActors
const reportedAt = instantOf('2022-01-04') + 10 * 3_600_000
const keyed = { by: resident, key: 'k-1' }

async function reported() {
  const world = await city()
  const result = await world.requests.submit('q-1', report, { by: resident })
  if (!result.ok) throw new Error(result.refusal.code)
  return world
}

const submit =
  (input: Partial<InputOf<'submit'>>, by: Actor = resident) =>
  async () =>
    refusalOf(await (await city()).requests.submit({ ...report, ...input }, { by }))
const submitAt = (address: string) => submit({ area: undefined, place: { address } })
const submittedAs = (id: string) => async () =>
  refusalOf(await (await reported()).requests.submit(id, report, { by: neighbour }))
const dispatchAt = (expectedVersion: number) => async () =>
  refusalOf(await (await reported()).requests.dispatch('q-1', {}, { by: desk, expectedVersion }))
const sentTwice =
  (second: Partial<typeof report>, by = keyed) =>
  async () => {
    const { requests } = await city()
    await requests.submit(report, keyed)
    return refusalOf(await requests.submit({ ...report, ...second }, by))
  }
const sentAgainAfter = (days: number) => async () => {
  const { requests, clock, huiyin } = await city()
  await requests.submit(report, keyed)
  clock.advance(days * 86_400_000)
  await huiyin.tick()
  return refusalOf(await requests.submit(report, keyed))
}

/** What any command may meet, and what a report meets before there is a request. */
export const commandRows: readonly RefusalRow[] = [
  {
    code: 'area-unknown',
    policy: 'a request is reported in an area of the city',
    refused: submit({ area: '999999' }),
    details: { area: '999999', path: ['input', 'area'] },
    allowed: submit({ area: '370281001' }),
  },
  {
    code: 'id-taken',
    policy: 'an order number is given once, and tells a stranger nothing of whose it is',
    refused: submittedAs('q-1'),
    details: { id: 'q-1', path: ['id'] },
    allowed: submittedAs('q-2'),
  },
  {
    code: 'category-unknown',
    policy: 'a request is reported in a category of the catalogue',
    refused: submit({ category: 'none' }),
    details: { category: 'none', path: ['input', 'category'] },
    allowed: submit({ category: 'works' }),
  },
  {
    code: 'place-unknown',
    policy: 'a request lies in an area that is named, or that its place lies in',
    refused: submitAt('某路 5 号'),
    details: { path: ['input', 'area'] },
    allowed: submitAt('阜安街道'),
  },
  {
    code: 'place-ambiguous',
    policy: 'of several areas that a place may lie in, whoever reports chooses',
    refused: submitAt('阜安街道、中云街道之间'),
    details: {
      areas: [
        { code: '370281001', name: { zh: '阜安街道', en: '阜安街道' } },
        { code: '370281002', name: { zh: '中云街道', en: '中云街道' } },
      ],
      path: ['input', 'area'],
    },
    allowed: submitAt('中云街道'),
  },
  {
    code: 'urgency-unknown',
    policy: 'a request has a class of urgency that the policy lists',
    refused: submit({ urgency: 'soon' }, desk),
    details: { urgency: 'soon', known: ['urgent', 'critical'], path: ['input', 'urgency'] },
    allowed: submit({ urgency: 'critical' }, desk),
  },
  {
    code: 'urgency-by-staff',
    policy: 'how urgent a request is, staff judge',
    refused: submit({ urgency: 'urgent' }),
    details: { path: ['input', 'urgency'] },
    allowed: submit({ urgency: 'urgent' }, desk),
  },
  {
    code: 'occurred-later',
    policy: 'what is reported has happened',
    refused: submit({ occurredAt: reportedAt + 1 }),
    details: { occurredAt: reportedAt + 1, now: reportedAt, path: ['input', 'occurredAt'] },
    allowed: submit({ occurredAt: reportedAt }),
  },
  {
    code: 'stale-version',
    policy: 'whoever decides by an old version looks again',
    refused: dispatchAt(9),
    details: { expected: 9, actual: 1, path: ['expectedVersion'] },
    allowed: dispatchAt(1),
  },
  {
    code: 'key-reused',
    policy: 'a key stands for one command, to the letter',
    refused: sentTwice({ description: '家中暖气很热。' }),
    details: { key: 'k-1', path: ['key'] },
    allowed: sentTwice({}),
  },
  {
    code: 'key-reused',
    policy: 'a key is the actor’s own',
    refused: sentTwice({ category: 'works' }),
    details: { key: 'k-1', path: ['key'] },
    allowed: sentTwice({ category: 'works' }, { by: neighbour, key: 'k-1' } as never),
  },
  {
    code: 'key-forgotten',
    policy: 'a key whose answer is kept no longer says so, and makes no second request',
    refused: sentAgainAfter(31),
    details: { key: 'k-1', path: ['key'] },
    allowed: sentAgainAfter(29),
  },
]
