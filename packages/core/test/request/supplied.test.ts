import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { at, dispatcher, handler, handling, resident, scenario, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const wait = { reasonCode: 'awaiting-requester' }

async function city() {
  const clock = simulatedClock(at('2022-01-04 10:00'))
  const storage = memoryStorage()
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const report = {
    category: 'heating',
    area: cityGrid,
    description: '家中不热。',
    person: { name: '王某', phone: '000-2000-0001' },
  }
  const reported = await huiyin.requests.submit('q-1', report, { by: actors.resident })
  if (!reported.ok) throw new Error(reported.refusal.code)
  return { huiyin, storage, ...huiyin }
}

describe('what the resident adds', () => {
  it('is kept with who added it, and the deadline stays', () => {
    const { resolve } = handling().facts.clocks
    const walk = handling().do(resident, 'supplement', { text: sealed }).do(dispatcher, 'supplement', { text: sealed })
    expect(walk.facts).toMatchObject({ status: 'handling', clocks: { resolve } })
    expect(walk.facts.supplements).toEqual([
      { at: walk.now, by: 'resident', text: sealed },
      { at: walk.now, by: 'staff', text: sealed },
    ])
  })

  it('ends a suspension that waits for it, at that moment and once', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'suspend', wait).at('2022-01-06 10:00')
    const { facts } = walk.do(resident, 'supplement', { text: sealed })
    expect(facts.status).toBe('handling')
    expect(facts.clocks.suspension?.stoppedAt).toBe(walk.now)
    expect(facts.clocks.resolve).toMatchObject({ dueDate: '2022-01-11', pauses: [{ reason: 'awaiting-requester' }] })
    expect(walk.do(resident, 'supplement', { text: sealed }).facts.clocks).toEqual(facts.clocks)
  })

  it('leaves one alone that waits for something else', () => {
    const walk = handling().do(handler, 'suspend', { reasonCode: 'season' })
    expect(walk.do(resident, 'supplement', { text: sealed }).facts).toMatchObject({
      status: 'suspended',
      suspensions: 1,
    })
  })

  it('leads back to the rectification that stood still', () => {
    const walk = handling().do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    walk.do(handler, 'suspend', wait).do(resident, 'supplement', { text: sealed })
    expect(walk.facts.status).toBe('rectifying')
  })

  it('is taken in every open state, and in none that has ended', () => {
    const walk = handling().do(handler, 'reply', { text: sealed })
    expect(walk.refusal(resident, 'supplement', { text: sealed })).toBeUndefined()
    expect(walk.do(resident, 'rate', { grade: 5 }).refusal(resident, 'supplement', { text: sealed })).toBe(
      'wrong-state',
    )
  })

  it('is read by the resident and by staff, and told to whoever has the request', async () => {
    const { requests } = await city()
    await requests.supplement('q-1', { text: '户号 3-2-501。' }, { by: actors.desk })
    const { progress } = await requests.forResident('q-1', { by: actors.resident })
    expect(progress.at(-1)).toMatchObject({ title: { zh: '已代您补充材料' }, text: '户号 3-2-501。' })
    expect(Object.values((await requests.forStaff('q-1', { by: actors.desk })).texts)).toContain('户号 3-2-501。')
    const stranger = requests.supplement('q-1', { text: '不是我的。' }, { by: actors.neighbour })
    expect(await stranger).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } })
  })
})

describe('what the resident corrects', () => {
  it('stands in the place of what was said, which is erased with it; the record still verifies', async () => {
    const { huiyin, storage, requests } = await city()
    const before = await requests.get('q-1', { by: actors.resident })
    const corrected = await requests.correct(
      'q-1',
      { description: '卧室不热。', person: { phone: '000-2000-0002' } },
      { by: actors.resident },
    )
    if (!corrected.ok) throw new Error(corrected.refusal.code)
    const { description, person } = corrected.request
    expect(person.name).toEqual(before.person.name)
    const texts = Object.values((await requests.forStaff('q-1', { by: actors.desk })).texts)
    expect(texts.toSorted()).toEqual(['000-2000-0002', '卧室不热。', '王某'].toSorted())
    expect((await requests.forResident('q-1', { by: actors.resident })).description).toBe('卧室不热。')
    const { vault = [] } = await storage.load(
      { bucket: bucketOf(await storage.find({ limit: 50 })), type: 'request', id: 'q-1' },
      { vault: true },
    )
    expect(vault.filter(({ value }) => value === null)).toHaveLength(2)
    expect(description).not.toEqual(before.description)
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true, texts: { erased: 2 } })
  })

  it('is theirs alone, names something, and comes before the claim', async () => {
    const { requests } = await city()
    const byDesk = requests.correct('q-1', { description: '不热。' }, { by: actors.desk })
    expect(await byDesk).toMatchObject({ refusal: { code: 'not-permitted', details: { missing: 'person' } } })
    const nothing = await requests.correct('q-1', {}, { by: actors.resident }).catch((error: unknown) => error)
    expect(isHuiyinError(nothing, 'invalid-input')).toBe(true)
    await requests.dispatch('q-1', { by: actors.desk })
    await requests.claim('q-1', { by: actors.housing })
    const late = requests.correct('q-1', { description: '不热。' }, { by: actors.resident })
    expect(await late).toMatchObject({ refusal: { code: 'wrong-state' } })
  })
})

describe('an internal note', () => {
  it('is read by who works on the request, not by who only looks on, and never by the resident', async () => {
    const { requests } = await city()
    const text = '住户情绪激动，请两人上门。'
    await requests.note('q-1', { text }, { by: actors.desk })
    expect((await requests.get('q-1', { by: actors.desk })).notes).toBe(1)
    const readBy = async (who: 'desk' | 'chief' | 'auditor' | 'evaluator') =>
      Object.values((await requests.forStaff('q-1', { by: actors[who] })).texts).includes(text)
    expect(await Promise.all((['desk', 'chief', 'auditor', 'evaluator'] as const).map(readBy))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(JSON.stringify(await requests.forResident('q-1', { by: actors.resident }))).not.toContain('情绪')
    const byResident = await requests.note('q-1', { text }, { by: actors.resident })
    expect(byResident).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } })
  })

  it('is possible after the request was closed', () => {
    const walk = handling().do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 5 })
    expect(walk.do(supervisor, 'note', { text: sealed }).facts).toMatchObject({ status: 'closed', notes: 1 })
    expect(scenario().do(resident, 'withdraw', {}).refusal(supervisor, 'note', { text: sealed })).toBe('wrong-state')
  })
})

const bucketOf = ({ items }: { readonly items: readonly { readonly id: string; readonly bucket: number }[] }) =>
  items.find(({ id }) => id === 'q-1')?.bucket ?? 0
