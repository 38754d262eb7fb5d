import { definePlugin, defineRecord } from '@huiyin/core/plugin'
import { answer } from './answer.ts'
import { polls } from './plugin.ts'
import { type Poll, poll, pollKind } from './poll.ts'

/** The poll as the first release knew it: it folded how many answered, not what they chose. The events are the same. */
export const poll1 = defineRecord({
  ...poll,
  kind: {
    ...pollKind,
    form: 1,
    evolve: (facts, event) => {
      const { votes, ...rest } = pollKind.evolve(facts === undefined ? undefined : { ...facts, votes: [] }, event)
      const { answers = 0 } = (facts ?? {}) as { answers?: number }
      return { ...rest, answers: event.type === 'polls.counted' ? answers + 1 : answers } as unknown as Poll
    },
  },
  measures: [],
})

/** The plugin of that release, from which a city is upgraded. */
export const polls1 = definePlugin({ ...polls, records: [poll1, answer], indicators: [], routes: [] })
