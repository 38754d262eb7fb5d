import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atRow } from '../import/row-number.js'
import { checkAreaRows } from './check-rows.js'
import { codeRule15, codeRule16, codeRule20 } from './codes.js'
import { emptyAreaHistory } from './history.js'
import { createAreaTree } from './tree.js'

const county = { code: '370281', name: '胶州市', level: 'county', parent: null }
const town = { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' }
const community = { code: '370281001001', name: '兰州东路社区', level: 'community', parent: '370281001' }
const grid = { code: '370281001001001', name: '第一网格', level: 'grid', parent: '370281001001', kind: 'residential' }
const good = [county, town, community, grid]
const faults = (rows: readonly unknown[], codes?: typeof codeRule15) =>
  checkAreaRows(rows, emptyAreaHistory, { codes }).errors.map(
    ({ row, path, code }) => `${row} ${path.join('.')} ${code}`,
  )

describe('a file of areas', () => {
  it('is imported parents first, in whatever order its rows come', () => {
    expect(checkAreaRows(good.toReversed(), emptyAreaHistory)).toMatchObject({ good, errors: [] })
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
  it.each([
    ['the same', '第一网格'],
    ['with a character without width', '第一\u200b网格'],
    ['with a blank', '第一 网格\u00a0'],
    ['full-width', '第１网格', '第1网格'],
  ])('may have no two names below one parent that look the same: %s', (_, name, first = '第一网格') => {
    const rows = [county, town, community, { ...grid, name: first }, { ...grid, code: '370281001001002', name }]
    const { errors, good: kept } = checkAreaRows(rows, emptyAreaHistory, { distinctNames: true })
    expect(errors).toMatchObject([
      { row: 5, path: ['name'], code: 'area-name-repeated', details: { other: grid.code, otherRow: 4 } },
    ])
    expect(kept).toHaveLength(4)
    const elsewhere = { ...community, code: '370281001002', name: '广州路社区' }
    const apart = { ...grid, code: '370281001002001', parent: elsewhere.code, name }
    expect(
      checkAreaRows([...rows.slice(0, 4), elsewhere, apart], emptyAreaHistory, { distinctNames: true }).errors,
    ).toEqual([])
  })
  it('may have rows that carry the numbers of their file', () => {
    expect(faults([atRow(county, 3), atRow({ ...town, parent: '370282' }, 7), atRow(county, 9)])).toEqual([
      '7 parent area-orphan',
      '9 code area-repeated',
    ])
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
  it('may hold names of every script, and none that a storage cannot keep', () => {
    expect(faults([{ ...county, name: '𠮷祥市 ئۈرۈمچى' }])).toEqual([])
    for (const name of ['a\u0000', '\ud800', '\udc00 市', '', ' ', '名'.repeat(101)])
      expect(faults([{ ...county, name }])).toEqual(['1 name wrong-form'])
  })
  it('may hold no code that would break a path', () => {
    const building = { code: 'A-1', name: '1 号楼', level: 'building', parent: grid.code }
    expect(faults([...good, building])).toEqual([])
    for (const code of ['*', 'A\u200b1', 'e\u0301'])
      expect(faults([...good, { ...building, code }])).toEqual(['5 code wrong-form'])
    expect(faults([...good, { ...building, code: '\u00e9*' }])).toEqual([])
    for (const code of ['A/1', 'A 1', 'A\n1', ' ', '', 'A\u0000', '\udfff'])
      expect(faults([...good, { ...building, code }])).toEqual(['5 code wrong-form'])
  })
  it('names the first row of a code that comes again, whatever else is wrong with either', () => {
    const unreadable = { ...county, level: 'shire' }
    const firstRows = (rows: readonly unknown[]) =>
      checkAreaRows(rows, emptyAreaHistory)
        .errors.filter((error) => error.code === 'area-repeated')
        .map(({ row, details }) => [row, (details as { firstRow: number }).firstRow])
    expect(firstRows([county, town, county, county])).toEqual([
      [3, 1],
      [4, 1],
    ])
    expect(firstRows([unreadable, county])).toEqual([[2, 1]])
    expect(firstRows([county, unreadable])).toEqual([[2, 1]])
    expect(faults([county, unreadable])).toEqual(['2 level wrong-form', '2 code area-repeated'])
  })
  it('keeps the first row of a code when a later one is wrong, and what lies below it', () => {
    const { good: rest, errors } = checkAreaRows([...good, { ...town, name: '' }], emptyAreaHistory)
    expect(rest).toEqual(good)
    expect(errors.map(({ row }) => row)).toEqual([5, 5])
  })
  it('tells a wrong parent once, with its own row, and leaves out what lies below it', () => {
    for (const wrong of [
      { ...town, code: '370282001' },
      { ...town, name: '' },
      { ...town, parent: '370299' },
    ]) {
      const below = [{ ...community, parent: wrong.code, code: `${wrong.code}001` }]
      const { good: rest, errors } = checkAreaRows([county, ...below, wrong], emptyAreaHistory)
      expect(rest).toEqual([county])
      expect(errors.map(({ row }) => row)).toEqual([3])
    }
  })
  it('tells each cycle once, at its first row, and not at rows that only lead into it', () => {
    const at = (code: string, parent: string) => ({ ...town, code: `37028100${code}`, parent: `37028100${parent}` })
    const file = [county, at('1', '3'), at('2', '3'), at('3', '4'), at('4', '2'), at('5', '5')]
    const cycles = checkAreaRows(file, emptyAreaHistory).errors.filter((error) => error.code === 'area-cycle')
    expect(cycles.map(({ row, details }) => [row, (details as { through: string[] }).through])).toEqual([
      [3, ['370281002', '370281003', '370281004', '370281002']],
      [6, ['370281005', '370281005']],
    ])
    expect(checkAreaRows(file, emptyAreaHistory).good).toEqual([county])
  })
  it('may hang below areas that are there, not below retired ones, and not use a retired code again', () => {
    const at = (seq: number) => ({ seq, at: seq, by: { id: 'a', kind: 'staff' } }) as const
    const next = (sequence: string) => ({ ...grid, code: `370281001001${sequence}` })
    const model = emptyAreaHistory.apply([
      { ...at(1), type: 'areas.imported', data: { rows: good as never } },
      {
        ...at(2),
        type: 'areas.split',
        data: { from: grid.code, into: [next('002'), next('003')] as never, oldPath: '' },
      },
    ])
    const building = { code: 'A-1', name: '1 号楼', level: 'building', parent: grid.code }
    const codes = (row: unknown) => checkAreaRows([row], model).errors.map((error) => error.code)
    expect(codes({ ...building, parent: next('002').code })).toEqual([])
    expect(codes(building)).toEqual(['area-orphan'])
    expect(codes(grid)).toEqual(['area-exists'])
  })
  it('with several rows that name no code has each of them told, and none as repeated', () => {
    expect(faults([null, {}, good[0]])).toEqual([
      '1  wrong-form',
      '2 code wrong-form',
      '2 name wrong-form',
      '2 level wrong-form',
      '2 parent wrong-form',
    ])
  })
  it('is kept row by row as it was, without members that have no value', () => {
    expect(checkAreaRows(good, emptyAreaHistory).good).toStrictEqual(good)
  })
  it('contradicts what is there by any of its fields, and nothing below such a row is imported', () => {
    const at = { seq: 1, at: 0, by: { id: 'a', kind: 'staff' } } as const
    const other = { ...community, code: '370281001002', name: '寺门首社区' }
    const model = emptyAreaHistory.apply([{ ...at, type: 'areas.imported', data: { rows: [...good, other] as never } }])
    const codes = (row: object, rules = {}) => checkAreaRows([row], model, rules).errors.map(({ code }) => code)
    const changes = [{ name: '改名' }, { parent: other.code }, { kind: 'business' }]
    for (const change of changes) expect(codes({ ...grid, ...change })).toContain('area-exists')
    expect(codes({ ...grid, level: 'building' })).toContain('area-exists')
    const below = { ...grid, code: '370281001001002', name: '第二网格' }
    expect(checkAreaRows([{ ...community, name: '改名' }, below], model).good).toEqual([])
    // The list of a new year may differ, but in the level, and not from what is retired.
    for (const change of changes.slice(0, 1)) expect(codes({ ...grid, ...change }, { mayDiffer: true })).toEqual([])
    expect(codes({ ...grid, level: 'building' }, { mayDiffer: true })).toEqual(['area-exists'])
    const retired = model.apply([
      { ...at, seq: 2, type: 'areas.retired', data: { code: grid.code, into: community.code, oldPath: '' } },
    ])
    expect(checkAreaRows([grid], retired, { mayDiffer: true }).errors.map(({ code }) => code)).toEqual(['area-exists'])
  })
  it('may have no name that one in force below the same parent has, unless it is the list of a new year', () => {
    const at = { seq: 1, at: 0, by: { id: 'a', kind: 'staff' } } as const
    const model = emptyAreaHistory.apply([{ ...at, type: 'areas.imported', data: { rows: good as never } }])
    const twin = { ...grid, code: '370281001001002' }
    const checked = (rules: object) => checkAreaRows([twin], model, rules)
    const [fault] = checked({ distinctNames: true }).errors
    expect(fault).toMatchObject({ code: 'area-name-repeated', details: { code: twin.code, other: grid.code } })
    expect(fault?.details).not.toHaveProperty('otherRow')
    expect(checked({ distinctNames: true }).good).toEqual([])
    expect([checked({}).errors, checked({ distinctNames: true, mayDiffer: true }).errors]).toEqual([[], []])
  })
  it('changes nothing when it is imported again, and may not contradict what is there', () => {
    const at = { seq: 1, at: 0, by: { id: 'a', kind: 'staff' } } as const
    const model = emptyAreaHistory.apply([{ ...at, type: 'areas.imported', data: { rows: good as never } }])
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
          const { good: rest, errors } = checkAreaRows(rows, emptyAreaHistory)
          const seen = new Set<string>()
          for (const area of rest) {
            expect(area.parent === null || seen.has(area.parent)).toBe(true)
            expect(seen.has(area.code)).toBe(false)
            seen.add(area.code)
          }
          expect(createAreaTree(rest.map((area) => ({ ...area, validFrom: 0 }))).size).toBe(rest.length)
          if (rest.length < rows.length) expect(errors.length).toBeGreaterThan(0)
          const faulty = new Set(errors.map(({ row }) => row))
          expect(rest.length).toBeLessThanOrEqual(rows.length - faulty.size)
          const at = { seq: 1, at: 0, by: { id: 'a', kind: 'staff' } } as const
          const model = emptyAreaHistory.apply([{ ...at, type: 'areas.imported', data: { rows: rest } }])
          expect(checkAreaRows(rest, model)).toEqual({ good: [], unchanged: rest.length, errors: [] })
        },
      ),
    )
  })
})
