import { createHuiyin, type Huiyin, memoryStorage, type NotificationChannel } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { beforeEach, describe, expect, it } from 'vitest'

const call = { channel: 'hotline', category: 'heating', area: cityGrid, description: '来电：家中不热。' }
const { desk, securityAdmin, housing } = actors

let huiyin: Huiyin
let told: string[]
beforeEach(async () => {
  told = []
  const sms: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'sms',
    audience: 'resident',
    send: async ({ to }) => {
      told.push((to as { readonly id: string }).id)
      return { ok: true }
    },
  }
  const platform = { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) }
  huiyin = createHuiyin({ storage: memoryStorage(), platform, channels: [sms] })
  await huiyin.start()
  await seedCity(huiyin)
})

async function entered(input: object = {}, key?: string) {
  const result = await huiyin.requests.submit(
    { ...call, person: { name: '王某', phone: '13900001111' }, ...input },
    { by: desk, key },
  )
  if (!result.ok) throw new Error(result.refusal.message.en)
  return result.request
}

describe('a call that staff enter is the caller’s, not the clerk’s', () => {
  it('who is not named gets an id for this request alone', async () => {
    const one = await entered()
    const other = await entered()
    expect(one.requester).not.toBe(desk.id)
    expect(one.requester).not.toBe(other.requester)
    expect(
      (await huiyin.requests.find({ requester: one.requester }, { by: actors.system })).items.map(({ id }) => id),
    ).toEqual([one.id])
    expect(await entered({ requester: 'res-7' })).toMatchObject({ requester: 'res-7' })
    const bySystem = await huiyin.requests.submit(call, { by: { id: 'system', kind: 'system', grants: [] } })
    expect(bySystem).toMatchObject({ ok: true })
    if (bySystem.ok) expect(bySystem.request.requester).not.toBe('system')
  })
  it('repeated with its key it is the same call of the same caller', async () => {
    const first = await entered({}, 'call-1')
    expect(await entered({}, 'call-1')).toEqual(first)
    expect((await huiyin.requests.find({ by: actors.system })).items).toHaveLength(1)
  })
  it('messages go to the caller and never to the clerk', async () => {
    const { id, requester } = await entered()
    await huiyin.requests.dispatch(id, { by: desk })
    await huiyin.requests.claim(id, { by: housing })
    await huiyin.requests.reply(id, { text: '已修复。' }, { by: housing })
    await huiyin.tick()
    expect(new Set(told)).toEqual(new Set([requester]))
    expect(told.length).toBeGreaterThan(2)
  })
  it('the clerk neither reads nor rates it as the resident', async () => {
    const { id } = await entered()
    const asResident = { id: desk.id, kind: 'resident', grants: [] } as const
    await expect(huiyin.requests.forResident(id, { by: asResident })).rejects.toMatchObject({ code: 'not-found' })
    expect(await huiyin.requests.withdraw(id, { by: asResident })).toMatchObject({ ok: false })
  })
  it('erasing one caller’s data leaves every other caller’s', async () => {
    const one = await entered()
    const other = await entered()
    for (const { id } of [one, other])
      await huiyin.requests.decline(id, { reasonCode: 'elsewhere', reason: '不属本市' }, { by: desk })
    const erase = (requester: string) =>
      huiyin.requests.eraseTextsOf(requester, { basis: 'consentWithdrawn' }, { by: securityAdmin })
    expect(await erase(desk.id)).toEqual({ erased: [], refused: [] })
    expect(await erase(one.requester)).toEqual({ erased: [one.id], refused: [] })
    const { texts } = await huiyin.requests.forStaff(other.id, { by: desk })
    expect(Object.values(texts)).toContain('13900001111')
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })
})

describe('the parts of a split are there, whoever takes an id meanwhile', () => {
  it('a part whose id was taken after the split gets another, and knows where it comes from', async () => {
    const storage = memoryStorage()
    let taking = ''
    const another = createHuiyin({ storage })
    const city: Huiyin = createHuiyin({
      storage: {
        ...storage,
        commit: async (changes, options) => {
          const { splitInto } = changes.flatMap(({ body }) => JSON.parse(body) as { splitInto?: string[] })[0] ?? {}
          if (splitInto !== undefined && taking === '') {
            taking = splitInto[0] as string
            await another.requests.submit(taking, call, { by: actors.neighbour })
          }
          return storage.commit(changes, options)
        },
      },
    })
    await city.start()
    await seedCity(city)
    await another.start()
    await city.requests.submit('q-1', call, { by: actors.resident })
    const parts = ['heating', 'other'].map((category) => ({ category, description: `其中：${category}。` }))
    expect(await city.requests.split('q-1', { parts }, { by: desk })).toMatchObject({ ok: true })
    await city.tick()
    const found = (await city.requests.find({ requester: actors.resident.id, open: true }, { by: actors.system })).items
    expect(found.map(({ category, splitFrom }) => [category, splitFrom]).sort()).toEqual([
      ['heating', 'q-1'],
      ['other', 'q-1'],
    ])
    expect(found.map(({ id }) => id)).not.toContain(taking)
    expect((await city.deliveries.pending({ by: actors.system })).items).toEqual([])
    expect((await city.deliveries.deadLetters({ by: actors.system })).items).toEqual([])
  })
})
