import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { ownCommand } from '../../test/own-commands.js'
import { createHuiyin } from '../entry/create-huiyin.js'
import { defineRefusals } from '../import/refusal.js'
import { memoryStorage } from '../memory/memory-storage.js'
import type { RecordKind } from '../record/record-kind.js'
import { definePlugin } from './plugin.js'
import { type CommandOf, defineRecord } from './record/record-definition.js'
import { defineRoute } from './route.js'

interface Talk {
  readonly title: string
  readonly createdAt: number
  readonly attendance: number
}
const inputs = { announce: z.strictObject({ title: z.string() }), attend: z.strictObject({}) }

const refuse = defineRefusals<{
  'plaza-talk.full': { seats: number }
  'plaza-talk.no-talk-tonight': { category: string }
}>({
  'plaza-talk.full': { zh: (d) => `名额已满（${d.seats} 席）。`, en: (d) => `All ${d.seats} seats are taken.` },
  'plaza-talk.no-talk-tonight': { zh: () => '今晚没有夜话。', en: () => 'There is no talk tonight.' },
})

const talkKind: RecordKind<Talk, CommandOf<typeof inputs>> = {
  type: 'plaza-talk.talk',
  decide: (facts, command) => {
    if (command.name === 'announce')
      return { events: [{ type: 'plaza-talk.announced', data: { title: command.input.title } }] }
    return facts !== undefined && facts.attendance >= 1
      ? { refusal: refuse['plaza-talk.full']({ seats: 1 }) }
      : { events: [{ type: 'plaza-talk.attended', data: {} }] }
  },
  evolve: (facts, event) =>
    event.type === 'plaza-talk.announced'
      ? { title: (event.data as { title: string }).title, createdAt: event.at, attendance: 0 }
      : { ...(facts as Talk), attendance: (facts?.attendance ?? 0) + 1 },
  index: (facts) => ({
    status: 'announced',
    open: true,
    createdAt: facts.createdAt,
  }),
  deadlines: (facts) => (facts.attendance === 0 ? [{ name: 'begin', at: facts.createdAt + 3_600_000 }] : []),
  onDue: () => ({ name: 'attend', input: {} }),
}
const talk = defineRecord({ kind: talkKind, inputs, may: { announce: ['dispatcher'], attend: ['resident'] } })

const completedEvents: string[] = []

/** Uses every contribution a plugin may make. */
const plazaTalk = definePlugin({
  id: 'plaza-talk',
  records: [talk],
  laws: {
    submit: [
      (_facts, command) =>
        command.name === 'submit' && command.input.channel === 'plazaTalk' && command.input.category === 'other'
          ? refuse['plaza-talk.no-talk-tonight']({ category: 'other' })
          : undefined,
    ],
  },
  lifecycle: {
    states: {
      heard: {
        title: { zh: '夜话已听取，待核实', en: 'heard at the talk, to be verified' },
        step: 'report',
        owner: 'dispatcher',
        clocks: ['hearing'],
        on: {
          'expire:hearing': { target: 'reported' },
          void: { target: 'voided' },
        },
      },
    },
    initial: 'heard',
  },
  commands: {
    confirm: {
      title: { zh: '核实属实', en: 'confirm' },
      who: ['dispatcher'],
      from: ['heard'],
      to: { when: 'fromTalk', laws: ['confirmedOnce'], target: 'reported' },
      event: 'plaza-talk.confirmed',
      words: {
        staff: { zh: '夜话诉求已核实', en: 'heard at a talk, was verified' },
        resident: { zh: '已核实', en: 'Verified' },
      },
    },
  },
  lifecycleLaws: { confirmedOnce: () => undefined },
  conditions: { fromTalk: (facts) => facts.channel === 'plazaTalk' },
  permissions: {},
  clocks: { hearing: { within: { workingHours: 2 } } },
  measures: [{ name: 'plaza-talk.heard', at: (facts) => (facts.channel === 'plazaTalk' ? [facts.submittedAt] : []) }],
  indicators: [
    {
      name: 'plaza-talk.share',
      title: { zh: '夜话占比', en: 'share of talks' },
      numerator: [{ measure: 'plaza-talk.heard', weight: 1 }],
      denominator: [{ measure: 'plaza-talk.heard', weight: 1 }],
      basis: { zh: '上报日期', en: 'day of report' },
      leavesOut: { zh: '无', en: 'nothing' },
      minimumSample: 1,
      digits: 0,
    },
  ],
  deliveries: [
    {
      name: 'thanks',
      on: ['request.completed'],
      deliver: async (batch) => {
        for (const { event, record } of batch) completedEvents.push(`${record.id} ${event.type}`)
        return { ok: true }
      },
    },
  ],
  routes: [
    defineRoute({
      method: 'GET',
      path: '/talks',
      access: 'anyone',
      handle: async (_request, host) => ({ status: 200, body: { at: host.now() } }),
    }),
  ],
  refusals: refuse,
  setup: (host) => ({
    announce: (id: string, title: string) => host.records.run(talk, id, 'announce', { title }, { by: actors.desk }),
    attend: (id: string) => host.records.run(talk, id, 'attend', {}, { by: actors.resident }),
  }),
})

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    platform: { clock, ids: simulatedIds(1) },
    plugins: [plazaTalk],
  })
  await huiyin.start()
  await seedCity(huiyin)
  return { huiyin, clock }
}

