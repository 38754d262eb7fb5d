import { cityActors } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { refOf } from '../../src/record/bucket.js'
import { admin, city, report, security } from '../refusals/city.js'

const wang: Actor = { id: 'res-w', kind: 'resident', grants: [] }
const by = { by: wang }
const stranger = { by: { id: 'res-x', kind: 'resident', grants: [] } as Actor }
const system = { by: { id: 'system', kind: 'system', grants: [] } as Actor }
const number = '13800000001'
const quiet = { workingDays: [['22:00', '07:00']] } as const

async function world() {
  const storage = memoryStorage()
  const logged: string[] = []
  const note = (message: string, facts?: object) => void logged.push(message + JSON.stringify(facts))
  const city_ = await city({ storage, logger: { info: note, warn: note } })
  const loaded = () => storage.load(refOf('contact', wang.id), { vault: true, rows: true })
  const kept = async () => {
    const { vault: _, ...others } = await loaded()
    const events = await storage.history(refOf('contact', wang.id), { after: 0, limit: 100 })
    return JSON.stringify([others, events, logged])
  }
  const vault = async () => ((await loaded()).vault ?? []).map(({ field, subject, value }) => [field, subject, value])
  return {
    ...city_,
    storage,
    kept,
    vault,
    events: async () => storage.history(refOf('contact', wang.id), { after: 0, limit: 100 }),
  }
}

const given = async () => {
  const there = await world()
  await there.contacts.setAddress(wang.id, { via: 'phone', address: number }, by)
  await there.contacts.setName(wang.id, { name: '王某' }, by)
  await there.contacts.prefer(wang.id, { order: ['phone'], quiet }, by)
  return there
}

