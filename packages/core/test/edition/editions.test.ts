import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { refOf } from '../../src/record/bucket.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { defineSlaPolicy } from '../../src/sla/policy.js'

const clock = simulatedClock(Date.parse('2026-11-23T09:00:00+08:00'))
const ids = simulatedIds(1)
const start = async (storage: Storage, options: Partial<HuiyinOptions> = {}) => {
  const huiyin = createHuiyin({ storage, platform: { clock, ids }, ...options })
  await huiyin.start()
  return huiyin
}
const submit = async (huiyin: Awaited<ReturnType<typeof start>>) => {
  const input = { area: cityGrid, category: 'other', channel: 'hotline', description: 'The lamp is dark.' }
  const result = await huiyin.requests.submit(input, { by: actors.resident })
  if (!result.ok) throw new Error(result.refusal.message.en)
  return result.request.id
}
const stored = async (storage: Storage, id: string) => {
  const ref = refOf('request', id)
  const [{ record }, events] = [await storage.load(ref), await storage.history(ref, { after: 0, limit: 99 })]
  return { body: record?.body ?? '', bytes: events.map((each) => each.bytes).join('\n') }
}
const recordedEditions = async (storage: Storage) =>
  (await storage.history(refOf('editions', 'main'), { after: 0, limit: 99 })).length
const five = defineSlaPolicy({ dispatch: { workingDays: 5 }, version: 'five days' })

describe('the rules that requests are decided by', () => {
  it('are recorded once: a request names their edition, and says neither limit nor calendar nor policy', async () => {
    const storage = memoryStorage()
    const huiyin = await start(storage)
    await seedCity(huiyin)
    const id = await submit(huiyin)
    const { body, bytes } = await stored(storage, id)
    for (const text of [body, bytes]) {
      expect(text).toContain('"edition":1')
      expect(text).not.toMatch(/policyVersion|calendarVersion|cutoff|startDay|"limit"|"pauses"/)
    }
    await start(storage)
    await huiyin.tick()
    expect(await recordedEditions(storage)).toBe(1)
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  })

  it('are looked up by a process that meets an edition another one has recorded since', async () => {
    const storage = memoryStorage()
    const early = await start(storage)
    await seedCity(early)
    const late = await start(storage, { sla: five })
    const id = await submit(late)
    expect((await stored(storage, id)).body).toContain('"edition":2')
    const { clocks } = await early.requests.get(id, { by: actors.system })
    expect(clocks.dispatch).toMatchObject({ policyVersion: 'five days', limit: { workingDays: 5 }, warned: 0 })
    expect(await early.requests.history(id, { by: actors.system })).toEqual(
      await late.requests.history(id, { by: actors.system }),
    )
    expect((await early.audit.verify({ by: actors.system })).ok).toBe(true)
  })

  it('explain a deadline years later, in a process whose code has other limits and another calendar', async () => {
    const storage = memoryStorage()
    const then = await start(storage, { sla: five })
    await seedCity(then)
    const id = await submit(then)
    const before = await then.requests.explainDeadline(id, { by: actors.system })
    const now = await start(storage)
    expect(await now.requests.explainDeadline(id, { by: actors.system })).toEqual(before)
  })

  it('cannot be changed in the record afterwards: verification names it', async () => {
    const storage = memoryStorage()
    const huiyin = await start(storage)
    await seedCity(huiyin)
    await submit(huiyin)
    const { record } = await storage.load(refOf('editions', 'main'))
    const tampered: Storage = {
      ...storage,
      load: async (ref, beside) =>
        ref.type === 'editions' && record !== undefined
          ? {
              ...(await storage.load(ref, beside)),
              record: { ...record, body: record.body.replace('"workingDays":1', '"workingDays":2') },
            }
          : storage.load(ref, beside),
    }
    const auditor = createHuiyin({ storage: tampered, platform: { clock, ids } })
    await auditor.start({ readOnly: true })
    const found = await auditor.audit.verify({ by: actors.system })
    expect(found.faults).toContainEqual(expect.objectContaining({ type: 'editions', fault: 'facts' }))
  })
})
