import { type Actor, createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors as actors, cityCatalogue, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

const person = { name: '王小明', phone: '13712348001', address: '云溪街道北三里河路12号' }
const idNumber = { title: { zh: '身份证号', en: 'citizen number' }, type: 'text', personal: true } as const
const subsidy = { code: 'subsidy', name: { zh: '补贴', en: 'subsidy' }, fields: { idNumber } }
const colleague: Actor = { id: 'staff-colleague', kind: 'staff', grants: actors.housing.grants }
const by = actors.housing

async function handled(category = 'heating', fields?: object) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const [rule] = cityCatalogue.rules
  const catalogue = {
    ...cityCatalogue,
    categories: [...cityCatalogue.categories, subsidy],
    rules: [...cityCatalogue.rules, { ...(rule as object), category: 'subsidy', lead: 'housing' }],
  }
  await huiyin.catalogue.import(catalogue as never, { by: actors.systemAdmin })
  const { requests } = huiyin
  const report = { category, area: cityGrid, description: '家中不热。', person, ...fields }
  const submitted = await requests.submit('q-1', report, { by: actors.resident })
  if (!submitted.ok) throw new Error(submitted.refusal.message.en)
  await requests.dispatch('q-1', { unit: 'housing' }, { by: actors.desk })
  await requests.claim('q-1', { by })
  const told = async (reader: Actor) => Object.values((await requests.forStaff('q-1', { by: reader })).texts)
  const reveal = (names: readonly ('name' | 'phone' | 'personal')[], reason = '约定上门时间', reader: Actor = by) =>
    requests.reveal('q-1', { fields: [...names], reason }, { by: reader })
  return { huiyin, requests, clock, told, reveal }
}

describe('a reveal', () => {
  it('shows the fields that were asked for to whoever asked, and to nobody else', async () => {
    const { reveal, told } = await handled()
    expect(await reveal(['phone'])).toMatchObject({ ok: true })
    expect(await told(by)).toEqual(expect.arrayContaining(['王*明', person.phone]))
    expect(await told(colleague)).toEqual(expect.arrayContaining(['王*明', '137****8001']))
  })

  it('says in an event who saw what, and keeps the reason in the vault', async () => {
    const { reveal, requests } = await handled()
    await reveal(['phone', 'name', 'phone'])
    const event = (await requests.history('q-1', { by: actors.auditor })).at(-1)
    expect(event).toMatchObject({
      type: 'request.revealed',
      by: { id: by.id },
      data: { fields: ['phone', 'name'], unit: 'housing', reason: { ref: expect.any(String) } },
    })
    expect(JSON.stringify(event)).not.toContain('约定')
  })

  it('is listed for the requester with its reason, and for the auditor', async () => {
    const { reveal, requests, clock } = await handled()
    await reveal(['phone'])
    const { reveals, progress } = await requests.forResident('q-1', { by: actors.resident })
    expect(reveals).toEqual([
      {
        at: clock.now(),
        unit: expect.objectContaining({ zh: expect.any(String) }),
        fields: [{ zh: '电话', en: 'phone' }],
        reason: '约定上门时间',
      },
    ])
    // It is there to be looked up, and no step that messages carry.
    expect(progress.map(({ title }) => title.zh).join()).not.toContain('查看')
    const { facts, texts } = await requests.forStaff('q-1', { by: actors.auditor })
    expect(facts.reveals).toMatchObject([{ by: by.id, unit: 'housing', fields: ['phone'], round: 0 }])
    expect(Object.values(texts)).toContain('约定上门时间')
    expect(Object.values(texts)).not.toContain(person.phone)
    const steps = await requests.timeline('q-1', { by: actors.auditor })
    expect(steps.at(-1)).toMatchObject({
      title: { zh: '查看联系方式' },
      texts: [{ name: 'reason', text: '约定上门时间' }],
    })
  })

  it('ends when the request is answered, and a new round takes a new one', async () => {
    const { reveal, told, requests, clock } = await handled()
    await reveal(['phone'])
    await requests.reply('q-1', { text: '已修复。' }, { by })
    expect(await told(by)).toContain('137****8001')
    clock.advance(3_600_000)
    await requests.rate('q-1', { grade: 1 }, { by: actors.resident })
    expect(await told(by)).toContain('137****8001')
    await reveal(['phone'])
    expect(await told(by)).toContain(person.phone)
  })

  it('ends when the request is passed on, also where it comes back', async () => {
    const { reveal, told, requests, clock } = await handled()
    await reveal(['phone'])
    clock.advance(60_000)
    await requests.transfer('q-1', { unit: 'water' }, { by })
    clock.advance(60_000)
    await requests.claim('q-1', { by: actors.water })
    expect(await told(actors.water)).toContain('137****8001')
    await requests.transfer('q-1', { unit: 'housing' }, { by: actors.desk })
    clock.advance(60_000)
    await requests.claim('q-1', { by })
    expect(await told(by)).toContain('137****8001')
  })

  it('shows the personal fields of the category', async () => {
    const { reveal, requests } = await handled('subsidy', { fields: { idNumber: '350102199001010123' } })
    const read = async () => (await requests.forStaff('q-1', { by })).fields
    expect(await read()).toEqual([])
    expect(await reveal(['personal'], '核对补贴身份')).toMatchObject({ ok: true })
    expect(await read()).toMatchObject([{ value: { zh: '350102199001010123' } }])
  })

  it('is for who has the request, for a reason', async () => {
    const { reveal, requests } = await handled()
    for (const reader of [actors.water, actors.evaluator, actors.auditor, actors.resident])
      expect(await reveal(['phone'], '想看看', reader)).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } })
    for (const input of [{ fields: ['phone'] }, { fields: [], reason: '约定' }, { fields: ['mail'], reason: '约定' }])
      await expect(requests.reveal('q-1', input as never, { by })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('tells its reason no more once the texts were erased', async () => {
    const { reveal, requests } = await handled()
    await reveal(['phone'])
    await requests.reply('q-1', { text: '已修复。' }, { by })
    await requests.rate('q-1', { grade: 5 }, { by: actors.resident })
    expect(await requests.eraseTexts('q-1', { basis: 'consentWithdrawn' }, { by: actors.securityAdmin })).toMatchObject(
      {
        ok: true,
      },
    )
    const { reveals } = await requests.forResident('q-1', { by: actors.resident })
    expect(reveals).toEqual([expect.not.objectContaining({ reason: expect.anything() })])
  })
})
