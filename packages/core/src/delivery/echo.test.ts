import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../contracts/channel.js'
import type { RequestEvent } from '../request/events.js'
import { defaultLifecycle } from '../request/lifecycle/default.js'
import { isEnd } from '../request/lifecycle/definition.js'
import { handling, supervisor } from '../request/scenario.js'
import { echoMessage, echoPayload } from './echo.js'

const names = { unit: () => ({ zh: '', en: '' }), area: () => ({ zh: '', en: '' }) }
const lastWord = (end: string) => {
  const state = defaultLifecycle.states[end as keyof typeof defaultLifecycle.states]
  return state !== undefined && isEnd(state) ? state.echo : undefined
}
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
    expect(echoPayload(channel, event, walk.facts, names)).toBe('{"to":"370281001"}')
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
        expect(echoPayload(inbox, event, facts, names), `${type} to ${status}`).toBe('{"to":"res-1"}')
        expect(echoMessage(inbox, taken, event, names, lastWord).echo, `${type} to ${status}`).toEqual(state.echo)
      }
    }
  })

  it('has no last word for a unit, and a step on the way has none for anybody', () => {
    const unit: NotificationChannel = { ...channel, audience: 'unit' }
    expect(echoMessage(unit, taken, ending('request.rated', 'closed'), names, lastWord).echo).toBeUndefined()
    const step = { ...ending('request.claimed', 'handling'), data: { progress: { status: 'handling', open: true } } }
    expect(echoMessage(inbox, taken, step, names, lastWord).echo).toBeUndefined()
  })
})

describe('a deadline that passed', () => {
  const overdue = (clock: string) =>
    ({
      ...{ seq: 9, at: 0, by: { id: 'system', kind: 'system' }, type: 'request.overdue' },
      data: { clock, dueAt: 0, progress: { status: 'handling', open: true } },
    }) as unknown as RequestEvent
  const told = (audience: NotificationChannel['audience'], clock: string) => {
    const payload = echoPayload({ ...channel, audience }, overdue(clock), handling().facts, names)
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
