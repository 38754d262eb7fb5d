import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import type { ChannelMessage } from '../../src/contracts/channel.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { authoriserFrom } from '../../src/request/authorise.js'
import { defaultLifecycle } from '../../src/request/lifecycle/default.js'
import type { EndState } from '../../src/request/lifecycle/definition.js'
import { extendLifecycle } from '../../src/request/lifecycle/extend.js'
import { defaultPermissions } from '../../src/request/permissions/permissions.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

const voided = defaultLifecycle.states.voided as EndState
const end = (title: string, kind: string): EndState => ({ ...voided, title: { zh: title, en: title }, end: kind })
// One more end of a known kind, one of a kind of its own; both went out of use later.
const before = extendLifecycle(defaultLifecycle, {
  states: { mistyped: end('误录', 'voided'), handedOver: end('移交', 'handedOver') },
  on: { reported: { mistype: { target: 'mistyped' }, handOver: { target: 'handedOver' } } },
})

it('requests that ended in a state which went are called by an end of their kind or neutral words, never by the name of the state', async () => {
  const shared = memoryStorage()
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const heard: ChannelMessage[] = []
  const city = (more: Partial<HuiyinOptions>) =>
    createHuiyin({ storage: { ...shared, close: async () => {} }, platform: { clock }, ...more })
  const desk = ['dispatcher'] as const
  const authorise = authoriserFrom({ ...defaultPermissions, mistype: desk, handOver: desk })
  const old = city({ lifecycle: before, authorise })
  const now = city({
    channels: [
      {
        contract: 'huiyin.channel/1',
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
  const { title, echo } = voided
  const nothing = { step: 'end', mayDo: [] }
  expect(await seen('typed')).toEqual({ ...nothing, status: title, title, echo, state: 'mistyped' })
  const neutral = { zh: '已终结', en: 'ended' }
  expect(await seen('handed')).toEqual({ ...nothing, status: neutral, title: neutral, state: 'handedOver' })
  // The message is made by the process that sends it, and has the last word of that end.
  await now.tick()
  expect(heard.filter(({ request }) => request === 'typed').at(-1)?.echo).toEqual(echo)
  expect((await now.audit.verify()).ok).toBe(true)
})
