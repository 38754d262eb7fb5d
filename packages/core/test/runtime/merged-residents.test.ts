import { type Actor, createHuiyin, memoryStorage, type NotificationChannel } from '@huiyin/core'
import type { indicators } from '@huiyin/core/evaluation'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

const { securityAdmin, chief, deputy, desk, housing, resident, neighbour } = cityActors
const hour = 3_600_000
const third: Actor = { id: 'res-3', kind: 'resident', grants: [] }

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const sent: string[] = []
  const channel = (audience: 'resident' | 'unit' | 'supervisor'): NotificationChannel => ({
    contract: 'huiyin.channel/2',
    name: audience,
    audience,
    send: async ({ to, title }) => {
      sent.push(`${'id' in to ? to.id : to.kind === 'unit' ? to.unit : to.area} ${title.zh}`)
      return { ok: true }
    },
  })
  const channels = [channel('resident'), channel('unit')]
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock }, channels })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const submit = async (by: Actor) => {
    const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
    const result = await requests.submit(report, { by })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const settle = async (advance = 60_000) => {
    clock.advance(advance)
    for (let round = 0; round < 4; round++) await huiyin.tick()
  }
  /** The neighbour's request leads; the others went into it. */
  const merged = async (...others: Actor[]) => {
    const leading = await submit(neighbour)
    const ids: string[] = []
    for (const by of others) {
      const id = await submit(by)
      await requests.merge(id, { into: leading }, { by: desk })
      ids.push(id)
    }
    await settle()
    return [leading, ...ids] as const
  }
  const take = async (id: string) => {
    await requests.dispatch(id, { by: desk })
    await requests.claim(id, { by: housing })
  }
  const answer = async (id: string, input: { text: string; textForMerged?: string } = { text: '已更换阀门。' }) => {
    const result = await requests.reply(id, input, { by: housing })
    if (!result.ok) throw new Error(result.refusal.code)
    await settle()
  }
  const rate = async (id: string, grade: number, by: Actor) => {
    const result = await requests.rate(id, { grade }, { by })
    await settle()
    return result.ok ? undefined : result.refusal
  }
  const last = async (id: string, by: Actor) => (await requests.forResident(id, { by })).progress.at(-1)
  const figure = async (name: keyof typeof indicators) =>
    (
      await huiyin.evaluation.measure(
        name,
        { period: { from: '2022-01-01', to: '2022-03-01' } },
        { by: cityActors.system },
      )
    ).figures[0]
  return { huiyin, requests, clock, sent, settle, submit, merged, take, answer, rate, last, figure }
}

