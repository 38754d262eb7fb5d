import { deepEqual } from '../conformance/assert.js'
import { type ChannelFacet, message } from './kit.js'

/** `ok` means that the provider has the message. */
export const outcomes: ChannelFacet = {
  name: 'outcomes',
  tests: [
    [
      'answers ok once the provider has taken the message, and not before',
      async ({ channel, taken }) => {
        const one = message(1)
        deepEqual(await channel.send(one), { ok: true }, 'the answer')
        deepEqual(taken(), [one.id], 'what the provider has when the answer is there')
      },
    ],
    [
      'sends the last word of a request as well, whatever signs are in it',
      async ({ channel, taken }) => {
        const echo = { zh: '您的诉求已办结：👍 “谢谢”\n第二行', en: 'Your request is closed: <b>&amp;</b> {name} %s' }
        const one = message(1, { echo, title: echo })
        deepEqual(await channel.send(one), { ok: true }, 'the answer')
        deepEqual(taken(), [one.id], 'what the provider has')
      },
    ],
  ],
}
