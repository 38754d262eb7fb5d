import { type AdapterError, isHuiyinError } from '@huiyin/core'
import { tallyRows } from '@huiyin/core/contracts'
import { cityActors as actors, cityGrid } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { changeOf } from '../test/changes.js'
import { city, testDatabase } from '../test/city.js'
import { administer, spread } from '../test/schema.js'

const { connection, storageOf, schema } = testDatabase()

describe('an error of the server', () => {
  it('is told without what the server quotes of the rows', async () => {
    const storage = storageOf()
    await storage.open()
    await administer(connection(), `ALTER TABLE "${schema()}".vault_rows ADD CHECK (value <> '000-2000-0001')`)
    const { huiyin } = await city(storage)
    const error = await huiyin.requests
      .submit(
        { category: 'heating', area: cityGrid, description: '不热', person: { name: '王某', phone: '000-2000-0001' } },
        { by: actors.resident },
      )
      .catch((thrown: unknown) => thrown)
    const told = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify((error as AdapterError).cause)} ${String((error as AdapterError).cause)}`
    expect(isHuiyinError(error, 'adapter-failure') && error.details).toMatchObject({
      retryable: false,
      outcome: 'none',
    })
    expect(told).not.toContain('000-2000-0001')
    expect(Object.keys((error as { cause: object }).cause)).toEqual(['code'])
    await huiyin.stop()
  })
})

describe('sums', () => {
  it('lie in a few rows that all changes of a group share, not in one a bucket', async () => {
    const { huiyin, report } = await city(storageOf())
    await Promise.all(Array.from({ length: 60 }, () => report()))
    const grains = new Set(
      tallyRows({ measure: 'm', day: '2022-01-04', areaPath: '1/', unit: '', category: '', channel: '', delta: 1 }).map(
        (row) => row.grain,
      ),
    )
    const [{ buckets, kinds }] = (await administer<{ buckets: number; kinds: string[] }>(
      connection(),
      `SELECT count(DISTINCT bucket)::int AS buckets, array_agg(DISTINCT grain) AS kinds FROM "${schema()}".tallies`,
    )) as [{ buckets: number; kinds: string[] }]
    expect(new Set(kinds)).toEqual(grains)
    if (spread.distribute === undefined) expect(buckets).toBeLessThanOrEqual(8)
    await huiyin.stop()
  })
})

describe('a group of changes', () => {
  it('of which a part is written before another fails tells each its own outcome', async () => {
    const storage = storageOf()
    await storage.open()
    const group = [changeOf('q-1', 0), { ...changeOf('q-1', 1), body: '\u0000' }, changeOf('q-1', 2)]
    const outcomes = await storage.commit(group)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['committed', 'failed', 'failed'])
    expect(outcomes[1]).toMatchObject({ error: { details: { retryable: false, outcome: 'none' } } })
    expect((await storage.load(changeOf('q-1', 0))).record?.version).toBe(1)
    await storage.close()
  })

  it('of which one cannot be written leaves nothing of the others', async () => {
    const storage = storageOf()
    await storage.open()
    const group = [changeOf('q-1', 0), { ...changeOf('q-2', 0), body: '\u0000' }]
    const error = await storage.commit(group).catch((thrown: unknown) => thrown)
    expect(isHuiyinError(error, 'adapter-failure') && error.details).toMatchObject({
      retryable: false,
      outcome: 'none',
    })
    expect((await storage.load(changeOf('q-1', 0))).record).toBeUndefined()
    await storage.close()
  })
})
