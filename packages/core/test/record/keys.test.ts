import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { definePlugin } from '../../src/plugin/plugin.js'
import { type CommandOf, defineRecord, type RecordMoment } from '../../src/plugin/record/record-definition.js'
import { freeText } from '../../src/plugin/record/texts.js'
import type { RecordKind } from '../../src/record/record-kind.js'

const day = 86_400_000
const report = {
  category: 'heating',
  area: cityGrid,
  description: '家中不热',
  person: { name: '王某', phone: '000-2000-0001' },
}
const keyed = (by: keyof typeof actors, key = 'k-1') => ({ by: actors[by], key })
const reused = { ok: false, refusal: { code: 'key-reused', details: { path: ['key'] } } }

async function city() {
  const storage = memoryStorage()
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const open = async (seed: number) => {
    const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(seed) } })
    await huiyin.start()
    return huiyin
  }
  const huiyin = await open(1)
  await seedCity(huiyin)
  return { huiyin, clock, open }
}

let world: Awaited<ReturnType<typeof city>>
beforeEach(async () => {
  world = await city()
})

async function handled() {
  const { requests } = world.huiyin
  const submitted = await requests.submit(report, { by: actors.resident })
  if (!submitted.ok) throw new Error(submitted.refusal.code)
  const { id } = submitted.request
  await requests.dispatch(id, {}, { by: actors.desk })
  await requests.claim(id, {}, { by: actors.housing })
  return id
}

describe('a key used again with another text of equal length', () => {
  it.each([
    ['a second complaint', { ...report, description: '水管漏水' }],
    ['a corrected phone number', { ...report, person: { name: '王某', phone: '000-2000-0002' } }],
    ['two texts exchanged', { ...report, description: '王某', person: { ...report.person, name: '家中' } }],
  ])('is refused, not answered with the first: %s', async (_name, second) => {
    const { requests } = world.huiyin
    const first = await requests.submit(report, keyed('resident'))
    expect(await requests.submit(second, keyed('resident'))).toMatchObject(reused)
    expect(await requests.submit(report, keyed('resident'))).toEqual(first)
  })

  it('is refused for a reply with a corrected figure; the equal text gets the first answer', async () => {
    const { requests } = world.huiyin
    const id = await handled()
    const first = await requests.reply(id, { text: '室温 14 度' }, keyed('housing'))
    expect(first.ok).toBe(true)
    expect(await requests.reply(id, { text: '室温 18 度' }, keyed('housing'))).toMatchObject(reused)
    expect(await requests.reply(id, { text: '室温 14 度' }, keyed('housing'))).toEqual(first)
  })

  it('is refused for the parts of a split, also when they only change places', async () => {
    const { requests } = world.huiyin
    const submitted = await requests.submit(report, { by: actors.resident })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    const parts = (...texts: string[]) => ({ parts: texts.map((description) => ({ category: 'leak', description })) })
    const first = await requests.split(id, parts('甲楼', '乙楼'), keyed('desk'))
    expect(first.ok).toBe(true)
    expect(await requests.split(id, parts('乙楼', '甲楼'), keyed('desk'))).toMatchObject(reused)
    expect(await requests.split(id, parts('甲楼', '乙楼'), keyed('desk'))).toEqual(first)
  })

  it('is refused for the phone number of a member of a team', async () => {
    const { teams } = world.huiyin
    const member = (phone: string) => ({
      member: 'm-77',
      role: 'partner' as const,
      name: '李某',
      phone,
      from: '2022-01-01',
    })
    const join = (phone: string) => teams.join(cityGrid, member(phone), keyed('systemAdmin'))
    const first = await join('000-2000-0001')
    expect(first.ok).toBe(true)
    expect(await join('000-2000-0002')).toMatchObject(reused)
    expect(await join('000-2000-0001')).toEqual(first)
  })

  it('is refused to the slower of two processes that race', async () => {
    const other = await world.open(2)
    const texts = ['家中不热', '水管漏水']
    const results = await Promise.all(
      [world.huiyin, other].map((each, position) =>
        each.requests.submit({ ...report, description: texts[position] as string }, keyed('resident')),
      ),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject(reused)
  })

  it('gets the first answer once the text is erased: nothing is left to compare', async () => {
    const { requests } = world.huiyin
    const first = await requests.submit(report, keyed('resident'))
    if (!first.ok) throw new Error(first.refusal.code)
    await requests.withdraw(first.request.id, {}, { by: actors.resident })
    await requests.eraseTexts(first.request.id, { basis: 'consentWithdrawn' }, { by: actors.securityAdmin })
    expect(await requests.submit(report, keyed('resident'))).toEqual(first)
  })
})

describe('a key belongs to an actor', () => {
  it('of one kind: a member of staff with the id of a resident makes a request of their own', async () => {
    const { requests } = world.huiyin
    const staff = { by: { ...actors.desk, id: actors.resident.id }, key: 'k-1' }
    const first = await requests.submit(report, keyed('resident'))
    const second = await requests.submit(report, staff)
    if (!first.ok || !second.ok) throw new Error('refused')
    expect(second.request.id).not.toBe(first.request.id)
    expect(await requests.submit(report, staff)).toEqual(second)
    expect(await requests.submit(report, keyed('resident'))).toEqual(first)
  })

  it('and tells somebody who may not issue the command nothing but that', async () => {
    const { requests } = world.huiyin
    const id = await handled()
    await requests.reply(id, { text: '室温 14 度' }, keyed('housing'))
    const water = await requests.reply(id, { text: '室温 14 度' }, keyed('water'))
    expect(water).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } })
  })

  it('and gives its answer also when the actor may no longer issue the command', async () => {
    const { requests } = world.huiyin
    const id = await handled()
    const first = await requests.transfer(id, { unit: 'water' }, keyed('housing'))
    expect(first.ok).toBe(true)
    expect(await requests.transfer(id, { unit: 'water' }, keyed('housing'))).toEqual(first)
  })
})

