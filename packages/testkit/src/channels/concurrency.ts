import { deepEqual, sameItems } from '../conformance/assert.js'
import { type ChannelFacet, message } from './kit.js'

/** Messages of different requests are sent at the same time. */
export const concurrency: ChannelFacet = {
  name: 'concurrency',
  tests: [
    [
      'sends two messages at the same time, each as itself',
      async ({ channel, taken }) => {
        const two = [message(1), message(2, { request: 'q-2', to: 'res-2' })]
        deepEqual(await Promise.all(two.map((each) => channel.send(each))), [{ ok: true }, { ok: true }], 'the answers')
        sameItems(
          taken(),
          two.map(({ id }) => id),
          'ids at the provider',
        )
      },
    ],
    [
      'gives each of two messages its own answer when one of them fails',
      async ({ channel, taken, breakOff }) => {
        const two = [message(1), message(2, { request: 'q-2', to: 'res-2' })]
        breakOff()
        const results = await Promise.all(two.map((each) => channel.send(each).catch(() => undefined)))
        deepEqual(
          two.filter((_, position) => results[position]?.ok).map(({ id }) => id),
          taken(),
          'messages answered with ok, beside those that the provider has',
        )
      },
    ],
  ],
}
