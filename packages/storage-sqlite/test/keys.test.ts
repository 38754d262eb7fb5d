import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterAll, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function opened(seed: number) {
  const huiyin = createHuiyin({
    storage: sqliteStorage({ path: join(folder, 'city.db') }),
    platform: { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(seed) },
  })
  await huiyin.start()
  return huiyin
}

it('refuses a key that two processes use for two texts of equal length', async () => {
  const one = await opened(1)
  await seedCity(one)
  const two = await opened(2)
  const texts = ['家中不热', '水管漏水']
  const submit = (huiyin: typeof one, text: number) =>
    huiyin.requests.submit(
      { category: 'heating', area: cityGrid, description: texts[text] as string },
      { by: actors.resident, key: 'form-1' },
    )
  const results = await Promise.all([submit(one, 0), submit(two, 1)])
  const won = results.findIndex(({ ok }) => ok)
  expect(results[1 - won]).toMatchObject({ ok: false, refusal: { code: 'key-reused' } })
  // The loser may ask for what the winner asked: it gets the first answer, as it was stored.
  expect(await submit(won === 0 ? two : one, won)).toEqual(results[won])
  await one.stop()
  await two.stop()
})
