import { deepEqual, equal } from '../conformance/assert.js'
import { type ChannelFacet, idsAt, notice, outcome, send } from './kit.js'

/** `ok` means that the provider has the message. */
export const outcomes: ChannelFacet = {
  name: 'outcomes',
  tests: [
    [
      'answers ok once the provider has taken the message, and not before',
      async (under) => {
        const one = notice(under.channel)
        equal(await outcome(send(under, one)), 'sent', 'the answer')
        deepEqual(idsAt(under.gateway), [one.id], 'what the provider has when the answer is there')
      },
    ],
    [
      'sends the last word of a request as well, whatever signs are in it',
      async (under) => {
        const echo = { zh: '您的诉求已办结：👍 “谢谢”\n第二行', en: 'Your request is closed: <b>&amp;</b> {name} %s' }
        const one = notice(under.channel, 1, { echo, title: echo })
        equal(await outcome(send(under, one)), 'sent', 'the answer')
        deepEqual(idsAt(under.gateway), [one.id], 'what the provider has')
      },
    ],
    [
      'sends with what a message of a plugin brings: a number, and no more',
      async (under) => {
        const { number } = notice(under.channel).params
        const one = notice(under.channel, 1, { params: { number }, record: { type: 'talks.talk', id: 't-1' } })
        equal(await outcome(send(under, one)), 'sent', 'the answer')
        deepEqual(idsAt(under.gateway), [one.id], 'what the provider has')
      },
    ],
  ],
}
