import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const report = { category: 'heating', area: cityGrid, description: '家中不热' }
  await huiyin.requests.submit('q-1', report, { by: actors.resident })
  await huiyin.requests.dispatch('q-1', {}, { by: actors.desk })
  return huiyin
}

/** What was said in both languages. */
const said = async (call: () => unknown) => {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (thrown: { readonly text: { readonly zh: string; readonly en: string } }) => thrown,
    )
  return [error?.text.zh, error?.text.en]
}

describe('an unknown name is met with the one that was probably meant, and those there are', () => {
  it('of a clock of the request', async () => {
    const huiyin = await city()
    const [zh, en] = await said(() => huiyin.requests.explainDeadline('q-1', { by: actors.system, clock: 'clam' }))
    expect(zh).toMatch(/^没有编号为“clam”的时限；是否指 claim？可用：.*claim/)
    expect(en).toMatch(/^No clock with id "clam"; did you mean claim\? known: .*claim/)
  })

  it('of a category', async () => {
    const huiyin = await city()
    const [zh, en] = await said(() => huiyin.catalogue.resolve('heatign', cityGrid))
    expect(zh).toMatch(/^没有编号为“heatign”的分类；是否指 heating？可用：/)
    expect(en).toMatch(/^No category with id "heatign"; did you mean heating\? known: /)
  })

  it('of a measure and an indicator', async () => {
    const { evaluation } = await city()
    const period = { from: '2022-01-01', to: '2022-01-31' }
    expect((await said(() => evaluation.measure('completionrate', { period }, { by: actors.system })))[1]).toMatch(
      /did you mean completionRate\?/,
    )
    expect((await said(() => evaluation.count(['completed@accept'], { period }, { by: actors.system })))[0]).toMatch(
      /是否指 completed@accepted？/,
    )
  })

  it('of a reason to suspend, in the refusal', async () => {
    const huiyin = await city()
    await huiyin.requests.claim('q-1', { by: actors.housing })
    const result = await huiyin.requests.suspend(
      'q-1',
      { reasonCode: 'seasons', reason: '大雪' },
      { by: actors.housing },
    )
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.refusal.message.en).toMatch(/not a reason to suspend; did you mean season\? known: /)
  })
})
