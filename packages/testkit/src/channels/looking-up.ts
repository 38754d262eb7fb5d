import { ConformanceError, equal } from '../conformance/assert.js'
import { type ChannelFacet, message } from './kit.js'

/** A channel that can look up what became of a message says so truly. One that has no `lookUp` passes. */
export const lookingUp: ChannelFacet = {
  name: 'lookingUp',
  tests: [
    [
      'finds what the provider has taken, and not what never reached it',
      async ({ channel }) => {
        if (channel.lookUp === undefined) return
        await channel.send(message(1))
        equal(await channel.lookUp(message(1, { attempt: 2 })), 'sent', 'a message that was taken')
        equal(await channel.lookUp(message(2, { attempt: 2 })), 'notSent', 'a message that was never sent')
      },
    ],
    [
      'does not say that something arrived while the provider breaks off',
      async ({ channel, breakOff }) => {
        if (channel.lookUp === undefined) return
        breakOff()
        const found: unknown = await channel.lookUp(message(1, { attempt: 2 })).catch(() => 'unknown')
        if (found === 'sent') throw new ConformanceError('a message that was never sent: expected anything but "sent"')
      },
    ],
  ],
}
