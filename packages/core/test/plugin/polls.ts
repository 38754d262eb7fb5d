import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { NotificationChannel, Storage } from '@huiyin/core/contracts'
import {
  type CommandOf,
  definePlugin,
  defineRecord,
  defineRefusals,
  freeText,
  personal,
  type RecordClocks,
  type RecordKind,
  type RecordMoment,
  type Sealed,
  z,
} from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'

/** A poll 征询: as the tests of plugins know it. */
export interface Poll {
  readonly openedAt: number
  readonly question: Sealed
  readonly asker: string
  readonly areaPath: string
  readonly status: 'open' | 'held' | 'closed'
  readonly answers: number
  readonly warnings: number
  readonly clocks?: RecordClocks
}

const nothing = z.strictObject({})
const inputs = {
  open: z.strictObject({ area: z.string(), question: freeText(200), phone: personal(30).optional() }),
  answer: z.strictObject({ choice: z.int().min(1).max(5) }),
  hold: nothing,
  goOn: nothing,
  remind: nothing,
  close: nothing,
  report: z.strictObject({ id: z.string() }),
}
type Command = CommandOf<typeof inputs>

const refuse = defineRefusals<{ 'polls.closed': { status: string } }>({
  'polls.closed': { zh: () => '征询已结束。', en: () => 'The poll is over.' },
})

const kind: RecordKind<Poll, Command, RecordMoment & { readonly areaPath: string }> = {
  type: 'polls.poll',
  events: [
    'polls.opened',
    'polls.answered',
    'polls.held',
    'polls.wentOn',
    'polls.reminded',
    'polls.closed',
    'polls.reported',
  ],
  decide(facts, command, { by, areaPath, id }) {
    const one = (type: string, data: object = {}) => ({ events: [{ type: `polls.${type}`, data }] })
    if (command.name === 'open') {
      const { question, phone } = command.input
      return {
        ...one('opened', { question, asker: by.id, areaPath, ...(phone && { phone }) }),
        tell: [{ to: { kind: 'resident', id: by.id }, title: { zh: '征询已发起', en: 'The poll is open' } }],
      }
    }
    if (facts === undefined || facts.status === 'closed')
      return { refusal: refuse['polls.closed']({ status: facts?.status ?? 'absent' }) }
    switch (command.name) {
      case 'answer':
        return one('answered', command.input)
      case 'hold':
        return one('held')
      case 'goOn':
        return one('wentOn')
      case 'remind':
        return one('reminded')
      case 'close':
        return {
          ...one('closed'),
          tell: [
            { to: { kind: 'resident', id: facts?.asker ?? '' }, title: { zh: '征询已结束', en: 'The poll is over' } },
          ],
        }
      case 'report': {
        const input = { category: 'heating', area: cityGrid, requester: facts?.asker, description: facts?.question }
        return {
          ...one('reported'),
          owes: [
            { type: 'request', id: command.input.id, command: { name: 'submit', input } },
            { type: 'polls.poll', id, command: { name: 'hold' } },
            { type: 'polls.poll', id: 'nowhere', command: { name: 'close' } },
          ],
        }
      }
    }
  },
  evolve(facts, { type, at, data }) {
    const { question, asker, areaPath } = data as Pick<Poll, 'question' | 'asker' | 'areaPath'>
    const before = facts ?? { openedAt: at, question, asker, areaPath, status: 'open', answers: 0, warnings: 0 }
    switch (type) {
      case 'polls.answered':
        return { ...before, answers: before.answers + 1 }
      case 'polls.held':
        return { ...before, status: 'held' }
      case 'polls.wentOn':
        return { ...before, status: 'open' }
      case 'polls.reminded':
        return { ...before, warnings: before.warnings + 1 }
      case 'polls.closed':
        return { ...before, status: 'closed' }
      default:
        return before
    }
  },
  index: ({ openedAt, areaPath, asker, status }) => ({
    status,
    open: status !== 'closed',
    createdAt: openedAt,
    areaPath,
    requester: asker,
  }),
}

/** The kind of record of the polls. */
export const poll = defineRecord({
  kind,
  inputs,
  may: {
    open: ['resident', 'gridWorker'],
    answer: (facts, _command, { by }) =>
      by.kind === 'resident' ? undefined : refuse['polls.closed']({ status: facts?.status ?? 'absent' }),
    hold: ['supervisor'],
    goOn: ['supervisor'],
    remind: [],
    close: ['requester', 'supervisor'],
    report: ['supervisor'],
  },
  reads: { text: ['anyone'], personal: ['requester', 'supervisor'] },
  contextOf: ({ command, facts }, read) => ({
    areaPath: command.name === 'open' ? read.areas.path(command.input.area) : (facts?.areaPath ?? ''),
  }),
  clocks: {
    voting: {
      policy: { within: { workingDays: 3 }, warnings: [{ before: { workingDays: 1 } }] },
      when: ({ status }) => (status === 'open' ? 'running' : status === 'held' ? { paused: 'season' } : 'stopped'),
      onWarning: () => ({ name: 'remind', input: {} }),
      onDue: () => ({ name: 'close', input: {} }),
    },
  },
  measures: [
    {
      name: 'polls.opened',
      title: { zh: '发起征询', en: 'polls opened' },
      at: ({ openedAt }) => [{ at: openedAt }],
    },
    {
      name: 'polls.answers',
      title: { zh: '答复数', en: 'answers' },
      at: ({ openedAt, answers }) => (answers === 0 ? [] : [{ at: openedAt, delta: answers }]),
    },
  ],
})

/** The plugin. */
export const polls = definePlugin({
  id: 'polls',
  records: [poll],
  refusals: refuse,
  indicators: [
    {
      name: 'polls.answersEach',
      title: { zh: '每次征询的答复', en: 'answers a poll' },
      numerator: [{ measure: 'polls.answers', weight: 1 }],
      denominator: [{ measure: 'polls.opened', weight: 1 }],
      basis: { zh: '发起日期', en: 'day of opening' },
      leavesOut: { zh: '无', en: 'nothing' },
      minimumSample: 0,
      digits: 0,
    },
  ],
  setup: (host) => host,
})

/** A city with polls. */
export async function pollCity(storage: Storage = memoryStorage(), at = '2022-01-26T10:00:00+08:00') {
  const clock = simulatedClock(Date.parse(at))
  const told: string[] = []
  const warned: unknown[] = []
  const channel: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'sms',
    audience: 'resident',
    send: async ({ to, title, at: when }) => {
      told.push(
        `${to.kind === 'resident' ? to.id : to.kind} ${title.en} ${new Date(when + 8 * 3_600_000).toISOString().slice(0, 16)}`,
      )
      return { ok: true }
    },
  }
  const huiyin = createHuiyin({
    storage,
    platform: { clock, ids: simulatedIds(1) },
    channels: [channel],
    plugins: [polls],
    logger: { info: () => {}, warn: (text, more) => void warned.push([text, more]) },
  })
  await huiyin.start()
  await seedCity(huiyin)
  const host = huiyin.plugins.polls
  const { records } = host
  const open = (id = 'p-1', phone?: string) =>
    records.run(
      poll,
      id,
      'open',
      { area: cityGrid, question: '楼道灯是否换成声控？', ...(phone !== undefined && { phone }) },
      { by: actors.resident },
    )
  return { huiyin, clock, told, warned, host, records, open }
}
