import { handling } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../../contracts/channel.js'
import type { Reached } from '../../contracts/directory.js'
import type { Notice } from '../../contracts/notice.js'
import type { TakenDelivery, VaultRow } from '../../contracts/rows.js'
import { defaultLifecycle } from '../../request/lifecycle/default.js'
import { standingAt } from '../../request/lifecycle/standing-at.js'
import { channelDestinations, channelPayload } from './channel-destination.js'

const event = {
  ...{ seq: 3, type: 'request.withdrawn', at: 7, by: { id: 'a', kind: 'resident' } as const },
  data: { reason: { ref: 't-9', hash: '0f' } },
}
const taken: TakenDelivery = {
  ...{ bucket: 0, type: 'request', id: 'q-1', event: 3, destination: 'sms', payload: '{"to":"res-1"}', at: 7 },
  attempts: 2,
}
const nameless = () => ({ zh: '', en: '' })
const never = new AbortController().signal
const wholeDay = [['00:00', '23:59']] as const

interface World {
  readonly there?: boolean
  readonly reached?: readonly Reached[]
  readonly vault?: readonly VaultRow[]
  readonly urgent?: boolean
}

/** A channel as destinations, over a record that has the event, or not. */
function destinations(more: Partial<NotificationChannel> = {}, world: World = {}) {
  const { there = true, reached = [], vault = [], urgent = false } = world
  const sent: Notice[] = []
  const asked: unknown[] = []
  const channel: NotificationChannel = {
    ...{ contract: 'huiyin.channel/2', name: 'sms', audience: 'resident', via: 'phone' },
    send: async (notice) => {
      sent.push(notice)
      return { ok: true }
    },
    ...more,
  }
  const { facts } = handling()
  const parts: Parameters<typeof channelDestinations>[1] = {
    directory: {
      contract: 'huiyin.directory/1',
      addresses: async (...question) => {
        asked.push(question)
        return reached
      },
    },
    calendar: () => ({ isWorkingDay: () => true }) as never,
    storage: { load: async () => ({ vault }) },
    readAt: (async ({ event: seq }: TakenDelivery) => (there && seq === 3 ? { event, facts } : undefined)) as never,
    refOf: (type, id) => ({ bucket: 0, type, id }),
    requestType: 'request',
    receipts: () => async () => 'unknown',
    logger: { info: () => {}, warn: () => {} },
    now: () => Date.parse('2022-01-04T10:00:00+08:00'),
    names: { unit: nameless, area: nameless, pauseReason: nameless, category: nameless },
    standing: (place) => standingAt(defaultLifecycle, place),
    supervisorOf: () => '370281001',
    pressesAtOnce: () => urgent,
  }
  const made = channelDestinations(channel, parts, { isReady: async () => true })
  return { made, one: made[0] as (typeof made)[0], sent, asked, parts }
}

describe('a channel', () => {
  it('sends eight at once, skips what is dead and has the time of all, unless it says otherwise', () => {
    const { one } = destinations()
    expect(one).toMatchObject({ name: 'sms', concurrency: 8, onDeadLetter: 'skip', forPeople: true })
    for (const member of ['timeout', 'rate', 'find']) expect(one).not.toHaveProperty(member)
    const own = { concurrency: 1, onDeadLetter: 'block', timeout: 9000, rate: { messages: 20, per: 60_000 } } as const
    expect(destinations(own).one).toMatchObject({ ...own, rate: { ...own.rate, of: 'sms' } })
  })

  it('has one queue for each of several audiences, and one rate for all of them', () => {
    const { made } = destinations({ audience: ['unit', 'supervisor', 'unit'], rate: { messages: 1, per: 1 } })
    expect(made.map(({ name, rate }) => [name, rate?.of])).toEqual([
      ['sms/unit', 'sms'],
      ['sms/supervisor', 'sms'],
    ])
  })

  it('sends the message of the very event that owed it', async () => {
    const { one, sent } = destinations()
    expect(await one.deliver(taken, never)).toEqual({ ok: true })
    expect(sent).toMatchObject([
      { id: 'q-1/3/sms', to: { kind: 'resident', id: 'res-1' }, attempt: 2, title: { zh: '您已撤单' } },
    ])
  })

  it('is asked what became of a message by the message itself', async () => {
    const { one } = destinations({
      async find({ id }) {
        return { ok: true, skipped: `${id} of ${this.name}` }
      },
    })
    expect(await one.find?.(taken)).toEqual({ ok: true, skipped: 'q-1/3/sms of sms' })
    expect(await destinations({ find: async () => undefined }).one.find?.(taken)).toBeUndefined()
    expect(await destinations({ find: async () => 'sent' as never }).one.find?.(taken)).toMatchObject({
      class: 'unknown',
    })
  })

  it('has nothing to send for an event that is gone', async () => {
    const { one, sent } = destinations({ find: async () => undefined }, { there: false })
    expect(await one.deliver(taken, never)).toEqual({ ok: true, skipped: 'the event is not there' })
    expect(await one.find?.(taken)).toEqual({ ok: true, skipped: 'the event is not there' })
    expect(sent).toEqual([])
  })

  it('is owed messages by requests only', () => {
    const { one } = destinations()
    const facts = { requester: 'res-1' }
    expect(one.payloadFor('request', event, facts)).toBe('{"to":"res-1"}')
    expect(one.payloadFor('team', event, facts)).toBeUndefined()
    for (const audience of ['member', 'person'] as const)
      expect(destinations({ audience }).one.payloadFor('request', event, facts)).toBeUndefined()
  })
})

