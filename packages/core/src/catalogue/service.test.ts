import { describe, expect, it } from 'vitest'
import { admin, scene, streetAdmin, system, worker } from '../../test/team-scenario.js'
import type { CatalogueData } from './data.js'
import type { CatalogueFacts } from './kind.js'
import { catalogueKind } from './kind.js'
import { createCatalogue } from './service.js'

const data: CatalogueData = {
  units: [
    { id: 'centre', name: { zh: '治理中心', en: 'Centre' }, kind: 'department' },
    { id: 'town-1', name: { zh: '阜安街道', en: "Fu'an" }, kind: 'town', area: '370281001' },
  ],
  categories: [{ code: 'heating', name: { zh: '供热', en: 'Heating' }, preClosingCheck: true }],
  rules: [{ category: 'heating', area: '370281001', lead: 'town-1' }],
  fallback: 'centre',
}
const other: CatalogueData = { ...data, rules: [] }

describe('the responsibility catalogue', () => {
  it('knows no unit and no category before the first import', async () => {
    const catalogue = createCatalogue(await scene())
    await catalogue.load()
    expect(catalogue.get()).toBeUndefined()
    expect(catalogue.responsibilities().hasUnit('centre')).toBe(false)
    expect(catalogue.responsibilities().category('heating')).toBeUndefined()
    expect(catalogue.unitName('centre')).toEqual({ zh: 'centre', en: 'centre' })
    expect(() => catalogue.resolve('heating', '370281')).toThrow(/Import one/)
  })

  it('answers from the import on', async () => {
    const catalogue = createCatalogue(await scene())
    expect(await catalogue.import(data, { by: admin })).toEqual({ ok: true, revision: 1, changed: true })
    expect(catalogue.get()).toEqual(data)
    expect(catalogue.unitName('town-1').zh).toBe('阜安街道')
    expect(catalogue.categoryName('heating').en).toBe('Heating')
    expect(catalogue.resolve('heating', '370281001001001')).toMatchObject({ lead: 'town-1', rule: 'heating×370281001' })
    expect(catalogue.resolve('heating', '370281002')).toMatchObject({ lead: 'centre', rule: 'fallback' })
    const responsibilities = catalogue.responsibilities()
    expect(responsibilities.hasUnit('town-1')).toBe(true)
    expect(responsibilities.category('heating')).toEqual({
      preClosingCheck: true,
      proofRequired: false,
      fields: {},
    })
    expect(responsibilities.resolve('gone', 'gone').rule).toBe('fallback')
  })

  it('tells a caller who asks for a category or an area that is not in use', async () => {
    const catalogue = createCatalogue(await scene())
    await catalogue.import(data, { by: admin })
    expect(() => catalogue.resolve('heatign', '370281')).toThrow(/No category/)
    expect(() => catalogue.resolve('heating', '999')).toThrow(/No area/)
  })

  it('may be imported by admins of the whole city and the system only', async () => {
    const catalogue = createCatalogue(await scene())
    expect(await catalogue.import(data, { by: streetAdmin })).toMatchObject({
      ok: false,
      refusal: { code: 'catalogue-import-not-permitted' },
    })
    expect(await catalogue.import(data, { by: worker })).toMatchObject({
      ok: false,
      refusal: { code: 'catalogue-import-not-permitted' },
      errors: [],
    })
    const resident = { id: 'r', kind: 'resident', grants: [{ role: 'systemAdmin' }] } as const
    expect(await catalogue.import(data, { by: resident })).toMatchObject({
      ok: false,
      refusal: { code: 'catalogue-import-not-permitted' },
    })
    expect(await catalogue.import(data, { by: system })).toMatchObject({ ok: true })
  })

  it('stays as it is when an import has a fault', async () => {
    const catalogue = createCatalogue(await scene())
    await catalogue.import(data, { by: admin })
    const result = await catalogue.import({ ...data, fallback: 'nobody' }, { by: admin })
    expect(result).toMatchObject({ ok: false, errors: [{ code: 'unit-not-listed', path: ['fallback'] }] })
    expect(catalogue.get()).toEqual(data)
  })

  it('can be checked before it is imported: every fault has its place, and nothing is written', async () => {
    const catalogue = createCatalogue(await scene())
    expect(catalogue.check({ ...data, fallback: 'nobody' })).toMatchObject([
      { code: 'unit-not-listed', path: ['fallback'] },
    ])
    expect(catalogue.check(data)).toEqual([])
    expect(catalogue.get()).toBeUndefined()
  })

  it('is replaced as a whole, and keeps when it was first imported', async () => {
    const parts = await scene()
    const catalogue = createCatalogue(parts)
    await catalogue.import(data, { by: admin })
    const first = await parts.engine.facts<CatalogueFacts>(catalogueKind, 'main')
    expect(await catalogue.import(other, { by: admin })).toEqual({ ok: true, revision: 2, changed: true })
    expect(catalogue.resolve('heating', '370281001').rule).toBe('fallback')
    const second = await parts.engine.facts<CatalogueFacts>(catalogueKind, 'main')
    expect(second?.facts).toMatchObject({ revision: 2, createdAt: first?.facts.createdAt })
  })

  it('does not change when the same catalogue is imported again', async () => {
    const parts = await scene()
    const catalogue = createCatalogue(parts)
    await catalogue.import(data, { by: admin })
    expect(await catalogue.import(structuredClone(data), { by: admin })).toEqual({
      ok: true,
      revision: 1,
      changed: false,
    })
  })

  it('gives the first answer to a repeated key without going back to that edition', async () => {
    const catalogue = createCatalogue(await scene())
    await catalogue.import(data, { by: admin, key: 'k1' })
    await catalogue.import(other, { by: admin })
    expect(await catalogue.import(data, { by: admin, key: 'k1' })).toMatchObject({ ok: true, revision: 1 })
    expect(catalogue.get()).toEqual(other)
    expect(await catalogue.import(other, { by: admin, key: 'k1' })).toMatchObject({
      ok: false,
      refusal: { code: 'key-reused' },
    })
  })

  it('takes over on refresh what another process imported', async () => {
    const parts = await scene()
    const here = createCatalogue(parts)
    const there = createCatalogue(parts)
    await here.import(data, { by: admin })
    expect(there.get()).toBeUndefined()
    await there.refresh()
    expect(there.get()).toEqual(data)
  })
})
