import { describe, expect, it } from 'vitest'
import { systemDigest } from '#platform'
import { defaultAuthority } from '../authority/authority.js'
import { catalogueKind } from '../catalogue/kind.js'
import { createCatalogue } from '../catalogue/service.js'
import type { Actor } from '../contracts/actor.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { createCommitter } from '../record/committer.js'
import { createDestinations } from '../record/destinations.js'
import { createEngine } from '../record/engine.js'
import type { RecordRunner } from '../record/record-kind.js'
import type { AreaRow } from './area.js'
import { rowsPerEvent } from './area-events.js'
import { areasKind } from './areas-kind.js'
import { type CodeRule, codeRule } from './codes.js'
import { createAreas } from './service.js'

const admin: Actor = { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281' }] }
const streetAdmin: Actor = { id: 'staff-street', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281001' }] }
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

const building = (code: string, parent: string): AreaRow => ({ code, name: `${code} 号楼`, level: 'building', parent })

async function city(codes?: CodeRule) {
  const storage = memoryStorage()
  await storage.open()
  let now = Date.parse('2024-03-01T09:00:00+08:00')
  const service = (around: (engine: RecordRunner) => RecordRunner = (engine) => engine) => {
    const engine = createEngine({
      storage,
      committer: createCommitter(storage),
      clock: { now: () => ++now },
      digest: systemDigest,
      destinations: createDestinations(),
      carryOn: async () => {},
    })
    const areas = createAreas({ runner: around(engine), codes, now: () => now, digest: systemDigest })
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
    expect(areas.successorOf('370281001001001')).toBe('370281001001005')
    expect(areas.versionAt('370281001001001', before)).toMatchObject({ name: '网格 001' })
    expect(areas.versionAt('370281001001001', now())).toBeUndefined()
    expect(areas.get('370281001001001')).toMatchObject({ successors: ['370281001001003', '370281001001004'] })
  })
  it('goes on under the catalogue’s rules of the grids that were split and merged, until the catalogue names the new one', async () => {
    const { areas, engine } = await city()
    const catalogue = createCatalogue({ runner: engine, areas: () => areas.directory(), authority: defaultAuthority })
    engine.register(catalogueKind, (moment) => ({ ...moment, areas: areas.directory() }))
    const unit = (id: string) => ({ id, name: { zh: id, en: id }, kind: 'department' })
    const units = ['centre', 'housing', 'utility'].map(unit)
    const rule = (sequence: string, lead: string) => ({ category: 'heating', area: `370281001001${sequence}`, lead })
    const categories = [{ code: 'heating', name: { zh: '供热', en: 'heating' } }]
    const rules = [rule('001', 'housing'), rule('002', 'utility')]
    await catalogue.import({ units, categories, rules, fallback: 'centre' }, by)
    await areas.split('370281001001001', { into: [grid('003'), grid('004')] }, by)
    const lead = (sequence: string) => catalogue.resolve('heating', `370281001001${sequence}`).lead
    expect([lead('003'), lead('004'), lead('002')]).toEqual(['housing', 'housing', 'utility'])
    // Of two that had rules, the first named goes on.
    await areas.merge(['370281001001002', '370281001001004'], { into: grid('005') }, by)
    expect(lead('005')).toBe('utility')
    const why = catalogue.resolve('heating', '370281001001005').why.zh
    expect(why).toContain('370281001001005 由 370281001001002 拆分或合并而来')
    await catalogue.import({ units, categories, rules: [rule('005', 'centre')], fallback: 'centre' }, by)
    expect([lead('005'), lead('003')]).toEqual(['centre', 'centre'])
  })
  it('refuses what would break the tree, with the reason', async () => {
    const { areas } = await city()
    const code = '370281001001001'
    expect(codeOf(await areas.split('370281001', { into: [grid('003'), grid('004')] }, by))).toBe('area-level-differs')
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
  it('asks for a number of grids that makes sense before anything is read', async () => {
    const { areas } = await city()
    const code = '370281001001001'
    for (const wrong of [
      () => areas.merge([code, code], { into: grid('005') }, by),
      () => areas.merge([code], { into: grid('005') }, by),
      () => areas.split(code, { into: [grid('005')] }, by),
      () => areas.redraw(code, { name: undefined } as never, by),
      () => areas.redraw(code, { parent: null } as never, by),
      () => areas.import('rows' as never, by),
      () => areas.import([], { ...by, partial: 'no' as never }),
      () => areas.import([], undefined as never),
    ])
      await expect(wrong()).rejects.toMatchObject({ code: 'invalid-input' })
  })
  it('lets nobody put areas where they are not admin, by import, split, merge or redrawing', async () => {
    const { areas } = await city()
    const there = '370281002001'
    const mine = { by: streetAdmin }
    const [first, second] = ['370281001001001', '370281001001002']
    for (const answer of [
      await areas.import([grid('009', there)], mine),
      await areas.split(first, { into: [grid('003'), grid('004', there)] }, mine),
      await areas.merge([first, second], { into: grid('005', there) }, mine),
      await areas.redraw(first, { parent: there }, mine),
    ])
      expect(codeOf(answer)).toBe('area-change-not-permitted')
    expect(areas.tree().size).toBe(7)
    expect(codeOf(await areas.split(first, { into: [grid('003'), grid('004')] }, mine))).toBe('ok')
  })
  it('lets staff without an admin grant change nothing, and the system everything', async () => {
    const { areas } = await city()
    const worker: Actor = { id: 'staff-worker', kind: 'staff', grants: [{ role: 'gridWorker', area: '370281' }] }
    const system: Actor = { id: 'system', kind: 'system', grants: [] }
    expect(codeOf(await areas.redraw('370281', { name: '新名' }, { by: worker }))).toBe('area-change-not-permitted')
    expect(codeOf(await areas.redraw('370281', { name: '新名' }, { by: system }))).toBe('ok')
  })
  it('keeps the buildings of a grid that is split or merged in the tree, with what comes after it', async () => {
    const { areas } = await city()
    await areas.import([building('B1', '370281001001001'), building('B2', '370281001001002')], by)
    await areas.split('370281001001001', { into: [grid('003'), grid('004')] }, by)
    expect(areas.tree().path('B1')).toBe('370281/370281001/370281001001/370281001001003/B1/')
    await areas.redraw('B1', { parent: '370281001001004' }, by)
    await areas.merge(['370281001001002', '370281001001004'], { into: grid('005') }, by)
    expect(
      areas
        .tree()
        .children('370281001001005')
        .map((area) => area.code)
        .sort(),
    ).toEqual(['B1', 'B2'])
    expect(areas.tree().roots()).toHaveLength(1)
  })
  it('judges the grids of a split and a merge by the codes the place uses', async () => {
    const { areas } = await city(codeRule([15, 18]))
    const long = (n: string) => ({ ...grid(n), code: `370281001001000${n}` })
    expect(codeOf(await areas.split('370281001001001', { into: [long('003'), long('004')] }, by))).toBe('ok')
    const sixteen = { ...grid('005'), code: '3702810010010005' }
    expect(codeOf(await areas.split('370281001001002', { into: [sixteen, grid('006')] }, by))).toBe('area-rows-wrong')
  })
  it('makes no version of a redrawing that says what is there already', async () => {
    const { areas, engine } = await city()
    expect(await areas.redraw('370281001', { name: '阜安街道' }, by)).toEqual({ ok: true, revision: 1 })
    await areas.redraw('370281001', { name: '新名', parent: '370281' }, by)
    const events = []
    for await (const event of engine.events('areas', 'main')) events.push(event.data)
    expect(events[1]).toEqual({ code: '370281001', change: { name: '新名' }, oldPath: '370281/370281001/' })
  })
  it('imports more rows than an event carries in several events of one change', async () => {
    const { areas, engine } = await city()
    const many = Array.from({ length: rowsPerEvent + 1 }, (_, n) => building(`b${n}`, '370281001001001'))
    expect(await areas.import(many, by)).toMatchObject({ ok: true, imported: rowsPerEvent + 1 })
    const seen: { rows: number; at: number }[] = []
    for await (const event of engine.events('areas', 'main'))
      seen.push({ rows: (event.data as { rows: unknown[] }).rows.length, at: event.at })
    expect(seen.map(({ rows }) => rows)).toEqual([7, rowsPerEvent, 1])
    expect(seen[1]?.at).toBe(seen[2]?.at)
    expect((await engine.facts<object>(areasKind, 'main'))?.facts).toMatchObject({
      added: rowsPerEvent + 8,
      retired: 0,
    })
  })
  it('names an area that never was by its code, and gives no id to a change that is in force', async () => {
    const { areas } = await city()
    expect(areas.nameOf('nowhere')).toEqual({ zh: 'nowhere', en: 'nowhere' })
    expect(await areas.redraw('370281001001001', { name: '新名' }, by)).not.toHaveProperty('change')
    expect(() => areas.pathOf('nowhere')).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
  it('changes nothing when a file is imported again', async () => {
    const { areas, engine } = await city()
    expect(await areas.import(rows, by)).toEqual({ ok: true, imported: 0, unchanged: 7, errors: [] })
    expect((await engine.facts(areasKind, 'main'))?.version).toBe(1)
  })
  it('gives the first answer again for the same key, also when the tree has changed since', async () => {
    const { areas } = await city()
    const keyed = { ...by, key: 'file-1' }
    const file = [grid('003'), grid('004')]
    const first = await areas.import(file, keyed)
    expect(first).toEqual({ ok: true, imported: 2, unchanged: 0, errors: [] })
    expect(await areas.import(file, keyed)).toEqual(first)
    await areas.redraw('370281001001003', { name: '改名' }, by)
    expect(await areas.import(file, keyed)).toEqual(first)
    expect(await areas.import([grid('007')], keyed)).toMatchObject({ ok: false, refusal: { code: 'key-reused' } })
    expect(await areas.import(file, { ...by, key: 'file-2' })).toMatchObject({ ok: false, errors: [{ row: 1 }] })
  })
  it('takes in what another process changed', async () => {
    const { areas, service } = await city()
    const other = service().areas
    await other.load()
    await other.split('370281001001001', { into: [grid('003'), grid('004')] }, by)
    expect(areas.tree().has('370281001001003')).toBe(false)
    await areas.refresh()
    expect(areas.tree().has('370281001001003')).toBe(true)
    expect(areas.directory().has('370281001001001')).toBe(false)
  })
  it('loads the same tree when several loads overlap', async () => {
    const { areas, service } = await city()
    // A history read one event a page, and changed after the first page.
    let meanwhile: (() => Promise<unknown>) | undefined
    const slow = service((engine) => ({
      ...engine,
      events: async function* (type, id) {
        const after = async (seq: number) => {
          for await (const event of engine.events(type, id)) if (event.seq > seq) return event
          return undefined
        }
        for (let event = await after(0); event !== undefined; event = await after(event.seq)) {
          yield event
          const now = meanwhile
          meanwhile = undefined
          await now?.()
        }
      },
    })).areas
    meanwhile = async () => {
      await areas.split('370281001001001', { into: [grid('003'), grid('004')] }, by)
      await slow.load() // A second load that overtakes the first.
      await areas.redraw('370281001001003', { name: '新名' }, by)
    }
    await slow.load()
    await slow.refresh()
    expect(slow.directory().revision).toBe(3)
    expect(slow.tree().subtree('370281')).toEqual(areas.tree().subtree('370281'))
  })
  it('imports two racing files as if one came after the other, each whole', async () => {
    const { areas, service } = await city()
    const other = service().areas
    await other.load()
    const agreeing = await Promise.all([
      areas.import([grid('010'), grid('011')], by),
      other.import([grid('011'), grid('012')], by),
    ])
    expect(agreeing.every((each) => each.ok)).toBe(true)
    expect(agreeing.reduce((sum, each) => sum + (each.ok ? each.imported : 0), 0)).toBe(3)
    const contradicting = await Promise.all([
      areas.import([grid('020'), grid('021')], by),
      other.import([{ ...grid('021'), name: '另一名' }, grid('022')], by),
    ])
    expect(contradicting.filter((each) => each.ok)).toHaveLength(1)
    expect(contradicting.find((each) => !each.ok)).toMatchObject({ errors: [{ code: 'area-exists' }] })
    await areas.refresh()
    const has = (sequence: string) => areas.tree().has(`370281001001${sequence}`)
    expect([has('020'), has('022')].filter(Boolean)).toHaveLength(1)
    expect(has('021')).toBe(true)
  })
  it('imports nothing below a grid that is retired while the file is checked, and says which row', async () => {
    const { areas, service } = await city()
    let meanwhile: (() => Promise<unknown>) | undefined = () =>
      areas.split('370281001001001', { into: [grid('003'), grid('004')] }, by)
    const other = service((engine) => ({
      ...engine,
      run: async (kind, id, command, options) => {
        const first = meanwhile
        meanwhile = undefined
        await first?.()
        return engine.run(kind, id, command, options)
      },
    })).areas
    const file = [building('B1', '370281001001002'), building('B2', '370281001001001')]
    expect(await other.import(file, by)).toMatchObject({ ok: false, errors: [{ row: 2, code: 'area-orphan' }] })
    expect(other.tree().has('B1')).toBe(false)
    expect(await other.import(file, { ...by, partial: true })).toMatchObject({ ok: true, imported: 1 })
  })
  it('says who supervises, one level up at a time', async () => {
    const { areas } = await city()
    expect(areas.directory().ladder('370281001001001')).toEqual(['370281001', '370281'])
    expect(areas.directory().ladder('370281')).toEqual(['370281'])
  })
})

describe('names', () => {
  it('are told apart by whoever splits, merges or redraws, as by an import', async () => {
    const { areas } = await city()
    const like = { ...grid('009'), name: '网格\u3000００２' }
    expect(await areas.split('370281001001001', { into: [like, grid('010')] }, by)).toMatchObject({
      refusal: { code: 'area-name-repeated', details: { code: like.code, other: '370281001001002' } },
    })
    const twins = [
      { ...grid('009'), name: '东区' },
      { ...grid('010'), name: '东 区' },
    ]
    expect(codeOf(await areas.split('370281001001001', { into: twins }, by))).toBe('area-name-repeated')
    expect(codeOf(await areas.redraw('370281001001001', { name: '网格 002 ' }, by))).not.toBe('ok')
    expect(codeOf(await areas.redraw('370281001001001', { name: '网格002' }, by))).toBe('area-name-repeated')
    expect(codeOf(await areas.redraw('370281001001001', { name: '网格 １' }, by))).toBe('ok')
    // What the change itself retires frees its name.
    expect(codeOf(await areas.merge(['370281001001001', '370281001001002'], { into: like }, by))).toBe('ok')
    expect(
      areas
        .tree()
        .children('370281001001')
        .map(({ code }) => code),
    ).toEqual([like.code])
  })

  it('that meet below a new parent do not hinder a merge of what lies above', async () => {
    const { areas } = await city()
    const community = { code: '370281001002', name: '北社区', level: 'community', parent: '370281001' } as const
    const added = await areas.import(
      [community, { ...grid('001'), code: '370281001002001', parent: community.code }],
      by,
    )
    expect(added.ok).toBe(true)
    expect(codeOf(await areas.merge([community.code, '370281001001'], { into: '370281001001' }, by))).toBe('ok')
    expect(areas.tree().children('370281001001')).toHaveLength(3)
  })
})
