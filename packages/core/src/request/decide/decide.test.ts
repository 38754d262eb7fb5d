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
  sla,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../../test/events-of.js'
import { issued } from '../../../test/own-commands.js'
import type { RequestCommand } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { Progress } from '../events.js'
import { defaultLifecycle } from '../lifecycle/default.js'
import { extendLifecycle, type LifecycleChange } from '../lifecycle/extend.js'
import { lifecycleTable } from '../lifecycle/table.js'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'
import { decide } from './index.js'

type Walk = ReturnType<typeof handling>
const typesOf = (...asked: Parameters<typeof eventsOf>) => eventsOf(...asked).map(({ type }) => type)
const progressOf = (...asked: Parameters<typeof eventsOf>) =>
  (eventsOf(...asked).at(-1)?.data as { readonly progress?: Progress } | undefined)?.progress
const placeWith = (change: LifecycleChange): Partial<RequestContext> => ({
  lifecycle: lifecycleTable(extendLifecycle(defaultLifecycle, change), laws, conditions),
  authorise: () => undefined,
})
const { areas } = contextAt(0, system)

describe('who has to move', () => {
  const stranded = { ...dispatched().facts, unit: undefined as never }
  const owner = (walk: Walk) => walk.facts.owner

  it('is the desk, the unit, the resident or the supervisor, as the state says', () => {
    expect(owner(scenario())).toEqual({ role: 'dispatcher', area: '370281001' })
    expect(owner(dispatched())).toEqual({ role: 'unit', unit: 'housing' })
    expect(owner(awaitingRating())).toEqual({ role: 'requester', id: 'res-1' })
    expect(owner(dispatched().do(handler, 'returnBack', { reason: sealed }))).toEqual({
      role: 'supervisor',
      area: '370281001',
    })
  })
  it('is the supervisor where there is no unit, and the next one up where it is supervised', () => {
    const decision = decide(stranded, { name: 'claim', input: {} }, contextAt(stranded.updatedAt, handler, freely))
    expect('events' in decision && decision.events.at(-1)).toMatchObject({
      data: { progress: { owner: { role: 'supervisor', area: '370281001' } } },
    })
    const twice = dispatched().do(supervisor, 'supervise', {}).do(supervisor, 'supervise', {})
    expect(owner(twice.do(handler, 'returnBack', { reason: sealed }))).toEqual({ role: 'supervisor', area: '370281' })
  })
  it('stays who it was last at an end, and is the area itself where nobody supervises', () => {
    expect(owner(dispatched().do(resident, 'withdraw', {}))).toEqual({ role: 'unit', unit: 'housing' })
    const nobody = { areas: { ...areas, ladder: () => [] } }
    const reported = scenario().do(dispatcher, 'reclassify', { category: 'works' }, nobody)
    expect(owner(reported)).toEqual({ role: 'dispatcher', area: '370281001001001' })
  })
})
const freely: Partial<RequestContext> = { authorise: () => undefined }

describe('what is decided about a request takes it along to the area in force', () => {
  const redrawn = (area: string) => ({
    areas: { ...areas, revision: 2, successorOf: () => area, path: (code: string) => `370281/${code}/` },
  })
  it('when the tree was changed since, once, and before anything else', () => {
    const moved = eventsOf(handling(), handler, { name: 'reply', input: { text: sealed } }, redrawn('370281009'))
    expect(moved.map(({ type }) => type)).toEqual(['request.relocated', 'request.replied', 'request.completed'])
    expect(moved[0]).toMatchObject({ data: { area: '370281009', areaRevision: 2 } })
    const relocate = { name: 'relocate', input: { area: '370281001' } } as const
    expect(typesOf(handling(), system, relocate, redrawn('370281001'))).toEqual(['request.relocated'])
  })
  it('not when it lies there already, when the tree is the same, and when it ends', () => {
    const { areaPath, area } = handling().facts
    const same = { areas: { ...areas, revision: 2, successorOf: () => area, path: () => areaPath } }
    const reply = { name: 'reply', input: { text: sealed } } as const
    expect(typesOf(handling(), handler, reply, same)).not.toContain('request.relocated')
    const older = { areas: { ...redrawn('370281009').areas, revision: 1 } }
    expect(typesOf(handling(), handler, reply, older)).not.toContain('request.relocated')
    expect(typesOf(handling(), resident, { name: 'withdraw', input: {} }, redrawn('370281009'))).toEqual([
      'request.withdrawn',
    ])
    const unknown = { areas: { ...redrawn('').areas, successorOf: () => undefined } }
    expect(typesOf(handling(), handler, reply, unknown)).not.toContain('request.relocated')
  })
})

