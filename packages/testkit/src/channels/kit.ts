import type { NotificationChannel } from '@huiyin/core'
import type { FailureClass, Notice, Receipt, SendContext, SendResult } from '@huiyin/core/contracts'
import { ConformanceError } from '../conformance/assert.js'
import type { Facet } from '../conformance/kit.js'
import { channelHost, type TestHost } from './host.js'

/** How a provider says that it refuses, in its own words: an HTTP status, or a code such as `isv.BUSINESS_LIMIT_CONTROL`. */
export type GatewayCode = string | number

/** What reached a provider. */
export interface SentMessage {
  /** Id of the notice, as the provider got it. */
  readonly id: string
  /** The address it was sent to; absent where the provider needs none. */
  readonly to?: string
}

/** A fake of the provider behind a channel, as the kit commands it. It takes every message unless it is told otherwise. */
export interface Gateway {
  /** Takes every message from now on, and answers so. */
  accept(): void
  /** Refuses the next message, and only that, with this code. */
  refuse(code: GatewayCode): void
  /** Never answers the next message, and does not take it. */
  hang(): void
  /** Breaks off at the next call, and only there, without taking anything: the connection is cut, or the answer is garbage. */
  reset(): void
  /** Takes the next message, and breaks off before it answers. */
  acceptThenReset(): void
  /**
   * Says what became of a message that it took, as the provider does: by a push to the channel, or when the channel asks. Whether the channel took it; `false` where
   * it wants to be told again. Absent: the provider gives no receipts.
   */
  report?(id: string, receipt: Receipt): Promise<boolean>
  /** What it took, oldest first. A message that came twice stands there twice; one to several addresses stands there once for each. */
  sent(): readonly SentMessage[]
}

/** A channel under test, over a fake of its provider. */
export interface ChannelUnderTest {
  /** Made, and not started: the kit starts and stops it. */
  readonly channel: NotificationChannel
  /** The provider behind it. */
  readonly gateway: Gateway
  /** By class of failure the codes of the provider that it stands for. Classes left out are not tested. */
  readonly codes: { readonly [Class in FailureClass]?: readonly GatewayCode[] }
  /** Texts that the provider repeats when it refuses, such as the key of the account. Neither they nor an address may be in a reason or in the log. */
  readonly personal?: readonly string[]
  /** Ends the fake and lets go of what it holds. */
  readonly cleanup: () => Promise<void>
}

/** Makes a channel and its provider for one test. */
export type ChannelFactory = () => Promise<ChannelUnderTest>

/** A channel that was started, with the host it was started with. */
export interface StartedChannel extends ChannelUnderTest {
  /** What it is given. */
  readonly host: TestHost
}

/** A group of tests of the NotificationChannel contract under one name. */
export type ChannelFacet = Facet<StartedChannel>

/** Makes a channel, and opens it as core does before the first message. */
export async function started(create: ChannelFactory): Promise<StartedChannel> {
  const under = await create()
  const host = channelHost(under.channel)
  await under.channel.start?.(host)
  async function cleanup(): Promise<void> {
    await under.channel.stop?.()
    await under.cleanup()
  }
  return { ...under, host, cleanup }
}

/** A notice as core makes it, to a receiver of the channel's first audience. */
export function notice(
  { audience }: Pick<NotificationChannel, 'audience'>,
  number = 1,
  parts: Partial<Notice> = {},
): Notice {
  const area = '370281001001001'
  const kind = typeof audience === 'string' ? audience : (audience[0] ?? 'resident')
  const receivers = {
    resident: { kind: 'resident', id: 'res-1' },
    unit: { kind: 'unit', unit: 'housing', area },
    dispatcher: { kind: 'dispatcher', area: '370281001' },
    supervisor: { kind: 'supervisor', area: '370281001' },
    member: { kind: 'member', id: 'staff-1', grid: area },
    person: { kind: 'person', id: 'p-1' },
  } as const
  const at = Date.parse('2022-01-04T10:00:00+08:00')
  return {
    id: `q-${number}/3/sms`,
    at,
    attempt: 1,
    event: 'request.replied',
    seq: 3,
    data: { unit: 'housing', round: 0, text: { ref: 't-1', hash: '0f' } },
    record: { type: 'request', id: `q-${number}` },
    to: receivers[kind],
    urgent: false,
    title: { zh: '市住建局已答复', en: 'The housing bureau has answered' },
    params: {
      number: `q-${number}`,
      status: { zh: '待评价', en: 'waiting for a rating' },
      unit: { zh: '市住建局', en: 'housing bureau' },
      category: { zh: '供暖', en: 'heating' },
      area: { code: area, name: { zh: '第一网格', en: 'grid 1' } },
      deadline: {
        at: at + 3 * 86_400_000,
        date: '2022-01-06',
        words: { zh: '2022年1月6日（星期四）24:00 前', en: 'by 24:00 on Thursday, 6 January 2022' },
      },
    },
    ...parts,
  }
}

const never = new AbortController().signal

/** Sends as core does. */
export const send = (
  { channel, host }: Pick<StartedChannel, 'channel' | 'host'>,
  given: Notice,
  more: Partial<SendContext> = {},
): Promise<SendResult> => channel.send(given, { host, signal: never, ...more })

/** How an answer reads: `sent`, `skipped`, a class of failure, or that there was none. */
export async function outcome(answer: Promise<SendResult | undefined>): Promise<string> {
  try {
    const result = await answer
    if (result?.ok === true) return result.skipped === undefined ? 'sent' : 'skipped'
    return result?.ok === false ? String(result.class) : 'nothing'
  } catch {
    return 'thrown'
  }
}

/** Ids at the provider, each once. */
export const idsAt = ({ sent }: Gateway): readonly string[] => [...new Set(sent().map(({ id }) => id))]

// Only what hangs is caught by it.
const longest = 3000

/** The answer of somebody who was called off. @throws ConformanceError when none comes */
export async function soon<Answer>(answer: Promise<Answer>, what: string): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConformanceError(`${what}: does not answer`)), longest)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
