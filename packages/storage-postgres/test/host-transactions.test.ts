import { cityActors as actors, cityCatalogue, cityGrid } from '@huiyin/testkit'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { city, testDatabase } from './city.js'

const { connection, storageOf } = testDatabase()

async function inTransaction(end: 'COMMIT' | 'ROLLBACK', work: (tx: pg.Client) => Promise<void>): Promise<void> {
  const tx = new pg.Client({ connectionString: connection() })
  await tx.connect()
  await tx.query('BEGIN')
  await work(tx)
  await tx.query(end)
  await tx.end()
}
const renamed = (zh: string) => ({
  ...cityCatalogue,
  units: cityCatalogue.units.map((unit) => (unit.id === 'water' ? { ...unit, name: { zh, en: 'Water' } } : unit)),
})
const by = actors.admin

describe('what a transaction of the host may still take back is in force nowhere', () => {
  it('a catalogue rolled back is not in force, and the next one is', async () => {
    const { huiyin } = await city(storageOf())
    await inTransaction('ROLLBACK', async (tx) => {
      expect(await huiyin.catalogue.import(renamed('撤回的名称'), { by, tx })).toMatchObject({
        ok: true,
        changed: true,
      })
      expect(huiyin.catalogue.unitName('water').zh).toBe('供水公司')
    })
    expect(huiyin.catalogue.unitName('water').zh).toBe('供水公司')
    await huiyin.catalogue.refresh()
    expect(huiyin.catalogue.unitName('water').zh).toBe('供水公司')
    expect(await huiyin.catalogue.import(renamed('水务集团'), { by })).toMatchObject({ ok: true, revision: 2 })
    expect(huiyin.catalogue.unitName('water').zh).toBe('水务集团')
    expect(huiyin.catalogue.get()?.units.find(({ id }) => id === 'water')?.name.zh).toBe('水务集团')
    await huiyin.stop()
  })
  it('a catalogue committed is in force from the next refresh on', async () => {
    const { huiyin } = await city(storageOf())
    await inTransaction('COMMIT', async (tx) => {
      await huiyin.catalogue.import(renamed('水务集团'), { by, tx })
    })
    await huiyin.tick()
    expect(huiyin.catalogue.unitName('water').zh).toBe('水务集团')
    await huiyin.stop()
  })
  it('areas, teams and requests rolled back are as they were', async () => {
    const { huiyin, report } = await city(storageOf())
    const id = await report()
    const lead = { member: 'p-1', role: 'gridLead', from: '2022-01-01' } as const
    await inTransaction('ROLLBACK', async (tx) => {
      expect(await huiyin.areas.redraw(cityGrid, { name: '撤回的网格' }, { by, tx })).toMatchObject({ ok: true })
      expect(await huiyin.teams.join(cityGrid, lead, { by, tx })).toMatchObject({ ok: true })
      expect(await huiyin.requests.dispatch(id, {}, { by: actors.desk, tx })).toMatchObject({ ok: true })
    })
    await huiyin.tick()
    expect(huiyin.areas.get(cityGrid)?.name).toBe('第一网格')
    expect(await huiyin.teams.of(cityGrid)).toBeUndefined()
    expect(await huiyin.requests.get(id)).toMatchObject({ status: 'reported', version: 1 })
    expect(await huiyin.requests.dispatch(id, {}, { by: actors.desk })).toMatchObject({ ok: true })
    expect((await huiyin.audit.verify()).ok).toBe(true)
    await huiyin.stop()
  })
})
