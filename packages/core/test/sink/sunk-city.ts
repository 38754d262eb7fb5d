import { cityActors as actors, cityGrid, memorySink, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import type { EventSink } from '../../src/contracts/streams/sink.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { atOnce } from '../at-once.js'

/** Ten o'clock on a working day. */
export const start = Date.parse('2022-01-04T10:00:00+08:00')

/** A small city with a sink in memory, or with other sinks. */
export async function sunkCity(parts: Partial<EventSink> = {}, options: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(start)
  const sink = memorySink({ on: ['request.submitted'], ...parts })
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    sinks: [{ ...sink, ...parts }],
    ...options,
    platform: { clock, timer: atOnce, ids: simulatedIds(1), ...options.platform },
  })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = async (category = 'heating') => {
    const report = { category, area: cityGrid, description: '家中不热' }
    const result = await huiyin.requests.submit(report, { by: actors.resident })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const dispatch = (id: string) => huiyin.requests.dispatch(id, { unit: 'housing' }, { by: actors.desk })
  const pending = async () => (await huiyin.deliveries.pending({ limit: 500 }, { by: actors.systemAdmin })).items
  const dead = async () => (await huiyin.deliveries.deadLetters({ limit: 500 }, { by: actors.systemAdmin })).items
  /** Rounds, with the longest wait between them. */
  const rounds = async (count: number) => {
    for (let n = 0; n < count; n++) {
      clock.advance(6 * 3_600_000)
      await huiyin.tick()
    }
  }
  return { huiyin, clock, sink, submit, dispatch, pending, dead, rounds }
}
