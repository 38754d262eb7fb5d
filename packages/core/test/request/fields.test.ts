import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors, cityCatalogue, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'

const title = (zh: string, en: string) => ({ zh, en })
const fields = {
  lampNumber: { position: 1, title: title('灯杆编号', 'lamp number'), type: 'text', required: true },
  dark: { position: 2, title: title('是否全熄', 'all dark'), type: 'yesNo' },
  since: { position: 3, title: title('何时起', 'since'), type: 'date' },
  lamps: { position: 4, title: title('几盏', 'how many'), type: 'number' },
  kind: {
    position: 5,
    title: title('灯型', 'kind'),
    type: 'choice',
    options: [
      { code: 'led', title: title('LED 灯', 'LED') },
      { code: 'sodium', title: title('钠灯', 'sodium lamp') },
    ],
  },
  meterOwner: { title: title('户名', 'name on the bill'), type: 'text', personal: true },
} as const
const lamp = { code: 'lamp', name: title('路灯', 'street lamp'), fields }
const catalogue = { ...cityCatalogue, categories: [...cityCatalogue.categories, lamp] }

const desk = { by: cityActors.desk }
const resident = { by: cityActors.resident }
const admin = { by: cityActors.systemAdmin }
const report = { category: 'lamp', area: cityGrid, description: '路灯不亮。' }
const given = { lampNumber: 'A-17', dark: true, since: '2022-01-03', lamps: 2, kind: 'led', meterOwner: '王芳' }

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const storage = memoryStorage()
  const huiyin = createHuiyin({ storage, platform: { clock } })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  await seedCity(huiyin)
  expect(await huiyin.catalogue.import(catalogue, admin)).toMatchObject({ ok: true })
  return { huiyin, storage, requests: huiyin.requests }
}

describe('what a category asks for', () => {
  it('is shown in the order and the words of the catalogue, choices by their titles', async () => {
    const { requests } = await city()
    const result = await requests.submit({ ...report, fields: given }, resident)
    if (!result.ok) return expect.unreachable()
    const { fields: shown = [] } = await requests.forResident(result.request.id, resident)
    expect(shown.map(({ title, value }) => `${title.zh}：${value.zh}`)).toEqual([
      '灯杆编号：A-17',
      '是否全熄：是',
      '何时起：2022-01-03',
      '几盏：2',
      '灯型：LED 灯',
      '户名：王芳',
    ])
  })

  it('is personal for those alone who may read such data, and free text is in no event', async () => {
    const { requests, storage } = await city()
    const result = await requests.submit({ ...report, fields: given }, resident)
    if (!result.ok) return expect.unreachable()
    const { id } = result.request
    await requests.dispatch(id, { unit: 'housing' }, desk)
    const namesFor = async (by: (typeof cityActors)['desk' | 'housing']) =>
      (await requests.forStaff(id, { by })).fields?.map(({ name }) => name)
    expect(await namesFor(cityActors.desk)).toContain('meterOwner')
    expect(await namesFor(cityActors.housing)).toEqual(['lampNumber', 'dark', 'since', 'lamps', 'kind'])
    const { items } = await storage.find({ type: 'request', limit: 1 })
    const events = await storage.history(items[0] as never, { after: 0, limit: 10 })
    expect(JSON.stringify([items, events])).not.toMatch(/A-17|王芳/)
  })

  it('is erased with the other texts', async () => {
    const { requests, huiyin } = await city()
    const result = await requests.submit({ ...report, fields: given }, resident)
    if (!result.ok) return expect.unreachable()
    const { id } = result.request
    await requests.withdraw(id, resident)
    await requests.eraseTexts(id, { basis: 'consentWithdrawn' }, { by: cityActors.securityAdmin })
    const { fields: shown = [] } = await requests.forStaff(id, desk)
    expect(shown.map(({ name }) => name)).toEqual(['dark', 'since', 'lamps', 'kind'])
    expect(await huiyin.audit.verify({ by: cityActors.auditor })).toMatchObject({ ok: true })
  })

  it.each([
    ['a field that is required and missing', {}, [['missing', 'lampNumber']]],
    ['a field there is not', { ...given, lampColour: 'red' }, [['unknown-field', 'lampColour']]],
    ['a choice there is not', { ...given, kind: 'gas' }, [['not-one-of', 'kind']]],
    ['a day there is not', { ...given, since: '2022-02-30' }, [['wrong-shape', 'since']]],
    ['a text for a number', { ...given, lamps: 'two' }, [['wrong-shape', 'lamps']]],
    ['a number for yes or no', { ...given, dark: 1 }, [['wrong-shape', 'dark']]],
  ])('refuses %s by name, and nothing is written', async (_, wrong, issues) => {
    const { requests } = await city()
    const refused = await requests.submit({ ...report, fields: wrong as never }, resident).catch((error) => error)
    const found = refused.details.issues.map(({ code, path }: { code: string; path: string[] }) => [code, path.at(-1)])
    expect(found).toEqual(issues)
    expect((await requests.find(desk)).items).toEqual([])
  })

  it('is nothing for a category without fields', async () => {
    const { requests } = await city()
    const plain = await requests.submit({ ...report, category: 'heating' }, resident)
    expect(plain.ok && plain.request.fields).toBeUndefined()
    const wrong = { ...report, category: 'heating', fields: { lampNumber: 'A-17' } }
    await expect(requests.submit(wrong, resident)).rejects.toThrow(/lampNumber/)
  })

  it('is shown as it was named last when the catalogue asks for it no more', async () => {
    const { requests, huiyin } = await city()
    const result = await requests.submit({ ...report, fields: given }, resident)
    if (!result.ok) return expect.unreachable()
    await huiyin.catalogue.import(cityCatalogue, admin)
    const { fields: shown = [] } = await requests.forResident(result.request.id, resident)
    expect(shown.find(({ name }) => name === 'kind')).toMatchObject({ title: { zh: '灯型' }, value: { zh: 'LED 灯' } })
  })

  it.each([
    ['a choice without options', { type: 'choice' }],
    ['options of a text', { type: 'text', options: fields.kind.options }],
    ['an option twice', { type: 'choice', options: [fields.kind.options[0], fields.kind.options[0]] }],
    ['a type there is not', { type: 'colour' }],
  ])('is not imported with %s', async (_, wrong) => {
    const { huiyin } = await city()
    const broken = { ...lamp, fields: { wrong: { title: title('甲', 'a'), ...wrong } } }
    const categories = [...cityCatalogue.categories, broken]
    const errors = huiyin.catalogue.check({ ...cityCatalogue, categories } as never)
    expect(errors.map(({ path }) => path.slice(0, 4).join('.'))).toEqual(['categories.4.fields.wrong'])
  })
})
