import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeRule15, codeRule16, codeRule20 } from './codes.js'
import { checkAreaRows } from './import-areas.js'
import { emptyAreaModel } from './model.js'
import { createAreaTree } from './tree.js'

const county = { code: '370281', name: '胶州市', level: 'county', parent: null }
const town = { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' }
const community = { code: '370281001001', name: '兰州东路社区', level: 'community', parent: '370281001' }
const grid = { code: '370281001001001', name: '第一网格', level: 'grid', parent: '370281001001', kind: 'residential' }
const good = [county, town, community, grid]
const faults = (rows: readonly unknown[], ...rest: [] | [typeof codeRule15]) =>
  checkAreaRows(rows, emptyAreaModel, ...rest).errors.map(({ row, path, code }) => `${row} ${path.join('.')} ${code}`)

describe('a file of areas', () => {
  it('is imported parents first, in whatever order its rows come', () => {
    expect(checkAreaRows(good.toReversed(), emptyAreaModel)).toMatchObject({ good, errors: [] })
  })
  it('has every fault of every row reported at once, with row and path', () => {
    expect(
      faults([
        county,
        { ...town, code: '37028100' },
        { ...community, parent: '370281999' },
        { ...grid, level: 'gird' },
        { ...county, name: '又一次' },
        { code: '370281002', level: 'town', parent: '370281' },
        { ...town, code: '370281003', name: 'a\u0000b' },
        { ...town, code: '370281004', name: '\ud800' },
        null,
      ]),
    ).toEqual([
      '2 code area-code-form',
      '3 parent area-orphan',
      '4 level wrong-form',
      '5 code area-repeated',
      '6 name wrong-form',
      '7 name wrong-form',
      '8 name wrong-form',
      '9  wrong-form',
    ])
  })
  it('may have no cycles, orphans or levels upside down', () => {
    const a = { ...town, code: '370281001', parent: '370281002' }
    const b = { ...town, code: '370281002', parent: '370281001' }
    expect(faults([a, b]).some((fault) => fault.endsWith('area-cycle'))).toBe(true)
    expect(faults([county, { ...grid, parent: '370281', level: 'county' }])).toContain('2 level area-level-order')
    expect(faults([{ ...town, parent: null }])).toEqual(['1 parent area-parent-missing'])
  })
  it('may use grid codes of 15, 16 or 20 digits, or only those a place uses', () => {
    const coded = (code: string) => [county, town, community, { ...grid, code }]
    const [c15, c16, c20] = ['370281001001001', '3702810010010001', '37028100100100000001']
    for (const code of [c15, c16, c20]) expect(faults(coded(code))).toEqual([])
    for (const [rule, mine] of [
      [codeRule15, c15],
      [codeRule16, c16],
      [codeRule20, c20],
    ] as const) {
      for (const code of [c15, c16, c20])
        expect(faults(coded(code), rule)).toEqual(code === mine ? [] : ['4 code area-code-form'])
    }
    expect(faults(coded('370281001002001'))).toEqual(['4 code area-code-form'])
  })
  it('may hold names of every script', () => {
    expect(faults([{ ...county, name: '𠮷祥市 ئۈرۈمچى' }])).toEqual([])
  })
  it('changes nothing when it is imported again, and may not contradict what is there', () => {
    const at = { seq: 1, at: 0, by: { id: 'a', kind: 'staff' } } as const
    const model = emptyAreaModel.apply([{ ...at, type: 'areas.imported', data: { rows: good as never } }])
    expect(checkAreaRows(good, model)).toEqual({ good: [], unchanged: 4, errors: [] })
    expect(checkAreaRows([{ ...town, name: '改名' }], model).errors.map((error) => error.code)).toEqual(['area-exists'])
  })
  it('gives only consistent trees when imported in part, whatever its rows', () => {
    const code = fc.constantFrom(
      '370281',
      '370281001',
      '370281002',
      '370281001001',
      '370281001001001',
      '370281001001002',
      'x',
      '',
    )
    const row = fc.record({
      code,
      name: fc.constantFrom('名', '', 'a\u0000'),
      level: fc.constantFrom('county', 'town', 'community', 'grid', 'nothing'),
      parent: fc.option(code),
    })
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            { weight: 3, arbitrary: row },
            { weight: 2, arbitrary: fc.constantFrom<unknown>(...good) },
            { weight: 1, arbitrary: fc.anything() },
          ),
          { maxLength: 12 },
        ),
        (rows) => {
          const { good: rest, errors } = checkAreaRows(rows, emptyAreaModel)
          const seen = new Set<string>()
          for (const area of rest) {
            expect(area.parent === null || seen.has(area.parent)).toBe(true)
            expect(seen.has(area.code)).toBe(false)
            seen.add(area.code)
          }
          expect(createAreaTree(rest.map((area) => ({ ...area, validFrom: 0 }))).size).toBe(rest.length)
          if (rest.length < rows.length) expect(errors.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})
