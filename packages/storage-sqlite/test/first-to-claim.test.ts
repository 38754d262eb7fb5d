// Several units may claim a request, on one file that two processes have open.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it, onTestFinished } from 'vitest'

it('is the unit’s that was first, of two that claim at the same moment; the other reads who has it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-claim-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const open = async () => {
    const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
    const huiyin = createHuiyin({ storage: sqliteStorage({ path: join(folder, 'city.db') }), platform: { clock } })
    await huiyin.start()
    onTestFinished(() => huiyin.stop())
    return huiyin
  }
  const one = await open()
  await seedCity(one)
  const other = await open()
  const winners = new Set<string | undefined>()
  for (let round = 0; round < 12; round++) {
    const id = `q-${round}`
    await one.requests.submit(id, { category: 'other', area: cityGrid, description: '冒水。' }, { by: actors.resident })
    await one.requests.dispatch(id, { pool: ['housing', 'water'] }, { by: actors.desk })
    const first = () => one.requests.claim(id, { by: actors.housing })
    const second = () => other.requests.claim(id, { by: actors.water })
    const results = await Promise.all(round % 2 === 0 ? [first(), second()] : [second(), first()])
    const { unit, returns } = await other.requests.get(id, { by: actors.system })
    winners.add(unit)
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'taken-by-another', details: { unit } } })
    expect(returns).toBe(0)
  }
  expect([...winners].every((unit) => unit === 'housing' || unit === 'water')).toBe(true)
  expect(await one.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
})
