// A case as the logs of a city have it: a leak behind a wall, and a resident who has to be asked for something three times.
import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it, onTestFinished } from 'vitest'

const by = (name: keyof typeof cityActors) => ({ by: cityActors[name] })
const hour = 3_600_000

async function handled() {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock }, numberPrefix: 'JZ' })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  await seedCity(huiyin)
  const { requests } = huiyin
  const reported = await requests.submit(
    { category: 'heating', area: cityGrid, description: '墙内暖气管渗水。' },
    by('resident'),
  )
  if (!reported.ok) throw new Error(reported.refusal.code)
  const { id } = reported.request
  await requests.dispatch(id, by('desk'))
  await requests.claim(id, by('housing'))
  return { requests, clock, id }
}

it('a unit that waits for the resident three times may, each wait ends with what they send, and the deadline moves by it', async () => {
  const { requests, clock, id } = await handled()
  const before = await requests.explainDeadline(id, by('resident'))
  for (const asked of ['请提供产权证明', '请约定入户时间', '请确认邻居已同意开墙']) {
    const waits = await requests.suspend(id, { reasonCode: 'awaiting-requester', reason: asked }, by('housing'))
    expect(waits.ok && waits.request.status, asked).toBe('suspended')
    clock.advance(24 * hour)
    const sent = await requests.supplement(id, { text: '已补充。' }, by('resident'))
    expect(sent.ok && sent.request.status, asked).toBe('handling')
  }
  const after = await requests.explainDeadline(id, by('resident'))
  expect(after.pauses).toHaveLength(3)
  expect([before.dueDate, after.dueDate]).toEqual(['2022-01-07', '2022-01-12'])
  // What is not the resident's counts apart: the unit may still wait for the season, twice.
  for (const _ of [1, 2]) {
    expect((await requests.suspend(id, { reasonCode: 'season', reason: '供暖期不能停水' }, by('housing'))).ok).toBe(
      true,
    )
    await requests.resume(id, by('housing'))
  }
  for (const reasonCode of ['season', 'awaiting-requester'])
    expect(await requests.suspend(id, { reasonCode, reason: '再等' }, by('housing'))).toMatchObject({
      ok: false,
      refusal: { code: 'suspension-limit-reached' },
    })
  const done = await requests.reply(id, { text: '已换管并恢复墙面。' }, by('housing'))
  expect(done.ok && done.request.clocks.resolve?.breachedAt).toBe(undefined)
  expect(done.ok).toBe(true)
})
