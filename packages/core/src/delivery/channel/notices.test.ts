import { dispatcher, handler, handling, resident, scenario, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../contracts/actor.js'
import type { RequestCommand } from '../../request/commands.js'
import type { RequestEvent } from '../../request/events.js'
import { defaultLifecycle } from '../../request/lifecycle/default.js'
import { isEnd } from '../../request/lifecycle/definition.js'
import { type Place, standingAt } from '../../request/lifecycle/standing-at.js'
import { noticeOf, noticePayload } from './notices.js'
import type { Audience } from './queues.js'

const nameless = () => ({ zh: '', en: '' })
const names = { unit: nameless, area: nameless, pauseReason: nameless, category: nameless }
const supervisorOf = () => '370281001'
const standing = (place: Place) => standingAt(defaultLifecycle, place)
const pressesAtOnce = () => false

describe('a matter put under supervision', () => {
  it('is told to the area that supervises, not to the grid it lies in', () => {
    const walk = handling()
    const decision = walk.decide(supervisor, { name: 'supervise', input: {} })
    const event = ('events' in decision ? decision.events[0] : undefined) as RequestEvent
    walk.do(supervisor, 'supervise', {})
    expect(noticePayload({ audience: 'supervisor', event, facts: walk.facts, names, supervisorOf })).toBe(
      '{"to":"370281001"}',
    )
  })
})

describe('the end of a request', () => {
  const audience = 'resident'
  const taken = { type: 'request', id: 'q-1', event: 9, destination: 'wechat', payload: '{"to":"res-1"}', attempts: 1 }
  const { facts } = handling()
  const sending = { taken, facts, names, standing, pressesAtOnce }
  const ending = (type: string, status: string) =>
    ({
      ...{ seq: 9, at: 0, by: { id: 'system', kind: 'system' }, type },
      data: { progress: { status, open: false, owner: { role: 'requester', id: 'res-1' } } },
    }) as unknown as RequestEvent

  it('is told to the resident with its last word, whatever event brought it about', () => {
    for (const [status, state] of Object.entries(defaultLifecycle.states)) {
      if (!isEnd(state)) continue
      for (const type of ['request.rated', 'request.ratingDefaulted', 'request.acted']) {
        const event = ending(type, status)
        expect(noticePayload({ audience, event, facts, names, supervisorOf }), `${type} to ${status}`).toBe(
          '{"to":"res-1"}',
        )
        expect(noticeOf({ ...sending, audience, event }).echo, `${type} to ${status}`).toEqual(state.echo)
      }
    }
  })

  it('is what a resident is told where what brought it about is an affair of the staff', () => {
    const titleOf = (event: RequestEvent) => noticeOf({ ...sending, audience, event }).title
    expect(titleOf(ending('request.acted', 'closed'))).toEqual({ zh: '已结案', en: 'closed' })
    expect(titleOf(ending('request.stateMapped', 'declined'))).toEqual({ zh: '不予受理', en: 'declined' })
    expect(titleOf(ending('request.withdrawn', 'withdrawn')).zh).toBe('您已撤单')
    // Owed by a version that told of it, and sent by this one.
    const step = { ...ending('request.acted', 'handling'), data: { progress: { status: 'handling', open: true } } }
    expect(titleOf(step as unknown as RequestEvent)).toEqual({
      zh: '您的诉求有新进展',
      en: 'Your request has moved on',
    })
  })

  it('has no last word for a unit, and a step on the way has none for anybody', () => {
    expect(noticeOf({ ...sending, audience: 'unit', event: ending('request.rated', 'closed') }).echo).toBeUndefined()
    const step = { ...ending('request.claimed', 'handling'), data: { progress: { status: 'handling', open: true } } }
    expect(noticeOf({ ...sending, audience, event: step as unknown as RequestEvent }).echo).toBeUndefined()
  })
})

describe('a deadline that passed', () => {
  const overdue = (clock: string) =>
    ({
      ...{ seq: 9, at: 0, by: { id: 'system', kind: 'system' }, type: 'request.overdue' },
      data: { clock, dueAt: 0, progress: { status: 'handling', open: true } },
    }) as unknown as RequestEvent
  const told = (audience: Audience, clock: string) => {
    const payload = noticePayload({
      audience,
      event: overdue(clock),
      facts: handling().facts,
      names,
      supervisorOf,
    })
    return payload === undefined ? undefined : (JSON.parse(payload) as { to: string }).to
  }

  it('is told to the resident when it is the one the matter has, not when offices wait for each other', () => {
    expect(['resolve', 'rectify'].map((clock) => told('resident', clock))).toEqual(['res-1', 'res-1'])
    const between = ['dispatch', 'check', 'extensionDecision', 'coHandle/water', 'appealReview/a1']
    for (const clock of between) expect(told('resident', clock), clock).toBeUndefined()
  })

  it('is told to the unit that had to keep it', () => {
    expect(told('unit', 'resolve')).toBe('housing')
    expect(told('unit', 'coHandle/water')).toBe('water')
    expect(told('unit', 'extensionDecision')).toBeUndefined()
  })
})

describe('units and supervisors', () => {
  // Who hears of the events of a command: `audience to title`.
  const heard = (walk: ReturnType<typeof handling>, by: Actor, command: RequestCommand) => {
    const decision = walk.decide(by, command)
    const events = ('events' in decision ? decision.events : []) as RequestEvent[]
    walk.do(by, command.name as never, command.input as never)
    return events.flatMap((drafted) =>
      (['unit', 'supervisor'] as const).flatMap((audience) => {
        const event = { ...drafted, seq: 9, at: 0, by: { id: by.id, kind: by.kind } } as RequestEvent
        const payload = noticePayload({
          audience,
          event,
          facts: walk.facts,
          names,
          supervisorOf,
        })
        if (payload === undefined) return []
        const taken = { type: 'request', id: 'q-1', event: 9, destination: 'board', payload, attempts: 1 }
        const { facts } = walk
        const { to, title } = noticeOf({ audience, taken, event, facts, names, standing, pressesAtOnce })
        return [`${to.kind} ${to.kind === 'unit' ? to.unit : (to as { area: string }).area} ${title.zh}`]
      }),
    )
  }

  it('hear when a matter comes to them or leaves them, in words that say what it is', () => {
    const co = handling()
    expect(heard(co, handler, { name: 'assignCoHandler', input: { unit: 'water' } })).toEqual([
      'unit water 诉求 q-1 请协办',
    ])
    const asked = { name: 'requestExtension', input: { by: { workingDays: 1 }, reason: sealed } } as const
    expect(heard(co, handler, asked)).toEqual(['supervisor 370281001 诉求 q-1 申请延期，请审批'])
    expect(heard(co, supervisor, { name: 'decideExtension', input: { granted: true } })).toEqual([
      'unit housing 诉求 q-1 延期已获批准',
    ])
    expect(heard(co, resident, { name: 'withdraw', input: {} })).toEqual([
      'unit water 诉求 q-1 无须再协办',
      'unit housing 诉求 q-1 诉求人已撤单，无须再办',
    ])
  })

  it('hear of a check that is asked for, and of one that was not passed', () => {
    const walk = scenario(undefined, { category: 'works' }).do(dispatcher, 'dispatch', {}).do(handler, 'claim', {})
    expect(heard(walk, handler, { name: 'reply', input: { text: sealed } })).toEqual([
      'supervisor 370281001 诉求 q-1 已答复，请核查',
    ])
    expect(heard(walk, supervisor, { name: 'check', input: { passed: false } })).toEqual([
      'unit housing 诉求 q-1 核查未通过，请继续办理',
    ])
  })

  it('see in the title whether it is a yellow card or a red one', () => {
    const titles = ['request.warned', 'request.overdue'].map((type) => {
      const event = {
        type,
        seq: 9,
        at: 0,
        by: { id: 'system', kind: 'system' },
        data: { clock: 'resolve', dueAt: Date.parse('2022-01-08T00:00:00+08:00') },
      }
      const taken = {
        type: 'request',
        id: 'q-1',
        event: 9,
        destination: 'board',
        payload: '{"to":"housing"}',
        attempts: 1,
      }
      const { facts } = handling()
      const given = {
        audience: 'unit',
        taken,
        event: event as RequestEvent,
        facts,
        names,
        standing,
        pressesAtOnce,
      } as const
      return noticeOf(given).title.zh
    })
    expect(titles).toEqual(['诉求 q-1 即将到期（黄牌）：2022年1月7日（星期五）24:00 前', '诉求 q-1 已超期（红牌）'])
  })
})

describe('what a template is filled with', () => {
  const given = (audience: Audience, to: string, walk: ReturnType<typeof handling>, data: object = {}) =>
    noticeOf({
      audience,
      taken: { type: 'request', id: 'q-1', event: 9, destination: 'sms', payload: JSON.stringify({ to }), attempts: 1 },
      event: { type: 'request.urged', seq: 9, at: 0, by: { id: 'a', kind: 'staff' }, data } as unknown as RequestEvent,
      facts: walk.facts,
      names: { ...names, unit: (id) => ({ zh: `单位${id}`, en: id }), category: (id) => ({ zh: `类别${id}`, en: id }) },
      standing,
      pressesAtOnce: ({ clock }) => clock === 'resolve',
    })

  it('is the number, where it stands, who has it, what it is about, where it lies and until when it has to be done', () => {
    const walk = handling()
    const { params, to, record, seq, attempt } = given('unit', 'housing', walk)
    const { dueAt, dueDate } = walk.facts.clocks.resolve as { readonly dueAt: number; readonly dueDate: string }
    expect({ to, record, seq, attempt }).toEqual({
      to: { kind: 'unit', unit: 'housing', area: walk.facts.area },
      record: { type: 'request', id: 'q-1' },
      seq: 9,
      attempt: 1,
    })
    expect(params).toMatchObject({
      number: walk.facts.id,
      status: { zh: '已认领，办理中' },
      unit: { zh: '单位housing' },
      category: { zh: `类别${walk.facts.category}` },
      area: { code: walk.facts.area },
      deadline: { at: dueAt, date: dueDate, words: { zh: expect.stringContaining('24:00 前') } },
    })
  })

  it('has the deadline that the receiver has to know: of the event, of a co-handling unit, or the one that runs', () => {
    const walk = handling().do(handler, 'assignCoHandler', { unit: 'water' })
    const at = (notice: ReturnType<typeof given>) => notice.params.deadline?.at
    const { resolve, 'coHandle/water': helping } = walk.facts.clocks
    expect(at(given('unit', 'water', walk))).toBe(helping?.dueAt)
    expect(at(given('unit', 'housing', walk))).toBe(resolve?.dueAt)
    expect(at(given('resident', 'res-1', walk, { clock: 'coHandle/water' }))).toBe(helping?.dueAt)
    const ended = handling().do(resident, 'withdraw', {})
    expect(given('resident', 'res-1', ended).params).not.toHaveProperty('deadline')
  })

  it('says whether it is told at any hour: while a clock runs that presses at once', () => {
    expect(given('unit', 'housing', handling()).urgent).toBe(true)
    expect(given('unit', 'housing', handling().do(resident, 'withdraw', {})).urgent).toBe(false)
  })
})
