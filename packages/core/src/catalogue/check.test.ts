import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areas } from '../../test/team-scenario.js'
import { cyclesOf } from '../import/cycles.js'
import { checkCatalogue } from './check.js'

const name = { zh: '名', en: 'Name' }
const good = {
  units: [
    { id: 'centre', name, kind: 'department' },
    { id: 'housing', name, kind: 'department', parent: 'centre' },
    { id: 'town-1', name, kind: 'town', area: '370281001' },
  ],
  categories: [
    { code: 'supply', name },
    { code: 'heating', name, parent: 'supply', preClosingCheck: true },
  ],
  rules: [
    { category: 'heating', lead: 'housing', coHandlers: ['town-1'], limit: { workingHours: 8 } },
    { category: 'heating', area: '370281001', lead: 'town-1' },
  ],
  fallback: 'centre',
}
const faultsOf = (input: unknown) => {
  const checked = checkCatalogue(input, areas)
  return 'errors' in checked ? checked.errors.map(({ code, path }) => `${path.join('.')} ${code}`) : []
}

describe('an imported catalogue', () => {
  it('is taken as it is when nothing is wrong', () => {
    expect(checkCatalogue(good, areas)).toEqual({ data: good })
  })

  it('may be empty but for its fallback unit', () => {
    expect(
      faultsOf({ units: [{ id: 'centre', name, kind: 'department' }], categories: [], rules: [], fallback: 'centre' }),
    ).toEqual([])
  })

  it('is told everything that is wrong in one go, with rows counted from 1', () => {
    const input = {
      units: [
        ...good.units,
        { id: 'centre', name, kind: 'department', area: '999' },
        { id: 'late', name: { zh: '' }, kind: 'x', parent: 'nobody' },
      ],
      categories: [...good.categories, { code: 'supply', name, parent: 'nothing' }],
      rules: [
        ...good.rules,
        { category: 'heating', area: '370281001', lead: 'late' },
        { category: 'cold', area: '999', lead: 'nobody', coHandlers: ['nobody'], limit: { workingDays: 0.5 } },
        { category: 'cold', area: '999', lead: 'nobody', coHandlers: ['housing', 'housing'] },
      ],
      fallback: 'nobody',
    }
    expect(faultsOf(input).sort()).toEqual(
      [
        'units.3.id unit-repeated',
        'units.3.area area-not-in-use',
        'units.4.name.zh wrong-form',
        'units.4.name.en wrong-form',
        'categories.2.code category-repeated',
        'categories.2.parent category-not-listed',
        'rules.2 rules-conflict',
        'rules.3.limit.workingDays wrong-form',
        'rules.4.category category-not-listed',
        'rules.4.area area-not-in-use',
        'rules.4.lead unit-not-listed',
        'rules.4.coHandlers.1 unit-named-twice',
        'fallback unit-not-listed',
      ].sort(),
    )
    const checked = checkCatalogue(input, areas)
    const conflict = 'errors' in checked ? checked.errors.find(({ code }) => code === 'rules-conflict') : undefined
    expect(conflict).toMatchObject({
      row: 3,
      message: { zh: expect.stringContaining('第 2 行'), en: expect.stringContaining('Row 2') },
    })
  })

  it('must name who owns what no rule covers', () => {
    const { fallback: _, ...rest } = good
    expect(faultsOf(rest)).toEqual(['fallback fallback-missing'])
  })

  it('is refused when parents go round in a circle, each circle told once', () => {
    const categories = [
      { code: 'a', name, parent: 'b' },
      { code: 'b', name, parent: 'a' },
      { code: 'c', name, parent: 'a' },
      { code: 'd', name, parent: 'd' },
    ]
    expect(faultsOf({ ...good, categories, rules: [] })).toEqual([
      'categories.0.parent category-cycle',
      'categories.3.parent category-cycle',
    ])
    const units = [{ id: 'centre', name, kind: 'x', parent: 'centre' }]
    expect(faultsOf({ ...good, units, rules: [] })).toEqual(['units.0.parent unit-cycle'])
  })

  it('knows no parts but its own', () => {
    expect(faultsOf({ ...good, rule: [] })).toEqual(['rule wrong-form'])
    expect(faultsOf({ ...good, toString: 1 })).toEqual(['toString wrong-form'])
  })

  it('never throws, whatever it is given', () => {
    for (const input of [undefined, null, 1, 'x', [], { units: {} }, { units: [null], rules: [[]], categories: [1] }]) {
      expect(faultsOf(input).length).toBeGreaterThan(0)
    }
    fc.assert(fc.property(fc.anything(), (input) => void checkCatalogue(input, areas)))
    const part = fc.array(
      fc.dictionary(fc.constantFrom('id', 'code', 'name', 'lead', 'category', 'limit', 'parent'), fc.anything()),
    )
    fc.assert(
      fc.property(fc.record({ units: part, categories: part, rules: part, fallback: fc.anything() }), (input) => {
        expect('errors' in checkCatalogue(input, areas)).toBe(true)
      }),
    )
  })
})

describe('circles among parents', () => {
  it('are found exactly when walking up never ends', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom(...'abcdef'), fc.constantFrom(undefined, ...'abcdef')), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(rows, (each) => {
        const unique = [...new Map(each)]
        const parents = new Map(unique)
        const endless = (start: string) => {
          let at: string | undefined = start
          for (let i = 0; at !== undefined && i < 10; i++) at = parents.get(at)
          return at !== undefined
        }
        expect(cyclesOf(unique).length > 0).toBe(unique.some(([name]) => endless(name)))
        for (const [first, ...rest] of cyclesOf(unique)) expect(rest.at(-1)).toBe(first)
      }),
    )
  })
})
