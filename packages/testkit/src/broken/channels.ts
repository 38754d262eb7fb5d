import type { NotificationChannel } from '@huiyin/core'
import type { Notice, SendContext } from '@huiyin/core/contracts'
import {
  type BrokenChannel,
  channelWith,
  failure,
  isLost,
  type MemoryGateway,
  refOf,
  type Send,
} from './channel-specimen.js'
import { brokenReceipts } from './receipts.js'

const sending = (send: (gateway: MemoryGateway, keep: Send) => Send) =>
  channelWith((gateway, keep) => ({ send: send(gateway, keep) }))

const declaring: readonly BrokenChannel[] = [
  ['takes the name of the queue of core', { name: 'huiyin' }],
  ['is for nobody', { audience: [] }],
  ['gives its provider no time', { timeout: 0 }],
  ['sends nothing in a minute', { rate: { messages: 0, per: 60_000 } }],
].map(([defect, more]) => ({
  defect: defect as string,
  facet: 'declaration' as const,
  create: channelWith(() => more as Partial<NotificationChannel>),
}))

const wanting: readonly BrokenChannel[] = [
  { defect: 'wants in a while', facet: 'wanting', create: channelWith(() => ({ wants: (async () => true) as never })) },
  {
    defect: 'wants every second time',
    facet: 'wanting',
    create: channelWith(() => {
      let times = 0
      return { wants: () => ++times % 2 === 0 }
    }),
  },
  {
    defect: 'wants what it can read',
    facet: 'wanting',
    create: channelWith(() => ({
      wants: ({ data }) => (data as { readonly progress: { readonly open: boolean } }).progress.open,
    })),
  },
]

const addressing: readonly BrokenChannel[] = [
  {
    defect: 'sends to the first of those who are reached',
    facet: 'addressing',
    create: sending((_, keep) => (notice, { host, signal }) => {
      const first = { ...host, addresses: async () => (await host.addresses(notice)).slice(0, 1) }
      return keep(notice, { host: first, signal })
    }),
  },
  {
    defect: 'remembers who is reached where',
    facet: 'addressing',
    create: sending((_, keep) => {
      let known: ReturnType<SendContext['host']['addresses']> | undefined
      return (notice, { host, signal }) => {
        const addresses = () => {
          known ??= host.addresses(notice)
          return known
        }
        return keep(notice, { host: { ...host, addresses }, signal })
      }
    }),
  },
  {
    defect: 'calls a message to nobody a wrong receiver',
    facet: 'addressing',
    create: sending((_, keep) => async (notice, context) => {
      const result = await keep(notice, context)
      return result.ok && result.skipped !== undefined ? failure('recipient', 'no number') : result
    }),
  },
  {
    defect: 'takes a directory that is away for one that knows nobody',
    facet: 'addressing',
    create: sending((_, keep) => (notice, { host, signal }) => {
      const addresses = () => host.addresses(notice).catch(() => [])
      return keep(notice, { host: { ...host, addresses }, signal })
    }),
  },
]

const answering: readonly BrokenChannel[] = [
  {
    defect: 'drops messages with a last word',
    facet: 'outcomes',
    create: sending((_, keep) => async (notice, context) => {
      return notice.echo === undefined ? keep(notice, context) : { ok: true }
    }),
  },
  {
    defect: 'fails over a message without a unit',
    facet: 'outcomes',
    create: sending(
      (_, keep) => async (notice, context) =>
        keep(
          { ...notice, title: { ...notice.title, zh: (notice.params.unit as { readonly zh: string }).zh } },
          context,
        ),
    ),
  },
  {
    defect: 'calls every failure transient',
    facet: 'failures',
    create: sending((_, keep) => async (notice, context) => {
      const result = await keep(notice, context)
      return result.ok || result.class === 'unknown' ? result : { ...result, class: 'transient' }
    }),
  },
  {
    defect: 'stops for good when it was refused once',
    facet: 'failures',
    create: sending((_, keep) => {
      let isRefused = false
      return async (notice, context) => {
        if (isRefused && notice.id !== 'q-1/3/sms') return failure('transient', 'refused before')
        const result = await keep(notice, context)
        isRefused ||= !result.ok && result.class === 'recipient'
        return result
      }
    }),
  },
  {
    defect: 'throws when the connection is cut',
    facet: 'outages',
    create: sending((gateway, keep) => async (notice, context) => {
      const result = await keep(notice, context)
      const isCut = !result.ok && result.class === 'unknown' && gateway.sent().length === 0 && !context.signal.aborted
      if (isCut) throw new Error('socket hang up')
      return result
    }),
  },
  {
    defect: 'sets a message aside when the connection is cut',
    facet: 'outages',
    create: sending((gateway, keep) => async (notice, context) => {
      const result = await keep(notice, context)
      const isCut = !result.ok && result.class === 'unknown' && gateway.sent().length === 0 && !context.signal.aborted
      return isCut ? failure('content', 'cut') : result
    }),
  },
  {
    defect: 'calls a message whose answer was lost one that was not sent',
    facet: 'lostAnswers',
    create: sending((gateway, keep) => async (notice, context) => {
      const result = await keep(notice, context)
      return isLost(gateway, notice, result) ? failure('transient', 'no answer') : result
    }),
  },
  {
    defect: 'calls a message whose answer was lost sent',
    facet: 'lostAnswers',
    create: sending((gateway, keep) => async (notice, context) => {
      const result = await keep(notice, context)
      return isLost(gateway, notice, result) ? { ok: true } : result
    }),
  },
]

