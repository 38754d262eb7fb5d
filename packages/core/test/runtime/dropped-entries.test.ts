import { createHuiyin, type Huiyin, memoryStorage } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityCatalogue, cityGrid, seedCity } from '@huiyin/testkit'
import { afterEach, describe, expect, it } from 'vitest'

const running: Huiyin[] = []
afterEach(() => Promise.all(running.splice(0).map((each) => each.stop())))

async function started(storage: Storage): Promise<Huiyin> {
  const huiyin = createHuiyin({ storage })
  await huiyin.start()
  running.push(huiyin)
  return huiyin
}
// Leaks are not handled any more, and the water company is gone.
const smaller = {
  ...cityCatalogue,
  units: cityCatalogue.units.filter(({ id }) => id !== 'water'),
  categories: cityCatalogue.categories.filter(({ code }) => code !== 'leak'),
  rules: cityCatalogue.rules.filter(({ category }) => category !== 'leak'),
}
const by = { by: actors.systemAdmin }

describe.each([
  ['memory', memoryStorage],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
] as const)('what a new catalogue no longer lists, on %s', (_, storageOf) => {
  async function city() {
    const storage = storageOf()
    const huiyin = await started(storage)
    await seedCity(huiyin)
    const report = async (id: string, category: string) => {
      const submitted = await huiyin.requests.submit(
        id,
        { category, area: cityGrid, description: '报告' },
        { by: actors.resident },
      )
      if (!submitted.ok) throw new Error(submitted.refusal.code)
      await huiyin.requests.dispatch(id, { by: actors.desk })
    }
    await report('q-1', 'leak')
    await report('q-2', 'leak')
    await report('q-3', 'heating')
    await huiyin.requests.forceClose('q-2', { reason: '重复' }, { by: actors.chief })
    return { huiyin, storage }
  }
  const dropped = [
    { what: 'unit', code: 'water', name: { zh: '供水公司', en: 'Water Company' }, openRequests: 1, requests: ['q-1'] },
    {
      what: 'category',
      code: 'leak',
      name: { zh: '管道漏水', en: 'leaking pipe' },
      openRequests: 1,
      requests: ['q-1'],
    },
  ]

  it('is named with the open requests that still go by it, before and when it is imported', async () => {
    const { huiyin } = await city()
    expect(await huiyin.catalogue.preview(smaller, by)).toEqual({ ok: true, changed: true, dropped })
    expect(huiyin.catalogue.get()?.units).toHaveLength(3)
    expect(await huiyin.catalogue.import(smaller, by)).toEqual({ ok: true, revision: 2, changed: true, dropped })
    expect(await huiyin.catalogue.preview(smaller, by)).toEqual({ ok: true, changed: false, dropped: [] })
    expect(await huiyin.catalogue.import(smaller, by)).toEqual({ ok: true, revision: 2, changed: false })
    const whole = await huiyin.catalogue.import(cityCatalogue, by)
    expect(whole).toEqual({ ok: true, revision: 3, changed: true })
  })
  it('a unit that only owes its help is named too', async () => {
    const { huiyin } = await city()
    await huiyin.requests.claim('q-3', { by: actors.housing })
    await huiyin.requests.assignCoHandler('q-3', { unit: 'water' }, { by: actors.housing })
    const plan = await huiyin.catalogue.preview(smaller, by)
    expect(plan).toMatchObject({
      dropped: [{ code: 'water', openRequests: 2, requests: ['q-1', 'q-3'] }, { code: 'leak' }],
    })
  })
  it('keeps the name it had last, in this process and in the next', async () => {
    const { huiyin, storage } = await city()
    const renamed = cityCatalogue.units.map((unit) =>
      unit.id === 'water' ? { ...unit, name: { zh: '水务集团', en: 'Water Group' } } : unit,
    )
    await huiyin.catalogue.import({ ...cityCatalogue, units: renamed }, by)
    await huiyin.catalogue.import(smaller, by)
    for (const each of [huiyin, await started(storage)]) {
      expect(each.catalogue.unitName('water')).toEqual({ zh: '水务集团', en: 'Water Group' })
      expect(each.catalogue.categoryName('leak')).toEqual({ zh: '管道漏水', en: 'leaking pipe' })
      expect(each.catalogue.unitName('never-was')).toEqual({ zh: 'never-was', en: 'never-was' })
    }
    const view = await huiyin.requests.forResident('q-1', { by: actors.resident })
    expect(JSON.stringify(view)).toContain('水务集团')
    expect(JSON.stringify(view)).not.toContain('"water"')
    running.pop()
  })
  it('is told to nobody who may not import', async () => {
    const { huiyin } = await city()
    for (const by of [actors.desk, actors.resident])
      expect(await huiyin.catalogue.preview(smaller, { by })).toMatchObject({
        ok: false,
        refusal: { code: 'catalogue-import-not-permitted' },
        errors: [],
      })
    expect(await huiyin.catalogue.preview({ ...smaller, fallback: 'nobody' }, by)).toMatchObject({
      errors: [{ code: 'unit-not-listed' }],
    })
  })
})
