import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../contracts/channel.js'
import type { RequestEvent } from '../request/events.js'
import { handling, supervisor } from '../request/scenario.js'
import { echoPayload } from './echo.js'

const names = { unit: () => ({ zh: '', en: '' }), area: () => ({ zh: '', en: '' }) }
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
