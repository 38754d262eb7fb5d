import { deepEqual, equal } from '../conformance/assert.js'
import { type ChannelFacet, idsAt, notice, outcome, send } from './kit.js'

/** The id of a notice reaches the provider as it is, on every attempt. */
export const deduplication: ChannelFacet = {
  name: 'deduplication',
  tests: [
    [
      'passes the id on as it is given, whatever is in it',
      async (under) => {
        const ids = ['q-1/12/sms', 'Q 1/2/sms', '诉求-1/3/sms', 'q+1%2F?&#/4/sms', `${'q'.repeat(200)}/5/sms`]
        for (const id of ids) await outcome(send(under, notice(under.channel, 1, { id })))
        deepEqual(idsAt(under.gateway), ids, 'ids at the provider')
      },
    ],
    [
      'passes the same id on at the second attempt, so that the provider can drop it',
      async (under) => {
        const { id } = notice(under.channel)
        for (const attempt of [1, 2])
          equal(await outcome(send(under, notice(under.channel, 1, { attempt }))), 'sent', 'the answer')
        deepEqual(idsAt(under.gateway), [id], 'ids at the provider')
      },
    ],
  ],
}
