import { type Actor, createHuiyin, keyedDigest, memoryStorage, type RequestQuery, type Storage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

const first = keyedDigest({ algorithm: 'sm3', key: 'the first key of a city' })
const second = keyedDigest({ algorithm: 'sha256', key: 'the second key of a city' })

async function city(parts: { readonly storage?: Storage; readonly phone?: readonly (typeof first)[] } = {}) {
  const huiyin = createHuiyin({
    storage: parts.storage ?? memoryStorage(),
    search: { phone: parts.phone ?? [first] },
    platform: { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) },
  })
  await huiyin.start()
  if (parts.storage === undefined) await seedCity(huiyin)
  const { requests } = huiyin
  const found = async (query: RequestQuery, by: Actor) => {
    const ids: string[] = []
    let after: string | undefined
    do {
      const page = await requests.find({ ...query, limit: 2, ...(after !== undefined && { after }) }, { by })
      ids.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== undefined)
    return ids
  }
  const submit = (id: string, description: string, person = {}, category = 'heating', by: Actor = actors.resident) =>
    requests.submit(id, { category, area: cityGrid, description, person }, { by })
  return { huiyin, requests, found, submit }
}

const partner: Actor = { id: 'staff-partner', kind: 'staff', grants: [{ role: 'evaluator', area: '370281' }] }
const handlerAndDesk: Actor = {
  id: 'staff-both',
  kind: 'staff',
  grants: [
    { role: 'handler', unit: 'water' },
    { role: 'evaluator', area: '370281' },
  ],
}
const readers: Readonly<Record<string, Actor>> = { ...actors, partner, handlerAndDesk }

/** A request with a word of its own in each text there is. */
async function everyText({ requests, submit }: Awaited<ReturnType<typeof city>>, word: (text: string) => string) {
  const person = { name: word('name'), phone: '13712348001', address: word('address') }
  await submit('q-1', word('description'), person, 'leak')
  await submit('q-2', word('merged'), { address: word('other-address') }, 'leak', actors.neighbour)
  await requests.dispatch('q-1', { by: actors.desk })
  await requests.claim('q-1', { by: actors.water })
  await requests.urge('q-1', { note: word('note') }, { by: actors.desk })
  await requests.merge('q-2', { into: 'q-1' }, { by: actors.desk })
  await requests.coReply('q-1', { unit: 'housing', text: word('co-reply') }, { by: actors.housing })
  const reply = { text: word('reply'), textForMerged: word('reply-for-merged') }
  await requests.reply('q-1', reply, { by: actors.water })
  await requests.rate('q-1', { grade: 5, comment: word('comment') }, { by: actors.resident })
}
const texts = ['name', 'address', 'description', 'merged', 'other-address', 'note', 'co-reply', 'reply', 'reply-for-merged', 'comment'] // biome-ignore format: a list

