import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { Locator, Place } from '@huiyin/core/contracts'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'

const report = { category: 'heating', description: '家中不热。' }
const desk = { by: cityActors.desk }
const resident = { by: cityActors.resident }
const admin = { by: cityActors.systemAdmin }
const point = { lon: 120.0335, lat: 36.2644, datum: 'GCJ-02' } as const

const locatorOf = (area: (place: Place) => unknown): Locator => ({
  contract: 'huiyin.locator/1',
  area: async (place) => area(place) as never,
})

async function city(locator?: Locator) {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const storage = memoryStorage()
  const huiyin = createHuiyin({ storage, platform: { clock }, ...(locator && { locator }) })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  await seedCity(huiyin)
  const { requests } = huiyin
  return { huiyin, requests, storage, report: (place: Place) => requests.submit({ ...report, place }, resident) }
}

describe('a report without an area', () => {
  it('lies in the area that its address names', async () => {
    const { huiyin, requests } = await city()
    const community = huiyin.areas.get('370281001001')?.name
    const place = { address: `${community}第一网格 3 号楼` }
    const result = await requests.submit({ ...report, place }, resident)
    expect(result).toMatchObject({ ok: true, request: { area: cityGrid } })
  })

  it('is refused with the areas it may lie in, by name, and taken once one of them is chosen', async () => {
    const { requests, report: at } = await city()
    const result = await at({ address: '第一网格' })
    if (result.ok || result.refusal.code !== 'place-ambiguous') return expect.unreachable()
    const { areas } = result.refusal.details as { readonly areas: readonly { readonly code: string }[] }
    expect(areas.length).toBeGreaterThan(1)
    expect(areas.map(({ code }) => code)).toContain(cityGrid)
    expect(await at({ address: '某路 5 号' })).toMatchObject({ refusal: { code: 'place-unknown' } })
    expect(await at({ point })).toMatchObject({ refusal: { code: 'place-unknown' } })
    expect((await requests.find(desk)).items).toEqual([])
  })

  it('names an area, or a place with address or point', async () => {
    const { requests } = await city()
    const issuesOf = (input: object) =>
      requests.submit({ ...report, ...input } as never, resident).then(
        () => [],
        (error) =>
          error.details.issues.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')]),
      )
    expect(await issuesOf({})).toEqual([['missing', 'input.area']])
    expect(await issuesOf({ place: {} })).toEqual([['unfit', 'input.place']])
    expect(await issuesOf({ place: { point: { ...point, lat: 91 } } })).toEqual([
      ['too-large', 'input.place.point.lat'],
    ])
    expect(await issuesOf({ place: { point: { ...point, datum: 'BD-09' } } })).toEqual([
      ['not-one-of', 'input.place.point.datum'],
    ])
  })

  it('lies where it lay at first when it is repeated, whatever the locator says then', async () => {
    let answer: unknown = { area: cityGrid }
    const { requests } = await city(locatorOf(() => answer))
    const keyed = { ...resident, key: 'k-1' }
    const first = await requests.submit({ ...report, place: { point } }, keyed)
    answer = undefined
    expect(await requests.submit({ ...report, place: { point } }, keyed)).toEqual(first)
    expect(first.ok).toBe(true)
  })
})

describe('a locator', () => {
  it('is given the place, and its answer is held against the tree', async () => {
    const asked: Place[] = []
    const { report: at } = await city(
      locatorOf((place) => {
        asked.push(place)
        return { area: cityGrid }
      }),
    )
    expect(await at({ point, address: '广州路 12 号' })).toMatchObject({ ok: true, request: { area: cityGrid } })
    expect(asked).toEqual([{ point, address: '广州路 12 号' }])
  })

  it.each([
    undefined,
    null,
    'somewhere',
    { area: 'nowhere' },
    { area: 5 },
    { ambiguous: ['nowhere', 'elsewhere'] },
    { ambiguous: 'both' },
  ])('that answers nonsense says nothing: %j', async (answer) => {
    const { report: at } = await city(locatorOf(() => answer))
    expect(await at({ point })).toMatchObject({ ok: false, refusal: { code: 'place-unknown' } })
  })

  it('that throws harms nobody, and what it says of the place is not logged', async () => {
    const logged: unknown[] = []
    const { huiyin } = await city()
    await huiyin.stop()
    const throwing = createHuiyin({
      storage: memoryStorage(),
      locator: locatorOf((place) => {
        throw new Error(`no gazetteer for ${place.address}`)
      }),
      logger: { info: () => {}, warn: (...line) => void logged.push(line) },
    })
    await throwing.start()
    await seedCity(throwing)
    const refused = await throwing.requests.submit({ ...report, place: { address: '广州路 12 号' } }, resident)
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'place-unknown' } })
    expect(JSON.stringify(logged)).toContain('the locator failed')
    expect(JSON.stringify(logged)).not.toContain('广州路')
    await throwing.stop()
  })

  it('of another contract is refused when Huiyin is created', () => {
    const locator = { contract: 'huiyin.locator/9', area: async () => undefined } as never
    expect(() => createHuiyin({ storage: memoryStorage(), locator })).toThrow(/locator/)
  })
})

