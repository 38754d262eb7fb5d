import {
  at,
  awaitingRating,
  contextAt,
  dispatched,
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
import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../../test/events-of.js'
import type { Actor } from '../../contracts/actor.js'
import type { RequestContext } from '../context.js'
import { defaultLifecycle } from '../lifecycle/default.js'
import { extendLifecycle, type LifecycleChange } from '../lifecycle/extend.js'
import { lifecycleTable } from '../lifecycle/table.js'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'
import { decideExtension } from './handling.js'
import { decide } from './index.js'

type Walk = ReturnType<typeof handling>
const placeWith = (on: LifecycleChange['on'] = {}): Partial<RequestContext> => ({
  lifecycle: lifecycleTable(extendLifecycle(defaultLifecycle, { on }), laws, conditions),
  authorise: () => undefined,
})
const progressOf = (...asked: Parameters<typeof eventsOf>) =>
  (eventsOf(...asked).at(-1)?.data as { readonly progress?: object } | undefined)?.progress
const { responsibilities, areas } = contextAt(0, system)
const helpers = (...coHandlers: string[]) => ({
  responsibilities: {
    ...responsibilities,
    resolve: (category: string) => ({ ...responsibilities.resolve(category, ''), coHandlers }),
  },
})
const town = { id: 'clerk', kind: 'staff', grants: [{ role: 'handler', unit: 'town' }] } as const

describe('a report', () => {
  it('names the area only where it stands for another, and the whole only where it is a part', () => {
    for (const member of ['namedArea', 'splitFrom', 'handed']) expect(scenario().facts).not.toHaveProperty(member)
    const renamed = { areas: { ...areas, successorOf: () => '370281001' } }
    const input = { channel: 'app', category: 'heating', area: '370281009', description: sealed, person: {} }
    const submit = (by: Actor, more: object = {}, moment: Partial<RequestContext> = renamed) => {
      const decision = decide(
        undefined,
        { name: 'submit', input: { ...input, ...more } },
        contextAt(scenario().now, by, moment),
      )
      return 'refusal' in decision ? undefined : decision.events[0]?.data
    }
    expect(submit(resident)).toMatchObject({ area: '370281001', namedArea: '370281009', requester: 'res-1' })
    expect(submit(dispatcher)).toMatchObject({ requester: 'q-1' })
    expect(submit(system, { splitFrom: 'q-0' })).not.toHaveProperty('handed')
    const deadline = handling().facts.clocks.resolve
    expect(submit(system, { deadline })).not.toHaveProperty('handed')
    expect(submit(system, { splitFrom: 'q-0', deadline })).toMatchObject({ handed: [{ from: 'q-0', clock: deadline }] })
    expect(scenario('2022-01-04 10:00', { category: 'works' }).facts.preClosingCheck).toBe(true)
    expect(scenario().facts.preClosingCheck).toBe(false)
  })
})

describe('a dispatch', () => {
  const coHandlers = ({ facts }: Walk) => facts.coHandlers.map(({ unit }) => unit)
  const rule = (walk: Walk, unit?: string) =>
    eventsOf(walk, dispatcher, { name: 'dispatch', input: unit === undefined ? {} : { unit } }).flatMap(({ data }) =>
      'rule' in data ? [data.rule] : [],
    )
  it('accepts a request once, and says by which rule it goes where', () => {
    expect(rule(scenario())).toEqual(['heating'])
    expect(rule(scenario(), 'water')).toEqual(['named'])
    const again = dispatched().do(handler, 'returnBack', { reason: sealed })
    const types = eventsOf(again, dispatcher, { name: 'dispatch', input: {} }).map(({ type }) => type)
    expect(types).toEqual(['request.dispatched'])
  })
  it('asks the helpers that are named, else those of the catalogue where its own lead is in charge', () => {
    const asked = (input: object) => coHandlers(scenario().do(dispatcher, 'dispatch', input, helpers('water', 'town')))
    expect(asked({})).toEqual(['water', 'town'])
    expect(asked({ coHandlers: ['town'] })).toEqual(['town'])
    expect(asked({ coHandlers: [] })).toEqual([])
    expect(asked({ unit: 'water' })).toEqual([])
    expect(asked({ coHandlers: ['housing', 'town'] })).toEqual(['town'])
    const twice = { name: 'dispatch', input: { coHandlers: ['town', 'town'] } } as const
    const types = eventsOf(scenario(), dispatcher, twice).map(({ type }) => type)
    expect(types.filter((type) => type === 'request.coHandlerAssigned')).toHaveLength(1)
  })
  it('asks no helper twice, and stops the time of one that takes the lead', () => {
    const returned = () =>
      scenario('2022-01-04 10:00')
        .do(dispatcher, 'dispatch', { coHandlers: ['water'] })
        .do(handler, 'returnBack', { reason: sealed })
        .at('2022-01-05 10:00')
    const again = returned().do(dispatcher, 'dispatch', { coHandlers: ['water', 'town'] })
    expect(coHandlers(again)).toEqual(['water', 'town'])
    expect(again.facts.clocks['coHandle/water']).toMatchObject({ startedAt: at('2022-01-04 10:00') })
    const lead = returned().do(dispatcher, 'dispatch', { unit: 'water' })
    expect(lead.facts.clocks['coHandle/water']).toMatchObject({ stoppedAt: at('2022-01-05 10:00') })
  })
})

it('a helper that was told its help is needed no longer is asked again by the next dispatch, one that has answered is not', () => {
  const other = { ...scenario().facts, id: 'q-2' }
  const dispatchedAnew = (walk: Walk) =>
    walk
      .do(dispatcher, 'merge', { into: 'q-2' }, { other })
      .at('2022-01-05 10:00')
      .do(dispatcher, 'unmerge', {})
      .do(dispatcher, 'dispatch', { coHandlers: ['water'] }).facts
  const helped = () => handling('2022-01-04 10:00').do(handler, 'assignCoHandler', { unit: 'water' })
  const { coHandlers, clocks } = dispatchedAnew(helped())
  expect(coHandlers).toEqual([{ unit: 'water', assignedAt: at('2022-01-05 10:00') }])
  expect(clocks['coHandle/water']).not.toHaveProperty('stoppedAt')
  const answered = dispatchedAnew(helped().do(partner, 'coReply', { unit: 'water', text: sealed }))
  expect(answered.coHandlers).toMatchObject([{ unit: 'water', repliedAt: at('2022-01-04 10:00') }])
})

describe('a helper that has answered', () => {
  const answered = () =>
    handling('2022-01-04 10:00')
      .do(handler, 'assignCoHandler', { unit: 'water' })
      .do(partner, 'coReply', { unit: 'water', text: sealed })
  const clock = (walk: Walk) => walk.facts.clocks['coHandle/water']

  it('was in time, also where it takes the lead long after', () => {
    const walk = answered().at('2022-02-10 10:00').do(handler, 'transfer', { unit: 'water' })
    expect(clock(walk)).toMatchObject({ stoppedAt: at('2022-01-04 10:00') })
    expect(clock(walk)).not.toHaveProperty('breachedAt')
    const returned = answered().do(handler, 'returnBack', { reason: sealed }).at('2022-02-10 10:00')
    expect(clock(returned.do(dispatcher, 'dispatch', { unit: 'water' }))).not.toHaveProperty('breachedAt')
  })
  it('may add to it, and one that nobody asked may help, where a place lets them', () => {
    const anybody = placeWith({ handling: { coReply: {} } })
    const walk = answered().at('2022-02-10 10:00').do(partner, 'coReply', { unit: 'water', text: sealed }, anybody)
    expect(clock(walk)).not.toHaveProperty('breachedAt')
    walk.do(town, 'coReply', { unit: 'town', text: sealed }, anybody)
    expect(walk.facts.clocks).not.toHaveProperty('coHandle/town')
  })
})

describe('what an event says', () => {
  const data = (...asked: Parameters<typeof eventsOf>) => eventsOf(...asked)[0]?.data
  it('of a unit: which one claims, passes on, answers, and lets the time to claim pass', () => {
    expect(data(dispatched(), handler, { name: 'claim', input: {} })).toMatchObject({ unit: 'housing' })
    const transfer = { name: 'transfer', input: { unit: 'water' } } as const
    expect(eventsOf(handling(), handler, transfer).at(-1)?.data).toMatchObject({ from: 'housing', unit: 'water' })
    expect(handling().do(handler, 'reply', { text: sealed }).facts.replies).toMatchObject([
      { unit: 'housing', onTheSpot: false },
    ])
    const spot = scenario().do(dispatcher, 'answerOnTheSpot', { text: sealed }).facts
    expect(spot.replies).toMatchObject([{ onTheSpot: true }])
    const late = dispatched('2022-01-04 10:00').at('2022-01-05 10:00')
    expect(data(late, system, { name: 'expire', input: { clock: 'claim' } })).toMatchObject({ unit: 'housing' })
  })
  it('of a suspension: whether it was ended or ran out', () => {
    const suspended = () => handling('2022-01-04 10:00').do(handler, 'suspend', { reasonCode: 'season' })
    expect(data(suspended(), handler, { name: 'resume', input: {} })).toMatchObject({ lapsed: false })
    const over = suspended().at('2022-02-08 00:00')
    const expire = { name: 'expire', input: { clock: 'suspension' } } as const
    expect(data(over, system, expire)).toMatchObject({ lapsed: true })
    expect(over.do(system, 'expire', { clock: 'suspension' }).facts.breaches).toBeUndefined()
  })
  it('holds nothing that was not said', () => {
    expect(data(handling(), resident, { name: 'withdraw', input: {} })).not.toHaveProperty('reason')
    expect(data(handling(), dispatcher, { name: 'urge', input: {} })).not.toHaveProperty('note')
    const progress = (walk: Walk) => progressOf(walk, dispatcher, { name: 'urge', input: {} })
    // Clocks that only run on are not written again.
    for (const walk of [scenario(), handling(), awaitingRating()]) expect(progress(walk)).not.toHaveProperty('clocks')
  })
})

describe('an extension', () => {
  const asked = { by: { workingDays: 1 }, reason: sealed }
  const granted = { name: 'decideExtension', input: { granted: true } } as const

  it('in a rectification moves the deadline of the rectification', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    const kept = walk.facts.clocks.resolve
    const { dueAt = 0 } = walk.facts.clocks.rectify ?? {}
    walk.do(handler, 'requestExtension', asked).do(supervisor, 'decideExtension', { granted: true })
    expect(walk.facts.extensions).toMatchObject([{ clock: 'rectify', decision: 'granted' }])
    expect(walk.facts.clocks.rectify?.dueAt).toBeGreaterThan(dueAt)
    expect(walk.facts.clocks.resolve).toEqual(kept)
  })
  it('moves only the deadline that runs, and nothing where none was asked for', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'requestExtension', asked)
    const moved = (facts: Walk['facts']) =>
      Object.keys(decideExtension(facts, granted, contextAt(walk.now, supervisor), 'handling').clocks ?? {})
    expect(moved(walk.facts)).toEqual(['extensionDecision', 'resolve'])
    const { resolve, ...others } = walk.facts.clocks
    const stopped = { ...resolve, stoppedAt: walk.now } as NonNullable<typeof resolve>
    expect(moved({ ...walk.facts, clocks: { ...others, resolve: stopped } })).toEqual(['extensionDecision'])
    expect(moved({ ...walk.facts, clocks: others })).toEqual(['extensionDecision'])
    expect(moved(handling().facts)).toEqual([])
  })
  it('asked for before the deadline began is about the deadline to handle', () => {
    const early = placeWith({ reported: { requestExtension: {} } })
    expect(scenario().do(handler, 'requestExtension', asked, early).facts.extensions).toMatchObject([
      { clock: 'resolve' },
    ])
  })
  it('that nobody decides in time lapses, and charges nobody', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'requestExtension', asked).at('2022-01-20 10:00')
    const events = eventsOf(walk, system, { name: 'expire', input: { clock: 'extensionDecision' } })
    expect(events).toMatchObject([{ type: 'request.extensionDecided', data: { decision: 'lapsed' } }])
    walk.do(system, 'expire', { clock: 'extensionDecision' })
    expect(walk.facts.breaches?.filter(({ unit }) => unit !== undefined) ?? []).toEqual([])
  })
})

