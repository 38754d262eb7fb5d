import {
  type CommandOf,
  defineRecord,
  freeText,
  type RecordKind,
  type RecordMoment,
  type Sealed,
  z,
} from '@huiyin/core/plugin'
import { type Poll, poll } from './poll.ts'
import { refuse } from './refusals.ts'

/** 答复: what one resident answers to a poll, kept with the data of that resident. */
export interface Answer {
  readonly poll: string
  readonly resident: string
  readonly areaPath: string
  readonly choice: number
  readonly comment?: Sealed
  readonly givenAt: number
}

const inputs = {
  give: z.strictObject({ poll: z.string(), choice: z.int().min(1), comment: freeText(500).optional() }),
}

const kind: RecordKind<Answer, CommandOf<typeof inputs>, RecordMoment & { readonly asked: Poll | undefined }> = {
  type: 'polls.answer',
  events: ['polls.answered'],
  decide(facts, { input }, { by, id, asked }) {
    if (facts !== undefined) return { refusal: refuse['polls.answered-already']({ id }) }
    if (asked === undefined) return { refusal: refuse['polls.unknown']({ id: input.poll }) }
    if (asked.closed) return { refusal: refuse['polls.closed']({ id: input.poll }) }
    const { choices, areaPath } = asked
    const { choice } = input
    if (choice > choices) return { refusal: refuse['polls.no-such-choice']({ choices }) }
    return {
      events: [{ type: 'polls.answered', data: { ...input, areaPath, resident: by.id } }],
      owes: [{ type: poll.kind.type, id: input.poll, command: { name: 'count', input: { choice } } }],
    }
  },
  evolve: (facts, { at, data }) => facts ?? { ...(data as Omit<Answer, 'givenAt'>), givenAt: at },
  index: ({ givenAt, areaPath, resident }) => ({
    status: 'given',
    open: false,
    createdAt: givenAt,
    areaPath,
    requester: resident,
  }),
}

/** The record. */
export const answer = defineRecord({
  kind,
  inputs,
  may: { give: ['resident'] },
  reads: { text: ['requester', 'gridWorker', 'supervisor'] },
  contextOf: async ({ command }, read) => ({
    asked: (await read.records.facts<Poll>(poll.kind, command.input.poll))?.facts,
  }),
})
