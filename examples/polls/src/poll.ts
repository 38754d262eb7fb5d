import {
  type CommandOf,
  defineRecord,
  freeText,
  type RecordClocks,
  type RecordKind,
  type RecordMoment,
  type Sealed,
  z,
} from '@huiyin/core/plugin'
import { refuse } from './refusals.ts'

/** 征询: a question to the residents of an area. */
export interface Poll {
  readonly question: Sealed
  readonly asker: string
  readonly areaPath: string
  readonly askedAt: number
  readonly choices: number
  readonly closed: boolean
  /** How many chose each, since form 2. */
  readonly votes: readonly number[]
  readonly clocks?: RecordClocks
}

const nothing = z.strictObject({})
/** Of the commands of a poll. */
export const pollInputs = {
  ask: z.strictObject({ area: z.string(), question: freeText(200), choices: z.int().min(2).max(9) }),
  count: z.strictObject({ choice: z.int().min(1).max(9) }),
  remind: nothing,
  close: nothing,
}

/** Its pure core. */
export const pollKind: RecordKind<Poll, CommandOf<typeof pollInputs>, RecordMoment & { readonly areaPath: string }> = {
  type: 'polls.poll',
  // 2: how many chose each.
  form: 2,
  events: ['polls.asked', 'polls.counted', 'polls.reminded', 'polls.closed'],
  decide(facts, command, { by, id, areaPath }) {
    if (command.name === 'ask') {
      if (facts !== undefined) return { refusal: refuse['polls.asked-already']({ id }) }
      const { question, choices } = command.input
      return { events: [{ type: 'polls.asked', data: { question, choices, asker: by.id, areaPath } }] }
    }
    if (facts === undefined) return { refusal: refuse['polls.unknown']({ id }) }
    // An answer that was given in time is counted, also when the poll has ended meanwhile.
    if (command.name === 'count') return { events: [{ type: 'polls.counted', data: command.input }] }
    if (facts.closed) return { refusal: refuse['polls.closed']({ id }) }
    const asker = { kind: 'person', id: facts.asker } as const
    if (command.name === 'remind')
      return {
        events: [{ type: 'polls.reminded', data: {} }],
        tell: [{ to: asker, title: { zh: '征询将于明日截止', en: 'A poll ends tomorrow' }, params: { poll: id } }],
      }
    return {
      events: [{ type: 'polls.closed', data: {} }],
      tell: [
        { to: asker, title: { zh: '征询已截止', en: 'A poll has ended' }, params: { poll: id, votes: facts.votes } },
      ],
    }
  },
  evolve(facts, { type, at, data }) {
    if (facts === undefined) {
      const asked = data as Pick<Poll, 'question' | 'choices' | 'asker' | 'areaPath'>
      return { ...asked, askedAt: at, closed: false, votes: Array.from({ length: asked.choices }, () => 0) }
    }
    if (type === 'polls.closed') return { ...facts, closed: true }
    if (type !== 'polls.counted') return facts
    const { choice } = data as { readonly choice: number }
    return { ...facts, votes: facts.votes.map((votes, position) => (position + 1 === choice ? votes + 1 : votes)) }
  },
  index: ({ askedAt, areaPath, asker, closed }) => ({
    status: closed ? 'closed' : 'open',
    open: !closed,
    createdAt: askedAt,
    areaPath,
    requester: asker,
  }),
}

/** The record: three working days, counted as core counts. */
export const poll = defineRecord({
  kind: pollKind,
  inputs: pollInputs,
  may: { ask: ['gridWorker', 'supervisor'], count: [], remind: [], close: ['gridWorker', 'supervisor'] },
  reads: { facts: ['anyone'], text: ['anyone'] },
  contextOf: ({ command, facts }, read) => ({
    areaPath: command.name === 'ask' ? read.areas.path(command.input.area) : (facts?.areaPath ?? ''),
  }),
  clocks: {
    answering: {
      policy: { within: { workingDays: 3 }, warnings: [{ before: { workingDays: 1 } }] },
      when: ({ closed }) => (closed ? 'stopped' : 'running'),
      onWarning: () => ({ name: 'remind', input: {} }),
      onDue: () => ({ name: 'close', input: {} }),
    },
  },
  measures: [
    { name: 'polls.polls', title: { zh: '征询次数', en: 'polls' }, at: ({ askedAt }) => [{ at: askedAt }] },
    {
      name: 'polls.answers',
      title: { zh: '答复人次', en: 'answers' },
      at: ({ askedAt, votes }) => {
        const delta = votes.reduce((sum, each) => sum + each, 0)
        return delta === 0 ? [] : [{ at: askedAt, delta }]
      },
    },
  ],
})
