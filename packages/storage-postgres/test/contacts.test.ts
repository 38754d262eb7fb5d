import { createHuiyin } from '@huiyin/core'
import { cityActors, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { anyTime } from './any-time.js'
import { start, testDatabase } from './city.js'
import { administer } from './schema.js'

const { connection, storageOf, schema } = testDatabase()
const wang = { by: { id: 'res-w', kind: 'resident', grants: [] } } as const

it('how a person is reached is read by another process, and no row has it once it is erased', async () => {
  const clock = simulatedClock(start)
  const open = async () => {
    const huiyin = createHuiyin({ storage: storageOf(), limits: anyTime, platform: { clock } })
    await huiyin.start()
    return huiyin
  }
  const one = await open()
  await seedCity(one)
  await one.contacts.setAddress('res-w', { via: 'phone', address: '13800000001' }, wang)
  const other = await open()
  expect(await other.contacts.of('res-w', wang)).toMatchObject({
    addresses: [{ via: 'phone', address: '13800000001' }],
  })
  await other.contacts.eraseOf('res-w', { basis: 'consentWithdrawn' }, { by: cityActors.securityAdmin })
  expect((await one.contacts.of('res-w', wang))?.addresses ?? []).toEqual([])
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
