import { dispatcher, handler, handling, resident, scenario, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../contracts/actor.js'
import type { NotificationChannel } from '../contracts/channel.js'
import type { RequestCommand } from '../request/commands.js'
import type { RequestEvent } from '../request/events.js'
import { defaultLifecycle } from '../request/lifecycle/default.js'
import { isEnd } from '../request/lifecycle/definition.js'
import { type Place, standingAt } from '../request/lifecycle/standing-at.js'
import { notificationMessage, notificationPayload } from './notifications.js'

const nameless = () => ({ zh: '', en: '' })
const names = { unit: nameless, area: nameless, pauseReason: nameless }
const supervisorOf = () => '370281001'
const standing = (place: Place) => standingAt(defaultLifecycle, place)
const channel: NotificationChannel = {
  contract: 'huiyin.channel/1',
  name: 'board',
  audience: 'supervisor',
  send: async () => ({ ok: true }),
}

describe('a matter put under supervision', () => {
  it('is told to the area that supervises, not to the grid it lies in', () => {
    const walk = handling()
    const decision = walk.decide(supervisor, { name: 'supervise', input: {} })
    const event = ('events' in decision ? decision.events[0] : undefined) as RequestEvent
    walk.do(supervisor, 'supervise', {})
    expect(notificationPayload({ channel, event, facts: walk.facts, names, supervisorOf })).toBe('{"to":"370281001"}')
  })
})

describe('the end of a request', () => {
  const inbox: NotificationChannel = { ...channel, name: 'wechat', audience: 'resident' }
  const taken = { id: 'q-1', event: 9, destination: 'wechat', payload: '{"to":"res-1"}', attempts: 1 }
  const ending = (type: string, status: string) =>
    ({
      ...{ seq: 9, at: 0, by: { id: 'system', kind: 'system' }, type },
      data: { progress: { status, open: false, owner: { role: 'requester', id: 'res-1' } } },
    }) as unknown as RequestEvent

  it('is told to the resident with its last word, whatever event brought it about', () => {
    const { facts } = handling()
    for (const [status, state] of Object.entries(defaultLifecycle.states)) {
      if (!isEnd(state)) continue
      for (const type of ['request.rated', 'request.ratingDefaulted', 'request.acted']) {
        const event = ending(type, status)
        expect(notificationPayload({ channel: inbox, event, facts, names, supervisorOf }), `${type} to ${status}`).toBe(
          '{"to":"res-1"}',
        )
        expect(
          notificationMessage({ channel: inbox, taken, event, names, standing }).echo,
          `${type} to ${status}`,
        ).toEqual(state.echo)
      }
    }
  })

  it('is what a resident is told where what brought it about is an affair of the staff', () => {
    const titleOf = (event: RequestEvent) =>
      notificationMessage({ channel: inbox, taken, event, names, standing }).title
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
    const unit: NotificationChannel = { ...channel, audience: 'unit' }
    expect(
      notificationMessage({ channel: unit, taken, event: ending('request.rated', 'closed'), names, standing }).echo,
    ).toBeUndefined()
    const step = { ...ending('request.claimed', 'handling'), data: { progress: { status: 'handling', open: true } } }
    expect(notificationMessage({ channel: inbox, taken, event: step, names, standing }).echo).toBeUndefined()
  })
})

describe('a deadline that passed', () => {
  const overdue = (clock: string) =>
    ({
      ...{ seq: 9, at: 0, by: { id: 'system', kind: 'system' }, type: 'request.overdue' },
      data: { clock, dueAt: 0, progress: { status: 'handling', open: true } },
    }) as unknown as RequestEvent
  const told = (audience: NotificationChannel['audience'], clock: string) => {
    const payload = notificationPayload({
      channel: { ...channel, audience },
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
        const payload = notificationPayload({
          channel: { ...channel, audience },
          event,
          facts: walk.facts,
          names,
          supervisorOf,
        })
        if (payload === undefined) return []
        const taken = { id: 'q-1', event: 9, destination: 'board', payload, attempts: 1 }
        const { to, title } = notificationMessage({ channel: { ...channel, audience }, taken, event, names, standing })
        return [`${audience} ${to} ${title.zh}`]
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
      const taken = { id: 'q-1', event: 9, destination: 'board', payload: '{"to":"housing"}', attempts: 1 }
      return notificationMessage({
        channel: { ...channel, audience: 'unit' },
        taken,
        event: event as RequestEvent,
        names,
        standing,
      }).title.zh
    })
    expect(titles).toEqual(['诉求 q-1 即将到期（黄牌）：2022年1月7日（星期五）24:00 前', '诉求 q-1 已超期（红牌）'])
  })
})
