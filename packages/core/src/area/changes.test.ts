import { describe, expect, it } from 'vitest'
import { systemDigest } from '#platform'
import type { Actor } from '../contracts/actor.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { createCommitter } from '../record/committer.js'
import { createDestinations } from '../record/destinations.js'
import { createEngine } from '../record/engine.js'
import type { AreaLevel, AreaRow } from './area.js'
import { areasKind } from './areas-kind.js'
import type { GridKindTitle } from './grid-kinds.js'
import { createAreas } from './service.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const admin: Actor = { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281' }] }
const streetAdmin: Actor = { id: 'staff-street', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281001' }] }
const by = { by: admin }
const row = (code: string, name: string, level: AreaLevel, parent: string | null): AreaRow => ({
  code,
  name,
  level,
  parent,
})
const town = (n: string, name: string) => row(`370281${n}`, name, 'town', '370281')
const community = (code: string, name: string) => row(code, name, 'community', code.slice(0, 9))
const grid = (code: string) => row(code, `网格${code.slice(-3)}`, 'grid', code.slice(0, 12))
const rows: readonly AreaRow[] = [
  row('370281', '胶州市', 'county', null),
  town('001', '阜安街道'),
  town('002', '中云街道'),
  community('370281001001', '兰州东路社区'),
  community('370281001002', '胶州东路社区'),
  community('370281002001', '寺门首社区'),
  ...['370281001001', '370281001002', '370281002001'].flatMap((code) => [grid(`${code}001`), grid(`${code}002`)]),
]
const merged = community('370281001003', '东路社区')

async function city(gridKinds?: readonly GridKindTitle[]) {
  const storage = memoryStorage()
  await storage.open()
  const clock = { at: Date.parse('2026-11-02T09:00:00+08:00') }
  const service = () => {
    const engine = createEngine({
      storage,
      committer: createCommitter(storage),
      clock: { now: () => clock.at },
      digest: systemDigest,
      destinations: createDestinations(),
      carryOn: async () => {},
    })
    const areas = createAreas({ runner: engine, gridKinds, now: () => clock.at, digest: systemDigest })
    engine.register(areasKind, areas.contextOf)
    return { areas, engine }
  }
  const { areas, engine } = service()
  await areas.import(rows, by)
  const other = service().areas
  await other.load()
  return { areas, engine, other, clock, storage }
}
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const pathOf = (areas: { tree(): { path(code: string): string } }, code: string) => areas.tree().path(code)

describe('areas of any level', () => {
  it('are merged into a new one, and what lay below follows with its codes', async () => {
    const { areas } = await city()
    const answer = await areas.merge(['370281001001', '370281001002'], { into: merged }, by)
    expect(codeOf(answer)).toBe('ok')
    expect(pathOf(areas, '370281001001001')).toBe('370281/370281001/370281001003/370281001001001/')
    expect(areas.tree().children(merged.code)).toHaveLength(4)
    expect(areas.successorOf('370281001002')).toBe(merged.code)
    expect(areas.pathOf('370281001001')).toBe('370281/370281001/370281001001/')
  })
  it('are taken in by one that keeps its code', async () => {
    const { areas } = await city()
    const before = areas.get('370281001001')
    expect(codeOf(await areas.merge(['370281001001', '370281001002'], { into: '370281001001' }, by))).toBe('ok')
    expect(areas.get('370281001001')).toEqual(before)
    expect(areas.successorOf('370281001002')).toBe('370281001001')
    expect(areas.directory().predecessors('370281001001')).toEqual(['370281001002'])
    expect(codeOf(await areas.merge(['370281002'], { into: '370281001' }, by))).toBe('ok')
    expect(pathOf(areas, '370281002001001')).toBe('370281/370281001/370281002001/370281002001001/')
  })
  it('are split, and each area below goes where it is told to, else to the first', async () => {
    const { areas } = await city()
    const into = [community('370281001003', '东社区'), community('370281001004', '西社区')]
    const contents = { '370281001001002': '370281001004' }
    expect(codeOf(await areas.split('370281001001', { into, contents }, by))).toBe('ok')
    expect(pathOf(areas, '370281001001001')).toContain('/370281001003/')
    expect(pathOf(areas, '370281001001002')).toContain('/370281001004/')
    expect(
      codeOf(
        await areas.split(
          '370281001002',
          {
            into: [community('370281001005', '甲'), community('370281001006', '乙')],
            contents: { '370281002001001': '370281001005' },
          },
          by,
        ),
      ),
    ).toBe('area-contents-wrong')
  })
  it('are retired into their parent or into another area, and a root only into one that is named', async () => {
    const { areas } = await city()
    expect(codeOf(await areas.retire('370281001001001', {}, by))).toBe('ok')
    expect(areas.successorOf('370281001001001')).toBe('370281001001')
    expect(codeOf(await areas.retire('370281001', { into: '370281002' }, by))).toBe('ok')
    expect(pathOf(areas, '370281001001002')).toBe('370281/370281002/370281001001/370281001001002/')
    expect(codeOf(await areas.retire('370281', {}, by))).toBe('area-successor-missing')
    expect(codeOf(await areas.retire('370281002', { into: '370281002001' }, by))).toBe('area-successor-missing')
  })
  it('get another code, alone or with everything below that begins with it', async () => {
    const { areas } = await city()
    await areas.import([{ code: 'B1', name: '1 号楼', level: 'building', parent: '370281001001001' }], by)
    expect(codeOf(await areas.recode('370281001001', { to: '370281001009' }, by))).toBe('ok')
    expect(pathOf(areas, '370281001001001')).toBe('370281/370281001/370281001009/370281001001001/')
    expect(codeOf(await areas.recode('370281001', { to: '370281008', below: true }, by))).toBe('ok')
    // The grid had kept its code; it keeps it still.
    expect(pathOf(areas, 'B1')).toBe('370281/370281008/370281008009/370281001001001/B1/')
    expect(pathOf(areas, '370281008002001')).toBe('370281/370281008/370281008002/370281008002001/')
    expect(areas.successorOf('370281001002001')).toBe('370281008002001')
    expect(areas.successorOf('370281001001')).toBe('370281008009')
    expect(codeOf(await areas.recode('370281002', { to: '370281001' }, by))).toBe('area-code-taken')
    expect(codeOf(await areas.recode('370281002', { to: '37028' }, by))).toBe('area-rows-wrong')
  })
  it('are changed by admins of all of them only, and a grant over an old code goes on over what took its place', async () => {
    const { areas } = await city()
    const mine = { by: streetAdmin }
    expect(codeOf(await areas.merge(['370281001', '370281002'], { into: '370281001' }, mine))).toBe(
      'area-change-not-permitted',
    )
    expect(codeOf(await areas.retire('370281001001', { into: '370281002001' }, mine))).toBe('area-change-not-permitted')
    expect(codeOf(await areas.recode('370281002', { to: '370281007' }, mine))).toBe('area-change-not-permitted')
    await areas.recode('370281001', { to: '370281008' }, by)
    expect(codeOf(await areas.redraw('370281001001', { name: '新名' }, mine))).toBe('ok')
    // Whoever was in charge of a grid is not in charge of the community that stands for it.
    const gridAdmin: Actor = {
      id: 'staff-grid',
      kind: 'staff',
      grants: [{ role: 'systemAdmin', area: '370281001001001' }],
    }
    await areas.retire('370281001001001', {}, by)
    expect(codeOf(await areas.redraw('370281001001', { name: '再改' }, { by: gridAdmin }))).toBe(
      'area-change-not-permitted',
    )
    const { isWithin } = areas.directory()
    expect([isWithin('370281001001002', '370281001'), isWithin('370281001001', '370281001001001')]).toEqual([
      true,
      false,
    ])
  })
  it('are merged and split among one level only', async () => {
    const { areas } = await city()
    expect(codeOf(await areas.merge(['370281001001', '370281002'], { into: merged }, by))).toBe('area-level-differs')
    expect(codeOf(await areas.merge(['370281001001', '370281001002'], { into: grid('370281001001009') }, by))).toBe(
      'area-level-differs',
    )
    await expect(areas.merge(['370281001001'], { into: merged }, by)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('a change decided ahead', () => {
  const firstOfJanuary = Date.parse('2027-01-01T00:00:00+08:00')
  it('takes effect by itself in every process, to the millisecond, and is written out once', async () => {
    const { areas, other, engine, clock } = await city()
    const answer = await areas.merge(
      ['370281001001', '370281001002'],
      { into: merged, effectiveFrom: '2027-01-01' },
      by,
    )
    expect(answer).toEqual({ ok: true, revision: 2, change: 'change-2' })
    await other.refresh()
    expect((await engine.facts(areasKind, 'main'))?.facts).toMatchObject({
      pending: [{ id: 'change-2', effectiveFrom: firstOfJanuary }],
    })
    expect(areas.treeAt(firstOfJanuary).has(merged.code)).toBe(true)
    clock.at = firstOfJanuary - 1
    expect([areas, other].map((each) => each.tree().has(merged.code))).toEqual([false, false])
    clock.at = firstOfJanuary
    expect([areas, other].map((each) => each.tree().has(merged.code))).toEqual([true, true])
    expect(other.versionAt('370281001001', firstOfJanuary - 1)).toMatchObject({ name: '兰州东路社区' })
    clock.at += 3 * 3_600_000
    // The first change after the day writes it out, with its day.
    expect(codeOf(await other.redraw(merged.code, { name: '新东路社区' }, by))).toBe('ok')
    const types: string[] = []
    for await (const { type } of engine.events('areas', 'main', 2)) types.push(type)
    expect(types.slice(0, 2)).toEqual(['areas.changeTookEffect', 'areas.merged'])
    await areas.refresh()
    expect(areas.versionAt(merged.code, firstOfJanuary)).toMatchObject({ name: '东路社区', validFrom: firstOfJanuary })
    expect(areas.scheduled()).toEqual([])
    expect((await engine.facts<object>(areasKind, 'main'))?.facts).not.toHaveProperty('pending')
  })
  it('can be looked at and called off before its day, by whoever may decide it', async () => {
    const { areas, clock } = await city()
    await areas.recode('370281002', { to: '370281009', below: true, effectiveFrom: '2027-01-01' }, by)
    expect(areas.scheduled()).toMatchObject([{ change: 'change-2', effectiveFrom: '2027-01-01' }])
    expect(await areas.preview('change-2', { by: system })).toMatchObject({
      openRequests: 0,
      steps: [{ name: 'recode', to: '370281009' }],
    })
    expect(codeOf(await areas.cancel('change-2', { by: streetAdmin }))).toBe('area-change-not-permitted')
    expect(codeOf(await areas.cancel('change-9', by))).toBe('area-change-unknown')
    expect(codeOf(await areas.cancel('change-2', by))).toBe('ok')
    clock.at = firstOfJanuary
    expect(areas.tree().has('370281002')).toBe(true)
    await expect(areas.preview('change-2', { by: system })).rejects.toMatchObject({ code: 'not-found' })
  })
  it('stays possible: what would hinder it is refused until it is called off', async () => {
    const { areas, clock } = await city()
    await areas.merge(['370281001001', '370281001002'], { into: merged, effectiveFrom: '2027-01-01' }, by)
    expect(await areas.retire('370281001001', {}, by)).toMatchObject({
      ok: false,
      refusal: { code: 'area-change-clashes', details: { change: 'change-2', effectiveFrom: '2027-01-01' } },
    })
    expect(await areas.import([merged], by)).toMatchObject({ ok: false, refusal: { code: 'area-change-clashes' } })
    // A later one builds on it, and keeps it from being called off.
    expect(codeOf(await areas.redraw(merged.code, { name: '改名' }, by))).toBe('area-not-in-force')
    expect(codeOf(await areas.redraw(merged.code, { name: '改名', effectiveFrom: '2027-02-01' }, by))).toBe('ok')
    expect(codeOf(await areas.cancel('change-2', by))).toBe('area-change-clashes')
    // What was added meanwhile goes along.
    await areas.import([grid('370281001001003')], by)
    clock.at = Date.parse('2027-02-01T00:00:00+08:00')
    expect(areas.tree().get(merged.code)).toMatchObject({ name: '改名' })
    expect(pathOf(areas, '370281001001003')).toContain(`/${merged.code}/`)
  })
  it('begins on a day to come', async () => {
    const { areas } = await city()
    for (const effectiveFrom of ['2026-11-02', '2020-01-01'])
      expect(codeOf(await areas.redraw('370281', { name: '新名', effectiveFrom }, by))).toBe('area-date-past')
    await expect(areas.redraw('370281', { name: '新名', effectiveFrom: '2027-02-30' }, by)).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('kinds of grids', () => {
  const campus = { kind: 'campus', title: { zh: '校园网格', en: 'campus' } }
  it('are the standard ones and those the place declares', async () => {
    const { areas } = await city([campus])
    expect(areas.kinds().at(-1)).toEqual(campus)
    expect(areas.kinds().map(({ kind }) => kind)).toContain('maritime')
    expect(await areas.import([{ ...grid('370281001001003'), kind: 'campus' }], by)).toMatchObject({ ok: true })
    expect(codeOf(await areas.redraw('370281001001001', { kind: 'campus' }, by))).toBe('ok')
    expect(await areas.import([{ ...grid('370281001001004'), kind: 'port' }], by)).toMatchObject({
      ok: false,
      errors: [{ path: ['kind'], code: 'area-kind-unknown', details: { kind: 'port' } }],
    })
    await expect(areas.redraw('370281001001001', { kind: 'port' }, by)).rejects.toMatchObject({ code: 'invalid-input' })
  })
  it('are declared with a name and a title each, once', async () => {
    for (const wrong of [
      [campus, campus],
      [{ kind: 'Campus 1', title: campus.title }],
      [{ kind: '1campus', title: campus.title }],
      [{ kind: 'campus!', title: campus.title }],
      [{ kind: 'campus' }],
      [{ ...campus, title: { zh: '', en: 'x' } }],
    ])
      await expect(city(wrong as never)).rejects.toMatchObject({ code: 'configuration' })
  })
})
