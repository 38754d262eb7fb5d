import type { NotificationChannel } from '@huiyin/core'
import type { ChannelMessage, SendResult } from '@huiyin/core/contracts'
import type { channelFacets } from '../channels/index.js'
import type { ChannelUnderTest, FailureClass } from '../channels/kit.js'

type Send = (message: ChannelMessage) => Promise<SendResult>
type Refused = { readonly class: FailureClass; readonly says: string }

/** A provider in memory, which says who the receiver is when it refuses. */
function createGateway() {
  const taken: string[] = []
  let next: FailureClass | 'cut' | undefined
  return {
    taken,
    refuse: (how: FailureClass | 'cut') => {
      next = how
    },
    accept: async ({ id }: { readonly id: string }): Promise<Refused | undefined> => {
      const how = next
      next = undefined
      await Promise.resolve()
      if (how === 'cut') throw new Error('socket hang up of wang@example.org')
      if (how !== undefined) return { class: how, says: `${how}: wang@example.org` }
      taken.push(id)
      return undefined
    },
  }
}
type Gateway = ReturnType<typeof createGateway>

/** The channel that the specimens are made of: it keeps the contract. */
const keeping =
  (gateway: Gateway): Send =>
  async (message) => {
    try {
      const refused = await gateway.accept(message)
      return refused === undefined ? { ok: true } : { ok: false, class: refused.class, reason: 'refused' }
    } catch {
      return { ok: false, class: 'unknown', reason: 'no answer' }
    }
  }

/** A channel as the kit tests it, with some of it replaced. */
export const channelWith = (alter: (gateway: Gateway, send: Send) => Partial<NotificationChannel> = () => ({})) =>
  async function create(): Promise<ChannelUnderTest> {
    const gateway = createGateway()
    const send = keeping(gateway)
    const channel = { contract: 'huiyin.channel/1', name: 'sms', audience: 'resident', send } as const
    const provoke = (how: FailureClass) => () => gateway.refuse(how)
    return {
      channel: { ...channel, ...alter(gateway, send) },
      taken: () => gateway.taken,
      provoke: { throttled: provoke('throttled'), auth: provoke('auth'), recipient: provoke('recipient') },
      breakOff: () => gateway.refuse('cut'),
      personal: ['wang@example.org'],
      cleanup: async () => {},
    }
  }

const sending = (send: (gateway: Gateway, keep: Send) => Send) =>
  channelWith((gateway, keep) => ({ send: send(gateway, keep) }))

/** Channels with one defect each: what the kit itself is tested on. `defect` completes "a channel that". Not part of the package. */
export const brokenChannels: readonly {
  readonly defect: string
  readonly facet: keyof typeof channelFacets
  readonly create: () => Promise<ChannelUnderTest>
}[] = [
  {
    defect: 'takes the name of the queue of core',
    facet: 'declaration',
    create: channelWith(() => ({ name: 'huiyin' })),
  },
  {
    defect: 'drops messages with a last word',
    facet: 'outcomes',
    create: sending((_, keep) => async (message) => (message.echo === undefined ? keep(message) : { ok: true })),
  },
  {
    defect: 'gives every attempt an id of its own',
    facet: 'deduplication',
    create: sending((_, keep) => (message) => keep({ ...message, id: message.id + '#'.repeat(message.attempt - 1) })),
  },
  {
    defect: 'calls every failure transient',
    facet: 'failures',
    create: sending((_, keep) => async (message) => {
      const result = await keep(message)
      return result.ok ? result : { ...result, class: 'transient' }
    }),
  },
  {
    defect: 'throws when the connection is cut',
    facet: 'outages',
    create: sending((gateway) => async (message) => {
      const refused = await gateway.accept(message)
      return refused === undefined ? { ok: true } : { ok: false, class: refused.class, reason: 'refused' }
    }),
  },
  {
    defect: 'repeats what the provider says of people',
    facet: 'privacy',
    create: sending((gateway) => async (message) => {
      const refused = await gateway.accept(message).catch((): Refused => ({ class: 'unknown', says: 'no answer' }))
      return refused === undefined ? { ok: true } : { ok: false, class: refused.class, reason: refused.says }
    }),
  },
  {
    defect: 'counts the attempts in the message',
    facet: 'messages',
    create: sending((_, keep) => async (message) => keep(Object.assign(message, { attempt: message.attempt + 1 }))),
  },
  {
    defect: 'gives its provider no time',
    facet: 'declaration',
    create: channelWith(() => ({ timeout: 0 })),
  },
  {
    defect: 'says that everything arrived',
    facet: 'lookingUp',
    create: channelWith(() => ({ lookUp: async () => 'sent' })),
  },
  {
    defect: 'keeps the message that it sends in one place',
    facet: 'concurrency',
    create: sending((_, keep) => {
      let current: ChannelMessage
      return async (message) => {
        current = message
        await Promise.resolve()
        return keep(current)
      }
    }),
  },
]
