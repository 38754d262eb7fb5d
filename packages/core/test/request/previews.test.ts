import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'

const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
const by = (name: keyof typeof cityActors) => ({ by: cityActors[name] })

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const memory = memoryStorage()
  let commits = 0
  const commit: typeof memory.commit = (...args) => {
    commits++
    return memory.commit(...args)
  }
  const huiyin = createHuiyin({ storage: { ...memory, commit }, platform: { clock }, numberPrefix: 'JZ' })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  await seedCity(huiyin)
  commits = 0
  return { huiyin, requests: huiyin.requests, clock, commits: () => commits }
}

async function answered({ requests }: Pick<Awaited<ReturnType<typeof city>>, 'requests'>) {
  const submitted = await requests.submit(report, by('resident'))
  if (!submitted.ok) throw new Error(submitted.refusal.code)
  const { id } = submitted.request
  await requests.dispatch(id, by('desk'))
  await requests.claim(id, by('housing'))
  await requests.reply(id, { text: '已检修。' }, by('housing'))
  return id
}

describe('a preview of a report', () => {
  it('says who would handle it, why, and until when, as it then comes', async () => {
    const { requests } = await city()
    const before = await requests.previewSubmit(report, by('resident'))
    if (!before.ok) throw new Error(before.refusal.code)
    expect(before.responsible).toMatchObject({ unit: 'housing', name: { zh: '住房和城乡建设局' } })
    expect(before.responsible.why.zh).toContain('供热')
    expect(before.area).toEqual({ code: cityGrid, name: { zh: '第一网格', en: '第一网格' } })
    expect(before.completion?.days.map(({ date, counted }) => [date, counted])).toEqual([
      ['2022-01-04', false],
      ['2022-01-05', true],
      ['2022-01-06', true],
      ['2022-01-07', true],
    ])
    const submitted = await requests.submit(report, by('resident'))
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const sent = await requests.dispatch(submitted.request.id, by('desk'))
    expect(sent.ok && sent.request.clocks.resolve?.dueDate).toBe(before.completion?.dueDate)
    expect(sent.ok && sent.request.unit).toBe(before.responsible.unit)
  })

  it('writes nothing and takes no number', async () => {
    const { requests, commits } = await city()
    await requests.previewSubmit(report, by('resident'))
    expect(commits()).toBe(0)
    const submitted = await requests.submit(report, by('resident'))
    expect(submitted.ok && submitted.request.number).toBe('JZ-20220104-0001-1')
  })

  it('gives the refusal that the report would get', async () => {
    const { requests } = await city()
    const unknown = { ...report, category: 'nothing' }
    const before = await requests.previewSubmit(unknown, by('resident'))
    const after = await requests.submit(unknown, by('resident'))
    expect(before).toEqual(after)
    expect(before.ok).toBe(false)
  })

  it('finds the area of a place, or says which it may be', async () => {
    const { requests } = await city()
    const placed = (address: string) =>
      requests.previewSubmit({ category: 'heating', description: '家中不热。', place: { address } }, by('resident'))
    expect(await placed('阜安街道兰州东路社区第一网格3号楼')).toMatchObject({ ok: true, area: { code: cityGrid } })
    expect(await placed('第一网格')).toMatchObject({ ok: false, refusal: { code: 'place-ambiguous' } })
  })

  it('tells a resident nothing of what goes on between offices', async () => {
    const { requests } = await city()
    const asked = await requests.previewSubmit(report, by('resident'))
    const entered = await requests.previewSubmit({ ...report, channel: 'hotline' }, by('desk'))
    if (!asked.ok || !entered.ok) throw new Error('refused')
    expect(asked.steps).toEqual([])
    expect(asked.messages.map(({ to }) => to)).toEqual([{ kind: 'resident', id: 'res-1' }])
    expect(entered.steps.map(({ title }) => title.zh)).toEqual(['上报'])
    expect(entered.messages.map(({ to, title }) => [to.kind, title.zh])).toContainEqual([
      'dispatcher',
      '诉求 … 新上报，请受理派单',
    ])
  })
})

describe('a preview of a command', () => {
  it('says what a rating leads to, and by which day', async () => {
    const { requests, commits, ...rest } = await city()
    const id = await answered({ requests, ...rest })
    const written = commits()
    const bad = await requests.preview(id, 'rate', { grade: 1 }, by('resident'))
    if (!bad.ok) throw new Error(bad.refusal.code)
    expect(bad.status.zh).toBe('不满意，整改中')
    expect(bad.open).toBe(true)
    expect(bad.resident.map(({ zh }) => zh)).toEqual([expect.stringContaining('评价'), '启动第 1 轮整改'])
    expect(commits()).toBe(written)
    const rated = await requests.rate(id, { grade: 1 }, by('resident'))
    expect(rated.ok && rated.request.clocks.rectify?.dueDate).toBe(bad.deadline?.dueDate)
    const good = await requests.preview(await answered({ requests, ...rest }), 'rate', { grade: 5 }, by('resident'))
    expect(good).toMatchObject({ ok: true, open: false })
    expect(good.ok && good.deadline).toBe(undefined)
  })

  it('says who would hear what', async () => {
    const { requests } = await city()
    const submitted = await requests.submit(report, by('resident'))
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const sent = await requests.preview(submitted.request.id, 'dispatch', { unit: 'water' }, by('desk'))
    if (!sent.ok) throw new Error(sent.refusal.code)
    expect(sent.messages.map(({ to, title }) => [to.kind === 'unit' ? to.unit : to.kind, title.zh])).toEqual([
      ['resident', '已受理'],
      ['resident', '已派单至供水公司'],
      ['water', '诉求 JZ-20220104-0001-1 新派单，请认领'],
    ])
    expect(sent.steps.at(-1)).toMatchObject({ from: { zh: '已上报，待受理派单' }, to: { zh: '已派单，待认领' } })
  })

  it('gives the refusal that the command would get, and names faults of the input before it reads anything', async () => {
    const { requests, ...rest } = await city()
    const id = await answered({ requests, ...rest })
    const said = await requests.preview(id, 'claim', {}, by('housing'))
    expect(said.ok).toBe(false)
    expect(said).toEqual(await requests.claim(id, by('housing')))
    await expect(requests.preview(id, 'rate', { grade: 'best' as never }, by('resident'))).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(requests.preview(id, 'rated' as 'rate', { grade: 1 }, by('resident'))).rejects.toMatchObject({
      code: 'invalid-input',
      details: { issues: [expect.objectContaining({ path: ['command'] })] },
    })
  })

  it('is nothing to whom the request does not concern', async () => {
    const { requests, ...rest } = await city()
    const id = await answered({ requests, ...rest })
    await expect(requests.preview(id, 'rate', { grade: 1 }, by('neighbour'))).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('is made by an actor whom the API is bound to', async () => {
    const { huiyin, requests, ...rest } = await city()
    const id = await answered({ requests, ...rest })
    const bound = huiyin.as(cityActors.resident)
    expect(await bound.requests.preview(id, 'rate', { grade: 1 })).toEqual(
      await requests.preview(id, 'rate', { grade: 1 }, by('resident')),
    )
    expect(await bound.requests.previewSubmit(report)).toEqual(await requests.previewSubmit(report, by('resident')))
  })
})
