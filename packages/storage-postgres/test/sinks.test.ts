import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, cityGrid, memorySink, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { anyTime } from './any-time.js'
import { start, testDatabase } from './city.js'

const { storageOf } = testDatabase()

it('two processes over one server hand each event to a sink once, of each request in order', async () => {
  const clock = simulatedClock(start)
  const sink = memorySink({ on: ['request.*'], batch: 7 })
  const open = async (seed: number) => {
    const platform = { clock, ids: simulatedIds(seed) }
    const huiyin = createHuiyin({ storage: storageOf(), sinks: [sink], limits: anyTime, platform })
    await huiyin.start()
    return huiyin
  }
  const [one, other] = [await open(1), await open(2)]
  await seedCity(one)
  await other.tick()
  const report = { category: 'heating', area: cityGrid, description: '家中不热' }
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const submitted = await one.requests.submit(report, { by: actors.resident })
      if (!submitted.ok) throw new Error(submitted.refusal.code)
      return submitted.request.id
    }),
  )
  await Promise.all(ids.map((id) => one.requests.dispatch(id, {}, { by: actors.desk })))
  await Promise.all([one.tick(), other.tick()])
  // What one of them had under a lease when the other looked is left for the next round.
  await Promise.all([one.tick(), other.tick()])
  const came = sink.batches.flat()
  expect(came.length).toBe(new Set(came).size)
  for (const id of ids) {
    const seqs = sink.taken.filter(({ subject }) => subject === `request/${id}`).map(({ data }) => data.seq)
    expect(seqs).toEqual([1, 2, 3])
  }
  expect((await one.deliveries.pending({ by: actors.system })).items).toEqual([])
  for (const each of [one, other]) await each.stop()
})
