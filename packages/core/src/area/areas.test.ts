import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemDigest } from '#platform'
import type { Actor } from '../contracts/actor.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { createCommitter } from '../runtime/committer.js'
import { createDestinations } from '../runtime/destinations.js'
import { createEngine } from '../runtime/engine.js'
import type { AreaRow } from './area.js'
import type { AreaEvent } from './area-events.js'
import { createAreas } from './areas.js'
import { areasKind } from './areas-kind.js'
import { emptyAreaModel } from './model.js'

const admin: Actor = { id: 'staff-admin', kind: 'staff', grants: [{ role: 'admin', area: '370281' }] }
const streetAdmin: Actor = { id: 'staff-street', kind: 'staff', grants: [{ role: 'admin', area: '370281001' }] }
const by = { by: admin }
const grid = (sequence: string, parent = '370281001001'): AreaRow => ({
  code: `${parent}${sequence}`,
  name: `网格 ${sequence}`,
  level: 'grid',
  parent,
  kind: 'residential',
})
const rows: AreaRow[] = [
  { code: '370281', name: '胶州市', level: 'county', parent: null },
  { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' },
  { code: '370281002', name: '中云街道', level: 'town', parent: '370281' },
  { code: '370281001001', name: '兰州东路社区', level: 'community', parent: '370281001' },
  { code: '370281002001', name: '寺门首社区', level: 'community', parent: '370281002' },
  grid('001'),
  grid('002'),
]

async function city() {
  const storage = memoryStorage()
  await storage.open()
  let now = Date.parse('2024-03-01T09:00:00+08:00')
  const service = () => {
    const engine = createEngine({
      storage,
      committer: createCommitter(storage),
      clock: { now: () => ++now },
      digest: systemDigest,
      destinations: createDestinations(),
      owing: async () => {},
    })
    const areas = createAreas({ runner: engine })
    engine.register(areasKind, areas.contextOf)
    return { areas, engine }
  }
  const { areas, engine } = service()
  const imported = await areas.import(rows, by)
  return { areas, engine, service, imported, now: () => now }
}
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)

