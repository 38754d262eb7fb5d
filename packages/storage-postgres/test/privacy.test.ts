import { createHuiyin } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { anyTime } from './any-time.js'
import { start, testDatabase } from './city.js'
import { administer } from './schema.js'

const { connection, storageOf, schema } = testDatabase()
const day = 86_400_000
const by = cityActors.securityAdmin
const resident = { by: cityActors.resident }

it('two processes erase by the rules what is over, each request once, and no row has it afterwards', async () => {
  const clock = simulatedClock(start)
  const open = async () => {
    const privacy = { retention: [{ name: 'a-week', days: 7, ends: ['withdrawn'] }] }
    const huiyin = createHuiyin({ storage: storageOf(), limits: anyTime, platform: { clock }, privacy })
    await huiyin.start()
    return huiyin
  }
  const one = await open()
  await seedCity(one)
  const person = { name: '王某', phone: '13800000001' }
  const report = { category: 'heating', area: cityGrid, description: '家中不热。', person }
  for (const id of ['q-1', 'q-2', 'q-3']) {
    await one.requests.submit(id, report, resident)
    if (id !== 'q-3') await one.requests.withdraw(id, resident)
  }
  const other = await open()
  clock.advance(7 * day)
  await Promise.all([one.tick(), other.tick()])
  for (const id of ['q-1', 'q-2']) {
    const erasures = (await other.requests.history(id, { by })).filter(({ type }) => type === 'request.textsErased')
    expect(erasures).toMatchObject([{ data: { basis: 'retentionEnded', rule: 'a-week' } }])
  }
  const exported = await other.privacy.export(cityActors.resident.id, resident)
  expect(exported.requests.map(({ given }) => given.length)).toEqual([0, 0, 3])

  await one.requests.withdraw('q-3', resident)
  const basis = 'consentWithdrawn'
  expect(await other.privacy.erase(cityActors.resident.id, { by, basis })).toMatchObject({ kept: [] })
  for (const table of ['records', 'event_rows', 'vault_rows', 'delivery_rows', 'answer_rows']) {
    const found = await administer(
      connection(),
      `SELECT 1 FROM "${schema()}".${table} x WHERE x::text LIKE '%13800000001%'`,
    )
    expect([table, found]).toEqual([table, []])
  }
  expect((await one.audit.verify({ by: cityActors.system })).ok).toBe(true)
  for (const each of [one, other]) await each.stop()
})
