import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { CommitOutcome, Storage } from '@huiyin/core/contracts'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'

/** A city in which somebody else commits first, as often as is told. */
async function contended() {
  let losses = 0
  let tried = 0
  const inner = memoryStorage()
  const storage: Storage = {
    ...inner,
    commit: async (changes) => {
      tried++
      if (losses === 0) return inner.commit(changes)
      losses--
      return changes.map((): CommitOutcome => ({ kind: 'conflict', version: 0 }))
    },
  }
  const platform = { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')) }
  const huiyin = createHuiyin({ storage, platform })
  const { requests } = huiyin
  await huiyin.start()
  await seedCity(huiyin)
  const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
  const submitted = await requests.submit(report, { by: cityActors.resident })
  if (!submitted.ok) throw new Error(submitted.refusal.code)
  const urge = () => requests.urge(submitted.request.id, { by: cityActors.resident })
  const lose = (times: number) => {
    losses = times
    tried = 0
  }
  return { id: submitted.request.id, requests, urge, lose, tried: () => tried, stop: () => huiyin.stop() }
}

it('a command that others overtake is decided again, sixteen times in all', async () => {
  const { urge, lose, tried, stop } = await contended()
  lose(15)
  expect(await urge()).toMatchObject({ ok: true })
  expect(tried()).toBe(16)
  await stop()
})

it('after the sixteenth it is given up, and nothing was written', async () => {
  const { id, requests, urge, lose, tried, stop } = await contended()
  const { version } = await requests.get(id, { by: cityActors.system })
  lose(16)
  await expect(urge()).rejects.toMatchObject({ code: 'conflict' })
  expect(tried()).toBe(16)
  expect((await requests.get(id, { by: cityActors.system })).version).toBe(version)
  await stop()
})