describe('what time asks for', () => {
  it('comes to nothing before its moment, for a clock that is not there, and a second time', () => {
    const walk = handling('2022-01-04 10:00')
    for (const name of ['warn', 'expire', 'escalate'] as const) {
      expect(eventsOf(walk, system, { name, input: { clock: 'resolve' } })).toEqual([])
      expect(eventsOf(walk, system, { name, input: { clock: 'coHandle/water' } })).toEqual([])
    }
    walk.at('2022-01-08 00:00')
    expect(eventsOf(walk, system, { name: 'escalate', input: { clock: 'resolve' } })).toEqual([])
    walk.do(system, 'expire', { clock: 'resolve' }).at('2022-01-20 10:00')
    expect(eventsOf(walk, system, { name: 'expire', input: { clock: 'resolve' } })).toEqual([])
    expect(eventsOf(walk, system, { name: 'warn', input: { clock: 'resolve' } })).not.toEqual([])
  })
  it('presses again at its own pace, whatever else is done meanwhile', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-08 00:00').do(system, 'expire', { clock: 'resolve' })
    const { escalateAt } = walk.facts.clocks.resolve ?? {}
    walk.at('2022-01-10 10:00').do(resident, 'urge', {}).do(handler, 'assignCoHandler', { unit: 'water' })
    expect(walk.facts.clocks.resolve?.escalateAt).toBe(escalateAt)
  })
})

