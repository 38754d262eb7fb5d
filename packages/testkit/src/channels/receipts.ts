import { isDeepStrictEqual } from 'node:util'
import { limits, type Receipt } from '@huiyin/core/contracts'
import { ConformanceError, equal } from '../conformance/assert.js'
import { testPerson } from './host.js'
import { type ChannelFacet, notice, type StartedChannel, send } from './kit.js'

const at = Date.parse('2022-01-04T10:05:00+08:00')

async function refOf(under: StartedChannel, number: number): Promise<string | undefined> {
  const result = await send(under, notice(under.channel, number))
  return result.ok ? result.ref : undefined
}

/** Texts that nobody may keep: addresses, and what the provider says of the account. */
function assertNothingPersonal({ channel, personal = [] }: StartedChannel, text: string, what: string): void {
  for (const each of [testPerson(channel).address, ...personal])
    if (text.includes(each)) throw new ConformanceError(`${what}: there is ${JSON.stringify(each)} in it`)
}

/** What a provider calls a message, and what it says of it later. A channel without references passes, and one whose gateway gives no receipts. */
export const receipts: ChannelFacet = {
  name: 'receipts',
  tests: [
    [
      'calls every message by a reference of its own, which can be kept and says nothing of its receiver',
      async (under) => {
        const refs = [await refOf(under, 1), await refOf(under, 2)]
        for (const ref of refs) {
          if (ref === undefined) continue
          equal(typeof ref, 'string', 'a reference')
          equal(ref !== '' && [...ref].length <= limits.providerRef, true, 'whether a reference can be kept')
          assertNothingPersonal(under, ref, 'a reference')
        }
        equal(refs[0] === undefined || refs[0] !== refs[1], true, 'whether two messages have two references')
      },
    ],
    [
      'tells the host what the provider says of a message, of that message, as often as it says so',
      async (under) => {
        const { gateway, host, channel } = under
        if (gateway.report === undefined) return
        const [ref] = [await refOf(under, 1), await refOf(under, 2)]
        const { id } = notice(channel, 1)
        const said: readonly Receipt[] = [
          { kind: 'failed', at, reason: 'off' },
          { kind: 'delivered', at },
          { kind: 'delivered', at },
        ]
        for (const each of said) equal(await gateway.report(id, each), true, 'whether the channel took it')
        equal(host.receipts.map(({ kind }) => kind).join(), 'failed,delivered,delivered', 'what the host was told')
        for (const { of, at: when } of host.receipts) {
          const isOurs = of === id || (ref !== undefined && isDeepStrictEqual(of, { ref }))
          equal(isOurs, true, 'whether it is told of that message')
          equal(when, at, 'when it happened')
        }
      },
    ],
    [
      'repeats nothing of the receiver that the provider says with a failure',
      async (under) => {
        const { gateway, host, channel, personal = [] } = under
        if (gateway.report === undefined) return
        await refOf(under, 1)
        const reason = ['undeliverable', testPerson(channel).address, ...personal].join(' ')
        await gateway.report(notice(channel, 1).id, { kind: 'failed', at, reason })
        for (const each of host.receipts) assertNothingPersonal(under, each.reason ?? '', 'the reason of a receipt')
      },
    ],
    [
      'is told again what could not be kept, and gets over a message that nobody knows',
      async (under) => {
        const { gateway, host, channel } = under
        if (gateway.report === undefined) return
        await refOf(under, 1)
        const { id } = notice(channel, 1)
        host.keep(new Error('the storage is away'))
        equal(await gateway.report(id, { kind: 'delivered', at }), false, 'whether it took what could not be kept')
        host.keep('unknown')
        equal(typeof (await gateway.report(id, { kind: 'delivered', at })), 'boolean', 'its answer for what is unknown')
        host.keep('recorded')
        equal(await gateway.report(id, { kind: 'delivered', at }), true, 'whether it took it afterwards')
      },
    ],
  ],
}