describe('the place of a request', () => {
  it('is kept in the vault, and shown to those who work on it', async () => {
    const { requests, storage } = await city()
    const place = { address: '向阳小区 3 号楼', point }
    const result = await requests.submit({ ...report, area: cityGrid, place }, resident)
    if (!result.ok) return expect.unreachable()
    const { id } = result.request
    await requests.dispatch(id, desk)
    const textsFor = async (by: typeof desk | { by: typeof cityActors.housing | typeof cityActors.evaluator }) =>
      Object.values((await requests.forStaff(id, by)).texts).toSorted()
    expect(await textsFor({ by: cityActors.housing })).toEqual(
      [JSON.stringify(point), '向阳小区 3 号楼', '家中不热。'].toSorted(),
    )
    const { items } = await storage.find({ type: 'request', limit: 1 })
    const events = await storage.history(items[0] as never, { after: 0, limit: 10 })
    expect(JSON.stringify([items, events])).not.toMatch(/向阳小区|120\.03/)
  })

  it('says which of the new grids an open request goes to when its grid is split; without it the model does', async () => {
    const parts = ['370281001001901', '370281001001902']
    const [, second] = parts
    const { huiyin, requests } = await city(locatorOf(({ point }) => (point ? { area: second } : undefined)))
    const ids: string[] = []
    for (const place of [{ point }, { address: '某路' }]) {
      const result = await requests.submit({ ...report, area: cityGrid, place }, resident)
      if (result.ok) ids.push(result.request.id)
    }
    const into = parts.map((code) => ({ code, name: `新${code}`, level: 'grid' as const, parent: '370281001001' }))
    const split = await huiyin.areas.split(cityGrid, { into }, admin)
    expect(split.ok).toBe(true)
    await huiyin.tick()
    expect(await Promise.all(ids.map(async (id) => (await requests.get(id, desk)).area))).toEqual([second, parts[0]])
  })

  it('is guessed where nothing says in which part of a split grid it is, until a desk says so', async () => {
    const parts = ['370281001001901', '370281001001902'] as const
    const { huiyin, requests } = await city()
    const result = await requests.submit({ ...report, area: cityGrid }, resident)
    if (!result.ok) throw new Error(result.refusal.code)
    const { id } = result.request
    const into = parts.map((code) => ({ code, name: `新${code}`, level: 'grid' as const, parent: '370281001001' }))
    await huiyin.areas.split(cityGrid, { into }, admin)
    await huiyin.tick()
    expect(await requests.get(id, desk)).toMatchObject({ area: parts[0], areaGuessed: true })
    expect(await requests.reclassify(id, { area: '370281999' }, desk)).toMatchObject({
      refusal: { code: 'area-unknown', details: { path: ['input', 'area'] } },
    })
    const moved = await requests.reclassify(id, { area: parts[1], reason: '经核实在北侧' }, desk)
    if (!moved.ok) throw new Error(moved.refusal.code)
    expect(moved.events.map(({ type }) => type)).toEqual(['request.relocated'])
    expect([moved.request.area, moved.request.areaGuessed]).toEqual([parts[1], undefined])
    // Once more to the same place changes no area.
    const same = await requests.reclassify(id, { area: parts[1] }, desk)
    expect(same.ok && same.events).toEqual([])
    const both = await requests.reclassify(id, { area: parts[0], category: 'works' }, desk)
    expect(both.ok && both.events.map(({ type }) => type)).toEqual(['request.relocated', 'request.reclassified'])
  })

  it('is sure where the new tree leaves one choice, and where a desk confirms the guess', async () => {
    const { huiyin, requests } = await city()
    const result = await requests.submit({ ...report, area: cityGrid }, resident)
    if (!result.ok) throw new Error(result.refusal.code)
    const { id } = result.request
    const part = (code: string) => ({ code, name: `新${code}`, level: 'grid' as const, parent: '370281001001' })
    const halves = [part('370281001001901'), part('370281001001902')]
    await huiyin.areas.split(cityGrid, { into: halves }, admin)
    await huiyin.tick()
    const confirmed = await requests.reclassify(id, { area: '370281001001901' }, desk)
    expect(confirmed.ok && confirmed.request.areaGuessed).toBe(undefined)
    await huiyin.areas.merge(['370281001001901', '370281001001902'], { into: part('370281001001903') }, admin)
    await huiyin.tick()
    expect(await requests.get(id, desk)).toMatchObject({ area: '370281001001903' })
    expect((await requests.get(id, desk)).areaGuessed).toBe(undefined)
  })
})