describe('a request that goes into another', () => {
  const other = { ...scenario().facts, id: 'q-2' }
  const merged = () => handling('2022-01-04 10:00').do(dispatcher, 'merge', { into: 'q-2' }, { other })
  const echo = (from: string, end = 1) => ({ name: 'echo', input: { from, end: 'closed', at: end } }) as const

  it('hears of its end once, and only of the one it is in', () => {
    expect(eventsOf(merged(), system, echo('q-2'))).toHaveLength(1)
    expect(eventsOf(merged(), system, echo('q-3'))).toEqual([])
    const told = merged().do(system, 'echo', echo('q-2').input)
    expect(eventsOf(told, system, echo('q-2'))).toEqual([])
    expect(eventsOf(told, system, echo('q-2', 2))).toHaveLength(1)
  })
  it('says which one it leaves, and the time to rate that answer stops', () => {
    const answer = { request: 'q-2', unit: 'housing', at: 1, round: 0, text: sealed }
    const walk = merged().do(system, 'relay', answer).do(system, 'echo', echo('q-2').input)
    expect(walk.facts.clocks['rate/q-2']).not.toHaveProperty('stoppedAt')
    expect(eventsOf(walk, dispatcher, { name: 'unmerge', input: {} })[0]).toMatchObject({ data: { from: 'q-2' } })
    walk.do(dispatcher, 'unmerge', {})
    expect(walk.facts.clocks['rate/q-2']).toMatchObject({ stoppedAt: walk.now })
  })
})

