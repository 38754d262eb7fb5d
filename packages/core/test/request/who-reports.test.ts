import { createHuiyin, defineSlaPolicy, type InputOf, memoryStorage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'

const person = { name: '王芳', phone: '13800000001', address: '向阳小区 3 号楼' }
const report = { category: 'heating', area: cityGrid, description: '家中不热。', person }
const desk = { by: cityActors.desk }
const resident = { by: cityActors.resident }
const unit = { by: cityActors.housing }

async function city(options: Partial<Parameters<typeof createHuiyin>[0]> = {}) {
  const clock = simulatedClock(Date.parse('2022-01-28T16:00:00+08:00')) // the Friday before a make-up weekend
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock }, ...options })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  await seedCity(huiyin)
  const { requests } = huiyin
  async function dispatched(input: Partial<InputOf<'submit'>>) {
    const result = await requests.submit({ ...report, ...input }, desk)
    if (!result.ok) throw new Error(result.refusal.code)
    await requests.dispatch(result.request.id, desk)
    return result.request.id
  }
  const dueOf = async (id: string) => new Date((await requests.get(id, desk)).clocks.resolve?.dueAt ?? 0).toISOString()
  return { requests, clock, dispatched, dueOf }
}

describe('a class of urgency', () => {
  it('gives a request its own time to handle, at night and on holidays too', async () => {
    const { dispatched, dueOf, requests } = await city()
    const id = await dispatched({ urgency: 'critical' })
    expect(await dueOf(id)).toBe('2022-01-28T10:00:00.000Z')
    expect(await requests.forStaff(id, desk)).toMatchObject({ urgency: { zh: '特急' }, facts: { urgency: 'critical' } })
    expect((await requests.find({ flag: 'urgent' }, desk)).items.map((each) => each.id)).toEqual([id])
  })

  it('is given and taken away later, and the deadline goes along', async () => {
    const { dispatched, dueOf, requests } = await city()
    const id = await dispatched({})
    const ordinary = await dueOf(id)
    await requests.reclassify(id, { urgency: 'urgent' }, desk)
    expect(await dueOf(id)).toBe('2022-01-29T08:00:00.000Z')
    await requests.reclassify(id, { urgency: null, reason: '已关阀' }, desk)
    expect(await dueOf(id)).toBe(ordinary)
    expect(await requests.get(id, desk)).not.toHaveProperty('urgency')
    expect((await requests.find({ flag: 'urgent' }, desk)).items).toEqual([])
  })

  it('stays when only the category changes', async () => {
    const { dispatched, dueOf, requests } = await city()
    const id = await dispatched({ urgency: 'urgent' })
    await requests.reclassify(id, { category: 'works' }, desk)
    expect(await dueOf(id)).toBe('2022-01-29T08:00:00.000Z')
  })

  it('is data of the place', async () => {
    const sla = defineSlaPolicy({ urgencies: [{ code: 'fast', zh: '加急', en: 'fast', within: { workingDays: 1 } }] })
    const { dispatched, dueOf, requests } = await city({ sla })
    expect(await dueOf(await dispatched({ urgency: 'fast' }))).toBe('2022-01-29T16:00:00.000Z')
    const refused = await requests.submit({ ...report, urgency: 'urgent' }, desk)
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'urgency-unknown', details: { known: ['fast'] } } })
    const within = { hours: 1 } as never
    expect(() => defineSlaPolicy({ urgencies: [{ code: 'a', zh: 'a', en: 'a', within }] })).toThrow(/urgencies/)
  })

  it('goes to the parts of a split request', async () => {
    const { dispatched, requests } = await city()
    const id = await dispatched({ urgency: 'critical', confidential: true })
    const parts = [
      { category: 'heating', description: '甲' },
      { category: 'works', description: '乙' },
    ]
    await requests.split(id, { parts }, desk)
    const { splitInto = [] } = await requests.get(id, desk)
    for (const part of splitInto)
      expect(await requests.get(part, desk)).toMatchObject({ urgency: 'critical', confidential: true })
  })
})

describe('who reports', () => {
  it('is not named in an anonymous request; a number to call back may be given', async () => {
    const { requests } = await city()
    await expect(requests.submit({ ...report, anonymous: true }, resident)).rejects.toMatchObject({
      details: { issues: [{ code: 'unfit', path: ['input', 'person', 'name'] }] },
    })
    const { phone } = person
    const taken = await requests.submit({ ...report, person: { phone }, anonymous: true }, resident)
    expect(taken).toMatchObject({ ok: true, request: { anonymous: true } })
  })

  it('is hidden from the units in a confidential request, the address too', async () => {
    const { dispatched, requests } = await city()
    const textsFor = async (id: string, by: typeof unit | typeof desk) =>
      Object.values((await requests.forStaff(id, by)).texts).toSorted()
    const [open, confidential] = [await dispatched({}), await dispatched({ confidential: true })]
    expect(await textsFor(open, unit)).toEqual(['向阳小区 3 号楼', '家中不热。'])
    expect(await textsFor(confidential, unit)).toEqual(['家中不热。'])
    expect(await textsFor(confidential, desk)).toHaveLength(4)
  })

  it('says when it happened, and what other systems call it', async () => {
    const { dispatched, requests, clock } = await city()
    const occurredAt = clock.now() - 3_600_000
    const externalNumbers = [{ system: '12345', number: 'G20220128000817' }]
    const id = await dispatched({ occurredAt, externalNumbers, requester: 'res-1' })
    expect(await requests.get(id, desk)).toMatchObject({ occurredAt, externalNumbers })
    expect(await requests.forResident(id, resident)).toMatchObject({ occurredAt })
    const telephone = [{ system: '12345', number: '13800000001' }]
    await expect(requests.submit({ ...report, externalNumbers: telephone }, desk)).rejects.toThrow(/externalNumbers/)
  })
})
