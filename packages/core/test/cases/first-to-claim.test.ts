// A case as the logs of a city have it: water on a road, and nobody can say at the desk whose pipe it is.
import { createHuiyin, memoryStorage, type NotificationChannel } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it, onTestFinished } from 'vitest'

const by = (name: keyof typeof cityActors) => ({ by: cityActors[name] })
const hour = 3_600_000
const pool = ['housing', 'water', 'centre']

async function offered() {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const heard: string[] = []
  const workchat: NotificationChannel = {
    ...{ contract: 'huiyin.channel/2', name: 'workchat', audience: ['unit', 'dispatcher', 'resident'] },
    send: async ({ to, title }) => {
      heard.push(`${to.kind === 'unit' ? to.unit : to.kind}: ${title.zh.replace(/^诉求 \S+ /, '')}`)
      return { ok: true }
    },
  }
  const huiyin = createHuiyin({ storage: memoryStorage(), channels: [workchat], platform: { clock } })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  await seedCity(huiyin)
  const { requests } = huiyin
  const report = { category: 'other', area: cityGrid, description: '路面冒水，不知是哪家的管子。' }
  const reported = await requests.submit(report, by('resident'))
  if (!reported.ok) throw new Error(reported.refusal.code)
  const { id } = reported.request
  await huiyin.tick()
  heard.length = 0
  expect((await requests.dispatch(id, { pool }, by('desk'))).ok).toBe(true)
  const heardNow = async () => {
    await huiyin.tick()
    return heard.splice(0).sort()
  }
  return { huiyin, requests, clock, id, heardNow }
}

it('three units are asked, one says it is not theirs, one is first, and the third reads who has it', async () => {
  const { huiyin, requests, id, heardNow } = await offered()
  const ask = '派至多家单位，先认领者承办，请认领'
  expect(await heardNow()).toEqual([
    `centre: ${ask}`,
    `housing: ${ask}`,
    'resident: 已受理',
    'resident: 已派至多家单位，由先认领者办理',
    `water: ${ask}`,
  ])
  for (const unit of ['housing', 'water', 'centre'] as const)
    expect((await requests.mayDo(id, by(unit))).commands).toEqual(expect.arrayContaining(['claim', 'returnBack']))

  const seen = async (name: 'desk' | 'water' | 'housing', view: 'toDispatch' | 'toClaim') =>
    (await requests.queue({ ...by(name), view, limit: 20 })).items.length
  expect([await seen('desk', 'toDispatch'), await seen('water', 'toClaim'), await seen('housing', 'toClaim')]).toEqual([
    ...[0, 1, 1],
  ])

  await requests.returnBack(id, { reason: '非供热管道。' }, by('housing'))
  expect(await seen('housing', 'toClaim')).toBe(0)
  expect((await requests.claim(id, by('water'))).ok).toBe(true)
  expect(await requests.claim(id, by('centre'))).toMatchObject({
    ok: false,
    refusal: { code: 'taken-by-another', kind: 'state', details: { unit: 'water' } },
  })
  expect(await heardNow()).toEqual(['centre: 已由其他单位认领，无须再认领', 'resident: 供水公司已认领，正在办理'])

  // While it was offered each could read it; now it is the water company's alone.
  await expect(requests.forStaff(id, by('centre'))).rejects.toMatchObject({ code: 'not-found' })
  await expect(requests.forStaff(id, by('housing'))).rejects.toMatchObject({ code: 'not-found' })
  expect((await requests.forResident(id, by('resident'))).responsible?.zh).toBe('供水公司')
  const steps = await requests.timeline(id, by('desk'))
  expect(steps.find(({ type }) => type === 'request.offerDeclined')).toMatchObject({
    unit: { zh: '住房和城乡建设局' },
    texts: [{ name: 'reason', text: '非供热管道。' }],
  })

  await requests.reply(id, { text: '已换阀。' }, by('water'))
  await requests.rate(id, { grade: 5 }, by('resident'))
  const period = { period: { from: '2022-01-01', to: '2022-02-01' } }
  const returns = await huiyin.evaluation.measure('returnRate', period, by('system'))
  expect(returns.figures).toMatchObject([{ numerator: 0, denominator: 1 }])
  expect(await huiyin.evaluation.recount(by('system'))).toMatchObject({ ok: true })
  expect(await huiyin.audit.verify(by('system'))).toMatchObject({ ok: true })
})

it('nobody claims it: the desk has it back when the time is over, with the deadline of the resident running on', async () => {
  const { huiyin, requests, clock, id, heardNow } = await offered()
  const due = (await requests.get(id, by('system'))).clocks.resolve?.dueAt
  await heardNow()
  clock.advance(8 * hour)
  expect(await requests.claim(id, by('water'))).toMatchObject({ refusal: { code: 'claim-window-passed' } })
  await huiyin.tick()
  // What time brings about is told when offices are open.
  clock.advance(16 * hour)
  expect(await heardNow()).toEqual([
    'centre: 无须再认领',
    'dispatcher: 候选单位逾期未认领，请重新派单',
    'housing: 无须再认领',
    'resident: 各单位均未按时认领，正在重新派单',
    'water: 无须再认领',
  ])
  const facts = await requests.get(id, by('system'))
  expect(facts).toMatchObject({
    status: 'unclaimed',
    owner: { role: 'dispatcher' },
    clocks: { resolve: { dueAt: due } },
  })
  expect((await requests.dispatch(id, { unit: 'water' }, by('desk'))).ok).toBe(true)
})
