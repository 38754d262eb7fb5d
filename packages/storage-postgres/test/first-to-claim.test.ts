import { cityActors as actors, cityGrid } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { city, testDatabase } from './city.js'

const { storageOf } = testDatabase()

it('a request that several units may claim is the first one’s, of two processes on PostgreSQL that claim at once', async () => {
  const { huiyin: one } = await city(storageOf())
  const { huiyin: other } = await city(storageOf(), { first: false })
  for (let round = 0; round < 12; round++) {
    const id = `q-${round}`
    await one.requests.submit(id, { category: 'other', area: cityGrid, description: '冒水。' }, { by: actors.resident })
    await one.requests.dispatch(id, { pool: ['housing', 'water'] }, { by: actors.desk })
    const results = await Promise.all([
      one.requests.claim(id, { by: actors.housing }),
      other.requests.claim(id, { by: actors.water }),
    ])
    const { unit } = await one.requests.get(id, { by: actors.system })
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'taken-by-another', details: { unit } } })
  }
  expect(await one.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  await other.stop()
  await one.stop()
})
