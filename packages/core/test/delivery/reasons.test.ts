import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

const { resident, desk, housing: handler } = cityActors

async function reported() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock } })
  await huiyin.start()
  await seedCity(huiyin)
  const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
  const result = await huiyin.requests.submit(report, { by: resident })
  if (!result.ok) throw new Error(result.refusal.code)
  return { requests: huiyin.requests, id: result.request.id }
}

describe('the resident is told the reason of every stop', () => {
  it('of an entry set aside as void', async () => {
    const { requests, id } = await reported()
    await requests.void(id, { reason: '与昨日来电重复' }, { by: desk })
    const { progress, echo } = await requests.forResident(id, { by: resident })
    expect(progress.at(-1)).toMatchObject({ title: { zh: '已作废' }, text: '与昨日来电重复' })
    expect(echo?.zh).toBe('该件因无效或重复录入已作废，理由已随件告知。')
  })

  it('of a suspension: the reason in words, what the unit adds, and when it ends at the latest', async () => {
    const { requests, id } = await reported()
    await requests.dispatch(id, { by: desk })
    await requests.claim(id, { by: handler })
    const suspended = await requests.suspend(
      id,
      { reasonCode: 'season', reason: '土壤上冻，开春后开挖' },
      { by: handler },
    )
    expect(suspended.ok).toBe(true)
    const { progress } = await requests.forResident(id, { by: resident })
    expect(progress.at(-1)).toEqual({
      at: Date.parse('2022-01-04T10:00:00+08:00'),
      title: {
        zh: '暂缓办理（受季节、天气条件限制），最迟至2022年2月7日（星期一）',
        en: 'Suspended (season or weather does not allow the work), Monday, 7 February 2022 at the latest',
      },
      text: '土壤上冻，开春后开挖',
    })
  })
})
