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
const by = actors.systemAdmin

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
    expect(await huiyin.teams.of(cityGrid, { by: actors.system })).toBeUndefined()
    expect(await huiyin.requests.get(id, { by: actors.system })).toMatchObject({ status: 'reported', version: 1 })
    expect(await huiyin.requests.dispatch(id, {}, { by: actors.desk })).toMatchObject({ ok: true })
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    await huiyin.stop()
  })
})

describe('area changes in one transaction of the host', () => {
  const community = cityGrid.slice(0, 12)
  const half = (n: number) =>
    ({ code: `${community}${n}`, name: `新设${n}网格`, level: 'grid', parent: community, kind: 'residential' }) as const

  it('are judged each with those before it, and are in force together or not at all', async () => {
    const { huiyin } = await city(storageOf())
    for (const end of ['ROLLBACK', 'COMMIT'] as const) {
      await inTransaction(end, async (tx) => {
        const split = await huiyin.areas.split(cityGrid, { into: [half(801), half(802)] }, { by, tx })
        expect(split).toMatchObject({ ok: true })
        // The first grid is gone and the new ones are there, within the transaction only.
        expect(await huiyin.areas.redraw(half(801).code, { name: '改名的网格' }, { by, tx })).toMatchObject({
          ok: true,
        })
        expect(await huiyin.areas.redraw(cityGrid, { name: '旧网格' }, { by, tx })).toMatchObject({ ok: false })
        const row = half(803)
        expect(await huiyin.areas.import([row], { by, tx })).toMatchObject({ ok: true, imported: 1 })
        expect(await huiyin.areas.import([row], { by, tx })).toMatchObject({ ok: true, imported: 0 })
        expect(huiyin.areas.get(half(801).code)).toBeUndefined()
      })
      await huiyin.areas.refresh()
      const names = [801, 802, 803].map((n) => huiyin.areas.get(half(n).code)?.name)
      expect(names).toEqual(
        end === 'COMMIT' ? ['改名的网格', '新设802网格', '新设803网格'] : [undefined, undefined, undefined],
      )
    }
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    await huiyin.stop()
  })

  it('forget what a savepoint took back', async () => {
    const { huiyin } = await city(storageOf())
    await inTransaction('COMMIT', async (tx) => {
      await tx.query('SAVEPOINT before')
      await huiyin.areas.split(cityGrid, { into: [half(801), half(802)] }, { by, tx })
      await tx.query('ROLLBACK TO SAVEPOINT before')
      expect(await huiyin.areas.redraw(cityGrid, { name: '一' }, { by, tx })).toMatchObject({ ok: true })
      expect(await huiyin.areas.redraw(cityGrid, { name: '一号网格' }, { by, tx })).toMatchObject({ ok: true })
    })
    await huiyin.areas.refresh()
    expect([huiyin.areas.get(cityGrid)?.name, huiyin.areas.get(half(801).code)]).toEqual(['一号网格', undefined])
    await huiyin.stop()
  })

  it('of two instances are refused: the second does not see what the first wrote', async () => {
    const { huiyin } = await city(storageOf())
    const { huiyin: other } = await city(storageOf(), { first: false })
    await inTransaction('ROLLBACK', async (tx) => {
      await huiyin.areas.redraw(cityGrid, { name: '一号网格' }, { by, tx })
      await expect(other.areas.redraw(cityGrid, { name: '二号网格' }, { by, tx })).rejects.toMatchObject({
        code: 'configuration',
        text: { zh: expect.stringContaining('宿主的事务中有另一实例写入的区划变更') },
      })
    })
    await other.stop()
    await huiyin.stop()
  })
})
