import { describe, expect, it } from 'vitest'
import { systemDigest } from '#platform'
import type { Actor } from '../../contracts/actor.js'
import { memoryStorage } from '../../memory/memory-storage.js'
import { createCommitter } from '../../record/committer.js'
import { createDestinations } from '../../record/destinations.js'
import { createEngine } from '../../record/engine.js'
import type { AreaLevel, AreaRow } from '../area.js'
import { areasKind } from '../areas-kind.js'
import { createAreas } from '../service.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const by = { by: { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281' }] } as Actor }
const row = (code: string, name: string, level: AreaLevel, parent: string | null): AreaRow => ({
  code,
  name,
  level,
  parent,
})
const town = (n: string, name: string) => row(`370281${n}`, name, 'town', '370281')
const community = (code: string, name: string) => row(code, name, 'community', code.slice(0, 9))
const lastYear: readonly AreaRow[] = [
  row('370281', '胶州市', 'county', null),
  town('001', '阜安街道'),
  town('002', '中云街道'),
  community('370281001001', '兰州东路社区'),
  community('370281001002', '胶州东路社区'),
  community('370281002001', '寺门首社区'),
  community('370281002002', '杜村'),
]
const grids = ['370281001001', '370281001002', '370281002001', '370281002002'].map((code) =>
  row(`${code}001`, '第一网格', 'grid', code),
)
const without = (...codes: string[]) => lastYear.filter(({ code }) => !codes.includes(code))

async function city() {
  const storage = memoryStorage()
  await storage.open()
  const clock = { at: Date.parse('2026-11-02T09:00:00+08:00') }
  const engine = createEngine({
    storage,
    committer: createCommitter(storage),
    clock: { now: () => clock.at },
    digest: systemDigest,
    destinations: createDestinations(),
    carryOn: async () => {},
  })
  const areas = createAreas({ runner: engine, now: () => clock.at, digest: systemDigest })
  engine.register(areasKind, areas.contextOf)
  await areas.import([...lastYear, ...grids], by)
  return { areas, engine, clock }
}
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const said = ({ items }: { items: readonly { what: string; code: string; was: readonly string[] }[] }) =>
  items.map(({ what, code, was }) => [what, code, ...was].join(' '))

