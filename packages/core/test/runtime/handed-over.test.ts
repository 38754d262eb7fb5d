import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const storages: readonly (readonly [string, () => Storage])[] = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
]
const { resident, desk, housing, water, system } = actors
const clerk = (id: string): Actor => ({ id, kind: 'staff', grants: [{ role: 'handler', unit: 'housing' }] })
const li = clerk('housing-li')
const wang = clerk('housing-wang')

describe.each(storages)('a heating complaint that passes through a bureau, on %s', (_name, storageOf) => {
  async function city() {
    const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
    const heard: string[] = []
    const workchat: NotificationChannel = {
      ...{ contract: 'huiyin.channel/2', name: 'workchat', audience: 'person' },
      send: async ({ to, title }) => {
        heard.push(`${'id' in to ? to.id : to.kind}: ${title.zh.replace(/^诉求 \S+ /, '')}`)
        return { ok: true }
      },
    }
    const platform = { clock, ids: simulatedIds(1) }
    const huiyin = createHuiyin({ storage: storageOf(), channels: [workchat], platform })
    await huiyin.start()
    await seedCity(huiyin)
    const { requests } = huiyin
    await requests.submit(
      'q-1',
      { category: 'heating', area: cityGrid, description: '家中只有 14 度。' },
      { by: resident },
    )
    await requests.dispatch('q-1', {}, { by: desk })
    const facts = () => requests.get('q-1', { by: system })
    return { huiyin, requests, heard, facts }
  }

  it('is given to one person by the head, handed on with a reason, and answered; each is told what comes to them', async () => {
    const { huiyin, requests, heard, facts } = await city()
    expect(await requests.preview('q-1', 'assign', { to: li.id }, { by: housing })).toMatchObject({
      messages: [{ to: { kind: 'person', id: li.id }, title: { zh: expect.stringMatching(/已交由您经办$/) } }],
      resident: [],
    })
    expect(await requests.assign('q-1', { to: li.id }, { by: housing })).toMatchObject({ ok: true })
    await requests.claim('q-1', { by: li })
    await requests.assign('q-1', { to: wang.id, reason: '片区由小王负责。' }, { by: li })
    await huiyin.tick()
    expect(heard).toEqual(['housing-li: 已交由您经办', 'housing-wang: 已交由您经办'])
    expect((await facts()).assignee).toBe(wang.id)

    // Who reads it later reads why; the resident sees the unit, and no person of it.
    const steps = await requests.timeline('q-1', { by: housing })
    expect(steps.filter(({ type }) => type === 'request.assigned').map(({ texts }) => texts)).toEqual([
      [],
      [{ name: 'reason', text: '片区由小王负责。' }],
    ])
    const view = await requests.forResident('q-1', { by: resident })
    expect(view.responsible?.zh).toBe('住房和城乡建设局')
    expect(JSON.stringify(view)).not.toMatch(/housing-(li|wang)|小王/)

    expect(await requests.reply('q-1', { text: '已排气。' }, { by: wang })).toMatchObject({ ok: true })
    await requests.rate('q-1', { grade: 5 }, { by: resident })
    expect(await facts()).not.toHaveProperty('assignee')
    expect(await huiyin.audit.verify({ by: system })).toMatchObject({ ok: true })
    await huiyin.stop()
  })

  it('is taken by one of two who press “mine” at the same moment; the other reads whose it is', async () => {
    const { huiyin, requests, facts } = await city()
    const results = await Promise.all([li, wang].map((by) => requests.assign('q-1', { by })))
    const assignee = (await facts()).assignee
    expect(results.map((each) => (each.ok ? 'ok' : each.refusal.code)).sort()).toEqual(['assignee-there', 'ok'])
    const refused = results.flatMap((each) => (each.ok ? [] : [each.refusal]))
    expect(refused).toMatchObject([{ details: { assignee }, message: { zh: expect.stringContaining(`${assignee}`) } }])
    await huiyin.stop()
  })

  it('goes with nobody’s name to the unit that it is transferred to', async () => {
    const { huiyin, requests, heard, facts } = await city()
    await requests.claim('q-1', { by: li })
    await requests.assign('q-1', { by: li })
    await requests.transfer('q-1', { unit: 'water' }, { by: housing })
    expect(await facts()).not.toHaveProperty('assignee')
    expect(await requests.assign('q-1', { by: li })).toMatchObject({ refusal: { code: 'not-permitted' } })
    expect(await requests.assign('q-1', { by: water })).toMatchObject({ ok: true })
    await huiyin.tick()
    expect(heard).toEqual([])
    await huiyin.stop()
  })
})
