import { describe, expect, it } from 'vitest'
import type { ChannelMessage, NotificationChannel } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import { defaultLifecycle } from '../request/lifecycle/default.js'
import { standingAt } from '../request/lifecycle/standing-at.js'
import { channelDestination } from './channels.js'

const event = { seq: 3, type: 'request.withdrawn', at: 7, by: { id: 'a', kind: 'resident' }, data: {} } as const
const taken: TakenDelivery = {
  ...{ bucket: 0, type: 'request', id: 'q-1', event: 3, destination: 'sms', payload: '{"to":"res-1"}', at: 7 },
  attempts: 2,
}
const nameless = () => ({ zh: '', en: '' })

/** A channel as a destination, over a record that has the event, or not. */
function destination(more: Partial<NotificationChannel> = {}, there = true) {
  const sent: ChannelMessage[] = []
  const asked: unknown[] = []
  const channel: NotificationChannel = {
    ...{ contract: 'huiyin.channel/1', name: 'sms', audience: 'resident' },
    send: async (message) => {
      sent.push(message)
      return { ok: true }
    },
    ...more,
  }
  const made = channelDestination({
    channel,
    eventOf: async ({ event: seq }) => {
      asked.push(seq)
      return there ? event : undefined
    },
    requestType: 'request',
    names: { unit: nameless, area: nameless, pauseReason: nameless },
    standing: (place) => standingAt(defaultLifecycle, place),
    supervisorOf: () => '370281001',
  })
  return { made, sent, asked }
}

describe('a channel', () => {
  it('sends eight at once, skips what is dead and has the time of all, unless it says otherwise', () => {
    expect(destination().made).toMatchObject({ name: 'sms', concurrency: 8, onDeadLetter: 'skip', forPeople: true })
    for (const member of ['timeout', 'lookUp']) expect(destination().made).not.toHaveProperty(member)
    const own = { concurrency: 1, onDeadLetter: 'block', timeout: 9000 } as const
    expect(destination(own).made).toMatchObject(own)
  })

  it('sends the message of the very event that owed it', async () => {
    const { made, sent, asked } = destination()
    expect(await made.deliver(taken)).toEqual({ ok: true })
    expect(asked).toEqual([3])
    expect(sent).toMatchObject([{ id: 'q-1/3/sms', to: 'res-1', attempt: 2, title: { zh: '您已撤单' } }])
  })

  it('is asked what became of a message by the message itself', async () => {
    const looked: ChannelMessage[] = []
    const { made } = destination({
      lookUp(message) {
        looked.push(message)
        return Promise.resolve(this.name === 'sms' ? 'notSent' : 'unknown')
      },
    } as Partial<NotificationChannel>)
    expect(await made.lookUp?.(taken)).toBe('notSent')
    expect(looked).toMatchObject([{ id: 'q-1/3/sms' }])
  })

  it('has nothing to send for an event that is gone', async () => {
    const { made, sent } = destination({ lookUp: async () => 'notSent' }, false)
    expect(await made.deliver(taken)).toEqual({ ok: true })
    expect(await made.lookUp?.(taken)).toBe('sent')
    expect(sent).toEqual([])
  })

  it('is owed messages by requests only', () => {
    const { made } = destination()
    expect(made.payloadFor('request', event, { requester: 'res-1' })).toBe('{"to":"res-1"}')
    expect(made.payloadFor('team', event, { requester: 'res-1' })).toBeUndefined()
  })
})
