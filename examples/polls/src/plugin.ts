import type { Actor } from '@huiyin/core'
import { definePlugin, defineRoute, defineVerb, type PluginHost, z } from '@huiyin/core/plugin'
import { answer } from './answer.ts'
import { poll } from './poll.ts'
import { refuse } from './refusals.ts'

const ofPoll = z.strictObject({ id: z.string() })

/** A poll as anybody may see it; `undefined` when there is none. */
async function shown({ records }: PluginHost, id: string, by: Actor) {
  const found = await records.read(poll, id, { by })
  if (found === undefined) return undefined
  const { question, votes, closed, clocks } = found.facts
  return { id, question: found.texts[question.ref], votes, closed, until: clocks?.answering?.dueDate }
}

const anybody: Actor = { id: 'anybody', kind: 'resident', grants: [] }

const page = defineRoute({
  method: 'GET',
  path: '/polls/:id',
  access: 'anyone',
  input: { params: ofPoll },
  handle: async ({ params }, host) => {
    const found = await shown(host, params.id, anybody)
    return found === undefined ? { status: 404 } : { status: 200, body: found }
  },
})

const give = (host: PluginHost, id: string, input: { choice: number; comment?: string | undefined }, by: Actor) =>
  host.records.run(answer, `${id}.${by.id}`, 'give', { poll: id, ...input }, { by })

const answers = defineRoute({
  method: 'POST',
  path: '/polls/:id/answers',
  access: 'actor',
  input: { params: ofPoll, body: z.strictObject({ choice: z.int(), comment: z.string().optional() }) },
  handle: async ({ params, body, by }, host) => {
    const given = await give(host, params.id, body, by)
    return given.ok ? { status: 201 } : { status: 409, body: given.refusal }
  },
})

const result = defineVerb({
  name: 'result',
  title: { zh: '征询结果', en: 'what a poll came to' },
  input: z.object({ poll: z.string().describe('征询编号 id of the poll') }),
  run: async ({ poll: id }, host) => {
    const found = await shown(host, id, anybody)
    if (found === undefined) return { ok: false, lines: [{ zh: `没有征询 ${id}。`, en: `There is no poll ${id}.` }] }
    const lines = found.votes.map((votes, choice) => ({
      zh: `选项 ${choice + 1}：${votes} 人`,
      en: `choice ${choice + 1}: ${votes}`,
    }))
    return { ok: true, lines, result: { poll: id, votes: found.votes, closed: found.closed } }
  },
})

/** 居民征询: the plugin. */
export const polls = definePlugin({
  id: 'polls',
  records: [poll, answer],
  refusals: refuse,
  indicators: [
    {
      name: 'polls.answersEach',
      title: { zh: '每次征询的答复人次', en: 'answers a poll' },
      numerator: [{ measure: 'polls.answers', weight: 1 }],
      denominator: [{ measure: 'polls.polls', weight: 1 }],
      basis: { zh: '发起日期', en: 'day of the question' },
      leavesOut: { zh: '无', en: 'nothing' },
      minimumSample: 0,
      digits: 0,
    },
  ],
  routes: [page, answers],
  verbs: [result],
  setup: (host) => ({
    /** Asks the residents of an area. */
    ask: (id: string, input: { area: string; question: string; choices: number }, by: Actor) =>
      host.records.run(poll, id, 'ask', input, { by }),
    /** Answers, once a resident. */
    answer: (id: string, input: { choice: number; comment?: string }, by: Actor) => give(host, id, input, by),
    /** What anybody may see. */
    show: (id: string) => shown(host, id, anybody),
    /** Why it ends when it ends. */
    explain: (id: string) => host.records.explainDeadline(poll, id, 'answering'),
  }),
})
