import { deepEqual } from '../conformance/assert.js'
import { type ChannelFacet, message } from './kit.js'

/** The id of a message reaches the provider as it is, on every attempt. */
export const deduplication: ChannelFacet = {
  name: 'deduplication',
  tests: [
    [
      'passes the id on as it is given, whatever is in it',
      async ({ channel, taken }) => {
        const ids = ['q-1/12/sms', 'Q 1/2/sms', '诉求-1/3/sms', 'q+1%2F?&#/4/sms', `${'q'.repeat(200)}/5/sms`]
        for (const id of ids) await channel.send(message(1, { id }))
        deepEqual(taken(), ids, 'ids at the provider')
      },
    ],
    [
      'passes the same id on at the second attempt, so that the provider can drop it',
      async ({ channel, taken }) => {
        const { id } = message(1)
        for (const attempt of [1, 2]) deepEqual(await channel.send(message(1, { attempt })), { ok: true }, 'the answer')
        deepEqual([...new Set(taken())], [id], 'ids at the provider')
      },
    ],
  ],
}
