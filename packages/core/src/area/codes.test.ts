import { describe, expect, it } from 'vitest'
import type { AreaLevel, AreaRow } from './area.js'
import { anyCodeRule, codeRule, codeRule15, codeRule16, codeRule20 } from './codes.js'

const row = (level: AreaLevel, code: string, parent: string | null = null): AreaRow => ({
  level,
  code,
  parent,
  name: '名',
})
const county = row('county', '370281')
const town = row('town', '370281001', '370281')
const community = row('community', '370281001001', '370281001')
const accepts = (rule: typeof anyCodeRule, area: AreaRow, parent?: AreaRow) => rule(area, parent) === undefined
const grid = (code: string) => row('grid', code, community.code)

describe('codes', () => {
  it('have 2 or 6 digits for a province, 4 or 6 for a city, 6 for a county, then three more a level', () => {
    const lengths: Record<string, number[]> = {
      province: [2, 6],
      city: [4, 6],
      county: [6],
      town: [9],
      community: [12],
    }
    for (const [level, allowed] of Object.entries(lengths))
      for (let length = 1; length <= 21; length++)
        expect([level, length, accepts(anyCodeRule, row(level as AreaLevel, '3'.repeat(length)))]).toEqual([
          level,
          length,
          allowed.includes(length),
        ])
  })
  it('have 15, 16 or 20 digits for a grid, or those a place uses', () => {
    const beginning = community.code
    for (let length = 13; length <= 21; length++) {
      const area = grid(beginning.padEnd(length, '1'))
      expect([15, 16, 20].includes(length)).toBe(accepts(anyCodeRule, area, community))
      expect(length === 15).toBe(accepts(codeRule15, area, community))
      expect(length === 16).toBe(accepts(codeRule16, area, community))
      expect(length === 20).toBe(accepts(codeRule20, area, community))
      expect(length === 18).toBe(accepts(codeRule([18]), area, community))
    }
  })
  it('are ASCII digits', () => {
    for (const code of ['37028１', '37 281', '37028a', '37028\n', '３７０２８１', ''])
      expect(accepts(anyCodeRule, row('county', code))).toBe(false)
  })
  it('begin with the code of the parent from the county down', () => {
    expect(accepts(anyCodeRule, town, county)).toBe(true)
    expect(accepts(anyCodeRule, { ...town, code: '370282001' }, county)).toBe(false)
    expect(accepts(anyCodeRule, community, town)).toBe(true)
    expect(accepts(anyCodeRule, { ...community, code: '370281002001' }, town)).toBe(false)
    expect(accepts(anyCodeRule, grid('370281001001001'), community)).toBe(true)
    expect(accepts(anyCodeRule, grid('370281001002001'), community)).toBe(false)
  })
  it('begin with the code of the parent where a level is left out', () => {
    expect(accepts(anyCodeRule, row('grid', '370281001000001', town.code), town)).toBe(true)
    expect(accepts(anyCodeRule, row('grid', '370281002000001', town.code), town)).toBe(false)
  })
  it('need not begin with the code of the parent above the county: a development zone may have one of its own', () => {
    const city = row('city', '370200')
    expect(accepts(anyCodeRule, row('county', '370281', city.code), city)).toBe(true)
    expect(accepts(anyCodeRule, row('town', '441900003', '441900'), row('city', '441900'))).toBe(true)
  })
  it("are the place's own for buildings", () => {
    expect(accepts(anyCodeRule, row('building', 'A-1', '370281001001001'), grid('370281001001001'))).toBe(true)
  })
  it('say what was expected', () => {
    expect(anyCodeRule(grid('1'), community)).toEqual({
      zh: '应为 15 / 16 / 20 位数字',
      en: 'expected 15 / 16 / 20 digits',
    })
    expect(anyCodeRule({ ...town, code: '370282001' }, county)?.zh).toBe('应以上级编码 370281 开头')
  })
  it('cannot be ruled to have no length, or one no code has', () => {
    for (const wrong of [[], [0], [15.5], [33], [Number.NaN], [15, 33]])
      expect(() => codeRule(wrong)).toThrow(expect.objectContaining({ code: 'configuration' }))
    expect(accepts(codeRule([1, 32]), grid('1'), county)).toBe(false)
    expect(accepts(codeRule([1, 32]), grid('7'), row('province', '37'))).toBe(true)
  })
})
