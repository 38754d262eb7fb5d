import type { ChannelMessage } from '@huiyin/core/contracts'
import { deepEqual, equal } from '../conformance/assert.js'
import { type ChannelFacet, message } from './kit.js'

function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen(member)
  return Object.freeze(value)
}

/** A message belongs to core: a channel reads it while it sends it. */
export const messages: ChannelFacet = {
  name: 'messages',
  tests: [
    [
      'reads a message and changes nothing in it',
      async ({ channel }) => {
        const given = message(1)
        const { ok } = await channel.send(frozen(message(1))).catch(() => ({ ok: 'nothing: it threw' }))
        equal(ok, true, 'the answer to a frozen message')
        await channel.send(given)
        deepEqual(given, message(1), 'the message afterwards')
      },
    ],
    [
      'is done with a message when it has answered',
      async ({ channel, taken }) => {
        const first = { ...message(1) } as { -readonly [Member in keyof ChannelMessage]: ChannelMessage[Member] }
        await channel.send(first)
        first.id = 'changed-afterwards'
        await channel.send(message(2))
        deepEqual(
          taken().filter((id) => id === first.id),
          [],
          'what was read from the message after the answer',
        )
      },
    ],
  ],
}
