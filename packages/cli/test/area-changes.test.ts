import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity } from '@huiyin/testkit'
import { afterAll, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())
const areas = (...args: string[]) => huiyin('areas', ...args, '-s', 'sqlite:city.db', '--json')

it('lists the changes of areas that wait for their day, and calls one off once', async () => {
  const app = createHuiyin({ storage: sqliteStorage({ path: join(folder.path, 'city.db') }) })
  await app.start()
  await seedCity(app)
  const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  const recoded = { to: '370281001001901', effectiveFrom: day }
  expect((await app.areas.recode(cityGrid, recoded, { by: cityActors.systemAdmin })).ok).toBe(true)
  await app.stop()
  const { code, json } = await areas('scheduled')
  const { changes } = json<{ changes: { change: string; effectiveFrom: string; steps: { name: string }[] }[] }>()
  expect([code, changes]).toMatchObject([0, [{ effectiveFrom: day, steps: [{ name: 'recode' }] }]])
  const change = changes[0]?.change ?? ''
  expect((await areas('cancel', change)).code).toBe(0)
  expect((await areas('scheduled')).json()).toMatchObject({ changes: [] })
  const again = await areas('cancel', change)
  expect([again.code, again.json()]).toMatchObject([1, { refusal: { code: 'area-change-unknown' } }])
})