const report = { channel: 'plazaTalk', category: 'heating', area: cityGrid, description: '夜话上反映供热不足。' }

describe('a plugin', () => {
  it('has its API at huiyin.plugins.<id>, typed without declarations', async () => {
    const { huiyin } = await city()
    expectTypeOf(huiyin.plugins['plaza-talk'].announce).parameters.toEqualTypeOf<[string, string]>()
    expect(Object.keys(huiyin.plugins)).toEqual(['plaza-talk'])
  })
  it('keeps records of its own through the same commit path, deadlines included', async () => {
    const { huiyin, clock } = await city()
    const talks = huiyin.plugins['plaza-talk']
    expect(await talks.announce('t-1', '东街夜话')).toMatchObject({ ok: true, version: 1 })
    clock.advance(2 * 3_600_000)
    await huiyin.tick()
    expect(await talks.attend('t-1')).toMatchObject({
      ok: false,
      refusal: { code: 'plaza-talk.full', message: { zh: '名额已满（1 席）。' } },
    })
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })
  it('refuses a command of core with a refusal of its own', async () => {
    const { huiyin } = await city()
    expect(await huiyin.requests.submit({ ...report, category: 'other' }, { by: actors.resident })).toMatchObject({
      ok: false,
      refusal: { code: 'plaza-talk.no-talk-tonight' },
    })
  })
  it('adds states with their own command, clock, condition, law and permission', async () => {
    const { huiyin, clock } = await city()
    const first = await huiyin.requests.submit(report, { by: actors.resident })
    const second = await huiyin.requests.submit({ ...report, channel: 'hotline' }, { by: actors.resident })
    if (!first.ok || !second.ok) throw new Error('refused')
    expect(first.request).toMatchObject({ status: 'heard', clocks: { hearing: { limit: { workingHours: 2 } } } })
    expect(await huiyin.requests.act(first.request.id, { command: 'confirm' }, { by: actors.resident })).toMatchObject({
      ok: false,
      refusal: { code: 'not-permitted' },
    })
    expect(await huiyin.requests.act(first.request.id, { command: 'confirm' }, { by: actors.desk })).toMatchObject({
      ok: true,
      request: { status: 'reported' },
    })
    expect(await huiyin.requests.act(second.request.id, { command: 'confirm' }, { by: actors.desk })).toMatchObject({
      ok: false,
      refusal: { code: 'wrong-state' },
    })
    clock.advance(24 * 3_600_000)
    await huiyin.tick()
    expect(await huiyin.requests.get(second.request.id, { by: actors.system })).toMatchObject({ status: 'reported' })
  })
  it('is told of events once they are committed, and counts what it measures', async () => {
    const { huiyin } = await city()
    const submitted = await huiyin.requests.submit(report, { by: actors.resident })
    if (!submitted.ok) throw new Error('refused')
    const { id } = submitted.request
    await huiyin.requests.act(id, { command: 'confirm' }, { by: actors.desk })
    await huiyin.requests.answerOnTheSpot(id, { text: '已解释。' }, { by: actors.desk })
    expect(completedEvents).toEqual([])
    await huiyin.tick()
    expect(completedEvents).toEqual([`${id} request.completed`])
    const period = { from: '2022-01-01', to: '2022-02-01' }
    expect(
      (await huiyin.evaluation.measure('plaza-talk.share', { period }, { by: actors.system })).figures,
    ).toMatchObject([{ value: 100 }])
    expect(await huiyin.routes[0]?.handle({})).toMatchObject({ status: 200 })
  })
  it('is refused when it does not fit, each fault named', () => {
    const other = definePlugin({ id: 'plaza-talk', measures: [{ name: 'stray', at: () => [] }], setup: () => ({}) })
    expect(() => createHuiyin({ storage: memoryStorage(), plugins: [plazaTalk, other] })).toThrow(
      /two plugins have this id.*stray must begin with "plaza-talk\."/,
    )
  })
  it('is refused when a state it adds rests without a clock, the state named', async () => {
    const lazy = definePlugin({
      id: 'lazy',
      lifecycle: {
        states: {
          parked: {
            title: { zh: '搁置', en: 'parked' },
            step: 'handle',
            owner: 'unit',
            clocks: [],
            on: { back: { target: 'handling' } },
          },
        },
      },
      commands: {
        park: { ...ownCommand('park', ['unit']), event: 'lazy.parked', from: ['handling'], to: 'parked' },
        back: { ...ownCommand('back', ['unit']), event: 'lazy.resumed' },
      },
      setup: () => ({}),
    })
    const starting = createHuiyin({ storage: memoryStorage(), plugins: [lazy] }).start()
    await expect(starting).rejects.toThrow('no clock runs in parked')
  })
})
