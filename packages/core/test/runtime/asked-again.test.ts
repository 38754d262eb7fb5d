import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const storages: readonly (readonly [string, () => Storage])[] = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
]
const { resident, desk, chief, housing, system } = actors
const granted = { granted: true, reason: '情况属实，重新办理。' }

describe.each(storages)('a closed request, on %s', (_name, storageOf) => {
  async function closed() {
    const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
    const huiyin = createHuiyin({ storage: storageOf(), platform: { clock, ids: simulatedIds(1) } })
    await huiyin.start()
    await seedCity(huiyin)
    const { requests } = huiyin
    const until = async (time: string) => {
      clock.advance(Date.parse(`${time}+08:00`) - clock.now())
      await huiyin.tick()
    }
    await requests.submit('q-1', { category: 'heating', area: cityGrid, description: '家中不热' }, { by: resident })
    await requests.dispatch('q-1', {}, { by: desk })
    await requests.claim('q-1', {}, { by: housing })
    await requests.reply('q-1', { text: '已检修。' }, { by: housing })
    await requests.rate('q-1', { grade: 5 }, { by: resident })
    return { huiyin, requests, until, facts: () => requests.get('q-1', { by: system }) }
  }

  it('is asked for again by the resident, granted by the desk, done in a second round in time, and rated', async () => {
    const { huiyin, requests, until, facts } = await closed()
    const shown = () => requests.forResident('q-1', { by: resident })
    await until('2022-01-10T10:00')
    expect((await shown()).mayDo).toEqual(['askReopen'])
    expect(await requests.askReopen('q-1', { reason: '暖气又不热了。' }, { by: resident })).toMatchObject({ ok: true })
    expect(await shown()).toMatchObject({ step: 'end', deadline: { date: '2022-01-13' }, mayDo: [] })
    expect((await shown()).progress.at(-1)).toMatchObject({
      title: { zh: expect.stringMatching(/^您已申请重新办理，最迟.*答复$/) },
      text: '暖气又不热了。',
    })

    await until('2022-01-11T10:00')
    expect(await requests.decideReopen('q-1', granted, { by: desk })).toMatchObject({ ok: true })
    expect(await shown()).toMatchObject({ step: 'rectify', deadline: { date: '2022-01-14', overdue: false } })
    expect((await shown()).progress.slice(-2)).toMatchObject([
      { title: { zh: '同意重新办理' }, text: granted.reason },
      { title: { zh: '启动第 1 轮整改' } },
    ])

    await until('2022-01-13T10:00')
    await requests.reply('q-1', { text: '已更换阀门。' }, { by: housing })
    await requests.rate('q-1', { grade: 4 }, { by: resident })
    expect(await facts()).toMatchObject({
      status: 'closed',
      ratings: [{ round: 0, grade: 5 }, { round: 1, grade: 4 }], // biome-ignore format: a list
      rectifications: [{ round: 1, because: 'asked' }],
    })
    expect((await facts()).breaches).toBeUndefined()
    expect(await huiyin.evaluation.recount({ by: system })).toMatchObject({ ok: true })
    const period = { period: { from: '2022-01-01', to: '2022-02-01' } }
    const { figures } = await huiyin.evaluation.measure('completionRate', period, { by: system })
    expect(figures).toMatchObject([{ numerator: 1, denominator: 1 }])
    expect(await huiyin.audit.verify({ by: system })).toMatchObject({ ok: true })
    await huiyin.stop()
  })

  it('is granted once, however many decide at the same moment', async () => {
    const { huiyin, requests, facts } = await closed()
    await requests.askReopen('q-1', { reason: '暖气又不热了。' }, { by: resident })
    const results = await Promise.all([desk, chief].map((by) => requests.decideReopen('q-1', granted, { by })))
    expect(results.map((each) => (each.ok ? 'ok' : each.refusal.code)).sort()).toEqual(['ok', 'wrong-state'])
    expect((await facts()).rectifications).toHaveLength(1)
    await huiyin.stop()
  })

  it('tells the resident when nobody decided in time, and lets them ask again', async () => {
    const { huiyin, requests, until, facts } = await closed()
    await requests.askReopen('q-1', { reason: '暖气又不热了。' }, { by: resident })
    await until('2022-01-08T00:00')
    expect(await facts()).toMatchObject({ status: 'closed', reopenAsks: [{ decision: 'lapsed' }] })
    const view = await requests.forResident('q-1', { by: resident })
    expect(view.progress.at(-1)?.title.zh).toBe('重办申请未在期限内审批，不计入申请次数')
    expect(view.mayDo).toEqual(['askReopen'])
    await huiyin.stop()
  })
})
