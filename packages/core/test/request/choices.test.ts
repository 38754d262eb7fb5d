import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors as actors, cityCatalogue, cityGrid, seedCity } from '@huiyin/testkit'
import { afterEach, expect, it } from 'vitest'

const huiyins: { stop(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of huiyins.splice(0)) await each.stop()
})

const said = (zh: string) => ({ zh, en: zh })
const lists = {
  channels: [{ code: 'hall', name: said('大厅') }],
  declineReasons: [{ code: 'elsewhere', name: said('归别处') }],
  ratingReasons: [{ code: 'cold', name: said('还是冷') }],
}
const report = { category: 'heating', area: cityGrid, description: '家中不热。' }

async function city() {
  const huiyin = createHuiyin({ storage: memoryStorage() })
  huiyins.push(huiyin)
  await huiyin.start()
  await seedCity(huiyin)
  const listing = (more: object) =>
    huiyin.catalogue.import({ ...cityCatalogue, ...more } as typeof cityCatalogue, { by: actors.systemAdmin })
  return { ...huiyin, listing }
}
const by = (actor: keyof typeof actors) => ({ by: actors[actor] })

it('a form is filled from one call: lists of core, of the policies, and of the catalogue where it has its own', async () => {
  const { requests, listing } = await city()
  const before = requests.choices()
  expect(before.channels.map(({ code }) => code)).toContain('miniProgram')
  expect(before.pauseReasons[0]).toEqual({
    code: 'awaiting-requester',
    name: { zh: '等待诉求人补充材料', en: 'waiting for the requester to add information' },
  })
  expect([before.grades[0]?.grade, before.urgencies.length, before.returnReasons.length]).toEqual([5, 2, 4])
  await listing({ lists })
  expect(requests.choices()).toEqual({ ...before, ...lists })
})

it('a channel and a reason to decline are any code until the catalogue lists them', async () => {
  const { requests, listing } = await city()
  const submit = (channel: string) => requests.submit({ ...report, channel }, by('desk'))
  const first = await submit('festival')
  expect(first.ok).toBe(true)
  await listing({ lists })
  expect(await submit('festival')).toMatchObject({
    ok: false,
    refusal: { code: 'choice-unknown', details: { list: 'channels', code: 'festival', known: ['hall'] } },
  })
  const found = await submit('hall')
  if (!found.ok) throw new Error(found.refusal.code)
  const decline = (reasonCode: string) => requests.decline(found.request.id, { reasonCode, reason: '理由' }, by('desk'))
  expect(await decline('whatever')).toMatchObject({ refusal: { details: { list: 'declineReasons' } } })
  expect((await decline('elsewhere')).ok).toBe(true)
})

it('what was chosen stands in the facts, and outlasts the list', async () => {
  const { requests, listing } = await city()
  await listing({ lists })
  const made = await requests.submit({ ...report, channel: 'hall' }, by('resident'))
  if (!made.ok) throw new Error(made.refusal.code)
  const { id } = made.request
  await requests.dispatch(id, { unit: 'water' }, by('desk'))
  await requests.returnBack(id, { reason: '不归我们', reasonCode: 'not-our-duty' }, by('water'))
  await requests.dispatch(id, { unit: 'housing' }, by('desk'))
  await requests.claim(id, by('housing'))
  await requests.reply(id, { text: '已处理。' }, by('housing'))
  const rated = await requests.rate(id, { grade: 1, reasons: ['cold'] }, by('resident'))
  await listing({})
  expect(rated.ok && rated.request).toMatchObject({
    ratings: [{ grade: 1, reasons: ['cold'] }],
    returned: [{ unit: 'water', reasonCode: 'not-our-duty' }],
  })
})

it('a list that names a code twice, or that nobody knows, is reported with its place', async () => {
  const { catalogue } = await city()
  const choice = lists.channels[0]
  const faults = catalogue.check({ ...cityCatalogue, lists: { channels: [choice, choice], colours: [] } } as never)
  expect(faults.map(({ path }) => path)).toEqual([
    ['lists', 'channels', 1, 'code'],
    ['lists', 'colours'],
  ])
})
