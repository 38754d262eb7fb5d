import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterAll, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-erasure-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('an erased text is not in the file any more, also where SQLite keeps what it deleted', async () => {
  const path = join(folder, 'city.db')
  const huiyin = createHuiyin({
    storage: sqliteStorage({ path }),
    platform: { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) },
  })
  await huiyin.start()
  await seedCity(huiyin)
  // Short ones, and such as take pages of their own.
  const words = Array.from({ length: 20 }, (_, position) => `住户反映第 ${position} 次停暖；`)
  const texts = words.map((each, position) => each.repeat(position % 2 === 0 ? 1 : 150))
  for (const [position, description] of texts.entries()) {
    const id = `q-${position}`
    await huiyin.requests.submit(id, { category: 'heating', area: cityGrid, description }, { by: actors.resident })
    await huiyin.requests.withdraw(id, {}, { by: actors.resident })
  }
  const kept = 'q-7'
  for (const position of texts.keys())
    if (`q-${position}` !== kept)
      await huiyin.requests.eraseTexts(`q-${position}`, { basis: 'retentionEnded' }, { by: actors.securityAdmin })
  await huiyin.stop()
  const file = readFileSync(path)
  expect(words.filter((each) => file.includes(each))).toEqual([words[7]])
})
