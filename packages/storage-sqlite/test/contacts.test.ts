import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { cityActors, seedCity, simulatedClock } from '@huiyin/testkit'
import { afterEach, expect, it } from 'vitest'
import { sqliteStorage } from '../src/index.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-contacts-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const wang = { by: { id: 'res-w', kind: 'resident', grants: [] } } as const
const admin = { by: cityActors.securityAdmin }
const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))

async function opened() {
  const huiyin = createHuiyin({
    storage: sqliteStorage({ path: join(folder, 'city.db'), ballast: 0 }),
    platform: { clock },
  })
  await huiyin.start()
  return huiyin
}

it('how a person is reached outlives the process, and nothing of it is left in the files once it is erased', async () => {
  const first = await opened()
  await seedCity(first)
  await first.contacts.setAddress('res-w', { via: 'phone', address: '13800000001' }, wang)
  await first.contacts.setName('res-w', { name: '王某某' }, wang)
  await first.contacts.consent('res-w', { to: 'phone', version: '2022-1', way: 'paper' }, wang)
  await first.stop()

  const second = await opened()
  expect(await second.contacts.of('res-w', wang)).toMatchObject({
    name: '王某某',
    addresses: [{ via: 'phone', address: '13800000001' }],
  })
  expect(await second.contacts.eraseOf('res-w', { basis: 'consentWithdrawn' }, admin)).toMatchObject({ ok: true })
  expect((await second.audit.verify({ by: cityActors.system })).ok).toBe(true)
  await second.stop()

  const left = readdirSync(folder).map((file) => readFileSync(join(folder, file)))
  for (const word of ['13800000001', '王某某']) expect(left.some((bytes) => bytes.includes(word))).toBe(false)
})
