import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../contracts/channel.js'
import type { Storage } from '../contracts/storage.js'
import { createHuiyin } from '../entry/create-huiyin.js'
import { defineRefusals } from '../import/refusal.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { definePlugin } from '../plugin/plugin.js'
import type { HuiyinOptions } from './options/options.js'

async function city(more: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) }, ...more })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = async (who: 'resident' | 'neighbour' = 'resident') => {
    const report = { category: 'heating', area: cityGrid, description: '家中不热' }
    const result = await huiyin.requests.submit(report, { by: actors[who] })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const statusOf = async (id: string) => (await huiyin.requests.get(id, { by: actors.system })).status
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
    expect((await huiyin.requests.get(b, { by: actors.system })).absorbed).toEqual([a])
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

describe('residents whose requests went into another', () => {
  const told = async (huiyin: Awaited<ReturnType<typeof city>>['huiyin'], id: string, who: 'resident' | 'neighbour') =>
    (await huiyin.requests.forResident(id, { by: actors[who] })).progress.map(({ title }) => title.zh)
  const finish = async (huiyin: Awaited<ReturnType<typeof city>>['huiyin'], id: string) => {
    await huiyin.requests.answerOnTheSpot(id, { text: '已处理。' }, by)
    await huiyin.requests.rate(id, { grade: 5 }, { by: actors.neighbour })
    await huiyin.tick()
  }
  const closed = '您的诉求所并入的事项已办结归档'

  it('hear that it has ended, on their channel and in their view', async () => {
    const sent: string[] = []
    const wechat: NotificationChannel = {
      contract: 'huiyin.channel/2',
      name: 'wechat',
      audience: 'resident',
      send: async ({ record, title }) => {
        sent.push(`${record.id} ${title.zh}`)
        return { ok: true }
      },
    }
    const { huiyin, submit } = await city({ channels: [wechat] })
    const [a, b] = [await submit(), await submit('neighbour')]
    await huiyin.requests.merge(a, { into: b }, by)
    await finish(huiyin, b)
    await huiyin.tick()
    expect(sent).toContain(`${a} ${closed}`)
    expect(await told(huiyin, a, 'resident')).toContain(closed)
    expect((await huiyin.requests.get(a, { by: actors.system })).leadingEnd).toMatchObject({ end: 'closed' })
  })

  it('hear it along a chain of requests that went into each other', async () => {
    const { huiyin, submit } = await city()
    const [a, b, c] = [await submit(), await submit(), await submit('neighbour')]
    await huiyin.requests.merge(a, { into: b }, by)
    await huiyin.requests.merge(b, { into: c }, by)
    await finish(huiyin, c)
    for (const id of [a, b]) expect(await told(huiyin, id, 'resident')).toContain(closed)
  })

  it('hear an end once, and no end of a request they have left', async () => {
    const { huiyin, submit } = await city()
    const [a, b, c] = [await submit(), await submit('neighbour'), await submit()]
    await huiyin.requests.merge(a, { into: b }, by)
    await huiyin.requests.merge(c, { into: b }, by)
    await huiyin.requests.unmerge(c, {}, by)
    await finish(huiyin, b)
    const content = { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } as const
    await huiyin.requests.followUp(b, content, by)
    await huiyin.tick()
    expect((await told(huiyin, a, 'resident')).filter((each) => each === closed)).toHaveLength(1)
    expect(await told(huiyin, c, 'resident')).not.toContain(closed)
  })

  it('hear again when it was rectified and has ended anew', async () => {
    const { huiyin, clock, submit } = await city()
    const [a, b] = [await submit(), await submit('neighbour')]
    await huiyin.requests.merge(a, { into: b }, by)
    await finish(huiyin, b)
    clock.advance(60_000)
    const unsolved = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const
    await huiyin.requests.followUp(b, unsolved, by)
    const { unit = '' } = await huiyin.requests.get(b, { by: actors.system })
    const handler = { id: 'officer', kind: 'staff', grants: [{ role: 'handler', unit }] } as const
    await huiyin.requests.reply(b, { text: '已返工。' }, { by: handler })
    await huiyin.requests.rate(b, { grade: 5 }, { by: actors.neighbour })
    await huiyin.tick()
    expect((await told(huiyin, a, 'resident')).filter((each) => each === closed)).toHaveLength(2)
  })

  it('come back when it is split: nobody knows into which part they belong', async () => {
    const { huiyin, submit, statusOf } = await city()
    const [a, b] = [await submit(), await submit('neighbour')]
    await huiyin.requests.merge(a, { into: b }, by)
    const parts = [
      { category: 'heating', description: '一' },
      { category: 'leak', description: '二' },
    ]
    await huiyin.requests.split(b, { parts }, by)
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
    expect((await huiyin.deliveries.pending({ by: actors.system })).items).toMatchObject([
      { id, destination: 'huiyin' },
    ])
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
