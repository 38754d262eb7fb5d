import { deepEqual, equal } from '../conformance/assert.js'
import { type ChannelFacet, notice, outcome, send } from './kit.js'

/** A channel can be opened, checked and closed, more than once. One that has nothing to open passes. */
export const lifecycle: ChannelFacet = {
  name: 'lifecycle',
  tests: [
    [
      'sends again when it was closed and opened again',
      async (under) => {
        const { channel, host } = under
        await channel.stop?.()
        await channel.start?.(host)
        equal(await outcome(send(under, notice(channel))), 'sent', 'the answer after it was opened again')
      },
    ],
    [
      'says whether it could send, and sends nothing for that',
      async ({ channel, gateway }) => {
        if (channel.check === undefined) return
        const { ok, reason = '' } = (await channel.check()) ?? {}
        equal(typeof ok, 'boolean', 'what kind of value `ok` is')
        equal(typeof reason, 'string', 'what kind of value `reason` is')
        deepEqual(gateway.sent(), [], 'what the provider has')
      },
    ],
  ],
}