describe('what is personal', () => {
  it('lies in the vault, for the person it is about, and in no event, index, answer or log', async () => {
    const { contacts, kept, vault } = await given()
    await contacts.setAddress(wang.id, { via: 'openid', address: 'o6_bmjrPTlm6' }, { ...by, key: 'k-1' })
    await contacts.reveal(wang.id, { reason: '核实王某住址' }, security)
    expect(await kept()).not.toMatch(/王某|1380000|o6_bmjr|22:00|核实/)
    expect(await vault()).toEqual([
      ['address', wang.id, number],
      ['name', wang.id, '王某'],
      ['preferences', wang.id, JSON.stringify({ order: ['phone'], quiet })],
      ['address', wang.id, 'o6_bmjrPTlm6'],
      ['reason', wang.id, '核实王某住址'],
    ])
  })

  it('is a new text when it changes, and nothing is left of the one before', async () => {
    const { contacts, vault } = await given()
    await contacts.setAddress(wang.id, { via: 'phone', address: '13800000002' }, by)
    await contacts.prefer(wang.id, { order: ['email'] }, by)
    await contacts.setName(wang.id, { name: '王四' }, by)
    const texts = (await vault()).map(([, , value]) => value)
    expect(texts).toEqual([null, null, null, '13800000002', '{"order":["email"]}', '王四'])
    expect((await contacts.of(wang.id, by))?.addresses).toMatchObject([{ via: 'phone', address: '13800000002' }])
  })

  it('is no event when it is the same: applications set the address at every login', async () => {
    const { contacts, events } = await given()
    const before = (await events()).length
    expect(await contacts.setAddress(wang.id, { via: 'phone', address: number }, by)).toMatchObject({ ok: true })
    expect((await events()).length).toBe(before)
  })

  it('has the form of its kind', async () => {
    const { contacts } = await world()
    for (const [via, address] of [
      ['phone', '王某'],
      ['phone', '123'],
      ['email', 'wang'],
      ['openid', 'a b'],
      ['workId', 'a b'],
    ] as const)
      await expect(contacts.setAddress(wang.id, { via, address }, by)).rejects.toMatchObject({ code: 'invalid-input' })
    // A place's own kinds are any text.
    expect(await contacts.setAddress(wang.id, { via: 'loudspeaker', address: '三号 楼' }, by)).toMatchObject({
      ok: true,
    })
  })

  it('is found by no number: the id of a person is none', async () => {
    const { contacts } = await world()
    await expect(contacts.setName(number, { name: '王某' }, by)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('who may', () => {
  it('a person reads their own with everything; a security administrator without texts; anybody else nothing, whether there is one or not', async () => {
    const { contacts } = await given()
    expect(await contacts.of(wang.id, by)).toMatchObject({
      person: wang.id,
      name: '王某',
      addresses: [{ via: 'phone', address: number }],
      preferences: { order: ['phone'], quiet },
    })
    const seen = await contacts.of(wang.id, security)
    expect(seen?.addresses.map(({ via }) => via)).toEqual(['phone'])
    expect(JSON.stringify(seen)).not.toMatch(/王某|1380000/)
    expect(await contacts.of(wang.id, stranger)).toBeUndefined()
    expect(await contacts.of('res-nobody', stranger)).toBeUndefined()
    expect(await contacts.of('res-nobody', security)).toBeUndefined()
    expect(await contacts.ledger(wang.id, stranger)).toEqual([])
  })

  it('who administers the security of one street, or the system, is nobody here', async () => {
    const { contacts } = await given()
    const ofStreet = [{ role: 'securityAdmin', area: '370281001' }]
    for (const of of [{ by: { id: 'staff-street', kind: 'staff', grants: ofStreet } as const }, admin]) {
      expect(await contacts.of(wang.id, of)).toBeUndefined()
      expect(await contacts.reveal(wang.id, { reason: '核实' }, of)).toMatchObject({ ok: false })
    }
  })

  it('a stranger is refused alike, whether there is a contact or not', async () => {
    const { contacts } = await given()
    for (const person of [wang.id, 'res-nobody'])
      for (const refused of [
        await contacts.setAddress(person, { via: 'phone', address: number }, stranger),
        await contacts.removeAddress(person, { via: 'fax' }, stranger),
        await contacts.prefer(person, {}, { ...stranger, expectedVersion: 7 }),
        await contacts.withdrawConsent(person, { to: 'phone' }, stranger),
        await contacts.useConsent(person, { to: 'phone' }, admin),
        await contacts.reveal(person, { reason: '好奇' }, stranger),
        await contacts.eraseOf(person, { basis: 'otherLaw' }, stranger),
      ])
        expect(refused).toMatchObject({ ok: false, refusal: { code: 'contact-not-permitted' } })
  })

  it('a look at somebody else is a record; nobody agrees for another but by a form that was entered', async () => {
    const { contacts, events } = await given()
    const looked = await contacts.reveal(wang.id, { reason: '回访' }, security)
    expect(looked).toMatchObject({ ok: true, contact: { name: '王某', addresses: [{ address: number }] } })
    const last = JSON.parse((await events()).at(-1)?.bytes ?? '{}')
    expect(last).toMatchObject({ type: 'contact.revealed', by: { id: cityActors.securityAdmin.id } })
    const agreed = { to: 'phone', version: '2022-01', way: 'paper' }
    expect(await contacts.consent(wang.id, agreed, system)).toMatchObject({ ok: false })
    expect(await contacts.consent(wang.id, agreed, security)).toMatchObject({ ok: true })
  })
})

describe('consents', () => {
  const consent = { to: 'newsletter', version: 'v1', way: 'miniProgram' }

  it('hold with version, way and time until they are withdrawn; all of it stays in the ledger', async () => {
    const { contacts, clock } = await world()
    const signed = clock.now() - 86_400_000
    await contacts.consent(wang.id, { ...consent, at: signed }, by)
    // Agreeing again to the same text is nothing new; to the next one it is.
    await contacts.consent(wang.id, consent, by)
    await contacts.consent(wang.id, { ...consent, version: 'v2' }, by)
    expect((await contacts.of(wang.id, by))?.consents).toMatchObject([{ to: 'newsletter', version: 'v2' }])
    await contacts.withdrawConsent(wang.id, { to: 'newsletter' }, by)
    await contacts.withdrawConsent(wang.id, { to: 'newsletter' }, by)
    expect((await contacts.of(wang.id, by))?.consents).toEqual([])
    expect(await contacts.ledger(wang.id, by)).toMatchObject([
      { what: 'given', version: 'v1', way: 'miniProgram', at: signed, by: wang.id },
      { what: 'given', version: 'v2' },
      { what: 'withdrawn', to: 'newsletter' },
    ])
  })

  it('cannot be given in the future', async () => {
    const { contacts, clock } = await world()
    const given = contacts.consent(wang.id, { ...consent, at: clock.now() + 60_000 }, by)
    await expect(given).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('for one message are used up by one message, however often it is sent', async () => {
    const { contacts } = await world()
    await contacts.consent(wang.id, { ...consent, times: 1 }, by)
    await contacts.consent(wang.id, { ...consent, times: 1 }, by)
    const use = (key: string) => contacts.useConsent(wang.id, { to: 'newsletter' }, { ...system, key })
    for (const key of ['q-1/1/wechat', 'q-1/1/wechat', 'q-1/2/wechat', 'q-1/1/wechat'])
      expect(await use(key)).toMatchObject({ ok: true })
    expect(await use('q-1/3/wechat')).toMatchObject({ ok: false, refusal: { code: 'consent-not-given' } })
    expect((await contacts.ledger(wang.id, by)).map(({ what }) => what)).toEqual(['given', 'given', 'used', 'used'])
  })

  it('for one message are given to one of two that want it at the same time', async () => {
    const { contacts } = await world()
    await contacts.consent(wang.id, { ...consent, times: 1 }, by)
    const use = (key: string) => contacts.useConsent(wang.id, { to: 'newsletter' }, { ...system, key })
    const results = await Promise.all(['a', 'b', 'c'].map(use))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  })

  it('that hold until withdrawn are not used up, and those of one time end with a withdrawal', async () => {
    const { contacts } = await world()
    const use = (key: string) => contacts.useConsent(wang.id, { to: 'newsletter' }, { ...system, key })
    await contacts.consent(wang.id, { ...consent, times: 5 }, by)
    await contacts.consent(wang.id, consent, by)
    for (const key of ['1', '2', '3'])
      expect(await use(key)).toMatchObject({ ok: true, contact: { consents: [{ left: 5 }, {}] } })
    await contacts.withdrawConsent(wang.id, { to: 'newsletter' }, by)
    expect(await use('4')).toMatchObject({ ok: false })
  })
})

describe('erasing a person', () => {
  it('leaves no text and no consent; the chain still verifies, and a repetition does nothing', async () => {
    const { contacts, vault, audit, events } = await given()
    await contacts.consent(wang.id, { to: 'phone', version: 'v1', way: 'paper' }, by)
    await contacts.reveal(wang.id, { reason: '核实' }, security)
    expect(await contacts.eraseOf(wang.id, { basis: 'consentWithdrawn' }, security)).toEqual({ ok: true, texts: 4 })
    expect((await vault()).every(([, , value]) => value === null)).toBe(true)
    expect(await contacts.of(wang.id, by)).toEqual({ person: wang.id, addresses: [], consents: [] })
    const count = (await events()).length
    expect(await contacts.eraseOf(wang.id, { basis: 'consentWithdrawn' }, security)).toEqual({ ok: true, texts: 0 })
    expect(await contacts.eraseOf('res-nobody', { basis: 'otherLaw' }, security)).toEqual({ ok: true, texts: 0 })
    expect((await events()).length).toBe(count)
    const verified = await audit.verify(system)
    expect(verified).toMatchObject({ ok: true })
    // Who comes back begins anew.
    await contacts.setAddress(wang.id, { via: 'phone', address: number }, by)
    expect(await contacts.of(wang.id, by)).toMatchObject({ addresses: [{ address: number }] })
    expect(await audit.verify(system)).toMatchObject({ ok: true })
  })

  it('does not touch the requests they made, which are erased as such', async () => {
    const { contacts, requests } = await given()
    const made = await requests.submit({ ...report, person: { phone: number } }, by)
    await contacts.eraseOf(wang.id, { basis: 'otherLaw' }, by)
    const texts = made.ok ? (await requests.forStaff(made.request.id, { by: cityActors.desk })).texts : {}
    expect(Object.values(texts)).toContain(number)
  })
})

it('quiet hours leave some time, and times are times', async () => {
  const { contacts } = await world()
  const all = [['00:00', '24:00']]
  for (const wrong of [
    { workingDays: all, restDays: all },
    { workingDays: [['7:00', '08:00']] },
    { restDays: [['08:00', '08:00']] },
  ])
    await expect(contacts.prefer(wang.id, { quiet: wrong } as never, by)).rejects.toMatchObject({
      code: 'invalid-input',
    })
  expect(await contacts.prefer(wang.id, { quiet: { restDays: all } } as never, by)).toMatchObject({ ok: true })
  await expect(contacts.prefer(wang.id, { order: ['phone', 'phone'] }, by)).rejects.toMatchObject({
    code: 'invalid-input',
  })
})