describe('a channel that does not want everything', () => {
  const facts = { requester: 'res-1' }

  it('is never owed what it does not want, is asked with the frozen event, and cannot fail the commit', () => {
    const asked: object[] = []
    const wants = (given: { readonly type: string; readonly data: object }) => {
      asked.push(given)
      return false
    }
    expect(destinations({ wants }).one.payloadFor('request', event, facts)).toBeUndefined()
    expect(asked).toEqual([{ type: 'request.withdrawn', data: event.data }])
    expect(Object.isFrozen(event.data.reason)).toBe(true)
    for (const strange of [
      () => undefined,
      async () => false,
      () => {
        throw new Error('no')
      },
    ])
      expect(destinations({ wants: strange as never }).one.payloadFor('request', event, facts)).toBe('{"to":"res-1"}')
  })

  it('leaves out what was written by a process that could not ask it', async () => {
    const { one, sent, parts } = destinations({ wants: () => false })
    expect(channelPayload(parts, 'resident')('request', event, facts)).toBe('{"to":"res-1"}')
    expect(await one.deliver(taken, never)).toEqual({ ok: true, skipped: 'the channel does not want it' })
    expect(sent).toEqual([])
  })
})

describe('the host of a channel', () => {
  const sleeping = { quiet: { workingDays: wholeDay } }
  const reach: Partial<NotificationChannel> = {
    send: async (notice, { host }) => {
      const people = await host.addresses(notice)
      if (people.length === 0) return { ok: true, skipped: 'nobody' }
      return { ok: false, class: 'content', reason: people.map(({ person }) => person).join() }
    },
  }

  it('asks the directory for the kind of address of the channel, or for another', async () => {
    const { one, asked } = destinations({
      send: async (notice, { host }) => {
        await host.addresses(notice)
        await host.addresses(notice, 'email')
        return { ok: true }
      },
    })
    await one.deliver(taken, never)
    const about = { type: 'request', id: 'q-1' }
    const to = { kind: 'resident', id: 'res-1' }
    expect(asked).toEqual([
      [to, 'phone', about],
      [to, 'email', about],
    ])
    const blind = destinations({ ...reach, via: undefined as never })
    expect(await blind.one.deliver(taken, never)).toEqual({ ok: true, skipped: 'nobody' })
  })

  it('leaves out who has quiet hours; where they all have, the message waits for the first of them, whatever is answered', async () => {
    const later = { ok: false, class: 'later', reason: 'quiet hours', until: Date.parse('2022-01-04T23:59:00+08:00') }
    const asleep = { person: 'a', address: '1', preferences: sleeping }
    const few = [asleep, { person: 'b', address: '2', preferences: { quiet: { workingDays: [['09:00', '12:00']] } } }]
    expect(await destinations(reach, { reached: [asleep] }).one.deliver(taken, never)).toEqual(later)
    expect(await destinations(reach, { reached: few as never }).one.deliver(taken, never)).toMatchObject({
      until: Date.parse('2022-01-04T12:00:00+08:00'),
    })
    const refusing = {
      ...reach,
      send: async (notice: Notice, context: Parameters<NotificationChannel['send']>[1]) => {
        await context.host.addresses(notice)
        return { ok: false, class: 'recipient', reason: 'nobody' } as const
      },
    }
    expect(await destinations(refusing, { reached: [asleep] }).one.deliver(taken, never)).toEqual(later)
    const awake = [asleep, { person: 'b', address: '2' }]
    expect(await destinations(reach, { reached: awake }).one.deliver(taken, never)).toMatchObject({ reason: 'b' })
  })

  it('lets what is urgent pass', async () => {
    const reached = [{ person: 'a', address: '1', preferences: sleeping }]
    expect(await destinations(reach, { reached, urgent: true }).one.deliver(taken, never)).toMatchObject({
      reason: 'a',
    })
  })

  it.each([null, 'res-1', [{ person: 'a' }], [{ person: 'a', address: 7 }]])(
    'fails where the directory answers %j: nobody is told at what is no address',
    async (answer) => {
      const { one } = destinations(reach, { reached: answer as never })
      await expect(one.deliver(taken, never)).rejects.toThrow()
    },
  )

  it('reads the text that goes with the message: to a resident only what is addressed to them', async () => {
    const { facts } = handling()
    const vault = [
      { ref: 't-9', subject: 'res-1', field: 'reason', value: '搬家了', salt: null },
      { ref: facts.description.ref, subject: 'res-1', field: 'description', value: '家中不热', salt: null },
    ]
    const texts: unknown[] = []
    const send: NotificationChannel['send'] = async (notice, { host }) => {
      texts.push(await host.texts(notice), await host.texts({ ...notice, seq: 9 }))
      return { ok: true }
    }
    await destinations({ send }, { vault }).one.deliver(taken, never)
    await destinations({ send, audience: 'unit' }, { vault }).one.deliver(
      { ...taken, payload: '{"to":"housing"}' },
      never,
    )
    expect(texts).toEqual([{ description: '家中不热' }, {}, { text: '搬家了', description: '家中不热' }, {}])
  })
})
