import { createHuiyin, type HuiyinOptions } from '@huiyin/core'
import { defaultLifecycle, extendLifecycle, type OpenState } from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { anyTime } from './any-time.js'
import { start, testDatabase } from './city.js'

const verifying: OpenState = {
  title: { zh: '现场核实中', en: 'being verified on site' },
  step: 'report',
  owner: 'dispatcher',
  clocks: ['dispatch'],
  on: { confirm: { target: 'reported' }, void: { target: 'voided' }, 'expire:dispatch': { target: 'reported' } },
}
const lifecycle = extendLifecycle(defaultLifecycle, { states: { verifying }, initial: 'verifying' })
const commands = {
  confirm: {
    title: { zh: '核实属实', en: 'confirm' },
    who: ['dispatcher'],
    event: 'verifying.confirmed',
    words: { staff: { zh: '已核实', en: 'was verified' } },
  },
} as const

const { storageOf } = testDatabase()

describe('a lifecycle changed in a running city, on PostgreSQL', () => {
  it('is refused without a mapping, moves open requests with one, and follows what an older process still brings', async () => {
    const clock = simulatedClock(start)
    const city = (more: Partial<HuiyinOptions>) =>
      createHuiyin({ storage: storageOf(), platform: { clock }, limits: anyTime, ...more })
    const submit = async (huiyin: ReturnType<typeof city>) => {
      const input = { category: 'heating', area: cityGrid, description: '家中不热。' }
      const result = await huiyin.requests.submit(input, { by: actors.resident })
      if (!result.ok) throw new Error(result.refusal.code)
      return result.request.id
    }
    const before = city({ lifecycle, commands })
    await before.start()
    await seedCity(before)
    const early = await submit(before)
    const refused = city({})
    await expect(refused.start()).rejects.toMatchObject({
      code: 'configuration',
      details: { states: { verifying: 1 } },
    })
    await refused.stop()

    const after = city({})
    await after.start({ states: { verifying: 'reported' } })
    expect(await after.requests.get(early, { by: actors.system })).toMatchObject({
      status: 'reported',
      owner: { role: 'dispatcher' },
    })
    const late = await submit(before)
    clock.advance(120_000)
    await after.tick()
    expect((await after.requests.get(late, { by: actors.system })).status).toBe('reported')
    expect((await before.requests.dispatch(late, {}, { by: actors.desk })).ok).toBe(true)
    expect((await after.requests.claim(late, {}, { by: actors.housing })).ok).toBe(true)
    expect((await after.audit.verify({ by: actors.system })).ok).toBe(true)
    await before.stop()
    await after.stop()
  })
})
