import { ConformanceError } from '../conformance/assert.js'
import { type ChannelFacet, notice, outcome, send, soon } from './kit.js'

/** When its time is over, a channel gives up. */
export const signal: ChannelFacet = {
  name: 'signal',
  tests: [
    [
      'answers soon after it is called off, and not with ok',
      async (under) => {
        under.gateway.hang()
        const controller = new AbortController()
        const answer = outcome(send(under, notice(under.channel), { signal: controller.signal }))
        controller.abort()
        const said = await soon(answer, 'a send that was called off')
        if (!['thrown', 'unknown', 'transient'].includes(said))
          throw new ConformanceError(`a send that was called off: expected unknown, got ${said}`)
      },
    ],
  ],
}