describe('a resident whose request was merged', () => {
  it('reads the answer meant for all, and may rate it', async () => {
    const { requests, merged, take, answer, last, sent } = await city()
    const [leading, own = ''] = await merged(resident)
    await take(leading)
    await answer(leading, { text: '王女士您好：您家阀门已更换。', textForMerged: '3 号楼阀门已更换。' })
    expect(await last(own, resident)).toMatchObject({
      title: { zh: '您的诉求所并入的事项由住房和城乡建设局答复，请您评价' },
      text: '3 号楼阀门已更换。',
    })
    expect((await requests.forResident(own, { by: resident })).mayDo).toEqual(['rate'])
    expect(JSON.stringify(await requests.forResident(own, { by: resident }))).not.toContain('王女士')
    expect(sent).toContain('res-1 您的诉求所并入的事项由住房和城乡建设局答复，请您评价')
  })

  it('cannot rate before there is an answer, nor twice, nor after the window', async () => {
    const { requests, merged, take, answer, rate, settle } = await city()
    const [leading, own = '', other = ''] = await merged(resident, third)
    expect(await rate(own, 5, resident)).toMatchObject({
      code: 'nothing-to-rate',
      details: { because: 'notAnswered' },
    })
    expect((await requests.forResident(own, { by: resident })).mayDo).toEqual([])
    await take(leading)
    await answer(leading)
    expect(await rate(own, 5, resident)).toBeUndefined()
    expect(await rate(own, 4, resident)).toMatchObject({ code: 'already-rated', details: { round: 0 } })
    expect((await requests.forResident(own, { by: resident })).mayDo).toEqual([])
    await settle(30 * 24 * hour)
    expect((await requests.get(other, { by: cityActors.system })).ratings).toMatchObject([
      { meaning: 'unrated', leading: { request: leading } },
    ])
    expect(await rate(other, 5, third)).toMatchObject({ code: 'rating-window-passed' })
  })

  it('reads the standing answer also when merged after it was given, and through several mergers', async () => {
    const { requests, submit, merged, take, answer, last, settle } = await city()
    const [leading] = await merged()
    const [middle, own] = [await submit(third), await submit(resident)]
    await requests.merge(own, { into: middle }, { by: desk })
    await take(leading)
    await answer(leading)
    await requests.merge(middle, { into: leading }, { by: desk })
    await settle()
    expect(await last(middle, third)).toMatchObject({ text: '已更换阀门。' })
    expect(await last(own, resident)).toMatchObject({ text: '已更换阀门。' })
  })

  it('has one voice for one answer, however many of the requests are their own', async () => {
    const { merged, take, answer, rate } = await city()
    const [leading, twin = '', own = '', again = ''] = await merged(neighbour, resident, resident)
    await take(leading)
    await answer(leading)
    const elsewhere = (request: string) => ({
      code: 'nothing-to-rate',
      details: { because: 'ratedElsewhere', request },
    })
    expect(await rate(twin, 5, neighbour)).toMatchObject(elsewhere(leading))
    expect(await rate(again, 5, resident)).toMatchObject(elsewhere(own))
    expect(await rate(own, 5, resident)).toBeUndefined()
  })

  it('is told why when the leading request is closed by order', async () => {
    const { requests, merged, take, settle, last } = await city()
    const [leading, own = ''] = await merged(resident)
    await take(leading)
    await requests.forceClose(leading, { reason: '待旧城改造统一解决' }, { by: chief })
    await settle()
    expect(await last(own, resident)).toMatchObject({
      title: { zh: '您的诉求所并入的事项经上级决定结案' },
      text: '待旧城改造统一解决',
    })
  })

  it('keeps the answer when the other resident has their texts erased, and loses it with their own', async () => {
    const { requests, merged, take, answer, rate, last, settle } = await city()
    const [leading, own = ''] = await merged(resident)
    await take(leading)
    await answer(leading)
    await rate(leading, 5, neighbour)
    const basis = { basis: 'consentWithdrawn' } as const
    expect(await requests.eraseTexts(leading, basis, { by: securityAdmin })).toMatchObject({ ok: true })
    expect((await requests.forResident(own, { by: resident })).progress).toContainEqual(
      expect.objectContaining({ text: '已更换阀门。' }),
    )
    // Its resident may still rate: the text is in use until then.
    expect(await requests.eraseTexts(own, basis, { by: securityAdmin })).toMatchObject({ ok: false })
    // Nobody opens a round of a request whose texts are gone; the voice counts all the same.
    await rate(own, 1, resident)
    expect((await requests.get(leading, { by: cityActors.system })).status).toBe('closed')
    expect(await requests.eraseTexts(own, basis, { by: securityAdmin })).toMatchObject({ ok: true })
    await settle()
    expect(JSON.stringify(await requests.forResident(own, { by: resident }))).not.toContain('阀门')
    expect(await last(own, resident)).not.toHaveProperty('text')
  })
})

