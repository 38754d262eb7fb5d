// The residents of merged requests, told with two processes on one record: the leading request is answered in one while a resident rates, or the desk
// takes the requests apart, in the other.
import { type Actor, createHuiyin, type Storage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'

const { chief, desk, housing, resident, neighbour } = cityActors
const third: Actor = { id: 'res-3', kind: 'resident', grants: [] }

/** Where the story is told: one record for both processes, and what is left to clear away. */
export interface Place {
  readonly storage: () => Storage
  readonly after?: () => void
}

async function twoProcesses({ storage }: Place) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const one = createHuiyin({
    storage: storage(),
    platform: { clock },
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
  })
  await one.start()
  await seedCity(one)
  const other = createHuiyin({
    storage: storage(),
    platform: { clock },
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
  })
  await other.start()
  const submit = async (by: Actor) => {
    const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
    const result = await one.requests.submit(report, { by })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const settle = async () => {
    clock.advance(5 * 60_000)
    for (let round = 0; round < 4; round++) for (const process of [one, other]) await process.tick()
  }
  const leading = await submit(neighbour)
  const [own, silent] = [await submit(resident), await submit(third)]
  for (const id of [own, silent]) await one.requests.merge(id, { into: leading }, { by: desk })
  await settle()
  await one.requests.dispatch(leading, { by: desk })
  await one.requests.claim(leading, { by: housing })
  // The other process has read everything, and goes on from what it read.
  for (const id of [leading, own, silent]) await other.requests.get(id, { by: cityActors.system })
  const answer = (text: string) => one.requests.reply(leading, { text }, { by: housing })
  return { one, other, clock, settle, leading, own, silent, answer }
}

/** Declares the story for one storage. */
export function mergedResidents(place: () => Place): void {
  const told = (story: (city: Awaited<ReturnType<typeof twoProcesses>>) => Promise<void>) => async () => {
    const here = place()
    const city = await twoProcesses(here)
    try {
      await story(city)
      await city.settle()
      // Nothing is left undone and nothing was written twice.
      expect((await city.one.deliveries.pending({ by: cityActors.system })).items).toEqual([])
      expect(await city.one.audit.verify({ by: cityActors.system })).toMatchObject({ ok: true })
    } finally {
      await city.one.stop()
      await city.other.stop()
      here.after?.()
    }
  }

  it(
    'each rates the answer for themselves, at whichever process, and a bad grade opens one round',
    told(async (city) => {
      const { one, other, settle, leading, own, silent, answer } = city
      expect(await other.requests.rate(own, { grade: 5 }, { by: resident })).toMatchObject({
        refusal: { code: 'nothing-to-rate' },
      })
      await answer('已更换阀门。')
      await settle()
      expect((await other.requests.forResident(own, { by: resident })).progress.at(-1)).toMatchObject({
        text: '已更换阀门。',
      })
      const rated = await Promise.all([
        one.requests.rate(leading, { grade: 5 }, { by: neighbour }),
        other.requests.rate(own, { grade: 1 }, { by: resident }),
        one.requests.rate(silent, { grade: 1 }, { by: third }),
      ])
      expect(rated.map(({ ok }) => ok)).toEqual([true, true, true])
      await settle()
      const { status, rectifications } = await other.requests.get(leading, { by: cityActors.system })
      expect([status, rectifications]).toMatchObject(['rectifying', [{ round: 1, because: 'mergedRating' }]])
      await answer('已全部返工。')
      await settle()
      for (const [id, by] of [
        [own, resident],
        [silent, third],
      ] as const)
        expect(await other.requests.rate(id, { grade: 5 }, { by })).toMatchObject({ ok: true })
      expect(
        (await one.requests.get(own, { by: cityActors.system })).ratings.map(({ round, grade }) => [round, grade]),
      ).toEqual([
        [0, 1],
        [1, 5],
      ])
    }),
  )

  it(
    'one whose request is taken apart while the answer goes round keeps a request of their own',
    told(async (city) => {
      const { one, other, settle, leading, own, silent, answer } = city
      const [, apart] = await Promise.all([answer('已更换阀门。'), other.requests.unmerge(own, { by: desk })])
      expect(apart).toMatchObject({ ok: true })
      // The answer is passed on in one process while the other takes the second one apart.
      const [, again] = await Promise.all([one.tick(), other.requests.unmerge(silent, { by: desk })])
      expect(again).toMatchObject({ ok: true })
      await settle()
      expect((await other.requests.get(leading, { by: cityActors.system })).absorbed).toEqual([])
      for (const [id, by] of [
        [own, resident],
        [silent, third],
      ] as const) {
        const facts = await one.requests.get(id, { by: cityActors.system })
        expect([facts.open, facts.mergedInto]).toEqual([true, undefined])
        expect((await other.requests.rate(id, { grade: 5 }, { by })).ok).toBe(false)
      }
    }),
  )

  it(
    'a bad grade that crosses an order to close opens nothing, and is kept',
    told(async (city) => {
      const { one, other, settle, leading, own, answer } = city
      await answer('已更换阀门。')
      await settle()
      await one.requests.rate(leading, { grade: 1 }, { by: neighbour })
      const [closed, rated] = await Promise.all([
        one.requests.forceClose(leading, { reason: '待旧城改造统一解决' }, { by: chief }),
        other.requests.rate(own, { grade: 1 }, { by: resident }),
      ])
      expect([closed.ok, rated.ok]).toEqual([true, true])
      await settle()
      expect((await other.requests.get(leading, { by: cityActors.system })).status).toBe('forceClosed')
      expect((await one.requests.get(own, { by: cityActors.system })).ratings).toMatchObject([
        { grade: 1, leading: { request: leading } },
      ])
    }),
  )
}