it('the owner is the supervisor of the area that the request was taken along to', () => {
  const ladder = (code: string) => [`over ${code}`]
  const redrawn = { ...areas, revision: 2, successorOf: () => '370281009', path: () => '370281009/', ladder }
  const returned = { name: 'returnBack', input: { reason: sealed } } as const
  const progress = (more: Partial<RequestContext>) => progressOf(handling(), handler, returned, more)
  expect(progress({ areas: redrawn })).toMatchObject({ owner: { role: 'supervisor', area: 'over 370281009' } })
  expect(progress({ areas: { ...areas, ladder } })).toMatchObject({ owner: { area: `over ${handling().facts.area}` } })
})

it('a step says on which calendar notices it was decided, once for each', () => {
  const noticed = (revision: number): Partial<RequestContext> => ({
    calendars: {
      revision,
      inForce: sla,
      of: () => sla,
      changedSince: () => [],
      policyOf: () => undefined,
      noticesFor: () => [],
    },
  })
  const walk = handling()
  const ask = { name: 'requestExtension', input: { by: { workingDays: 1 }, reason: sealed } } as const
  const said = (more: Partial<RequestContext> = {}) => progressOf(walk, handler, ask, more)
  expect(said()).not.toHaveProperty('calendarRevision')
  expect(said(noticed(0))).not.toHaveProperty('calendarRevision')
  expect(said(noticed(3))).toMatchObject({ calendarRevision: 3 })
  walk.do(handler, 'assignCoHandler', { unit: 'water' }, noticed(3))
  expect(said(noticed(3))).not.toHaveProperty('calendarRevision')
  expect(said(noticed(4))).toMatchObject({ calendarRevision: 4 })
})

describe('work on what was answered begins again', () => {
  const ours = placeWith({
    on: { closed: { redo: { target: 'handling' }, note: {} }, withdrawn: { redo: { target: 'reassigning' } } },
  })
  const act = (command: string): RequestCommand => ({ name: 'act', input: issued(command) })
  const closed = () => awaitingRating().do(resident, 'rate', { grade: 5 })

  it('in an event of its own, where it had been completed and is worked on now', () => {
    expect(typesOf(closed(), supervisor, act('redo'), ours)).toEqual(['request.reopened', 'ours.redo'])
    expect(typesOf(closed(), supervisor, act('note'), ours)).toEqual(['ours.note'])
    const withdrawn = handling().do(resident, 'withdraw', {})
    expect(typesOf(withdrawn, supervisor, act('redo'), ours)).toEqual(['ours.redo'])
    expect(eventsOf(closed(), supervisor, act('redo'), ours)[0]).toMatchObject({ data: { round: 1 } })
  })
})

describe('whoever had to move and has to no longer hears of it', () => {
  const relieved = (...asked: Parameters<typeof eventsOf>) =>
    eventsOf(...asked).flatMap(({ type, data }) =>
      type.endsWith('Relieved') && 'unit' in data ? [[type, data.unit]] : [],
    )

  it('the unit whose place another takes, and it alone', () => {
    const transfer = { name: 'transfer', input: { unit: 'water' } } as const
    expect(relieved(handling(), handler, transfer)).toEqual([['request.unitRelieved', 'housing']])
    const returned = () => dispatched().do(handler, 'returnBack', { reason: sealed })
    const again = (unit: string) => ({ name: 'dispatch', input: { unit } }) as const
    expect(relieved(returned(), dispatcher, again('water'))).toEqual([])
    expect(relieved(scenario(), dispatcher, again('water'))).toEqual([])
    expect(relieved(handling(), handler, { name: 'reply', input: { text: sealed } })).toEqual([])
  })
  it('a helper whose help comes too late, not one that has answered or takes the lead', () => {
    const helped = () => handling().do(handler, 'assignCoHandler', { unit: 'water' })
    const close = { name: 'forceClose', input: { reason: sealed } } as const
    expect(relieved(helped(), supervisor, close)).toEqual([['request.coHandlerRelieved', 'water']])
    const answered = helped().do(partner, 'coReply', { unit: 'water', text: sealed })
    expect(relieved(answered, supervisor, close)).toEqual([])
    expect(relieved(helped(), handler, { name: 'transfer', input: { unit: 'water' } })).toEqual([
      ['request.unitRelieved', 'housing'],
    ])
    expect(relieved(helped(), handler, { name: 'suspend', input: { reasonCode: 'season' } })).toEqual([])
  })
})