const asking: readonly BrokenChannel[] = [
  {
    defect: 'finds everything',
    facet: 'finding',
    create: channelWith(({ has }) => ({ find: async ({ id }) => ((await has(id)) ? { ok: true } : { ok: true }) })),
  },
  {
    defect: 'says that a message is not there when it cannot ask',
    facet: 'finding',
    create: channelWith(({ has }) => ({
      find: async ({ id }) => ((await has(id).catch(() => false)) ? { ok: true } : undefined),
    })),
  },
  {
    defect: 'goes on when it is called off',
    facet: 'signal',
    create: sending(
      (_, keep) =>
        (notice, { host }) =>
          keep(notice, { host, signal: new AbortController().signal }),
    ),
  },
  {
    defect: 'repeats what the provider says',
    facet: 'privacy',
    create: sending(({ post }) => async ({ ...notice }, { host, signal }) => {
      const people = await host.addresses(notice)
      if (people.length === 0) return { ok: true, skipped: 'nobody' }
      try {
        for (const { address: to } of people) {
          const answer = await post({ id: notice.id, to }, signal)
          if (answer !== 'taken') return failure(answer.code, answer.says)
        }
        return { ok: true, ref: refOf(notice.id) }
      } catch {
        return failure('unknown', 'no answer')
      }
    }),
  },
  {
    defect: 'writes into the log whom it sends to',
    facet: 'privacy',
    create: sending((_, keep) => async (notice, context) => {
      const [person] = await context.host.addresses(notice)
      context.host.log.info('sent', { to: person?.address })
      return keep(notice, context)
    }),
  },
]

const holding: readonly BrokenChannel[] = [
  {
    defect: 'counts the attempts in the notice',
    facet: 'notices',
    create: sending(
      (_, keep) => async (notice, context) => keep(Object.assign(notice, { attempt: notice.attempt + 1 }), context),
    ),
  },
  {
    defect: 'gives every attempt an id of its own',
    facet: 'deduplication',
    create: sending(
      (_, keep) => (notice, context) => keep({ ...notice, id: notice.id + '#'.repeat(notice.attempt - 1) }, context),
    ),
  },
  {
    defect: 'makes ASCII of ids',
    facet: 'deduplication',
    create: sending((_, keep) => (notice, context) => keep({ ...notice, id: encodeURI(notice.id) }, context)),
  },
  {
    defect: 'keeps the notice that it sends in one place',
    facet: 'concurrency',
    create: sending((_, keep) => {
      let current: Notice
      return async (notice, context) => {
        current = { ...notice }
        await Promise.resolve()
        return keep(current, context)
      }
    }),
  },
  {
    defect: 'cannot be opened again',
    facet: 'lifecycle',
    create: channelWith((_, keep) => {
      let isClosed = false
      return {
        stop: async () => {
          isClosed = true
        },
        send: async (notice, context) => (isClosed ? failure('config', 'closed') : keep(notice, context)),
      }
    }),
  },
  {
    defect: 'answers a check with a word',
    facet: 'lifecycle',
    create: channelWith(() => ({ check: async () => 'fine' as never })),
  },
  {
    defect: 'sends a message to see whether it can',
    facet: 'lifecycle',
    create: channelWith(({ post }) => ({
      check: async () => {
        await post({ id: 'test', to: '13800000000' }, new AbortController().signal)
        return { ok: true }
      },
    })),
  },
]

/** Channels with one defect each: what the kit itself is tested on. Not part of the package. */
export const brokenChannels: readonly BrokenChannel[] = [
  ...declaring,
  ...wanting,
  ...addressing,
  ...answering,
  ...asking,
  ...brokenReceipts,
  ...holding,
]
