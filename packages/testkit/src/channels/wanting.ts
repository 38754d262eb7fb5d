import { eventNames } from '@huiyin/core/contracts'
import { ConformanceError, deepEqual } from '../conformance/assert.js'
import type { ChannelFacet, StartedChannel } from './kit.js'

const types = [...Object.keys(eventNames), 'polls.opened']

function wanted({ channel }: StartedChannel, asked = types): readonly unknown[] {
  return asked.map((type) => {
    try {
      return channel.wants?.(Object.freeze({ type, data: Object.freeze({}) }))
    } catch (error) {
      throw new ConformanceError(`wants threw ${String(error)} for ${type}; it is asked inside the commit`)
    }
  })
}

/** What a channel wants is a question to the event alone. One that wants everything passes. */
export const wanting: ChannelFacet = {
  name: 'wanting',
  tests: [
    [
      'answers true or false for every event there is, and for one it does not know',
      async (under) => {
        if (under.channel.wants === undefined) return
        const strange = wanted(under).filter((each) => typeof each !== 'boolean')
        deepEqual(strange.map(String), [], 'answers that are neither true nor false')
      },
    ],
    [
      'answers the same whenever it is asked, and in whatever order',
      async (under) => {
        if (under.channel.wants === undefined) return
        const first = wanted(under)
        deepEqual(wanted(under, types.toReversed()).toReversed(), first, 'the answers the second time')
      },
    ],
  ],
}
