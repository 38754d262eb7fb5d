import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CatalogueData, ResponsibilityRule } from './data.js'
import { compileCatalogue, resolveResponsibility } from './responsibility.js'

const named = (zh: string) => ({ zh, en: zh })
const base: CatalogueData = {
  units: ['centre', 'housing', 'heating-company', 'town'].map((id) => ({ id, name: named(id), kind: 'department' })),
  categories: [
    { code: 'supply', name: { zh: '水电气暖', en: 'Supply' } },
    { code: 'heating', name: { zh: '供热', en: 'Heating' }, parent: 'supply' },
    { code: 'cold-home', name: { zh: '供热不热', en: 'Home not warm' }, parent: 'heating' },
    { code: 'other', name: { zh: '其他', en: 'Other' } },
  ],
  rules: [],
  fallback: 'centre',
}
const street = ['370281', '370281001']
const grid = [...street, '370281001001', '370281001001001']
const resolve = (rules: readonly ResponsibilityRule[], category: string, path: readonly string[]) =>
  resolveResponsibility(compileCatalogue({ ...base, rules }), category, path.at(-1) as string, {
    successorOf: (code) => code,
    path: () => `${path.join('/')}/`,
    predecessors: () => [],
  })

describe('who handles a matter', () => {
  it('takes the most specific area before all else', () => {
    const rules = [
      { category: 'cold-home', lead: 'heating-company' },
      {
        category: 'supply',
        area: '370281001',
        lead: 'town',
        coHandlers: ['heating-company'],
        limit: { workingHours: 8 },
      },
    ]
    expect(resolve(rules, 'cold-home', grid)).toMatchObject({
      lead: 'town',
      coHandlers: ['heating-company'],
      limit: { workingHours: 8 },
      rule: 'supply×370281001',
    })
    expect(resolve(rules, 'cold-home', ['370281', '370281002'])).toMatchObject({
      lead: 'heating-company',
      rule: 'cold-home×*',
    })
  })

  it('takes the rule of the category itself before those of its parents, of the nearer parent before the farther', () => {
    const rules = [
      { category: 'supply', lead: 'centre' },
      { category: 'heating', lead: 'housing' },
    ]
    expect(resolve(rules, 'cold-home', grid).rule).toBe('heating×*')
    expect(resolve([...rules, { category: 'cold-home', lead: 'heating-company' }], 'cold-home', grid).rule).toBe(
      'cold-home×*',
    )
  })

  it('never takes the rule of a category below', () => {
    expect(resolve([{ category: 'cold-home', lead: 'heating-company' }], 'supply', grid).rule).toBe('fallback')
  })

  it('falls to the fallback unit when no rule covers the matter', () => {
    const answer = resolve([], 'other', grid)
    expect(answer).toMatchObject({ lead: 'centre', coHandlers: [], rule: 'fallback' })
    expect(answer.why.zh).toContain('兜底')
  })

  it('falls to the fallback unit for a category that is no longer listed', () => {
    expect(resolve([{ category: 'other', lead: 'housing' }], 'gone', grid).rule).toBe('fallback')
  })

  it('says in words whose rule it is and where it holds', () => {
    const rules = [{ category: 'heating', area: '370281001', lead: 'town' }]
    expect(resolve(rules, 'heating', street).why).toEqual({
      zh: '责任目录规定：“供热”在 370281001 及其下级区域由town主办。',
      en: 'By the responsibility catalogue, town leads on "Heating" in area 370281001 and below.',
    })
    const inherited = resolve(rules, 'cold-home', street).why
    expect(inherited.zh).toContain('上级分类“供热”')
    expect(inherited.en).toContain('it belongs to "Heating"')
  })
})

describe('laws of resolution', () => {
  const places = ['1', '11', '12', '111', '121']
  const pathOf = (code: string) => places.filter((each) => code.startsWith(each)).sort()
  const chain: Record<string, readonly string[]> = {
    'cold-home': ['cold-home', 'heating', 'supply'],
    heating: ['heating', 'supply'],
    supply: ['supply'],
    other: ['other'],
  }
  const rule = fc.record({
    category: fc.constantFrom(...Object.keys(chain)),
    area: fc.constantFrom(undefined, ...places),
    lead: fc.constantFrom('centre', 'housing', 'town'),
  })
  const rules = fc.uniqueArray(rule, { selector: ({ category, area }) => `${category}×${area}` })

  it('resolves to a rule that matches, than which no matching rule is more specific', () => {
    fc.assert(
      fc.property(rules, fc.constantFrom(...Object.keys(chain)), fc.constantFrom(...places), (all, category, area) => {
        const path = pathOf(area)
        // Depth of the area first (-1: everywhere), then nearness of the category.
        const rank = (each: ResponsibilityRule) => {
          const depth = each.area === undefined ? -1 : path.indexOf(each.area)
          return depth * 10 - (chain[category] ?? []).indexOf(each.category)
        }
        const matching = all.filter(
          (each) => chain[category]?.includes(each.category) && (each.area === undefined || path.includes(each.area)),
        )
        const answer = resolve(all, category, path)
        if (matching.length === 0) {
          expect(answer.rule).toBe('fallback')
          return
        }
        const found = matching.find((each) => `${each.category}×${each.area ?? '*'}` === answer.rule)
        expect(found).toBeDefined()
        expect(answer.lead).toBe(found?.lead)
        expect(matching.every((each) => rank(each) <= rank(found as ResponsibilityRule))).toBe(true)
      }),
    )
  })
})
