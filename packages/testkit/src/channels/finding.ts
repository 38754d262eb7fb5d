import { ConformanceError, equal } from '../conformance/assert.js'
import { type ChannelFacet, notice, outcome, send } from './kit.js'

/** A channel that can be asked what became of a message says so truly. One that has no `find` passes. */
export const finding: ChannelFacet = {
  name: 'finding',
  tests: [
    [
      'finds what the provider has taken, and not what never reached it',
      async (under) => {
        const { channel, host } = under
        if (channel.find === undefined) return
        await outcome(send(under, notice(channel, 1)))
        const found = (number: number) =>
          outcome(channel.find?.(notice(channel, number, { attempt: 2 }), host) ?? never)
        equal(await found(1), 'sent', 'a message that was taken')
        equal(await found(2), 'nothing', 'a message that was never sent')
      },
    ],
    [
      'does not say anything of a message while the provider breaks off: it would be lost, or sent twice',
      async ({ channel, host, gateway }) => {
        if (channel.find === undefined) return
        gateway.reset()
        const found = await outcome(channel.find(notice(channel, 1, { attempt: 2 }), host))
        if (!['thrown', 'transient', 'throttled', 'unknown'].includes(found))
          throw new ConformanceError(`a provider that breaks off: expected a rejection or a failure, got ${found}`)
      },
    ],
  ],
}

const never = Promise.resolve(undefined)
