import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../contracts/storage.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { definePlugin } from '../plugin/plugin.js'
import { defineRefusals } from '../refusal.js'
import { createHuiyin } from './create-huiyin.js'
import type { HuiyinOptions } from './options.js'

async function city(more: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), clock, ids: simulatedIds(1), ...more })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = async (who: 'resident' | 'neighbour' = 'resident') => {
    const report = { category: 'heating', area: cityGrid, description: '家中不热' }
    const result = await huiyin.requests.submit(report, { by: actors[who] })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const statusOf = async (id: string) => (await huiyin.requests.get(id)).status
  return { huiyin, clock, submit, statusOf }
}
const refuse = defineRefusals<{ 'no-parts': object }>({
  'no-parts': { zh: () => '不收拆分件。', en: () => 'Parts are not taken.' },
})
const by = { by: actors.desk }

describe('what the system owes itself after a command', () => {
  it('does not turn a command that was committed into a failure', async () => {
    const inner = memoryStorage()
    let broken = false
    const storage: Storage = {
      ...inner,
      takeDue: ((query: never) =>
        broken ? Promise.reject(new Error('away')) : inner.takeDue(query)) as Storage['takeDue'],
    }
    const { huiyin, submit, statusOf } = await city({ storage })
    const [a, b] = [await submit(), await submit('neighbour')]
    broken = true
    expect(await huiyin.requests.merge(a, { into: b }, by)).toMatchObject({ ok: true })
    broken = false
    await huiyin.tick()
    expect(await statusOf(a)).toBe('merged')
    expect((await huiyin.requests.get(b)).absorbed).toEqual([a])
  })
})

describe('merged requests', () => {
  it('are handled by somebody when two are merged into each other at the same moment', async () => {
    const { huiyin, submit, statusOf } = await city()
    const [a, b] = [await submit(), await submit('neighbour')]
    await Promise.all([huiyin.requests.merge(a, { into: b }, by), huiyin.requests.merge(b, { into: a }, by)])
    await huiyin.tick()
    expect([await statusOf(a), await statusOf(b)]).toContain('reported')
  })
  it('come back when the request they went into is withdrawn', async () => {
    const { huiyin, submit, statusOf } = await city()
    const [a, b] = [await submit(), await submit('neighbour')]
    await huiyin.requests.merge(a, { into: b }, by)
    await huiyin.requests.withdraw(b, {}, { by: actors.neighbour })
    await huiyin.tick()
    expect(await statusOf(a)).toBe('reported')
  })
})

describe('a part of a split matter', () => {
  it('that is refused is set aside where it is seen, not forgotten', async () => {
    const plugin = definePlugin({
      id: 'strict',
      laws: { submit: [(_facts, { input }) => ('splitFrom' in input ? refuse['no-parts']({}) : undefined)] },
      setup: () => ({}),
    })
    const { huiyin, submit } = await city({ plugins: [plugin] })
    const id = await submit()
    const parts = [
      { category: 'heating', description: '一' },
      { category: 'leak', description: '二' },
    ]
    await huiyin.requests.split(id, { parts }, by)
    expect((await huiyin.deliveries.waiting()).items).toMatchObject([{ id, destination: 'huiyin' }])
  })
})

describe('stopping', () => {
  it('waits for commands that are under way', async () => {
    const { huiyin, submit } = await city()
    const id = await submit()
    const done = huiyin.requests.dispatch(id, {}, by)
    await huiyin.stop()
    expect(await done).toMatchObject({ ok: true })
  })
})
