import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { NotificationChannel } from '@huiyin/core/contracts'
import {
  cityActors,
  cityGrid,
  type PluginUnderTest,
  pluginConformance,
  seedCity,
  simulatedClock,
} from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { answer } from './answer.ts'
import { polls } from './plugin.ts'
import { poll } from './poll.ts'
import { poll1, polls1 } from './release-1.ts'

const worker = { id: 'staff-7', kind: 'staff', grants: [{ role: 'gridWorker', area: cityGrid }] } as const
const question = '楼道灯是否换成声控？'
const comment = '夜里太暗了'

const stepsOn = (record: typeof poll): PluginUnderTest['steps'] => [
  { record, id: 'p-1', command: 'ask', input: { area: cityGrid, question, choices: 2 }, by: worker },
  {
    record: answer,
    id: 'p-1.res-1',
    command: 'give',
    input: { poll: 'p-1', choice: 1, comment },
    by: cityActors.resident,
  },
  { record: answer, id: 'p-1.res-2', command: 'give', input: { poll: 'p-1', choice: 2 }, by: cityActors.neighbour },
  { record, id: 'p-1', command: 'close', input: {}, by: worker },
]

describe('the polls keep the contract of plugins', () =>
  pluginConformance({ describe, it }, async () => ({
    plugin: polls,
    steps: stepsOn(poll),
    texts: [question, comment],
    before: { plugin: polls1, steps: stepsOn(poll1) },
    calls: [
      { method: 'GET', path: '/polls/:id', call: { params: { id: 'p-1' } } },
      {
        method: 'POST',
        path: '/polls/:id/answers',
        call: { params: { id: 'p-1' }, body: { choice: 1 }, by: cityActors.resident },
      },
    ],
    cleanup: async () => {},
  })))

describe('a poll in a city', () => {
  async function city() {
    const clock = simulatedClock(Date.parse('2022-01-26T10:00:00+08:00'))
    const told: unknown[] = []
    const channel: NotificationChannel = {
      contract: 'huiyin.channel/2',
      name: 'workchat',
      audience: 'person',
      send: async ({ to, title, params }) => {
        told.push([to, title.zh, params])
        return { ok: true }
      },
    }
    const storage = memoryStorage()
    const start = async (plugin: typeof polls) => {
      const huiyin = createHuiyin({ storage, platform: { clock }, channels: [channel], plugins: [plugin] })
      await huiyin.start()
      return huiyin
    }
    const huiyin = await start(polls)
    await seedCity(huiyin)
    await huiyin.plugins.polls.ask('p-1', { area: cityGrid, question, choices: 2 }, worker)
    return { huiyin, clock, told, start }
  }
  const system = { by: cityActors.system }

  it('counts each resident once, ends after three working days, and tells who asked', async () => {
    const { huiyin, clock, told } = await city()
    const { answer: give, show, explain } = huiyin.plugins.polls
    expect(await give('p-1', { choice: 2, comment }, cityActors.resident)).toMatchObject({ ok: true })
    expect(await give('p-1', { choice: 1 }, cityActors.resident)).toMatchObject({
      ok: false,
      refusal: { code: 'polls.answered-already' },
    })
    expect(await give('p-1', { choice: 3 }, cityActors.neighbour)).toMatchObject({
      ok: false,
      refusal: { code: 'polls.no-such-choice', details: { choices: 2 } },
    })
    // 29 January 2022 was a Saturday that was worked.
    expect(await show('p-1')).toEqual({ id: 'p-1', question, votes: [0, 1], closed: false, until: '2022-01-29' })
    expect((await explain('p-1')).text.zh).toContain('调休上班日')
    for (const at of ['2022-01-28T10:00', '2022-01-30T00:00', '2022-01-30T10:00']) {
      clock.set(Date.parse(`${at}:00+08:00`))
      await huiyin.tick()
    }
    expect(told).toEqual([
      [{ kind: 'person', id: 'staff-7' }, '征询将于明日截止', { number: 'p-1', poll: 'p-1' }],
      [{ kind: 'person', id: 'staff-7' }, '征询已截止', { number: 'p-1', poll: 'p-1', votes: [0, 1] }],
    ])
    expect(await give('p-1', { choice: 1 }, cityActors.neighbour)).toMatchObject({ refusal: { code: 'polls.closed' } })
    const period = { from: '2022-01-01', to: '2022-02-01' }
    const { figures, cases } = await huiyin.evaluation.measure('polls.answersEach', { period }, system)
    expect(figures).toMatchObject([{ numerator: 1, denominator: 1 }])
    const behind: string[] = []
    for await (const { record } of cases('numerator')) behind.push(record.id)
    expect(behind).toEqual(['p-1'])
    expect(await huiyin.audit.verify(system)).toMatchObject({ ok: true })
    await huiyin.stop()
  })

  it('of the release before is folded anew, counted as outdated, and verifies', async () => {
    const { huiyin, start } = await city()
    await huiyin.stop()
    const old = await start(polls1 as unknown as typeof polls)
    await old.plugins.polls.answer('p-1', { choice: 2 }, cityActors.resident)
    await old.stop()
    const now = await start(polls)
    expect(await now.audit.verify(system)).toMatchObject({ faults: [], outdated: 1 })
    expect(await now.plugins.polls.show('p-1')).toMatchObject({ votes: [0, 1] })
    await now.plugins.polls.answer('p-1', { choice: 1 }, cityActors.neighbour)
    expect(await now.audit.verify(system)).toMatchObject({ faults: [], outdated: 0 })
    await now.stop()
  })
})
