import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../contracts/storage.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { createHuiyin } from './create-huiyin.js'
import type { HuiyinOptions } from './options.js'

async function city(more: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), clock, ids: simulatedIds(1), ...more })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = async (who: 'resident' | 'neighbour' = 'resident') => {
    const report = { category: 'heating', area: cityGrid, description: '家中不热' }
    const result = await huiyin.requests.submit(report, { by: actors[who] })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const statusOf = async (id: string) => (await huiyin.requests.get(id)).status
  return { huiyin, clock, submit, statusOf }
}
const by = { by: actors.desk }

describe('stopping', () => {
  it('waits for commands that are under way', async () => {
    const { huiyin, submit } = await city()
    const id = await submit()
    const done = huiyin.requests.dispatch(id, {}, by)
    await huiyin.stop()
    expect(await done).toMatchObject({ ok: true })
  })
})
