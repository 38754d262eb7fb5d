import { createHuiyin, type Huiyin, isHuiyinError, memoryStorage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { beforeEach, describe, expect, it } from 'vitest'

const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
const townDesk = { id: 'desk-2', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281002' }] } as const
const chief = { id: 'chief-2', kind: 'staff', grants: [{ role: 'securityAdmin', area: '370281002' }] } as const
const { resident, neighbour, desk, securityAdmin } = actors

let huiyin: Huiyin
beforeEach(async () => {
  const platform = { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) }
  huiyin = createHuiyin({ storage: memoryStorage(), platform })
  await huiyin.start()
  await seedCity(huiyin)
})

async function submitted(id = 'q-1', by: typeof resident | typeof neighbour = resident) {
  const result = await huiyin.requests.submit(id, report, { by })
  if (!result.ok) throw new Error(result.refusal.message.en)
  return result.request
}
/** What somebody is told, without the ids they named themselves. */
async function answerTo(ask: () => Promise<unknown>, id: string): Promise<string> {
  const answer = await ask().catch((error: unknown) => {
    if (!isHuiyinError(error)) throw error
    return { code: error.code, message: error.message, details: error.details }
  })
  return JSON.stringify(answer).replaceAll(id, '…')
}

describe('whoever may not know of a request learns nothing of it', () => {
  it('a resident is answered as if it were not there, whatever they issue, and whatever version they expect', async () => {
    await submitted('q-there')
    const { requests } = huiyin
    const asked: readonly ((id: string) => Promise<unknown>)[] = [
      (id) => requests.rate(id, { grade: 5 }, { by: neighbour }),
      (id) => requests.withdraw(id, { by: neighbour }),
      (id) => requests.withdraw(id, { reason: '不需要了' }, { by: neighbour }),
      (id) => requests.urge(id, { by: neighbour }),
      (id) => requests.dispatch(id, { by: neighbour }),
      (id) => requests.urge(id, { by: neighbour, expectedVersion: 7 }),
      (id) => requests.dispatch(id, { by: neighbour, expectedVersion: 0 }),
      (id) => requests.reviewAppeal(id, { appeal: 'a1', approve: true }, { by: neighbour }),
      (id) => requests.eraseTexts(id, { basis: 'otherLaw' }, { by: neighbour }),
    ]
    const read: typeof asked = [
      (id) => requests.forResident(id, { by: neighbour }),
      (id) => requests.forStaff(id, { by: neighbour }),
      (id) => requests.forStaff(id, { by: townDesk }),
    ]
    for (const ask of [...asked, ...read]) {
      const there = await answerTo(() => ask('q-there'), 'q-there')
      expect(there).toBe(await answerTo(() => ask('q-absent'), 'q-absent'))
      expect(there).toContain(read.includes(ask) ? 'not-found' : 'not-permitted')
    }
  })
  it('an id that is taken says so, and nothing of state or owner', async () => {
    await submitted()
    for (const by of [neighbour, townDesk, chief])
      expect(await huiyin.requests.submit('q-1', report, { by })).toEqual({
        ok: false,
        refusal: {
          code: 'id-taken',
          kind: 'conflict',
          details: { id: 'q-1', path: ['id'] },
          message: { zh: '编号 q-1 已被使用，请换一个编号。', en: 'The id q-1 is taken; choose another.' },
        },
      })
    for (const by of [resident, desk, securityAdmin])
      expect(await huiyin.requests.submit('q-1', report, { by })).toMatchObject({
        refusal: { code: 'wrong-state', details: { status: 'reported' } },
      })
  })
  it('permission is asked before the version', async () => {
    await submitted()
    const { requests } = huiyin
    expect(await requests.dispatch('q-1', { by: townDesk, expectedVersion: 9 })).toMatchObject({
      refusal: { code: 'not-permitted', details: { missing: 'area' } },
    })
    expect(await requests.dispatch('q-1', { by: desk, expectedVersion: 9 })).toMatchObject({
      refusal: { code: 'stale-version', details: { expected: 9, actual: 1 } },
    })
    // Whoever may is told first that what they saw has changed, and then what the state allows.
    await requests.dispatch('q-1', { by: desk })
    expect(await requests.dispatch('q-1', { by: desk, expectedVersion: 1 })).toMatchObject({
      refusal: { code: 'stale-version' },
    })
    const join = { member: 'p-1', role: 'gridLead', from: '2022-01-01' } as const
    expect(await huiyin.teams.join(cityGrid, join, { by: townDesk, expectedVersion: 4 })).toMatchObject({
      refusal: { code: 'team-change-not-permitted' },
    })
    const data = huiyin.catalogue.get()
    if (data === undefined) throw new Error('no catalogue')
    expect(await huiyin.catalogue.import(data, { by: townDesk, expectedVersion: 4 })).toMatchObject({
      refusal: { code: 'catalogue-import-not-permitted' },
    })
    expect(await huiyin.areas.redraw(cityGrid, { name: '新名' }, { by: townDesk, expectedVersion: 40 })).toMatchObject({
      refusal: { code: 'area-change-not-permitted' },
    })
  })
  it('a request to merge into is to a desk that may not know of it one that is not there', async () => {
    await submitted('q-1')
    const far = await huiyin.requests.submit('q-far', { ...report, area: '370281002' }, { by: neighbour })
    expect(far.ok).toBe(true)
    const streetDesk = { id: 'desk-1', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281001' }] } as const
    const merging = (into: string) => answerTo(() => huiyin.requests.merge('q-1', { into }, { by: streetDesk }), into)
    expect(await merging('q-far')).toBe(await merging('q-absent'))
    expect(await merging('q-far')).toContain('"because":"unknown"')
    expect(await huiyin.requests.merge('q-1', { into: 'q-far' }, { by: desk })).toMatchObject({ ok: true })
  })
  it('erasing what a resident wrote names only the requests that the actor may know of', async () => {
    await submitted('q-1')
    await huiyin.requests.submit('q-far', { ...report, area: '370281002' }, { by: resident })
    const erase = (by: (typeof actors)[keyof typeof actors] | typeof chief) =>
      huiyin.requests.eraseTextsOf(resident.id, { basis: 'consentWithdrawn' }, { by })
    expect(await erase(neighbour)).toEqual({ erased: [], refused: [] })
    expect((await erase(chief)).refused).toMatchObject([{ id: 'q-far', refusal: { code: 'texts-in-use' } }])
    expect((await erase(securityAdmin)).refused.map(({ id }) => id)).toEqual(['q-1', 'q-far'])
    expect((await erase(resident)).refused).toMatchObject([
      { id: 'q-1', refusal: { code: 'not-permitted' } },
      { id: 'q-far', refusal: { code: 'not-permitted' } },
    ])
  })
})

describe('an id that somebody else took costs nobody their report', () => {
  it('a report with a key goes in under another id, and is found by its key again', async () => {
    const first = await huiyin.requests.submit(report, { by: resident, key: 'form-1' })
    if (!first.ok) throw new Error(first.refusal.code)
    const other = createHuiyin({ storage: memoryStorage() })
    await other.start()
    await seedCity(other)
    // Somebody who knows how such ids are made was there before.
    expect(await other.requests.submit(first.request.id, report, { by: neighbour })).toMatchObject({ ok: true })
    const own = await other.requests.submit(report, { by: resident, key: 'form-1' })
    if (!own.ok) throw new Error(own.refusal.code)
    expect(own.request).toMatchObject({ requester: resident.id })
    expect(own.request.id).not.toBe(first.request.id)
    const again = await other.requests.submit(report, { by: resident, key: 'form-1' })
    expect(again).toMatchObject({ ok: true, request: { id: own.request.id, version: 1 } })
    expect((await other.requests.find({ requester: resident.id }, { by: actors.system })).items).toHaveLength(1)
  })
  it('parts of a split get ids that nobody can foresee, and that are free', async () => {
    await submitted()
    const parts = ['heating', 'other'].map((category) => ({ category, description: '一部分。' }))
    for (const taken of ['q-1-2-1', 'q-1-2-2', 'q-1-3-1', 'q-1-3-2']) await submitted(taken, neighbour)
    const split = await huiyin.requests.split('q-1', { parts }, { by: desk })
    if (!split.ok) throw new Error(split.refusal.code)
    await huiyin.tick()
    const ids = split.request.splitInto ?? []
    expect(ids).toHaveLength(2)
    for (const id of ids)
      expect(await huiyin.requests.get(id, { by: actors.system })).toMatchObject({
        splitFrom: 'q-1',
        requester: resident.id,
      })
  })
})
