import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, cityGrid, memorySink, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { sqliteStorage } from '../src/index.js'

it('two processes over one file hand each event to a sink once, of each request in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-sinks-'))
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const sink = memorySink({ on: ['request.*'], batch: 7 })
  const open = async (seed: number) => {
    const storage = sqliteStorage({ path: join(folder, 'city.db'), ballast: 0 })
    const huiyin = createHuiyin({ storage, sinks: [sink], platform: { clock, ids: simulatedIds(seed) } })
    await huiyin.start()
    return huiyin
  }
  const [one, other] = [await open(1), await open(2)]
  try {
    await seedCity(one)
    await other.tick()
    const report = { category: 'heating', area: cityGrid, description: '家中不热' }
    const ids: string[] = []
    for (let n = 0; n < 20; n++) {
      const submitted = await one.requests.submit(report, { by: actors.resident })
      if (!submitted.ok) throw new Error(submitted.refusal.code)
      ids.push(submitted.request.id)
    }
    for (const id of ids) await one.requests.dispatch(id, {}, { by: actors.desk })
    await Promise.all([one.tick(), other.tick()])
    // What one of them had under a lease when the other looked is left for the next round.
    await Promise.all([one.tick(), other.tick()])
    const came = sink.batches.flat()
    expect(came.length).toBe(new Set(came).size)
    for (const id of ids) {
      const seqs = sink.taken.filter(({ subject }) => subject === `request/${id}`).map(({ data }) => data.seq)
      expect(seqs).toEqual([1, 2, 3])
    }
    expect((await one.deliveries.pending({ by: actors.systemAdmin })).items).toEqual([])
  } finally {
    await one.stop()
    await other.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
