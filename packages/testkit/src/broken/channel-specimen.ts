import type { NotificationChannel } from '@huiyin/core'
import type { ChannelHost, FailureClass, Notice, Receipt, SendContext, SendResult } from '@huiyin/core/contracts'
import type { channelFacets } from '../channels/index.js'
import type { ChannelUnderTest, Gateway, SentMessage } from '../channels/kit.js'

/** A channel with one defect and the facet that must find it. */
export interface BrokenChannel {
  /** Completes "a channel that". */
  readonly defect: string
  readonly facet: keyof typeof channelFacets
  readonly create: () => Promise<ChannelUnderTest>
}

/** How a channel sends. */
export type Send = NotificationChannel['send']
type Answer = 'taken' | { readonly code: FailureClass; readonly says: string }

/** A provider in memory, and the calls that a channel makes to it. */
export interface MemoryGateway extends Gateway {
  /** One call: hands a message over. */
  post(message: Required<SentMessage>, signal: SendContext['signal']): Promise<Answer>
  /** Another call: whether a message was taken. */
  has(id: string): Promise<boolean>
}

const secret = 'account-4711'

/** A provider in memory, which tells of the receiver and of the account when it refuses. */
function createGateway(): MemoryGateway {
  const sent: SentMessage[] = []
  let next: 'accept' | 'hang' | 'reset' | 'acceptThenReset' | { readonly code: FailureClass } = 'accept'
  const told = (how: typeof next) => {
    next = how
  }
  function turn(): typeof next {
    const how = next
    next = 'accept'
    return how
  }
  const hangUp = (to: string) => new Error(`socket hang up of ${to}`)
  return {
    accept: () => told('accept'),
    refuse: (code) => told({ code: code as FailureClass }),
    hang: () => told('hang'),
    reset: () => told('reset'),
    acceptThenReset: () => told('acceptThenReset'),
    sent: () => sent,
    post: async ({ id, to }, signal) => {
      const how = turn()
      await Promise.resolve()
      if (how === 'reset') throw hangUp(to)
      if (how === 'hang')
        await new Promise((_, reject) => {
          const giveUp = () => reject(new Error('aborted'))
          if (signal.aborted) giveUp()
          else signal.addEventListener('abort', giveUp)
        })
      if (typeof how === 'object') return { ...how, says: `${how.code} of ${secret}: ${to}` }
      sent.push({ id, to })
      if (how === 'acceptThenReset') throw hangUp(to)
      return 'taken'
    },
    has: async (id) => {
      if (turn() === 'reset') throw hangUp('everybody')
      return sent.some((each) => each.id === id)
    },
  }
}

/** A failure of a class. */
export const failure = (cause: FailureClass, reason: string): SendResult => ({ ok: false, class: cause, reason })

/** It was taken, and nobody heard of it. */
export const isLost = ({ sent }: MemoryGateway, { id }: Notice, result: SendResult): boolean =>
  !result.ok && result.class === 'unknown' && sent().some((each) => each.id === id)

/** What the provider calls a message. */
export const refOf = (id: string): string => `biz-${id}`

/** How a channel hears a receipt, and whether it took it. */
export type Hear = (host: ChannelHost, id: string, receipt: Receipt) => Promise<boolean>
/** Hears it as it should. */
export const hearing: Hear = async (host, id, { kind, at }) =>
  host.receipt({ ref: refOf(id) }, { kind, at, ...(kind === 'failed' && { reason: 'undeliverable' }) }).then(
    () => true,
    () => false,
  )

/** The channel that the specimens are made of: it keeps the contract. */
const keeping =
  (gateway: MemoryGateway): Send =>
  async ({ ...notice }, { host, signal }) => {
    const people = await host.addresses(notice)
    if (people.length === 0) return { ok: true, skipped: 'nobody to be reached' }
    try {
      for (const { address: to } of people) {
        const answer = await gateway.post({ id: notice.id, to }, signal)
        if (answer !== 'taken') return failure(answer.code, 'refused')
      }
      return { ok: true, ref: refOf(notice.id) }
    } catch {
      return failure('unknown', 'no answer')
    }
  }

/** A channel as the kit tests it, with some of it replaced. */
export const channelWith = (
  alter: (gateway: MemoryGateway, send: Send) => Partial<NotificationChannel> = () => ({}),
  hear: Hear = hearing,
) =>
  async function create(): Promise<ChannelUnderTest> {
    const gateway = createGateway()
    const send = keeping(gateway)
    let host: ChannelHost | undefined
    const channel: NotificationChannel = {
      contract: 'huiyin.channel/2',
      name: 'sms',
      audience: 'resident',
      via: 'phone',
      wants: ({ type }) => type !== 'request.urged',
      rate: { messages: 20, per: 60_000 },
      start: async (given) => {
        host = given
      },
      stop: async () => {},
      check: async () => ({ ok: true }),
      send,
      find: async ({ id }) => ((await gateway.has(id)) ? { ok: true } : undefined),
    }
    const made = { ...channel, ...alter(gateway, send) }
    return {
      channel: made,
      gateway: {
        ...gateway,
        // One that is never opened has nobody to tell.
        ...(made.start !== undefined && { report: (id, receipt) => hear(host as ChannelHost, id, receipt) }),
      },
      codes: { throttled: ['throttled'], auth: ['auth'], recipient: ['recipient'], transient: ['transient'] },
      personal: [secret],
      cleanup: async () => {},
    }
  }
