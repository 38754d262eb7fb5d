import { deepEqual, sameItems } from '../conformance/assert.js'
import { type ChannelFacet, idsAt, notice, outcome, send } from './kit.js'

/** Messages of different requests are sent at the same time. */
export const concurrency: ChannelFacet = {
  name: 'concurrency',
  tests: [
    [
      'sends two messages at the same time, each as itself',
      async (under) => {
        const two = [notice(under.channel, 1), notice(under.channel, 2)]
        deepEqual(await Promise.all(two.map((each) => outcome(send(under, each)))), ['sent', 'sent'], 'the answers')
        const ids = two.map(({ id }) => id)
        sameItems(idsAt(under.gateway), ids, 'ids at the provider')
      },
    ],
    [
      'gives each of two messages its own answer when one of them fails',
      async (under) => {
        const two = [notice(under.channel, 1), notice(under.channel, 2)]
        under.gateway.reset()
        const answers = await Promise.all(two.map((each) => outcome(send(under, each))))
        const ok = two.filter((_, position) => answers[position] === 'sent').map(({ id }) => id)
        deepEqual(ok, idsAt(under.gateway), 'messages answered with ok, beside those that the provider has')
      },
    ],
  ],
}
