import { describe, expect, it } from 'vitest'
import { areas, divisions, gridCount, grids, layGrids, shortName } from './grids.ts'

const count = (predicate: (code: string) => boolean) => grids.filter(({ code }) => predicate(code)).length

describe('divisions of Jiaozhou', () => {
  it('has 14 towns and streets and 221 village-level units under one county', () => {
    expect(divisions.filter(({ level }) => level === 'county').map(({ code }) => code)).toEqual(['370281'])
    expect(divisions.filter(({ level }) => level === 'town')).toHaveLength(14)
    expect(divisions.filter(({ level }) => level === 'community')).toHaveLength(221)
  })

  it("builds every code on its parent's, three digits a level", () => {
    for (const { code, parent, level } of areas) {
      if (level === 'county') expect(parent).toBeNull()
      else expect(parent).toBe(code.slice(0, -3))
    }
  })
})

describe('grids', () => {
  it('sum to 1401, whatever the rounding of each unit', () => {
    expect(grids).toHaveLength(1401)
    expect(gridCount).toBe(1401)
    for (const total of [221, 500, 1400, 1402, 5000]) expect(layGrids(divisions, total)).toHaveLength(total)
  })

  it('have 15-digit codes and names of their own', () => {
    for (const { code } of grids) expect(code).toMatch(/^370281\d{9}$/)
    expect(new Set(grids.map(({ code }) => code)).size).toBe(1401)
    expect(new Set(grids.map(({ name }) => name)).size).toBe(1401)
  })

  it('leave no village-level unit without a grid and number them without a gap', () => {
    for (const { code } of divisions.filter(({ level }) => level === 'community')) {
      const sequences = grids.filter(({ parent }) => parent === code).map((grid) => Number(grid.code.slice(12)))
      expect(sequences.length).toBeGreaterThan(0)
      expect(sequences).toEqual(sequences.map((_, index) => index + 1))
    }
  })

  it('cover villages in villages, homes and business in communities, business only in the two zones', () => {
    for (const { code, kind } of grids) {
      const sequence = Number(code.slice(9, 12))
      if (sequence >= 400) expect(kind).toBe('business')
      else if (sequence >= 200) expect(kind).toBe('village')
      else expect(['residential', 'business']).toContain(kind)
    }
    for (const { code } of divisions.filter(
      ({ level, code }) => level === 'community' && Number(code.slice(9)) < 200,
    )) {
      const kinds = new Set(grids.filter(({ parent }) => parent === code).map(({ kind }) => kind))
      expect(kinds).toEqual(new Set(['residential', 'business']))
    }
  })

  it('are denser in the built-up core than in the towns', () => {
    const perUnit = (town: string) =>
      count((code) => code.startsWith(town)) / divisions.filter(({ parent }) => parent === town).length
    expect(perUnit('370281001')).toBeGreaterThan(perUnit('370281102'))
  })

  it('are named as people name them', () => {
    expect(grids.find(({ code }) => code === '370281004001003')?.name).toBe('三里河街道三里河社区第三网格')
    expect(grids.find(({ code }) => code === '370281006247001')?.name).toBe('九龙街道营海新村第一网格')
    expect(grids.find(({ code }) => code === '370281400498001')?.name).toBe('胶州经济技术开发区第一网格')
    expect(shortName({ code: '370281105001', name: '胶河居委会', level: 'community', parent: '370281105' })).toBe(
      '胶河社区',
    )
  })

  it('are the same each time they are laid', () => {
    expect(layGrids(divisions)).toEqual(grids)
  })

  it('cover 556 residential, 704 village and 141 business areas', () => {
    const ofKind = (kind: string) => grids.filter((grid) => grid.kind === kind).length
    expect({ residential: ofKind('residential'), village: ofKind('village'), business: ofKind('business') }).toEqual({
      residential: 556,
      village: 704,
      business: 141,
    })
  })
})
