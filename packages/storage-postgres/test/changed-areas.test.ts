import { cityActors as actors, cityGrid } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { city, start, testDatabase } from './city.js'

const { storageOf } = testDatabase()
const community = '370281001001'
const sibling = '370281001002'
const merged = { code: '370281001003', name: '东路社区', level: 'community', parent: '370281001' } as const
const report = { category: 'heating', description: '家中不热' }
const by = { by: actors.systemAdmin }
const deskOf = (area: string) =>
  ({ id: `desk-${area}`, kind: 'staff', grants: [{ role: 'dispatcher', area }] }) as const

async function twoProcesses() {
  const one = await city(storageOf())
  const other = await city(storageOf(), { first: false })
  const stop = async () => {
    await one.huiyin.stop()
    await other.huiyin.stop()
  }
  const submit = async ({ huiyin }: typeof one, area: string = cityGrid) => {
    const result = await huiyin.requests.submit({ ...report, area }, { by: actors.resident })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request
  }
  return { one, other, submit, stop }
}

describe('areas that change, on PostgreSQL', () => {
  it('take their open requests along, those of a process that had not looked too', async () => {
    const { one, other, submit, stop } = await twoProcesses()
    const { huiyin } = one
    const open = await submit(one)
    expect(await huiyin.areas.merge([community, sibling], { into: merged }, by)).toMatchObject({ ok: true })
    const late = await submit(other)
    one.clock.advance(5 * 60_000)
    await huiyin.tick()
    for (const { id } of [open, late]) {
      expect((await huiyin.requests.get(id, { by: actors.system })).areaPath).toBe(huiyin.areas.tree().path(cityGrid))
      for (const who of [deskOf(community), deskOf(merged.code)])
        expect((await huiyin.requests.forStaff(id, { by: who })).facts.id).toBe(id)
    }
    // A new code for everything below: printed codes are still taken.
    expect(await huiyin.areas.recode('370281001', { to: '370281009', below: true }, by)).toMatchObject({ ok: true })
    expect(await submit(one, community)).toMatchObject({ area: '370281009003', namedArea: community })
    const found = await huiyin.requests.find({ open: true, within: '370281009' }, { by: actors.system })
    expect(found.items).toHaveLength(3)
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    expect(await huiyin.evaluation.recount({ by: actors.system })).toMatchObject({ ok: true })
    await stop()
  })

  it('change at the instant that was decided, written out by one of two processes that tick at once', async () => {
    const { one, other, submit, stop } = await twoProcesses()
    const { id } = await submit(one)
    const planned = { into: merged, effectiveFrom: '2022-02-01' } as const
    expect(await one.huiyin.areas.merge([community, sibling], planned, by)).toMatchObject({ change: 'change-2' })
    const instant = Date.parse('2022-02-01T00:00:00+08:00')
    for (const { clock } of [one, other]) clock.advance(instant - start - 1)
    await Promise.all([one.huiyin.tick(), other.huiyin.tick()])
    expect((await one.huiyin.requests.get(id, { by: actors.system })).areaPath).toContain(`/${community}/`)
    for (const { clock } of [one, other]) clock.advance(1)
    await Promise.all([one.huiyin.tick(), other.huiyin.tick()])
    expect((await one.huiyin.requests.get(id, { by: actors.system })).areaPath).toContain(`/${merged.code}/`)
    await other.huiyin.areas.refresh()
    expect([one, other].map(({ huiyin }) => huiyin.areas.scheduled())).toEqual([[], []])
    expect(await other.huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    await stop()
  })
})