describe('laws of plugins', () => {
  const no = { code: 'plugin.no', message: { zh: '否', en: 'no' }, details: {} } as never
  const asked = (name: string, walk: Walk, command: RequestCommand, by = dispatcher, more: object = {}) => {
    const decision = walk.decide(by, command, { ...more, extraLaws: { [name]: [() => undefined, () => no] } })
    return 'refusal' in decision ? decision.refusal.code : undefined
  }
  it('are asked about the command they are of, after the state and the laws of core', () => {
    const dispatch = { name: 'dispatch', input: {} } as const
    expect(asked('dispatch', scenario(), dispatch)).toBe('plugin.no')
    expect(asked('merge', scenario(), dispatch)).toBeUndefined()
    expect(asked('dispatch', handling(), dispatch)).toBe('wrong-state')
    expect(asked('dispatch', scenario(), { name: 'dispatch', input: { unit: 'nobody' } })).toBe('unit-unknown')
  })
  it('are asked about a command of a place by its name, about erasing, and about a report', () => {
    const ours = placeWith({ on: { reported: { inspect: {} } } })
    const inspect = { name: 'act', input: issued('inspect') } as const
    expect(asked('inspect', scenario(), inspect, dispatcher, ours)).toBe('plugin.no')
    expect(asked('act', scenario(), inspect, dispatcher, ours)).toBeUndefined()
    const ended = scenario().do(resident, 'withdraw', {}, freely)
    const erase = { name: 'eraseTexts', input: { basis: 'retentionEnded' } } as const
    expect(asked('eraseTexts', ended, erase, supervisor, freely)).toBe('plugin.no')
    expect(asked('merge', ended, erase, supervisor, freely)).toBeUndefined()
    const report = { channel: 'app', category: 'heating', area: '370281001', description: sealed, person: {} }
    const context = contextAt(at('2022-01-04 10:00'), resident, { extraLaws: { submit: [() => no] } })
    expect(decide(undefined, { name: 'submit', input: report }, context)).toMatchObject({
      refusal: { code: 'plugin.no' },
    })
  })
})

describe('texts are erased', () => {
  const erase = { name: 'eraseTexts', input: { basis: 'retentionEnded' } } as const
  const asked = (walk: Walk, textRefs = ['t.1']) => walk.decide(system, erase, { textRefs })

  it('of a request that has ended and has no time running, with what was in the vault', () => {
    const ended = scenario().do(resident, 'withdraw', {}, freely)
    expect(asked(ended)).toMatchObject({
      events: [{ type: 'request.textsErased', data: { texts: 1 } }],
      erase: ['t.1'],
    })
    expect(asked(ended, [])).toEqual({ events: [] })
    expect(asked(handling())).toMatchObject({ refusal: { code: 'texts-in-use' } })
  })
  it('not while an appeal waits, nor of one that went into another before that has ended', () => {
    const waiting = handling()
      .do(handler, 'returnBack', { reason: sealed })
      .do(handler, 'appeal', { about: 'return', reason: sealed })
      .do(supervisor, 'forceClose', { reason: sealed })
    expect(asked(waiting)).toMatchObject({
      refusal: { code: 'texts-in-use', details: { clocks: ['appealReview/a1'] } },
    })
    const other = { ...scenario().facts, id: 'q-2' }
    const merged = scenario().do(dispatcher, 'merge', { into: 'q-2' }, { other })
    expect(asked(merged)).toMatchObject({ refusal: { code: 'texts-in-use', details: { clocks: [] } } })
    merged.do(system, 'echo', { from: 'q-2', end: 'closed', at: 1 })
    expect(asked(merged)).toMatchObject({ erase: ['t.1'] })
  })
})
