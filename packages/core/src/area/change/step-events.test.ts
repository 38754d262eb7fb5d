import { describe, expect, it } from 'vitest'
import { defaultAuthority } from '../../authority/authority.js'
import type { Actor } from '../../contracts/actor.js'
import type { AreaLevel, AreaRow } from '../area.js'
import { type AreaStep, rowsPerEvent } from '../area-events.js'
import { emptyAreaHistory } from '../history.js'
import { draftOf } from './draft.js'
import { judgeOf, noJudge } from './judge.js'
import { takeSteps } from './step-events.js'

const row = (code: string, level: AreaLevel, parent: string | null, more: Partial<AreaRow> = {}): AreaRow => ({
  code,
  name: `区划${code}`,
  level,
  parent,
  ...more,
})
const town = (n: string) => row(`370281${n}`, 'town', '370281')
const community = (code: string) => row(code, 'community', code.slice(0, 9))
const grid = (code: string) => row(code, 'grid', code.slice(0, 12))
const building = (code: string, parent: string) => row(code, 'building', parent)
const [east, west, far] = ['370281001001', '370281001002', '370281002001']
const rows: readonly AreaRow[] = [
  row('370281', 'county', null),
  town('001'),
  town('002'),
  ...[east, west, far].map(community),
  grid(`${east}001`),
  grid(`${east}002`),
  grid(`${west}001`),
]

function areas(more: readonly AreaRow[] = []) {
  const by = { id: 'a', kind: 'staff' } as const
  const data = { rows: [...rows, ...more] }
  return draftOf(emptyAreaHistory.apply([{ type: 'areas.imported', data, seq: 1, at: 100, by }]), 200)
}
const admin = (...over: string[]): Actor => ({
  id: 'staff-admin',
  kind: 'staff',
  grants: over.map((area) => ({ role: 'systemAdmin', area })),
})
const anyCode = { codes: undefined, kinds: ['residential'] }

/** What a step comes to: its events, or the refusal. */
function taken(step: AreaStep, by?: Actor, more: readonly AreaRow[] = []) {
  const judge = by === undefined ? noJudge : judgeOf({ by, authority: defaultAuthority }, anyCode)
  const outcome = takeSteps([step], areas(more), judge)
  return 'refusal' in outcome ? outcome.refusal : outcome.events
}
const codeOf = (answer: ReturnType<typeof taken>) => ('code' in answer ? answer.code : 'ok')

describe('a split', () => {
  const into = [community('370281001003'), community('370281001004')]
  it('sends what lay below only into what it is split into', () => {
    const contents = { [`${east}001`]: west }
    expect(taken({ name: 'split', from: east, into, contents })).toMatchObject({
      code: 'area-contents-wrong',
      details: { code: `${east}001`, into: west },
    })
    const unknown = { '370281009009': '370281001003' }
    expect(taken({ name: 'split', from: east, into, contents: unknown })).toMatchObject({
      code: 'area-contents-wrong',
      details: { code: '370281009009' },
    })
  })

  it('says where each area below lay, and that it follows', () => {
    const contents = { [`${east}002`]: '370281001004' }
    const path = `370281/370281001/${east}/`
    const follow = (code: string, parent: string) => ({
      type: 'areas.redrawn',
      data: { code, change: { parent }, oldPath: `${path}${code}/`, follows: true },
    })
    expect(taken({ name: 'split', from: east, into, contents })).toEqual([
      { type: 'areas.split', data: { from: east, into, oldPath: path } },
      follow(`${east}001`, '370281001003'),
      follow(`${east}002`, '370281001004'),
    ])
  })

  it('makes areas of the level of the one that is split', () => {
    expect(taken({ name: 'split', from: east, into: [into[0] as AreaRow, grid(`${west}009`)] })).toMatchObject({
      code: 'area-level-differs',
      details: { code: `${west}009`, level: 'grid', expected: 'community' },
    })
  })
})