describe('the area service', () => {
  it('imports all rows in one change, or none', async () => {
    const { areas, engine, imported } = await city()
    expect(imported).toEqual({ ok: true, imported: 7, unchanged: 0, errors: [] })
    const wrong = await areas.import([grid('003'), { ...grid('004'), parent: 'nowhere' }], by)
    expect(wrong).toMatchObject({ ok: false, errors: [{ row: 2, path: ['parent'], code: 'area-orphan' }] })
    expect(areas.tree().has('370281001001003')).toBe(false)
    expect((await engine.facts(areasKind, 'main'))?.version).toBe(1)
  })
  it('imports the good rows in part when told to, and reports the rest', async () => {
    const { areas } = await city()
    expect(
      await areas.import([grid('003'), { ...grid('004'), parent: 'nowhere' }], { ...by, partial: true }),
    ).toMatchObject({ ok: true, imported: 1, errors: [{ row: 2 }] })
    expect(areas.tree().has('370281001001003')).toBe(true)
  })
  it('lets an admin change the areas below their own, and nobody else', async () => {
    const { areas } = await city()
    expect(codeOf(await areas.redraw('370281001001001', { name: '新名' }, { by: streetAdmin }))).toBe('ok')
    expect(codeOf(await areas.redraw('370281002', { name: '新名' }, { by: streetAdmin }))).toBe(
      'area-change-not-permitted',
    )
    expect(await areas.import([grid('009', '370281002001')], { by: streetAdmin })).toMatchObject({
      ok: false,
      refusal: { code: 'area-change-not-permitted' },
    })
  })
  it('splits, merges and redraws with a date, keeping every version', async () => {
    const { areas, now } = await city()
    const before = now()
    await areas.split('370281001001001', { into: [grid('003'), grid('004')] }, by)
    await areas.merge(['370281001001003', '370281001001002'], { into: grid('005') }, by)
    await areas.redraw('370281001001005', { parent: '370281002001', name: '划转网格' }, by)
    expect(areas.tree().path('370281001001005')).toBe('370281/370281002/370281002001/370281001001005/')
    expect(areas.model().successorOf('370281001001001')).toBe('370281001001005')
    expect(areas.versionAt('370281001001001', before)).toMatchObject({ name: '网格 001' })
    expect(areas.versionAt('370281001001001', now())).toBeUndefined()
    expect(areas.get('370281001001001')).toMatchObject({ successors: ['370281001001003', '370281001001004'] })
  })
  it('refuses what would break the tree, with the reason', async () => {
    const { areas } = await city()
    const code = '370281001001001'
    expect(codeOf(await areas.split('370281001', { into: [grid('003'), grid('004')] }, by))).toBe('area-not-a-grid')
    expect(codeOf(await areas.split('370281001001099', { into: [grid('003'), grid('004')] }, by))).toBe(
      'area-not-in-force',
    )
    expect(codeOf(await areas.split(code, { into: [grid('002'), grid('004')] }, by))).toBe('area-code-taken')
    expect(codeOf(await areas.split(code, { into: [grid('003'), { ...grid('004'), parent: 'nowhere' }] }, by))).toBe(
      'area-rows-wrong',
    )
    expect(codeOf(await areas.redraw('370281001', { parent: '370281001001' }, by))).toBe('area-move-impossible')
    await areas.split(code, { into: [grid('003'), grid('004')] }, by)
    expect(codeOf(await areas.split(code, { into: [grid('006'), grid('007')] }, by))).toBe('area-not-in-force')
    await expect(areas.split(code, { into: [] }, by)).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['input', 'into'] }],
    })
    await expect(areas.redraw(code, {}, by)).rejects.toMatchObject({ code: 'invalid-input' })
  })
  it('takes in what another process changed, and leaves one of two racing imports whole', async () => {
    const { areas, service } = await city()
    const other = service().areas
    await other.load()
    await other.split('370281001001001', { into: [grid('003'), grid('004')] }, by)
    await areas.refresh()
    expect(areas.tree().has('370281001001003')).toBe(true)
    const both = await Promise.all([
      areas.import([grid('010'), grid('011')], by),
      other.import([grid('011'), grid('012')], by),
    ])
    expect(both.filter((each) => each.ok)).toHaveLength(1)
    await areas.refresh()
    expect([areas.tree().has('370281001001010'), areas.tree().has('370281001001012')].filter(Boolean)).toHaveLength(1)
  })
  it('says who supervises, one level up at a time', async () => {
    const { areas } = await city()
    expect(areas.directory().ladder('370281001001001')).toEqual(['370281001', '370281'])
    expect(areas.directory().ladder('370281')).toEqual(['370281'])
  })
})

describe('the model', () => {
  it('is the same however its events come, and every successor chain ends in an area in force', () => {
    const step = fc.record({ split: fc.boolean(), a: fc.nat(), b: fc.nat() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 5 }), (steps, size) => {
        const at = (seq: number) => ({ seq, at: seq * 100, by: { id: 'a', kind: 'staff' as const } })
        const events: AreaEvent[] = [{ ...at(1), type: 'areas.imported', data: { rows } }]
        let live = ['370281001001001', '370281001001002']
        let next = 100
        const fresh = () => grid(String(next++))
        for (const { split, a, b } of steps) {
          const seq = events.length + 1
          const from = live[a % live.length] as string
          const other = live[b % live.length] as string
          if (split || from === other) {
            const into = [fresh(), fresh()]
            events.push({ ...at(seq), type: 'areas.split', data: { from, into, oldPath: '' } })
            live = [...live.filter((code) => code !== from), ...into.map((each) => each.code)]
          } else {
            const into = fresh()
            events.push({ ...at(seq), type: 'areas.merged', data: { from: [from, other], into, oldPaths: [] } })
            live = [...live.filter((code) => code !== from && code !== other), into.code]
          }
        }
        const whole = emptyAreaModel.apply(events)
        let batched = emptyAreaModel
        for (let start = 0; start < events.length; start += size)
          batched = batched.apply(events.slice(start, start + size))
        const codes = (model: typeof whole) =>
          model
            .tree()
            .subtree('370281')
            .map((area) => area.code)
        expect(codes(batched)).toEqual(codes(whole))
        expect(
          codes(whole)
            .filter((code) => code.length === 15)
            .sort(),
        ).toEqual([...live].sort())
        for (let n = 100; n < next; n++) expect(live).toContain(whole.successorOf(grid(String(n)).code))
        for (const code of ['370281001001001', '370281001001002']) expect(live).toContain(whole.successorOf(code))
      }),
    )
  })
})