describe('a search by words', () => {
  it('finds descriptions, addresses and answers that have every word, in any form of writing', async () => {
    const { submit, found, requests } = await city()
    await submit('q-1', '三号楼Ｂ座供暖不热', { address: '寺门首路 12 号' })
    await submit('q-2', '供暖管道漏水')
    await requests.answerOnTheSpot('q-2', { text: '已派人检修，今晚恢复。' }, { by: actors.desk })
    const by = (text: string) => found({ text }, actors.desk)
    expect(await by('供暖')).toEqual(['q-1', 'q-2'])
    expect(await by('b座供暖')).toEqual(['q-1'])
    expect(await by('供暖　寺门首路')).toEqual(['q-1'])
    expect(await by('检修 漏水')).toEqual(['q-2'])
    expect(await by('暖供')).toEqual([])
    expect(await found({ text: '供暖', status: 'closed', descending: true }, actors.desk)).toEqual([])
  })

  it.each(Object.entries(readers))('shows %s nothing that their views do not show', async (_, by) => {
    const world = await city()
    await everyText(world, (text) => `密语${texts.indexOf(text)}号${text}`)
    const { requests, found } = world
    for (const text of texts) {
      const word = `密语${texts.indexOf(text)}号`
      const ids = await found({ text: word }, by).catch((error: { readonly code?: string }) => {
        expect(error.code).toBe('forbidden')
        return []
      })
      for (const id of ids) {
        const view =
          by.kind === 'resident' ? await requests.forResident(id, { by }) : await requests.forStaff(id, { by })
        expect(JSON.stringify(view), `${text} of ${id}`).toContain(word)
      }
    }
  })

  it.each(Object.entries(readers))(
    'answers %s the same whatever a field says that they may not read',
    async (_, by) => {
      const answers = async (secret: string) => {
        const world = await city()
        await everyText(world, (text) => (text === secret ? '密语泄露' : '无关紧要'))
        return world.found({ text: '密语泄露' }, by).catch((error: { readonly code?: string }) => [String(error.code)])
      }
      const none = await answers('nothing')
      const readable: readonly string[] =
        by.kind === 'resident'
          ? ['description', 'merged', 'reply', 'reply-for-merged']
          : ['description', 'merged', 'reply', 'reply-for-merged', 'co-reply', 'address', 'other-address']
      for (const text of texts) if (!readable.includes(text)) expect(await answers(text), text).toEqual(none)
      if (by.kind === 'staff' && by.grants.every(({ role }) => ['evaluator', 'auditor'].includes(role)))
        for (const text of ['address', 'other-address']) expect(await answers(text), text).toEqual(none)
    },
  )

  it('finds by the address where the reader has to find the place, in the parts where they do', async () => {
    const world = await city()
    await everyText(world, (text) => `某处${text}`)
    const address = '某处address'
    expect(await world.found({ text: address }, actors.water)).toEqual(['q-1'])
    expect(await world.found({ text: address }, actors.desk)).toEqual(['q-1'])
    expect(await world.found({ text: address }, actors.evaluator)).toEqual([])
    expect(await world.found({ text: address }, actors.resident)).toEqual([])
    // The evaluator reads the whole area without addresses, the handler those of the unit with them.
    expect(await world.found({ text: address }, handlerAndDesk)).toEqual(['q-1'])
    expect(await world.found({ text: '某处description' }, handlerAndDesk)).toEqual(['q-1'])
  })

  it('finds by the place of a request for who has to find it, and by no address of a confidential one', async () => {
    const { requests, found } = await city()
    const report = { category: 'leak', area: cityGrid, description: '漏水', place: { address: '某处路口' } }
    const person = { address: '某家地址' }
    await requests.submit('q-1', { ...report, person }, { by: actors.resident })
    await requests.submit('q-2', { ...report, person, confidential: true }, { by: actors.resident })
    for (const id of ['q-1', 'q-2']) await requests.dispatch(id, { by: actors.desk })
    expect(await found({ text: '某处路口' }, actors.water)).toEqual(['q-1', 'q-2'])
    expect(await found({ text: '某家地址' }, actors.water)).toEqual(['q-1'])
    expect(await found({ text: '某家地址' }, actors.desk)).toEqual(['q-1', 'q-2'])
    expect(await found({ text: '某处路口' }, actors.evaluator)).toEqual([])
    for (const id of ['q-1', 'q-2'])
      expect(JSON.stringify(await requests.forStaff(id, { by: actors.water })).includes('某家地址')).toBe(id === 'q-1')
  })

  it('finds a text no more once it is erased', async () => {
    const { submit, found, requests } = await city()
    await submit('q-1', '供暖不热', { phone: '13712348001' })
    await requests.withdraw('q-1', {}, { by: actors.resident })
    expect(await found({ text: '供暖' }, actors.desk)).toEqual(['q-1'])
    await requests.eraseTexts('q-1', { basis: 'retentionEnded' }, { by: actors.securityAdmin })
    expect(await found({ text: '供暖' }, actors.desk)).toEqual([])
    expect(await found({ phone: '13712348001' }, actors.desk)).toEqual([])
  })

  it.each([
    [{ text: '热' }, 'too-short'],
    [{ text: '一 二 三' }, 'too-short'],
    [{ text: '一二 '.repeat(3) + 'abcdefghijkl'.split('').join(' ') }, 'too-many'],
    [{ text: '热'.repeat(101) }, 'too-long'],
    [{ phone: '12345' }, 'unfit'],
    [{ phone: '13712348001或13712348002' }, 'unfit'],
    [{ words: '供暖' }, 'unknown-field'],
  ])('refuses %j by name: %s', async (query, code) => {
    const { found } = await city()
    await expect(found(query as RequestQuery, actors.desk)).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ code, path: ['query', ...Object.keys(query)] }],
    })
  })

  it('says so where the storage cannot search', async () => {
    const storage = memoryStorage()
    const bare: Storage = { ...storage, capabilities: { ...storage.capabilities, search: false } }
    const { huiyin } = await city({ storage: bare })
    for (const query of [{ text: '供暖' }, { phone: '13712348001' }])
      await expect(huiyin.requests.find(query, { by: actors.system })).rejects.toMatchObject({
        code: 'configuration',
        details: { path: ['query', Object.keys(query)[0]] },
      })
  })
})

