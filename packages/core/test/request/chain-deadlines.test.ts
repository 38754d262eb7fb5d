import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { defineSlaPolicy, type SlaPolicyInput } from '../../src/sla/policy.js'

async function city(sla: SlaPolicyInput = {}) {
  const clock = simulatedClock(at('2022-01-04 10:00'))
  const platform = { clock, ids: simulatedIds(1) }
  const huiyin = createHuiyin({ storage: memoryStorage(), platform, sla: defineSlaPolicy(sla) })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const by = { by: actors.desk }
  const done = async (result: Promise<{ readonly ok: boolean; readonly refusal?: { readonly code: string } }>) => {
    const answer = await result
    if (!answer.ok) throw new Error(answer.refusal?.code)
    await huiyin.tick()
  }
  return {
    huiyin,
    moveTo: (text: string) => clock.set(at(text)),
    done,
    by,
    async reported(id: string, category = 'heating') {
      await done(requests.submit(id, { category, area: cityGrid, description: '家中不热' }, { by: actors.resident }))
      return id
    },
    async dispatched(id: string, category = 'heating') {
      await done(requests.submit(id, { category, area: cityGrid, description: '家中不热' }, { by: actors.resident }))
      await done(requests.dispatch(id, {}, by))
      return id
    },
    due: async (id: string) => (await requests.get(id, { by: actors.system })).clocks.resolve?.dueDate,
    facts: (id: string) => requests.get(id, { by: actors.system }),
  }
}
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)

describe('requests that are merged', () => {
  it('keep the earliest deadline of their chain: merging into a younger one renews nothing', async () => {
    const { huiyin, moveTo, done, by, dispatched, due, facts } = await city()
    await dispatched('old')
    moveTo('2022-01-05 10:00')
    await dispatched('middle')
    moveTo('2022-01-06 10:00')
    await dispatched('young')
    expect([await due('old'), await due('middle'), await due('young')]).toEqual([
      '2022-01-07',
      '2022-01-10',
      '2022-01-11',
    ])
    await done(huiyin.requests.merge('old', { into: 'middle' }, by))
    expect(await due('middle')).toBe('2022-01-07')
    await done(huiyin.requests.merge('middle', { into: 'young' }, by))
    expect(await due('young')).toBe('2022-01-07')
    moveTo('2022-01-08 00:00')
    await huiyin.tick()
    expect((await facts('young')).breaches?.at(-1)).toMatchObject({
      clock: 'resolve',
      at: at('2022-01-08 00:00'),
    })
  })

  it('keep it also where the one they go into was not dispatched yet, and through it', async () => {
    const { huiyin, moveTo, done, by, dispatched, reported, due } = await city()
    await dispatched('old')
    moveTo('2022-01-05 10:00')
    await reported('waiting')
    await reported('later')
    await done(huiyin.requests.merge('old', { into: 'waiting' }, by))
    await done(huiyin.requests.merge('waiting', { into: 'later' }, by))
    moveTo('2022-01-06 10:00')
    await done(huiyin.requests.dispatch('later', {}, by))
    expect(await due('later')).toBe('2022-01-07')
  })

  it('an older one that takes in a younger keeps its own', async () => {
    const { huiyin, moveTo, done, by, dispatched, due, facts } = await city()
    await dispatched('old')
    moveTo('2022-01-06 10:00')
    await dispatched('young')
    await done(huiyin.requests.merge('young', { into: 'old' }, by))
    expect(await due('old')).toBe('2022-01-07')
    expect((await facts('old')).handed).toBeUndefined()
  })

  it('that part again each have their own deadline: undoing a merger renews none and takes none away', async () => {
    const { huiyin, moveTo, done, by, dispatched, due, facts } = await city()
    await dispatched('older')
    moveTo('2022-01-05 10:00')
    await dispatched('old')
    moveTo('2022-01-06 10:00')
    await dispatched('young')
    await done(huiyin.requests.merge('old', { into: 'young' }, by))
    await done(huiyin.requests.merge('older', { into: 'young' }, by))
    expect(await due('young')).toBe('2022-01-07')
    moveTo('2022-01-06 15:00')
    await done(huiyin.requests.unmerge('old', by))
    expect([await due('old'), await due('young')]).toEqual(['2022-01-10', '2022-01-07'])
    await done(huiyin.requests.unmerge('older', by))
    expect([await due('older'), await due('young')]).toEqual(['2022-01-07', '2022-01-11'])
    expect((await facts('young')).handed).toBeUndefined()
  })
})

describe('a request that is split', () => {
  const parts = [
    { category: 'heating', description: '甲' },
    { category: 'works', description: '乙' },
  ]
  const split = async (sla: SlaPolicyInput = {}) => {
    const world = await city(sla)
    await world.dispatched('whole')
    await world.done(world.huiyin.requests.claim('whole', { by: actors.housing }))
    world.moveTo('2022-01-06 10:00')
    await world.done(world.huiyin.requests.split('whole', { parts }, world.by))
    const { splitInto = [] } = await world.facts('whole')
    for (const id of splitInto) await world.done(world.huiyin.requests.dispatch(id, {}, world.by))
    return { ...world, splitInto }
  }

  it('hands its start on to its parts: each has the limit of its category from there', async () => {
    const { splitInto, due, facts } = await split()
    expect(await Promise.all(splitInto.map(due))).toEqual(['2022-01-07', '2022-01-11'])
    expect((await facts(splitInto[0] as string)).clocks.resolve?.startedAt).toBe(at('2022-01-04 10:00'))
  })

  it('gives its parts new limits where the policy says so', async () => {
    const { splitInto, due } = await split({ splitLimit: 'fresh' })
    expect(await Promise.all(splitInto.map(due))).toEqual(['2022-01-11', '2022-01-13'])
  })

  it('after it took in an older one hands the deadline of the chain on, and a part that is split does too', async () => {
    const { huiyin, moveTo, done, by, dispatched, due, facts } = await city()
    await dispatched('old')
    moveTo('2022-01-06 10:00')
    await dispatched('young')
    await done(huiyin.requests.merge('old', { into: 'young' }, by))
    await done(huiyin.requests.claim('young', { by: actors.housing }))
    await done(huiyin.requests.split('young', { parts }, by))
    const [part = ''] = (await facts('young')).splitInto ?? []
    // Before it is dispatched a part can be split again.
    await done(huiyin.requests.split(part, { parts }, by))
    const [again = ''] = (await facts(part)).splitInto ?? []
    moveTo('2022-01-07 10:00')
    await done(huiyin.requests.dispatch(again, {}, by))
    expect(await due(again)).toBe('2022-01-07')
  })

  it('cannot be told by a caller which deadline its parts have', async () => {
    const { huiyin } = await city()
    const input = { category: 'heating', area: cityGrid, description: '家中不热', deadline: {} }
    await expect(huiyin.requests.submit(input as never, { by: actors.resident })).rejects.toThrow('deadline')
  })
})
