import { describe, expect, it } from 'vitest'
import type { AreaLevel, AreaRow } from '../area.js'
import type { NewAreaEvent } from '../area-events.js'
import { emptyAreaHistory } from '../history.js'
import type { AreaFates } from './area-plan.js'
import { makePlan, pathsLeft } from './make-plan.js'

const row = (code: string, name: string, level: AreaLevel, parent: string | null): AreaRow => ({
  code,
  name,
  level,
  parent,
})
const county = row('370281', '胶州市', 'county', null)
const town = (n: string, name: string) => row(`370281${n}`, name, 'town', '370281')
const community = (code: string, name: string) => row(code, name, 'community', code.slice(0, 9))
const towns = [town('001', '阜安街道'), town('002', '中云街道')]
const communities = [
  community('370281001001', '东社区'),
  community('370281001002', '西社区'),
  community('370281002001', '南社区'),
]
const lastYear = [county, ...towns, ...communities]

const historyOf = (rows: readonly AreaRow[]) =>
  emptyAreaHistory.apply([{ type: 'areas.imported', data: { rows }, seq: 1, at: 100, by: { id: 'a', kind: 'staff' } }])
const rules = { codes: undefined, kinds: ['residential', 'business'] }

function planned(list: readonly unknown[], fates: AreaFates = {}, before: readonly AreaRow[] = lastYear) {
  const plan = makePlan(list, fates, historyOf(before), rules, 200)
  return {
    ...plan,
    said: plan.items.map(({ what, code, was }) => [what, code, ...was].join(' ')),
    asked: plan.questions.map(({ code, details }) => [code, (details as { code: string }).code].join(' ')),
  }
}
const without = (...codes: readonly string[]) => lastYear.filter(({ code }) => !codes.includes(code))

describe('an area that is gone, and there again under another code', () => {
  it('is recoded when its name is the only one of its parent on either side', () => {
    const list = [...without('370281001002'), community('370281001009', '西社区')]
    expect(planned(list)).toMatchObject({ said: ['recoded 370281001009 370281001002'], asked: [] })
  })

  it('is asked for when the name is there under another parent, with those of the name as candidates', () => {
    const list = [...without('370281001002'), community('370281002009', '西社区')]
    const plan = planned(list)
    expect(plan).toMatchObject({ said: ['added 370281002009'], asked: ['area-fate-unknown 370281001002'] })
    expect(plan.questions[0]?.details).toMatchObject({ candidates: ['370281002009'], level: 'community' })
  })

  it('is asked for when two of that name are gone, or two have come', () => {
    const twin = community('370281001003', '西社区')
    const gone = planned([...without('370281001002'), community('370281001009', '西社区')], {}, [...lastYear, twin])
    expect(gone.asked).toEqual(['area-fate-unknown 370281001002', 'area-fate-unknown 370281001003'])
    const come = planned([
      ...without('370281001002'),
      community('370281001008', '西社区'),
      community('370281001009', '西社区'),
    ])
    expect(come.asked).toEqual(['area-fate-unknown 370281001002'])
    expect(come.errors).not.toEqual([])
  })

  it('is not guessed where the new code was named for something else', () => {
    const list = [...without('370281001001', '370281001002'), community('370281001009', '西社区')]
    const merges = [{ from: ['370281001001', '370281001002'], into: '370281001009' }]
    expect(planned(list, { merges })).toMatchObject({
      said: ['merged 370281001009 370281001001 370281001002'],
      asked: [],
    })
  })
})

describe('what a list is complete for', () => {
  it('is the one area at its top, also under the new code it was told to have', () => {
    const street = [town('009', '阜安街道'), community('370281009001', '东社区')]
    const recodes = [{ code: '370281001', to: '370281009' }]
    const plan = planned(street, { recodes })
    expect(plan.said).toEqual(['recoded 370281009 370281001', 'recoded 370281009001 370281001001'])
    expect(plan.asked).toEqual(['area-fate-unknown 370281001002'])
  })

  it('is not an area whose new code was told, where that is not the one at the top', () => {
    const street = [towns[0], community('370281001009', '新西社区')]
    const recodes = [{ code: '370281001002', to: '370281001009' }]
    expect(planned(street, { recodes }).asked).toEqual(['area-fate-unknown 370281001001'])
  })

  it('is what several at the top lie in', () => {
    expect(planned([communities[0], communities[2]]).asked).toEqual(['area-fate-unknown 370281001002'])
    expect(planned([communities[0], communities[1]]).asked).toEqual([])
  })

  it('is what a single new area lies in, and nothing for a new root', () => {
    expect(planned([town('003', '新街道')]).asked).toEqual([
      'area-fate-unknown 370281001',
      'area-fate-unknown 370281002',
    ])
    expect(planned([row('370282', '即墨市', 'county', null)])).toMatchObject({ said: ['added 370282'], asked: [] })
  })

  it('is what it is told to be', () => {
    expect(planned([communities[0]], { within: '370281002' }).asked).toEqual(['area-fate-unknown 370281002001'])
    expect(planned([communities[0]]).asked).toEqual([])
  })
})

