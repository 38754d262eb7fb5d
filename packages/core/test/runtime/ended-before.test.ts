import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import type { Notice } from '../../src/contracts/notice.js'
import type { Editions } from '../../src/edition/editions.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { defaultLifecycle } from '../../src/request/lifecycle/default.js'
import type { EndState } from '../../src/request/lifecycle/definition.js'
import { extendLifecycle } from '../../src/request/lifecycle/extend.js'
import { loadLifecycle } from '../../src/runtime/lifecycle/load-lifecycle.js'
import { rememberedLifecycle } from '../../src/runtime/lifecycle/remembered-lifecycle.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { defaultSlaPolicy } from '../../src/sla/policy.js'
import { ownCommands } from '../own-commands.js'

const voided = defaultLifecycle.states.voided as EndState
const end = (title: string, kind: string): EndState => ({ ...voided, title: { zh: title, en: title }, end: kind })
// One more end of a known kind, one of a kind of its own; both went out of use later.
const before = extendLifecycle(defaultLifecycle, {
  states: { mistyped: end('误录', 'voided'), handedOver: end('移交', 'handedOver') },
  on: { reported: { mistype: { target: 'mistyped' }, handOver: { target: 'handedOver' } } },
})

it('requests that ended in a state which went are called as they were then', async () => {
  const shared = memoryStorage()
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const heard: Notice[] = []
  const city = (more: Partial<HuiyinOptions>) =>
    createHuiyin({ storage: { ...shared, close: async () => {} }, platform: { clock }, ...more })
  const desk = ['dispatcher'] as const
  const commands = ownCommands({ mistype: desk, handOver: desk })
  const old = city({ lifecycle: before, commands })
  const now = city({
    channels: [
      {
        contract: 'huiyin.channel/2',
        name: 'sms',
        audience: 'resident',
        send: async (message) => {
          heard.push(message)
          return { ok: true }
        },
      },
    ],
  })
  await now.start()
  await seedCity(now)
  await old.start()
  const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
  for (const id of ['typed', 'handed']) await old.requests.submit(id, report, { by: actors.resident })
  expect((await old.requests.act('typed', { command: 'mistype' }, { by: actors.desk })).ok).toBe(true)
  expect((await old.requests.act('handed', { command: 'handOver' }, { by: actors.desk })).ok).toBe(true)
  expect((await old.requests.forResident('typed', { by: actors.resident })).status.zh).toBe('误录')

  const seen = async (id: string) => {
    const { status, step, echo, mayDo } = await now.requests.forResident(id, { by: actors.resident })
    const { title, facts } = await now.requests.forStaff(id, { by: actors.desk })
    return { status, step, echo, mayDo, title, state: facts.status }
  }
  const { echo } = voided
  const nothing = { step: 'end', mayDo: [], echo }
  const [typed, handed] = ['误录', '移交'].map((title) => ({ zh: title, en: title }))
  expect(await seen('typed')).toEqual({ ...nothing, status: typed, title: typed, state: 'mistyped' })
  expect(await seen('handed')).toEqual({ ...nothing, status: handed, title: handed, state: 'handedOver' })
  // The message is made by the process that sends it, and has the last word of that end.
  await now.tick()
  expect(heard.filter(({ record }) => record.id === 'typed').at(-1)?.echo).toEqual(echo)
  expect((await now.audit.verify({ by: actors.system })).ok).toBe(true)
})

it('one of which no lifecycle was recorded is called by an end of its kind or neutral words, never by the name of the state', () => {
  const recorded: { stateOf: Editions['stateOf'] } = { stateOf: () => undefined }
  const { standing, titleOf } = rememberedLifecycle(loadLifecycle(undefined, [], defaultSlaPolicy), recorded)
  const { title, echo } = voided
  expect(standing({ status: 'mistyped', open: false, end: 'voided' })).toEqual({ step: 'end', title, echo })
  const neutral = { zh: '已终结', en: 'ended' }
  expect(standing({ status: 'handedOver', open: false, end: 'handedOver' })).toEqual({ step: 'end', title: neutral })
  expect(standing({ status: 'voided', open: false, end: 'voided' }).title).toEqual(title)
  expect(titleOf('voided')).toEqual(title)
})