it('a submit whose answer was forgotten says so, and makes no second request', async () => {
  const { huiyin, clock } = world
  await huiyin.requests.submit(report, keyed('resident'))
  clock.advance(31 * day)
  await huiyin.tick()
  expect(await huiyin.requests.submit(report, keyed('resident'))).toMatchObject({
    ok: false,
    refusal: { code: 'key-forgotten', details: { key: 'k-1', path: ['key'] } },
  })
  expect((await huiyin.requests.find({ by: actors.system })).items).toHaveLength(1)
})

it("a plugin's record with a text of its own gets its first answer, and another text is refused", async () => {
  const inputs = { note: freeText(20) }
  const noteKind: RecordKind<{ at: number }, CommandOf<typeof inputs>, RecordMoment> = {
    type: 'diary.note',
    decide: (_facts, { input: note }) => ({ events: [{ type: 'diary.noted', data: { note } }] }),
    evolve: (_facts, { at }) => ({ at }),
    index: ({ at }) => ({ status: 'noted', open: false, createdAt: at }),
  }
  const note = defineRecord({ kind: noteKind, inputs, may: { note: ['anyone'] } })
  const diary = definePlugin({
    id: 'diary',
    records: [note],
    setup: ({ records }) => ({ note: (value: string) => records.run(note, 'n-1', 'note', value, keyed('desk')) }),
  })
  const huiyin = createHuiyin({ storage: memoryStorage(), plugins: [diary] })
  await huiyin.start()
  const diaryOf = huiyin.plugins.diary
  const first = await diaryOf.note('甲楼')
  expect(first.ok).toBe(true)
  expect(await diaryOf.note('乙楼')).toMatchObject(reused)
  expect(await diaryOf.note('甲楼')).toEqual(first)
})
