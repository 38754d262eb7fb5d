import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }
const january = { period: { from: '2022-01-01', to: '2022-02-01' } }
type City = ReturnType<typeof createHuiyin>

const uses: readonly (readonly [string, (huiyin: City) => unknown])[] = [
  ['a command', ({ requests }) => requests.submit(report, { by: actors.resident })],
  ['a read', ({ requests }) => requests.find({}, { by: actors.system })],
  ['an import', ({ areas }) => areas.import([], { by: actors.systemAdmin })],
  ['a check', ({ areas }) => areas.check([])],
  ['a figure', ({ evaluation }) => evaluation.measure('completionRate', january, { by: actors.system })],
  ['deliveries', ({ deliveries }) => deliveries.pending({ by: actors.system })],
  ['verify', ({ audit }) => audit.verify({ by: actors.system })],
  ['tick', (huiyin) => huiyin.tick()],
  ['run', (huiyin) => huiyin.run()],
]

async function thrownBy(use: (huiyin: City) => unknown, huiyin: City): Promise<unknown> {
  try {
    await use(huiyin)
  } catch (error) {
    return error
  }
  return undefined
}

describe('before start() and after stop()', () => {
  it.each(uses)('%s names what to call, and not the storage', async (_, use) => {
    const huiyin = createHuiyin({ storage: memoryStorage() })
    const early = await thrownBy(use, huiyin)
    if (!isHuiyinError(early, 'configuration')) throw early
    expect(early.message).toBe('This huiyin was not started; call `await huiyin.start()` first.')
    expect(early.text.zh).toBe('该 Huiyin 尚未启动，请先调用 await huiyin.start()。')

    await huiyin.start()
    await seedCity(huiyin)
    await huiyin.stop()
    const late = await thrownBy(use, huiyin)
    if (!isHuiyinError(late, 'configuration')) throw late
    expect(late.message).toBe('This huiyin was stopped; call `await huiyin.start()` again first.')
  })
})