describe('a merge', () => {
  const merge = (from: readonly string[], into: string | AreaRow): AreaStep => ({ name: 'merge', from, into })
  it('into an area that is there needs it to be in force, and every other one too', () => {
    expect(taken(merge([east], '370281001009'))).toMatchObject({ details: { code: '370281001009' } })
    expect(taken(merge([east, '370281001009'], west))).toMatchObject({
      code: 'area-not-in-force',
      details: { code: '370281001009' },
    })
  })

  it('of an area with itself changes nothing', () => {
    expect(taken(merge([east], east))).toEqual([])
  })

  it('into an area that is there does not retire it, keeps its row, and says so', () => {
    const kept = row('370281001003', 'community', '370281001', { kind: 'residential' })
    expect(taken(merge([kept.code, east], kept.code), undefined, [kept])).toMatchObject([
      { data: { from: [east], into: kept, kept: true, oldPaths: [`370281/370281001/${east}/`] } },
      { data: { code: `${east}001`, change: { parent: kept.code } } },
      { data: { code: `${east}002`, change: { parent: kept.code } } },
    ])
    const [merged] = taken(merge([west, east], kept)) as readonly { data: object }[]
    expect(merged?.data).not.toHaveProperty('kept')
  })

  it('is only for an admin of the one that takes the others in, too', () => {
    expect(codeOf(taken(merge([east], far), admin('370281001')))).toBe('area-change-not-permitted')
    expect(codeOf(taken(merge([east], far), admin('370281001', '370281002')))).toBe('ok')
    expect(codeOf(taken(merge([east, far], '370281001005'), admin('370281001')))).toBe('area-not-in-force')
  })

  it('takes areas of the level of the one that is there, and a new one of their level', () => {
    expect(codeOf(taken(merge([`${east}001`], west)))).toBe('area-level-differs')
    expect(codeOf(taken(merge([east, west], grid(`${far}001`))))).toBe('area-level-differs')
  })
})

describe('a retirement', () => {
  const retire = (code: string, into?: string): AreaStep => ({ name: 'retire', code, ...(into && { into }) })
  it('names an area in force that is another one and lies no deeper', () => {
    for (const step of [retire(east, east), retire(east, `${west}001`), retire(east, '370281001009'), retire('370281')])
      expect(codeOf(taken(step))).toBe('area-successor-missing')
    for (const into of [west, '370281002', '370281']) expect(codeOf(taken(retire(east, into)))).toBe('ok')
    expect(codeOf(taken(retire('370281001009')))).toBe('area-not-in-force')
  })

  it('hands what lies below to the area that stands for it', () => {
    expect(taken(retire(east))).toMatchObject([
      { type: 'areas.retired', data: { code: east, into: '370281001', oldPath: `370281/370281001/${east}/` } },
      { data: { code: `${east}001`, change: { parent: '370281001' }, follows: true } },
      { data: { code: `${east}002`, change: { parent: '370281001' }, follows: true } },
    ])
  })

  it('is only for an admin of both', () => {
    expect(codeOf(taken(retire(east), admin(east)))).toBe('area-change-not-permitted')
    expect(codeOf(taken(retire(east), admin('370281001')))).toBe('ok')
  })
})

