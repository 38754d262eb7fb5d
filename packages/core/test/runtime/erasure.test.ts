import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const by = <K extends keyof typeof actors>(who: K) => ({ by: actors[who] })
const words = '家中不热，只有 14 度。'
const basis = { basis: 'retentionEnded' } as const

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const storage = memoryStorage()
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  async function submit() {
    const person = { name: '王某', phone: '000-2000-0001' }
    const report = { category: 'heating', area: cityGrid, description: words, person }
    const result = await huiyin.requests.submit(report, by('resident'))
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  async function ended() {
    const id = await submit()
    await huiyin.requests.withdraw(id, { reason: '已自行解决' }, by('resident'))
    return id
  }
  return { huiyin, storage, submit, ended }
}

describe('personal data can be erased, and the record still verifies', () => {
  it('erases every text of a matter that has ended; the events stay and say by what basis', async () => {
    const { huiyin, ended } = await city()
    const id = await ended()
    const result = await huiyin.requests.eraseTexts(id, basis, by('securityAdmin'))
    expect(result).toMatchObject({
      ok: true,
      request: { status: 'withdrawn', textsErasedAt: expect.any(Number) },
      events: [{ type: 'request.textsErased', data: { basis: 'retentionEnded', texts: 4 } }],
    })
    const view = await huiyin.requests.forResident(id, by('resident'))
    expect(view).not.toHaveProperty('description')
    expect(view.progress.map(({ title }) => title.zh)).toEqual(['诉求已上报', '您已撤单'])
    expect((await huiyin.requests.forStaff(id, by('securityAdmin'))).texts).toEqual({})
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({
      ok: true,
      texts: { kept: expect.any(Number), erased: 4 },
    })
  })

  it('erases nothing of a matter that goes on, nor while an appeal is under review', async () => {
    const { huiyin, submit } = await city()
    const id = await submit()
    expect(await huiyin.requests.eraseTexts(id, basis, by('securityAdmin'))).toMatchObject({
      ok: false,
      refusal: { code: 'texts-in-use', details: { status: 'reported', clocks: ['dispatch'] } },
    })
    expect(await huiyin.requests.forResident(id, by('resident'))).toMatchObject({ description: words })

    await huiyin.requests.dispatch(id, {}, by('desk'))
    await huiyin.requests.claim(id, {}, by('housing'))
    for (const grade of [1, 5]) {
      await huiyin.requests.reply(id, { text: '已排气。' }, by('housing'))
      await huiyin.requests.rate(id, { grade }, by('resident'))
    }
    const appealed = await huiyin.requests.appeal(id, { about: 'rating', reason: '当日停电' }, by('housing'))
    expect(appealed).toMatchObject({ ok: true, request: { status: 'closed' } })
    expect(await huiyin.requests.eraseTexts(id, basis, by('securityAdmin'))).toMatchObject({
      refusal: { code: 'texts-in-use', details: { clocks: ['appealReview/a1'] } },
    })
  })

  it('erases nothing of a matter that went into another, until that one has ended', async () => {
    const { huiyin, submit } = await city()
    const [id, into] = [await submit(), await submit()]
    await huiyin.requests.merge(id, { into }, by('desk'))
    expect(await huiyin.requests.eraseTexts(id, basis, by('securityAdmin'))).toMatchObject({
      refusal: { code: 'texts-in-use', details: { status: 'merged' } },
    })
    await huiyin.requests.withdraw(into, {}, by('resident'))
    await huiyin.tick()
    const other = await huiyin.requests.get(id, { by: actors.system })
    if (other.mergedInto === undefined) await huiyin.requests.withdraw(id, {}, by('resident'))
    expect(await huiyin.requests.eraseTexts(id, basis, by('securityAdmin'))).toMatchObject({ ok: true })
  })

  it('is done by a security administrator of the area or the system, and told why', async () => {
    const { huiyin, ended } = await city()
    const id = await ended()
    for (const [who, needed] of [
      ['resident', '安全管理员'],
      ['desk', '370281001001001 的安全管理员'],
      ['housing', '370281001001001 的安全管理员'],
      ['chief', '370281001001001 的安全管理员'],
    ] as const)
      expect(await huiyin.requests.eraseTexts(id, basis, by(who))).toMatchObject({
        refusal: {
          code: 'not-permitted',
          details: { needs: ['securityAdmin'] },
          message: { zh: `您无权删除文本；需要：${needed}。` },
        },
      })
    await expect(
      huiyin.requests.eraseTexts(id, { basis: 'tidiness' as never }, by('securityAdmin')),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['input', 'basis'] }],
    })
  })

  it('is done once however often it is asked for, and again for a text that came later', async () => {
    const { huiyin, submit } = await city()
    const id = await submit()
    await huiyin.requests.decline(id, { reasonCode: 'notOurs', reason: '不属本级职责' }, by('desk'))
    const { version } = await huiyin.requests.get(id, { by: actors.system })
    await huiyin.requests.eraseTexts(id, basis, { ...by('securityAdmin'), key: 'erase-1' })
    await huiyin.requests.eraseTexts(id, basis, { ...by('securityAdmin'), key: 'erase-1' })
    const again = await huiyin.requests.eraseTexts(id, basis, by('securityAdmin'))
    expect(again).toMatchObject({ ok: true, events: [], request: { version: version + 1 } })
  })

  it('erases all matters of a resident, and names those that are not at their end', async () => {
    const { huiyin, submit, ended } = await city()
    const [one, two, open] = [await ended(), await ended(), await submit()]
    const result = await huiyin.requests.eraseTextsOf(actors.resident.id, basis, by('securityAdmin'))
    expect(result.erased).toEqual([one, two])
    expect(result.refused).toMatchObject([{ id: open, refusal: { code: 'texts-in-use' } }])
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true, texts: { erased: 8 } })
  })

  it('gives way to a law of the place', async () => {
    const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
    const message = { zh: '卷宗已移送法院。', en: 'The file is with the court.' }
    const court = {
      contract: 'huiyin.plugin/2' as const,
      id: 'court',
      // As JavaScript writes it, without a kind.
      laws: { eraseTexts: [() => ({ code: 'court.file-with-court', details: {}, message }) as never] },
      setup: () => ({}),
    }
    const huiyin = createHuiyin({
      storage: memoryStorage(),
      platform: { clock, ids: simulatedIds(1) },
      plugins: [court],
    })
    await huiyin.start()
    await seedCity(huiyin)
    const report = { category: 'heating', area: cityGrid, description: words }
    const submitted = await huiyin.requests.submit('q-1', report, by('resident'))
    expect(submitted.ok).toBe(true)
    await huiyin.requests.withdraw('q-1', {}, by('resident'))
    expect(await huiyin.requests.eraseTexts('q-1', basis, by('securityAdmin'))).toMatchObject({
      refusal: { code: 'court.file-with-court', kind: 'state' },
    })
  })
})
