import type { Notice } from '@huiyin/core/contracts'
import { deepEqual, equal } from '../conformance/assert.js'
import { type ChannelFacet, idsAt, notice, outcome, send } from './kit.js'

function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen(member)
  return Object.freeze(value)
}

/** A notice belongs to core: a channel reads it while it sends it. */
export const notices: ChannelFacet = {
  name: 'notices',
  tests: [
    [
      'reads a notice and changes nothing in it',
      async (under) => {
        const given = notice(under.channel)
        equal(await outcome(send(under, frozen(notice(under.channel)))), 'sent', 'the answer to a frozen notice')
        await outcome(send(under, given))
        deepEqual(given, notice(under.channel), 'the notice afterwards')
      },
    ],
    [
      'is done with a notice when it has answered',
      async (under) => {
        const first = { ...notice(under.channel) } as { -readonly [Member in keyof Notice]: Notice[Member] }
        await outcome(send(under, first))
        first.id = 'changed-afterwards'
        await outcome(send(under, notice(under.channel, 2)))
        const late = idsAt(under.gateway).filter((id) => id === first.id)
        deepEqual(late, [], 'what was read from the notice after the answer')
      },
    ],
  ],
}