describe('what is told', () => {
  it('of an area that is not in force is asked again, once each', () => {
    const told: AreaFates = {
      merges: [{ from: ['370281009', '370281001'], into: '370281002' }],
      recodes: [{ code: '370281010', to: '370281011' }],
      splits: [{ from: '370281012', into: ['370281013', '370281014'] }],
      retired: [{ code: '370281015' }],
    }
    const { asked } = planned(lastYear, told)
    for (const code of ['370281009', '370281010', '370281012', '370281015'])
      expect(asked.filter((each) => each === `area-not-in-force ${code}`)).not.toEqual([])
  })

  it('of an area that nothing replaces names its successor, the parent when none was told', () => {
    const list = without('370281001002', '370281002001')
    const retired = [{ code: '370281001002' }, { code: '370281002001', into: '370281001001' }]
    expect(planned(list, { retired }).items.map(({ code, into }) => [code, into])).toEqual([
      ['370281001002', ['370281001']],
      ['370281002001', ['370281001001']],
    ])
  })

  it('of a merge into an area that is there names the others as what was', () => {
    const merges = [{ from: ['370281001001', '370281001002'], into: '370281001001' }]
    const plan = planned(without('370281001002'), { merges })
    expect(plan).toMatchObject({ said: ['merged 370281001001 370281001002'], asked: [] })
    expect(plan.items[0]?.name).toBe('东社区')
  })
})

describe('names and candidates', () => {
  it('are those of the list, else those of the tree, else the code', () => {
    const into = community('370281001009', '合社区')
    const merges = [{ from: ['370281001001', '370281001002'], into: into.code }]
    const merged = planned([...without('370281001001', '370281001002'), into], { merges })
    expect(merged.items.map(({ name }) => name)).toEqual(['合社区'])
    const retired = planned(without('370281002001'), { retired: [{ code: '370281002001' }] })
    expect(retired.items.map(({ name }) => name)).toEqual(['南社区'])
    const nowhere = planned(without('370281001001', '370281001002'), {
      merges: [{ from: ['370281001001', '370281001002'], into: '370281001777' }],
    })
    expect(nowhere.asked).toContain('area-not-in-force 370281001777')
  })

  it('are asked for among the new areas of that name only', () => {
    const list = [...without('370281001002'), community('370281002008', '西社区'), community('370281002009', '别社区')]
    const twin = community('370281002002', '西社区')
    const { questions } = planned([...list, twin], {}, [...lastYear, twin])
    expect(questions[0]?.details).toMatchObject({ code: '370281001002', candidates: ['370281002008'] })
  })

  it('of an area that is told to be gone twice are asked for once more', () => {
    const told = [{ code: '370281001002' }, { code: '370281001002' }]
    expect(planned(without('370281001002'), { retired: told }).asked).toEqual(['area-not-in-force 370281001002'])
  })

  it('leave steps without members that have no value', () => {
    expect(planned(without('370281001002'), { retired: [{ code: '370281001002' }] }).steps).toStrictEqual([
      { name: 'retire', code: '370281001002' },
    ])
  })
})

describe('an area that stays', () => {
  it('is renamed, moved and regraded, each told by itself, in one step', () => {
    const grid = { ...row('370281001001001', '第一网格', 'grid', '370281001001'), kind: 'residential' }
    const changed = { ...grid, name: '一网格', parent: '370281001002', kind: 'business' }
    const plan = planned([...lastYear, changed], {}, [...lastYear, grid])
    expect(plan.said).toEqual([
      'renamed 370281001001001 第一网格',
      'moved 370281001001001 370281001001',
      'regraded 370281001001001 residential',
    ])
    expect(plan.steps).toHaveLength(1)
    expect(plan.unchanged).toBe(6)
  })

  it('keeps the kind that the list does not tell', () => {
    const grid = { ...row('370281001001001', '第一网格', 'grid', '370281001001'), kind: 'residential' }
    const { kind: _, ...silent } = grid
    expect(planned([...lastYear, silent], {}, [...lastYear, grid])).toMatchObject({ said: [], asked: [] })
  })
})

describe('a list with a fault', () => {
  it('is read as far as it can be, and adds nothing', () => {
    const plan = planned([...lastYear, { code: '370281003', name: '', level: 'town' }, town('004', '新街道')])
    expect(plan.errors).not.toEqual([])
    expect(plan.said).toEqual([])
  })

  it('counts the first of two rows of one code', () => {
    const plan = planned([...without('370281002'), town('002', '新名'), town('002', '旧名')])
    expect(plan.said).toEqual(['renamed 370281002 中云街道'])
    expect(plan.errors).not.toEqual([])
  })
})

describe('the paths that are left', () => {
  it('are those that hold now, without those below another', () => {
    const moved = (code: string, parent: string, oldPath: string): NewAreaEvent => ({
      type: 'areas.redrawn',
      data: { code, change: { parent }, oldPath },
    })
    const history = historyOf(lastYear)
    const below = '370281/370281001/370281001001/'
    expect(
      pathsLeft(
        [
          moved('370281001001', '370281002', below),
          moved('370281002001', '370281001', '370281/370281002/370281002001/'),
          moved('370281001', '370281', '370281/370281001/'),
          moved('370281001002', '370281001', '370281/370281002/370281001002/'), // holds no more
        ],
        history,
      ),
    ).toEqual(['370281/370281001/', '370281/370281002/370281002001/'])
  })
})