describe('a search by telephone', () => {
  it('finds one whole number, however it is written, for who may read phones', async () => {
    const { submit, found } = await city()
    await submit('q-1', '供暖不热', { phone: '１３７-1234-8001' })
    await submit('q-2', '漏水', { phone: '0532-87208001转2' })
    expect(await found({ phone: '+86 13712348001' }, actors.desk)).toEqual(['q-1'])
    expect(await found({ phone: '053287208001', text: '漏水' }, actors.chief)).toEqual(['q-2'])
    expect(await found({ phone: '1371234800' }, actors.desk)).toEqual([])
    for (const by of [actors.housing, actors.evaluator, actors.resident])
      await expect(found({ phone: '13712348001' }, by)).rejects.toMatchObject({
        code: 'forbidden',
        details: { reason: 'reading-not-permitted' },
      })
  })

  it('keeps no hash that can be made without the key, and asks for one', async () => {
    const storage = memoryStorage()
    const { huiyin, submit } = await city({ phone: [] })
    await submit('q-1', '供暖不热', { phone: '13712348001' })
    await expect(huiyin.requests.find({ phone: '13712348001' }, { by: actors.desk })).rejects.toMatchObject({
      code: 'configuration',
      details: { path: ['search', 'phone'] },
    })
    const bare = { name: 'sm3', hex: (text: string) => text }
    expect(() => createHuiyin({ storage, search: { phone: [bare] } })).toThrow('search.phone[0] is not made with')
  })

  it('writes under the first key and finds under all of them', async () => {
    const storage = memoryStorage()
    const one = createHuiyin({ storage, search: { phone: [first] }, platform: { ids: simulatedIds(1) } })
    await one.start()
    await seedCity(one)
    const report = (phone: string) => ({ category: 'heating', area: cityGrid, description: '不热', person: { phone } })
    await one.requests.submit('q-1', report('13712348001'), { by: actors.resident })
    await one.stop()
    const both = createHuiyin({ storage, search: { phone: [second, first] }, platform: { ids: simulatedIds(2) } })
    await both.start()
    await both.requests.submit('q-2', report('13712348001'), { by: actors.resident })
    const found = async (huiyin: typeof both) =>
      (await huiyin.requests.find({ phone: '13712348001' }, { by: actors.desk })).items.map(({ id }) => id)
    expect(await found(both)).toEqual(['q-1', 'q-2'])
    await both.stop()
    const later = createHuiyin({ storage, search: { phone: [second] }, platform: { ids: simulatedIds(3) } })
    await later.start()
    expect(await found(later)).toEqual(['q-2'])
    await later.stop()
  })
})

describe('what is found of a request that was merged', () => {
  it('is the answer it was given, for as long as it is merged', async () => {
    const { huiyin, requests, submit, found } = await city()
    await submit('q-1', '供暖不热')
    await submit('q-2', '也不热', {}, 'heating', actors.neighbour)
    await requests.dispatch('q-1', { by: actors.desk })
    await requests.claim('q-1', { by: actors.housing })
    await requests.merge('q-2', { into: 'q-1' }, { by: actors.desk })
    await requests.reply('q-1', { text: '阀门已经更换' }, { by: actors.housing })
    expect(await found({ text: '阀门' }, actors.neighbour)).toEqual(['q-2'])
    await requests.unmerge('q-2', { by: actors.desk })
    expect(await found({ text: '阀门' }, actors.neighbour)).toEqual([])
    expect(await huiyin.audit.verify({ by: actors.auditor })).toMatchObject({ ok: true })
  })
})