describe('a new code', () => {
  it('is for an area in force, by an admin of it, and was never given', () => {
    const recode = (code: string, to: string): AreaStep => ({ name: 'recode', code, to })
    expect(codeOf(taken(recode('370281001009', '370281001008')))).toBe('area-not-in-force')
    expect(codeOf(taken(recode(east, '370281001009'), admin(west)))).toBe('area-change-not-permitted')
    expect(codeOf(taken(recode(east, west)))).toBe('area-code-taken')
    expect(codeOf(taken(recode(east, '370281001009'), admin(east)))).toBe('ok')
  })

  it('goes to those below that begin with the old one, when told so, and the rest keeps its own', () => {
    const step: AreaStep = { name: 'recode', code: east, to: '370281001009', below: true }
    const path = `370281/370281001/${east}/`
    expect(taken(step, undefined, [building('B1', east)])).toMatchObject([
      {
        data: {
          codes: [
            { from: east, into: { code: '370281001009', parent: '370281001' }, oldPath: path },
            { from: `${east}001`, into: { code: '370281001009001', parent: '370281001009' } },
            { from: `${east}002`, oldPath: `${path}${east}002/` },
          ],
        },
      },
      { data: { code: 'B1', change: { parent: '370281001009' }, oldPath: `${path}B1/`, follows: true } },
    ])
    const alone = taken({ name: 'recode', code: east, to: '370281001009' }) as readonly { data: object }[]
    expect(alone.map(({ data }) => data)).toMatchObject([
      { codes: [{ from: east }] },
      { code: `${east}001` },
      { code: `${east}002` },
    ])
  })

  it('of more areas than an event carries comes in several events, each area once', () => {
    const many = Array.from({ length: rowsPerEvent + 1 }, (_, n) => building(`${east}001${n}`, `${east}001`))
    const events = taken({ name: 'recode', code: `${east}001`, to: `${east}009`, below: true }, undefined, many)
    const counts = (events as readonly { data: object }[]).map(({ data }) => ('codes' in data ? data.codes : []))
    expect(counts.map((codes) => (codes as readonly object[]).length)).toEqual([rowsPerEvent, 2])
  })
})

describe('an import', () => {
  it('asks for permission where the rows are put: at the topmost parents, for a root at its own code', () => {
    const added = [community('370281001003'), grid('370281001003001')]
    expect(codeOf(taken({ name: 'import', rows: added }, admin('370281001')))).toBe('ok')
    expect(taken({ name: 'import', rows: added }, admin('370281002'))).toMatchObject({
      code: 'area-change-not-permitted',
      details: { areas: ['370281001'] },
    })
    const root = row('370282', 'county', null)
    expect(taken({ name: 'import', rows: [root] }, admin('370281'))).toMatchObject({ details: { areas: ['370282'] } })
    expect(codeOf(taken({ name: 'import', rows: [root] }, admin('370282')))).toBe('ok')
  })

  it('adds what is new only', () => {
    expect(taken({ name: 'import', rows })).toEqual([])
    const fresh = grid(`${far}001`)
    expect(taken({ name: 'import', rows: [...rows, fresh] })).toEqual([
      { type: 'areas.imported', data: { rows: [fresh] } },
    ])
  })
})

describe('a redrawing', () => {
  const move = (code: string, parent: string): AreaStep => ({ name: 'redraw', code, change: { parent } })
  it('moves an area below one in force of a level above its own', () => {
    expect(codeOf(taken(move('370281001009', '370281')))).toBe('area-not-in-force')
    for (const parent of ['370281003', west, `${west}001`])
      expect(codeOf(taken(move(east, parent)))).toBe('area-move-impossible')
    expect(codeOf(taken(move(east, '370281002')))).toBe('ok')
  })

  it('is for an admin of the area, and of where it goes', () => {
    expect(codeOf(taken(move(east, '370281002'), admin('370281002')))).toBe('area-change-not-permitted')
    expect(taken(move(east, '370281002'), admin(east))).toMatchObject({ details: { areas: ['370281002'] } })
    expect(codeOf(taken(move(east, '370281002'), admin(east, '370281002')))).toBe('ok')
  })

  it('says only what is other than before', () => {
    const change = { name: '新名', parent: '370281001' }
    expect(taken({ name: 'redraw', code: east, change })).toMatchObject([{ data: { change: { name: '新名' } } }])
    expect(taken(move(east, '370281001'))).toEqual([])
  })
})

describe('steps of one change', () => {
  it('build on those before them, and the first that is refused refuses all', () => {
    const steps: AreaStep[] = [
      { name: 'recode', code: east, to: '370281001009' },
      { name: 'redraw', code: '370281001009', change: { name: '新名' } },
    ]
    const outcome = takeSteps(steps, areas(), noJudge)
    expect('events' in outcome && outcome.events.map(({ type }) => type)).toEqual([
      'areas.recoded',
      'areas.redrawn',
      'areas.redrawn',
      'areas.redrawn',
    ])
    expect(takeSteps(steps.toReversed(), areas(), noJudge)).toMatchObject({ refusal: { code: 'area-not-in-force' } })
  })
})
