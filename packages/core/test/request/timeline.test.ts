import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'

const person = { name: '王芳', phone: '13800000001' }
const report = { category: 'heating', area: cityGrid, description: '家中不热。', person }
const by = (name: keyof typeof cityActors) => ({ by: cityActors[name] })

async function handled() {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const memory = memoryStorage()
  const calls: string[] = []
  const storage = {
    ...memory,
    load: ((...args) => {
      calls.push('load')
      return memory.load(...args)
    }) as typeof memory.load,
    history: ((...args) => {
      calls.push('history')
      return memory.history(...args)
    }) as typeof memory.history,
  }
  const huiyin = createHuiyin({ storage, platform: { clock } })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  await seedCity(huiyin)
  const { requests } = huiyin
  const submitted = await requests.submit(report, by('resident'))
  if (!submitted.ok) throw new Error(submitted.refusal.code)
  const { id } = submitted.request
  await requests.dispatch(id, by('desk'))
  clock.advance(3_600_000)
  await requests.claim(id, by('housing'))
  await requests.note(id, { text: '阀门已坏，需更换。' }, by('housing'))
  await requests.suspend(id, { reasonCode: 'season', reason: '需停水作业' }, by('housing'))
  return { huiyin, requests, id, calls }
}

describe('the timeline of a request', () => {
  it('says who did what, from which state to which', async () => {
    const { requests, id } = await handled()
    const steps = await requests.timeline(id, by('desk'))
    expect(
      steps.map(({ title, by, from, to, unit }) => [title.zh, by.kind, from?.zh ?? '', to?.zh ?? '', unit?.zh ?? '']),
    ).toEqual([
      ['上报', 'resident', '', '已上报，待受理派单', ''],
      ['受理', 'staff', '', '', ''],
      ['派单', 'staff', '已上报，待受理派单', '已派单，待认领', '住房和城乡建设局'],
      ['认领', 'staff', '已派单，待认领', '已认领，办理中', '住房和城乡建设局'],
      ['内部备注', 'staff', '', '', ''],
      ['挂账', 'staff', '已认领，办理中', '挂账，暂停计时', ''],
    ])
    expect(steps.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('has the texts that its reader may read, and no others', async () => {
    const { requests, id } = await handled()
    const textsFor = async (name: keyof typeof cityActors) =>
      (await requests.timeline(id, by(name))).flatMap(({ texts }) => texts.map((each) => `${each.name} ${each.text}`))
    expect(await textsFor('desk')).toEqual(
      expect.arrayContaining(['description 家中不热。', 'name 王芳', 'phone 13800000001', 'reason 需停水作业']),
    )
    const ofUnit = await textsFor('housing')
    expect(ofUnit).toEqual(expect.arrayContaining(['description 家中不热。', 'text 阀门已坏，需更换。']))
    expect(ofUnit.join()).not.toMatch(/王芳|13800000001/)
  })

  it('is nothing to a resident, nor to staff whom the request does not concern', async () => {
    const { requests, id } = await handled()
    for (const name of ['resident', 'neighbour', 'water'] as const)
      await expect(requests.timeline(id, by(name))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('costs one reading of the record and one of its events, however long it is', async () => {
    const { requests, id, calls } = await handled()
    calls.length = 0
    await requests.timeline(id, by('desk'))
    expect(calls).toEqual(['load', 'history'])
  })

  it('is read by an actor whom the API is bound to', async () => {
    const { huiyin, id } = await handled()
    const bound = huiyin.as(cityActors.desk)
    expect(await bound.requests.timeline(id)).toEqual(await huiyin.requests.timeline(id, by('desk')))
  })
})
