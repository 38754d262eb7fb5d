import { describe, expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { leaves } from './categories.ts'
import { areas } from './grids.ts'

const { units, categories, rules, fallback } = catalogue
const unitIds = new Set(units.map(({ id }) => id))

describe('catalogue', () => {
  it('has one unit for each of the 14 towns and 20 for the city', () => {
    expect(units.filter(({ kind }) => kind === 'town')).toHaveLength(14)
    expect(units.filter(({ kind }) => kind !== 'town')).toHaveLength(20)
    expect(unitIds.size).toBe(34)
  })

  it('gives a town unit its area and no other unit one', () => {
    const townCodes = areas.filter(({ level }) => level === 'town').map(({ code }) => code)
    expect(units.flatMap(({ area }) => area ?? [])).toEqual(townCodes)
  })

  it('groups 45 leaves under 9 groups, on two levels and no more', () => {
    const groups = categories.filter(({ parent }) => parent === undefined).map(({ code }) => code)
    expect(groups).toHaveLength(9)
    expect(leaves).toHaveLength(45)
    for (const { parent } of leaves) expect(groups).toContain(parent)
    expect(new Set(categories.map(({ code }) => code)).size).toBe(54)
  })

  it('names everything in Chinese and in English, and nothing twice', () => {
    for (const list of [units, categories]) {
      for (const { name } of list) {
        expect(name.zh).toMatch(/^[\u4e00-\u9fff]+$/)
        expect(name.en).toMatch(/^[A-Za-z][A-Za-z ,'-]+$/)
      }
      expect(new Set(list.map(({ name }) => name.zh)).size).toBe(list.length)
      expect(new Set(list.map(({ name }) => name.en)).size).toBe(list.length)
    }
  })

  it("leads every leaf to a unit in every town, 'other' alone to the fallback owner", () => {
    const towns = areas.filter(({ level }) => level === 'town')
    for (const { code } of leaves) {
      const covered = towns.every((town) =>
        rules.some(({ category, area }) => category === code && (area === undefined || area === town.code)),
      )
      expect(covered, code).toBe(code !== 'other')
    }
    expect(unitIds).toContain(fallback)
  })

  it('has one rule for a category in an area, never two', () => {
    const keys = rules.map(({ category, area }) => `${category} ${area ?? 'city'}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('names only leaves, areas and units that exist, and never a lead as its own co-handler', () => {
    const leafCodes = new Set(leaves.map(({ code }) => code))
    const areaCodes = new Set(areas.map(({ code }) => code))
    for (const { category, area, lead, coHandlers = [] } of rules) {
      expect(leafCodes).toContain(category)
      if (area !== undefined) expect(areaCodes).toContain(area)
      for (const unit of [lead, ...coHandlers]) expect(unitIds).toContain(unit)
      expect(coHandlers).not.toContain(lead)
    }
  })

  it('gives every unit of the city something to do', () => {
    const busy = new Set([fallback, ...rules.flatMap(({ lead, coHandlers = [] }) => [lead, ...coHandlers])])
    expect([...unitIds].filter((id) => !busy.has(id))).toEqual([])
  })
})
