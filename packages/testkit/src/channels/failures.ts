import type { SendResult } from '@huiyin/core/contracts'
import { ConformanceError, deepEqual, equal } from '../conformance/assert.js'
import { type ChannelFacet, type ChannelUnderTest, type FailureClass, message } from './kit.js'

type Failed = Extract<SendResult, { ok: false }>

const known: readonly string[] = Object.keys({
  transient: true,
  throttled: true,
  quota: true,
  auth: true,
  config: true,
  recipient: true,
  content: true,
  unknown: true,
} satisfies Record<Failed['class'], true>)

/** The answer to a message that cannot be sent: a value with a known class and a reason. */
async function failed({ channel }: ChannelUnderTest, when: string): Promise<Failed> {
  let result: SendResult
  try {
    result = await channel.send(message(1))
  } catch (error) {
    throw new ConformanceError(`${when}: threw ${String(error)}; a channel answers with a value`)
  }
  if (result?.ok !== false) throw new ConformanceError(`${when}: expected a failure, got ${JSON.stringify(result)}`)
  equal(known.includes(result.class), true, `${when}: whether ${String(result.class)} is a known class`)
  equal(typeof result.reason === 'string' && result.reason !== '', true, `${when}: whether there is a reason`)
  const { retryAfter = 0 } = result
  equal(Number.isFinite(retryAfter) && retryAfter >= 0, true, `${when}: whether retryAfter is a number of milliseconds`)
  return result
}

const provoked = ({ provoke }: ChannelUnderTest) => Object.entries(provoke) as [FailureClass, () => void][]

/** Each failure that can be provoked has its class. */
export const failures: ChannelFacet = {
  name: 'failures',
  tests: [
    [
      'answers each failure with its class, since the class decides whether and when core sends again',
      async (under) => {
        for (const [expected, make] of provoked(under)) {
          make()
          equal((await failed(under, expected)).class, expected, 'the class')
        }
        deepEqual(under.taken(), [], 'what the provider has of messages that failed')
      },
    ],
  ],
}

/** A provider that breaks off is a failure like any other. */
export const outages: ChannelFacet = {
  name: 'outages',
  tests: [
    [
      'answers with a class that core sends again after, and does not throw',
      async (under) => {
        under.breakOff()
        const { class: cause } = await failed(under, 'a provider that breaks off')
        equal(['transient', 'throttled', 'unknown'].includes(cause), true, `whether ${cause} is sent again`)
      },
    ],
    [
      'sends again when the provider is back',
      async (under) => {
        under.breakOff()
        await failed(under, 'a provider that breaks off')
        deepEqual(await under.channel.send(message(1, { attempt: 2 })), { ok: true }, 'the second attempt')
      },
    ],
  ],
}

/** What is written down about a failure holds nothing that must be erasable. */
export const privacy: ChannelFacet = {
  name: 'privacy',
  tests: [
    [
      'keeps out of the reason what the provider says about people',
      async (under) => {
        for (const [cause, make] of [...provoked(under), ['a provider that breaks off', under.breakOff] as const]) {
          make()
          const result = await under.channel.send(message(1)).catch(() => undefined)
          const reason = result?.ok === false ? String(result.reason) : ''
          const repeated = (under.personal ?? []).filter((text) => reason.includes(text))
          deepEqual(repeated, [], `personal data in the reason of ${cause}`)
        }
      },
    ],
  ],
}
