import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

it('what is due of different requests at one instant shares a write', async () => {
  const clock = simulatedClock(Date.parse('2022-05-09T09:00:00+08:00'))
  const memory = memoryStorage()
  const groups: number[] = []
  const storage = {
    ...memory,
    commit: async (changes: Parameters<typeof memory.commit>[0]) => {
      groups.push(changes.length)
      return memory.commit(changes)
    },
  }
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  for (let n = 0; n < 40; n++) {
    const submitted = await huiyin.requests.submit(
      `q${n}`,
      { category: 'heating', area: cityGrid, description: '家中不热' },
      { by: actors.resident },
    )
    expect(submitted.ok && (await huiyin.requests.dispatch(`q${n}`, {}, { by: actors.desk })).ok).toBe(true)
  }
  const statuses = async () =>
    (await huiyin.requests.find({ limit: 40 }, { by: actors.system })).items.map(({ status }) => status)
  expect(new Set(await statuses())).toEqual(new Set(['dispatched']))
  groups.length = 0
  clock.advance(10 * 3_600_000)
  expect((await huiyin.tick()).deadlines).toBe(40)
  expect(groups).toEqual([40])
  expect(new Set(await statuses())).toEqual(new Set(['reassigning']))
  await huiyin.stop()
})