describe('a merged resident who is dissatisfied', () => {
  it('opens a round of the leading request, also when its own resident was content and it is closed', async () => {
    const { requests, merged, take, answer, rate, sent } = await city()
    const [leading, own = ''] = await merged(resident)
    await take(leading)
    await answer(leading)
    await rate(leading, 5, neighbour)
    expect((await requests.get(leading, { by: cityActors.system })).status).toBe('closed')
    await rate(own, 1, resident)
    const { status, rectifications, number } = await requests.get(leading, { by: cityActors.system })
    const { number: numberOfOwn } = await requests.get(own, { by: cityActors.system })
    expect([status, rectifications]).toMatchObject(['rectifying', [{ round: 1, because: 'mergedRating' }]])
    expect(sent).toContain(`housing 诉求 ${number} 诉求人不满意，启动第 1 轮整改`)
    expect(sent).toContain(`housing 诉求 ${numberOfOwn} 并入的诉求人对答复不满意`)
  })

  it('opens one round, however many of them there are, and each rates the new answer', async () => {
    const { requests, merged, take, answer, rate } = await city()
    const [leading, one = '', two = ''] = await merged(resident, third)
    await take(leading)
    await answer(leading)
    await rate(one, 1, resident)
    await rate(two, 2, third)
    expect((await requests.get(leading, { by: cityActors.system })).rectifications).toHaveLength(1)
    await answer(leading, { text: '已全部返工。' })
    expect(await rate(one, 4, resident)).toBeUndefined()
    expect(await rate(two, 1, third)).toBeUndefined()
    expect((await requests.get(leading, { by: cityActors.system })).rectifications).toHaveLength(2)
    expect(
      (await requests.get(one, { by: cityActors.system })).ratings.map(({ round, grade }) => [round, grade]),
    ).toEqual([
      [0, 1],
      [1, 4],
    ])
  })

  it('opens nothing once the leading request was closed by order', async () => {
    const { requests, merged, take, answer, rate, settle } = await city()
    const [leading, own = ''] = await merged(resident)
    await take(leading)
    await answer(leading)
    await rate(leading, 1, neighbour)
    await requests.forceClose(leading, { reason: '待旧城改造统一解决' }, { by: chief })
    await settle()
    expect(await rate(own, 1, resident)).toBeUndefined()
    expect((await requests.get(leading, { by: cityActors.system })).status).toBe('forceClosed')
  })
})

describe('figures', () => {
  it('count satisfaction by voices, and a completed request once', async () => {
    const { merged, take, answer, rate, settle, figure } = await city()
    const [leading, one = '', two = '', silent = ''] = await merged(resident, third, {
      id: 'res-4',
      kind: 'resident',
      grants: [],
    })
    await take(leading)
    await answer(leading)
    await rate(leading, 5, neighbour)
    await rate(one, 5, resident)
    await rate(two, 1, third)
    expect(await figure('satisfactionRate')).toMatchObject({ numerator: 2, denominator: 3 })
    expect(await figure('completionRate')).toMatchObject({ numerator: 0, denominator: 1 })
    await answer(leading, { text: '已返工。' })
    await rate(leading, 5, neighbour)
    await rate(two, 5, third)
    await settle(30 * 24 * hour)
    expect(await figure('satisfactionRate')).toMatchObject({ numerator: 3, denominator: 3 })
    expect(await figure('completionRate')).toMatchObject({ numerator: 1, denominator: 1 })
    expect(silent).not.toBe('')
  })

  it('count a voice for the unit that answered, and leave it out when that unit appeals with success', async () => {
    const { huiyin, requests, merged, take, answer, rate, figure } = await city()
    const [leading, own = ''] = await merged(resident)
    await take(leading)
    await answer(leading)
    await rate(own, 1, resident)
    const period = { from: '2022-01-01', to: '2022-03-01' }
    const by = await huiyin.evaluation.measure('satisfactionRate', { period, by: 'unit' }, { by: cityActors.system })
    expect(by.figures).toMatchObject([{ key: 'housing', denominator: 1 }])
    const appealed = await requests.appeal(own, { about: 'rating', reason: '已上门三次' }, { by: housing })
    expect(appealed.ok && appealed.request.appeals).toMatchObject([{ round: 0, leading, unit: 'housing' }])
    for (const reviewer of [chief, deputy])
      await requests.reviewAppeal(own, { appeal: 'a1', approve: true }, { by: reviewer })
    expect((await figure('satisfactionRate'))?.denominator).toBe(0)
  })
})

describe('a request taken apart again', () => {
  it('goes its own way: the answer of the other is no longer its own to rate, what was said stays said', async () => {
    const { requests, merged, take, answer, rate, settle } = await city()
    const [leading, own = '', silent = ''] = await merged(resident, third)
    await take(leading)
    await answer(leading)
    await rate(own, 4, resident)
    await requests.unmerge(own, { by: desk })
    await requests.unmerge(silent, { by: desk })
    await settle(30 * 24 * hour)
    expect((await requests.get(silent, { by: cityActors.system })).ratings).toEqual([])
    await take(own)
    await answer(own)
    expect(await rate(own, 5, resident)).toBeUndefined()
    const { status, ratings, leadingAnswer } = await requests.get(own, { by: cityActors.system })
    expect([status, leadingAnswer]).toEqual(['closed', undefined])
    expect(ratings).toMatchObject([
      { round: 0, grade: 4, leading: { request: leading } },
      { round: 0, grade: 5 },
    ])
  })
})
