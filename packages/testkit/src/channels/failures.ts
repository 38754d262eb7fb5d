import type { FailureClass, SendResult } from '@huiyin/core/contracts'
import { ConformanceError, deepEqual, equal } from '../conformance/assert.js'
import { type ChannelFacet, type GatewayCode, notice, outcome, type StartedChannel, send } from './kit.js'

const known = Object.keys({
  transient: true,
  unknown: true,
  throttled: true,
  quota: true,
  auth: true,
  config: true,
  gone: true,
  recipient: true,
  content: true,
} satisfies Record<FailureClass, true>)

type Failed = Extract<SendResult, { ok: false }>

/** The answer to a notice that cannot be sent: a value with a known class and a reason. */
export async function failed(under: StartedChannel, when: string): Promise<Failed> {
  let result: SendResult
  try {
    result = await send(under, notice(under.channel))
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

const refusals = ({ codes }: StartedChannel) =>
  (Object.entries(codes) as [FailureClass, readonly GatewayCode[]][]).flatMap(([cause, list]) =>
    list.map((code) => ({ cause, code })),
  )

/** Each code of the provider has its class. */
export const failures: ChannelFacet = {
  name: 'failures',
  tests: [
    [
      'answers each code with its class, since the class decides whether and when core sends again',
      async (under) => {
        for (const { cause, code } of refusals(under)) {
          under.gateway.refuse(code)
          equal((await failed(under, `${code}`)).class, cause, `the class of ${code}`)
        }
        deepEqual(under.gateway.sent(), [], 'what the provider has of messages that failed')
      },
    ],
    [
      'sends the next one after each of them',
      async (under) => {
        for (const { code } of refusals(under)) {
          under.gateway.refuse(code)
          await outcome(send(under, notice(under.channel)))
          equal(await outcome(send(under, notice(under.channel, 2))), 'sent', `the message after ${code}`)
        }
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
        under.gateway.reset()
        const { class: cause } = await failed(under, 'a provider that breaks off')
        equal(['transient', 'throttled', 'unknown'].includes(cause), true, `whether ${cause} is sent again`)
      },
    ],
    [
      'sends again when the provider is back',
      async (under) => {
        under.gateway.reset()
        await outcome(send(under, notice(under.channel)))
        under.gateway.accept()
        equal(await outcome(send(under, notice(under.channel, 1, { attempt: 2 }))), 'sent', 'the second attempt')
      },
    ],
  ],
}

/** A message that was taken, and whose answer was lost, may have arrived. */
export const lostAnswers: ChannelFacet = {
  name: 'lostAnswers',
  tests: [
    [
      'answers unknown when the provider takes the message and breaks off',
      async (under) => {
        under.gateway.acceptThenReset()
        equal(await outcome(send(under, notice(under.channel))), 'unknown', 'the answer')
      },
    ],
    [
      'finds it afterwards, where it can ask',
      async (under) => {
        const { channel, gateway, host } = under
        gateway.acceptThenReset()
        await outcome(send(under, notice(channel)))
        gateway.accept()
        if (channel.find === undefined) return
        const found = await outcome(channel.find(notice(channel, 1, { attempt: 2 }), host))
        equal(found, 'sent', 'what it finds of a message that arrived')
      },
    ],
  ],
}

/** What is written down holds nothing that must be erasable. */
export const privacy: ChannelFacet = {
  name: 'privacy',
  tests: [
    [
      'keeps addresses, and what the provider says about people and accounts, out of the reason and out of the log',
      async (under) => {
        const { channel, gateway, host, personal = [] } = under
        const written: string[] = []
        async function note(): Promise<void> {
          const result = await send(under, notice(channel)).catch(() => undefined)
          if (result?.ok === false) written.push(String(result.reason))
          if (result?.ok === true) written.push(String(result.skipped))
        }
        for (const { code } of refusals(under)) {
          gateway.refuse(code)
          await note()
        }
        gateway.reset()
        await note()
        await note()
        const people = channel.via === undefined ? [] : await host.addresses(notice(channel))
        const secrets = [...personal, ...people.map(({ address }) => address)]
        const told = [...written, ...host.logged].join(' ')
        const repeated = secrets.filter((text) => told.includes(text))
        deepEqual(repeated, [], 'personal data in reasons and in the log')
      },
    ],
  ],
}