it('another category writes no deadline that stays as it is', () => {
  const reclassify = (category: string) => ({ name: 'reclassify', input: { category } }) as const
  expect(eventsOf(scenario(), dispatcher, reclassify('works'))[0]?.data).not.toHaveProperty('dueAt')
  expect(progressOf(scenario(), dispatcher, reclassify('works'))).not.toHaveProperty('clocks')
  const late = handling('2022-01-04 10:00').at('2022-01-10 10:00')
  expect(progressOf(late, dispatcher, reclassify('works'))).not.toHaveProperty('clocks')
  const [moved] = eventsOf(handling('2022-01-04 10:00'), dispatcher, reclassify('works'))
  expect(moved?.data).toMatchObject({ dueAt: at('2022-01-12 00:00') })
})

it('a request that lies where it is sent is not moved', () => {
  const { area, areaPath } = scenario().facts
  const relocate = (to: string, path: string) =>
    eventsOf(scenario(), system, { name: 'relocate', input: { area: to } }, { areas: { ...areas, path: () => path } })
  expect(relocate(area, areaPath)).toEqual([])
  expect(relocate(area, 'elsewhere/')).toHaveLength(1)
  expect(relocate('370281001', areaPath)).toHaveLength(1)
})

it('a check where nothing was answered completes the request when it is passed', () => {
  const ours = placeWith({ handling: { check: { target: 'awaitingRating' } } })
  const walk = handling('2022-01-04 10:00').at('2022-01-05 10:00').do(supervisor, 'check', { passed: true }, ours)
  expect(walk.facts.completedAt).toBe(at('2022-01-05 10:00'))
})

it('a mapping of the lifecycle moves nothing that has gone on meanwhile', () => {
  const follow = (from: string) => ({ name: 'followLifecycle', input: { from, to: 'reassigning' } }) as const
  expect(eventsOf(handling(), system, follow('dispatched'))).toEqual([])
  expect(eventsOf(handling(), system, follow('handling'))).toMatchObject([{ type: 'request.stateMapped' }])
})
