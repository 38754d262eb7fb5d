import { cityAreas, cityCatalogue } from '@huiyin/testkit'
import { admin, emptyCity, streetAdmin } from './city.js'
import type { RefusalRow, Said } from './row.js'

const housing = cityCatalogue.units[0]
const heating = cityCatalogue.categories[0]
const unit = (id: string, more: object = {}) => ({ ...housing, id, ...more })
const category = (code: string, more: object = {}) => ({ ...heating, code, ...more })
const rule = (more: object) => ({ category: 'other', lead: 'centre', ...more })
const units = (...more: object[]) => ({ ...cityCatalogue, units: [...cityCatalogue.units, ...more] })
const categories = (...more: object[]) => ({ ...cityCatalogue, categories: [...cityCatalogue.categories, ...more] })
const rules = (...more: object[]) => ({ ...cityCatalogue, rules: [...cityCatalogue.rules, ...more] })

async function imported(catalogue: object, options: object) {
  const { areas, catalogue: service } = await emptyCity()
  await areas.import(cityAreas, admin)
  return service.import(catalogue as never, options as never)
}
const faultOf = (catalogue: object) => async (): Promise<Said | undefined> => {
  const result = await imported(catalogue, admin)
  return result.ok ? undefined : (result.errors[0] as unknown as Said)
}
const importedBy = (by: object) => async (): Promise<Said | undefined> => {
  const result = await imported(cityCatalogue, { by })
  return result.ok ? undefined : (result as { refusal?: Said }).refusal
}

/** Who is responsible for what. */
export const catalogueRows: readonly RefusalRow[] = [
  {
    code: 'catalogue-import-not-permitted',
    policy: 'only a system administrator of the whole city imports the catalogue',
    refused: importedBy(streetAdmin),
    details: { actor: 'staff-street', needs: ['systemAdmin'], who: { zh: '系统管理员', en: 'a system administrator' } },
    allowed: importedBy(admin.by),
  },
  {
    code: 'wrong-form',
    policy: 'a unit has a name in both languages',
    refused: faultOf(units(unit('roads', { name: { zh: '路政' } }))),
    details: { field: 'name.en', absent: true, problem: { zh: '缺少', en: 'is missing' } },
    allowed: faultOf(units(unit('roads'))),
  },
  {
    code: 'unit-repeated',
    policy: 'a unit stands in one row',
    refused: faultOf(units(unit('housing'))),
    details: { unit: 'housing', other: 1 },
    allowed: faultOf(units(unit('roads'))),
  },
  {
    code: 'category-repeated',
    policy: 'a category stands in one row',
    refused: faultOf(categories(category('heating'))),
    details: { category: 'heating', other: 1 },
    allowed: faultOf(categories(category('lights'))),
  },
  {
    code: 'unit-not-listed',
    policy: 'a rule names a unit of the catalogue',
    refused: faultOf(rules(rule({ lead: 'roads' }))),
    details: { unit: 'roads' },
    allowed: faultOf(rules(rule({}))),
  },
  {
    code: 'category-not-listed',
    policy: 'a rule names a category of the catalogue',
    refused: faultOf(rules(rule({ category: 'lights' }))),
    details: { category: 'lights' },
    allowed: faultOf(rules(rule({}))),
  },
  {
    code: 'area-not-in-use',
    policy: 'a rule for an area names one there is or was',
    refused: faultOf(rules(rule({ area: '370281009' }))),
    details: { area: '370281009' },
    allowed: faultOf(rules(rule({ area: '370281001' }))),
  },
  {
    code: 'unit-named-twice',
    policy: 'a rule names a unit once',
    refused: faultOf(rules(rule({ coHandlers: ['water', 'water'] }))),
    details: { unit: 'water' },
    allowed: faultOf(rules(rule({ coHandlers: ['water', 'housing'] }))),
  },
  {
    code: 'unit-named-twice',
    policy: 'the lead of a rule does not help itself',
    refused: faultOf(rules(rule({ coHandlers: ['centre'] }))),
    details: { unit: 'centre' },
    allowed: faultOf(rules(rule({ coHandlers: ['housing'] }))),
  },
  {
    code: 'unit-cycle',
    policy: 'no unit is above itself',
    refused: faultOf(units(unit('a', { parent: 'b' }), unit('b', { parent: 'a' }))),
    details: { units: ['a', 'b', 'a'] },
    allowed: faultOf(units(unit('a', { parent: 'b' }), unit('b', { parent: 'housing' }))),
  },
  {
    code: 'category-cycle',
    policy: 'no category is above itself',
    refused: faultOf(categories(category('a', { parent: 'b' }), category('b', { parent: 'a' }))),
    details: { categories: ['a', 'b', 'a'] },
    allowed: faultOf(categories(category('a', { parent: 'b' }), category('b', { parent: 'heating' }))),
  },
  {
    code: 'rules-conflict',
    policy: 'one rule says who handles a category in an area',
    refused: faultOf(rules({ category: 'heating', lead: 'water' })),
    details: { category: 'heating', other: 1 },
    allowed: faultOf(rules({ category: 'heating', lead: 'water', area: '370281001' })),
  },
  {
    code: 'fallback-missing',
    policy: 'somebody handles what no rule covers',
    refused: faultOf({ ...cityCatalogue, fallback: undefined }),
    details: {},
    allowed: faultOf(cityCatalogue),
  },
]