describe('the list of a new year', () => {
  it('that says what the tree says comes to nothing; levels that are not in it follow', async () => {
    const { areas } = await city()
    expect(await areas.plan(lastYear, { by: system })).toMatchObject({
      ok: true,
      items: [],
      unchanged: 7,
      questions: [],
      steps: [],
    })
  })
  it('renames, adds and recodes what kept its name and place, without being told', async () => {
    const { areas, engine } = await city()
    const list = [
      ...without('370281001001', '370281002001', '370281002'),
      community('370281001001', '兰州路社区'),
      community('370281001003', '新社区'),
      // A street with a new code, and all its communities with it.
      town('005', '中云街道'),
      community('370281005001', '寺门首社区'),
      community('370281005002', '杜村'),
    ].filter(({ code }) => code !== '370281002002')
    const plan = await areas.plan(list, { by: system })
    expect(plan).toMatchObject({ ok: true, questions: [], errors: [] })
    expect(said(plan).toSorted()).toEqual(
      [
        'recoded 370281005 370281002',
        'recoded 370281005001 370281002001',
        'recoded 370281005002 370281002002',
        'added 370281001003',
        'renamed 370281001001 兰州东路社区',
      ].toSorted(),
    )
    expect(codeOf(await areas.apply(list, { digest: plan.digest }, by))).toBe('ok')
    expect(areas.tree().path('370281002001001')).toBe('370281/370281005/370281005001/370281002001001/')
    expect(areas.nameOf('370281001001').zh).toBe('兰州路社区')
    // One change: all its events have one instant, and the list says what the tree says.
    const instants = new Set<number>()
    for await (const { at, seq } of engine.events('areas', 'main')) if (seq > 1) instants.add(at)
    expect(instants.size).toBe(1)
    expect(await areas.plan(list, { by: system })).toMatchObject({ ok: true, items: [] })
  })
  it('must say what became of an area that is gone; each question names the candidates', async () => {
    const { areas } = await city()
    const list = [...without('370281001002', '370281002'), community('370281001003', '东路社区')].filter(
      ({ parent }) => parent !== '370281002',
    )
    const plan = await areas.plan(list, { by: system })
    expect(plan.ok).toBe(false)
    // Of a street that is gone it is asked once: what lies below it may be answered with it.
    expect(plan.questions.map(({ code, details }) => [code, (details as { code: string }).code])).toEqual([
      ['area-fate-unknown', '370281002'],
      ['area-fate-unknown', '370281001002'],
    ])
    expect(codeOf(await areas.apply(list, { digest: plan.digest }, by))).toBe('area-plan-open')
    const told = {
      merges: [{ from: ['370281001001', '370281001002'], into: '370281001001' }],
      retired: [
        { code: '370281002', into: '370281001' },
        { code: '370281002001' },
        { code: '370281002002', into: '370281001001' },
      ],
    }
    const full = await areas.plan(list, told, { by: system })
    expect(full).toMatchObject({ ok: true })
    expect(said(full)).toEqual([
      'retired 370281002',
      'merged 370281001001 370281001002',
      'added 370281001003',
      'retired 370281002001',
      'retired 370281002002',
    ])
    expect(codeOf(await areas.apply(list, { ...told, digest: full.digest }, by))).toBe('ok')
    expect(areas.tree().path('370281002001001')).toBe('370281/370281001/370281002001001/')
    expect(areas.successorOf('370281002')).toBe('370281001')
  })
  it('takes what is told about new codes, splits and merges into new areas', async () => {
    const { areas } = await city()
    const list = [
      ...without('370281001001', '370281001002', '370281002001', '370281002002'),
      community('370281001005', '东路社区'),
      community('370281002005', '寺门首北社区'),
      community('370281002006', '寺门首南社区'),
      community('370281002007', '杜村社区'),
    ]
    const told = {
      merges: [{ from: ['370281001001', '370281001002'], into: '370281001005' }],
      splits: [
        {
          from: '370281002001',
          into: ['370281002005', '370281002006'],
          contents: { '370281002001001': '370281002006' },
        },
      ],
      recodes: [{ code: '370281002002', to: '370281002007' }],
    }
    const plan = await areas.plan(list, told, { by: system })
    expect(said(plan)).toEqual([
      'recoded 370281002007 370281002002',
      'merged 370281001005 370281001001 370281001002',
      'split 370281002001',
      'renamed 370281002007 杜村',
    ])
    expect(codeOf(await areas.apply(list, { ...told, digest: plan.digest }, by))).toBe('ok')
    expect(areas.tree().path('370281002001001')).toContain('/370281002006/')
    expect(areas.successorOf('370281002002')).toBe('370281002007')
  })
  it('with a wrong row is not ok, though nothing is left to be told; without a day it names none', async () => {
    const { areas } = await city()
    const wrong = await areas.plan([...lastYear, { code: '370281003', name: '', level: 'town', parent: '370281' }], {
      by: system,
    })
    expect(wrong).toMatchObject({ ok: false, questions: [], errors: [{ row: 8 }] })
    expect(wrong).not.toHaveProperty('effectiveFrom')
    expect(await areas.plan(lastYear, { effectiveFrom: '2027-01-01' }, { by: system })).toMatchObject({
      effectiveFrom: '2027-01-01',
    })
  })
  it('asks again when what is told is not possible, and tells every fault of every row', async () => {
    const { areas } = await city()
    const told = { retired: [{ code: '370281009' }], merges: [{ from: ['370281002'], into: '370281001001' }] }
    const plan = await areas.plan(
      [...lastYear, { code: '370281003', name: '', level: 'town', parent: '370281' }],
      told,
      { by: system },
    )
    expect(plan.questions.map(({ code }) => code)).toEqual(['area-not-in-force', 'area-level-differs'])
    expect(plan.errors).toMatchObject([{ row: 8, path: ['name'] }])
    await expect(areas.plan(lastYear, { within: '999' }, { by: system })).rejects.toMatchObject({ code: 'not-found' })
  })
  it('is applied as it was read: another list, other words or another tree are another plan', async () => {
    const { areas } = await city()
    const list = [...without('370281001001'), community('370281001001', '兰州路社区')]
    const { digest } = await areas.plan(list, { by: system })
    await areas.redraw('370281001001', { name: '兰州路社区' }, by)
    expect(codeOf(await areas.apply(list, { digest }, by))).toBe('area-plan-changed')
    const later = [...list, community('370281001004', '新社区')]
    const plan = await areas.plan(later, { by: system })
    expect(codeOf(await areas.apply(later, { digest: plan.digest, effectiveFrom: '2027-01-01' }, by))).toBe(
      'area-plan-changed',
    )
    const keyed = { ...by, key: 'list-2027' }
    expect(codeOf(await areas.apply(later, { digest: plan.digest }, keyed))).toBe('ok')
    expect(codeOf(await areas.apply(later, { digest: plan.digest }, keyed))).toBe('ok')
  })
  it('is complete for the area it hangs on: a list of one street retires nothing elsewhere', async () => {
    const { areas } = await city()
    const street = lastYear.filter(({ code }) => code.startsWith('370281001'))
    expect(await areas.plan(street.slice(0, 2), { by: system })).toMatchObject({
      questions: [{ details: { code: '370281001002' } }],
    })
    expect(await areas.plan(street, { by: system })).toMatchObject({ ok: true, items: [] })
    expect(await areas.plan(street, { within: '370281' }, { by: system })).toMatchObject({
      questions: [{ details: { code: '370281002' } }],
    })
  })
  it('may be in force from a day to come', async () => {
    const { areas, clock } = await city()
    const list = [
      ...without('370281001001'),
      community('370281001001', '兰州路社区'),
      community('370281001003', '新社区'),
    ]
    const told = { effectiveFrom: '2027-01-01' }
    const plan = await areas.plan(list, told, { by: system })
    expect(await areas.apply(list, { ...told, digest: plan.digest }, by)).toMatchObject({
      ok: true,
      change: 'change-2',
    })
    expect(areas.tree().has('370281001003')).toBe(false)
    // Planned for a later day, it is there already.
    expect(await areas.plan(list, { effectiveFrom: '2027-01-02' }, { by: system })).toMatchObject({ items: [] })
    clock.at = Date.parse('2027-01-01T00:00:00+08:00')
    expect(areas.nameOf('370281001001').zh).toBe('兰州路社区')
    expect(areas.tree().has('370281001003')).toBe(true)
  })
  it('of a thousand communities tells the fifty that were renamed', async () => {
    const { areas } = await city()
    const many = Array.from({ length: 990 }, (_, n) =>
      community(`370281001${String(n + 10).padStart(3, '0')}`, `社区${n}`),
    )
    await areas.import(many, by)
    const renamed = many.map((each, n) => (n % 20 === 0 ? { ...each, name: `新${each.name}` } : each))
    const plan = await areas.plan([...lastYear, ...renamed], { by: system })
    expect([plan.items.length, plan.unchanged, plan.ok]).toEqual([50, 947, true])
    expect(codeOf(await areas.apply([...lastYear, ...renamed], { digest: plan.digest }, by))).toBe('ok')
  })
})
