import { type Actor, createHuiyin, type HuiyinOptions, keyedDigest, memoryStorage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

type Contacts = NonNullable<HuiyinOptions['privacy']>['contacts']

const person = { name: '王小明', phone: '13712348001', address: '云溪街道北三里河路12号' }
const worker: Actor = { id: 'staff-grid', kind: 'staff', grants: [{ role: 'gridWorker', area: cityGrid }] }

async function city(contacts?: Contacts) {
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    search: { phone: [keyedDigest({ algorithm: 'sm3', key: 'the first key of a city' })] },
    platform: { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) },
    ...(contacts !== undefined && { privacy: { contacts } }),
  })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const submit = (more: object = {}) =>
    requests.submit(
      'q-1',
      { category: 'heating', area: cityGrid, description: '家中不热。', person, ...more },
      {
        by: actors.resident,
      },
    )
  const personAs = async (by: Actor) => {
    const { texts, facts, masked = [] } = await requests.forStaff('q-1', { by })
    const { name, phone, address } = facts.person
    const told = [name, phone, address].map((sealed) => (sealed === undefined ? undefined : texts[sealed.ref]))
    return [...told, masked.length]
  }
  const dispatched = async () => {
    await requests.dispatch('q-1', { by: actors.desk })
  }
  const claimed = async () => {
    await dispatched()
    await requests.claim('q-1', { by: actors.housing })
  }
  const ended = async () => {
    await requests.reply('q-1', { text: '已修复。' }, { by: actors.housing })
    await requests.rate('q-1', { grade: 5 }, { by: actors.resident })
  }
  return { huiyin, requests, submit, personAs, dispatched, claimed, ended }
}

const none = [undefined, undefined, person.address, 0]
const masked = ['王*明', '137****8001', person.address, 2]
const plain = [person.name, person.phone, person.address, 0]

describe('the lead unit', () => {
  it('sees name and phone masked from its claim to the end, and neither before nor after', async () => {
    const { submit, personAs, dispatched, claimed, ended } = await city()
    await submit()
    await dispatched()
    expect(await personAs(actors.housing)).toEqual(none)
    await claimed()
    expect(await personAs(actors.housing)).toEqual(masked)
    expect(await personAs(actors.desk)).toEqual(plain)
    await ended()
    expect(await personAs(actors.housing)).toEqual(none)
    expect(await personAs(actors.desk)).toEqual(plain)
  })

  it('reads in the timeline what it reads in the view', async () => {
    const { requests, submit, claimed } = await city()
    await submit()
    await claimed()
    const [first] = await requests.timeline('q-1', { by: actors.housing })
    const told = Object.fromEntries(first?.texts.map(({ name, text }) => [name, text]) ?? [])
    expect(told).toMatchObject({ name: '王*明', phone: '137****8001' })
  })

  it('sees nothing any more once it passed the request on or gave it back, and neither does the next before it claims', async () => {
    const { requests, submit, personAs, claimed } = await city()
    await submit()
    await claimed()
    await requests.transfer('q-1', { unit: 'water' }, { by: actors.housing })
    const { texts } = await requests.forStaff('q-1', { by: actors.water })
    expect(Object.values(texts)).not.toContain('137****8001')
    await requests.claim('q-1', { by: actors.water })
    expect(await personAs(actors.water)).toEqual(masked)
    const head: Actor = { id: 'staff-head', kind: 'staff', grants: [{ role: 'unitHead', unit: 'water' }] }
    await requests.returnBack('q-1', { reason: '不属本单位' }, { by: head })
    expect(await personAs(head)).toEqual(none)
  })

  it('sees nothing of the person in a confidential request, and no way to call in an anonymous one, whatever the policy says', async () => {
    const open = { name: 'plain', phone: 'plain', address: 'plain', personal: 'plain' } as const
    for (const contacts of [undefined, { unit: open, handler: open, coUnit: open }]) {
      const secret = await city(contacts)
      await secret.submit({ confidential: true })
      await secret.claimed()
      expect(await secret.personAs(actors.housing)).toEqual([undefined, undefined, undefined, 0])
      const unnamed = await city(contacts)
      await unnamed.submit({ anonymous: true, person: { phone: person.phone, address: person.address } })
      await unnamed.claimed()
      expect(await unnamed.personAs(actors.housing)).toEqual(none)
      expect(await unnamed.personAs(actors.desk)).toEqual([undefined, person.phone, person.address, 0])
    }
  })
})

describe('a place', () => {
  it('says by party, field, phase and state how a person is shown; a state goes before its phase', async () => {
    const { submit, personAs, dispatched, claimed, ended } = await city({
      unit: { phone: { fromClaim: 'plain', awaitingRating: 'masked', afterEnd: 'masked' }, address: 'masked' },
      gridWorker: { phone: { afterEnd: 'masked' }, name: 'masked' },
      auditor: { name: 'masked' },
    })
    await submit()
    await dispatched()
    const road = '云溪街道北三里河路***'
    expect(await personAs(actors.housing)).toEqual([undefined, undefined, road, 1])
    await claimed()
    expect(await personAs(actors.housing)).toEqual(['王*明', person.phone, road, 2])
    expect(await personAs(worker)).toEqual(['王*明', person.phone, person.address, 1])
    expect(await personAs(actors.auditor)).toEqual(['王*明', undefined, undefined, 1])
    await ended()
    expect(await personAs(actors.housing)).toEqual([undefined, '137****8001', road, 2])
    expect(await personAs(worker)).toEqual(['王*明', '137****8001', person.address, 2])
  })

  it('shows whoever is several parties what the most open of them sees', async () => {
    const { submit, personAs, claimed } = await city({ gridWorker: { name: 'hidden', phone: 'hidden' } })
    await submit()
    await claimed()
    const grants = [...worker.grants, { role: 'handler', unit: 'housing' }]
    expect(await personAs({ ...worker, grants })).toEqual(masked)
    expect(await personAs(worker)).toEqual([undefined, undefined, person.address, 0])
  })

  it('lets nobody search what they see masked at any time: it could be guessed digit by digit', async () => {
    const strict = await city({ gridWorker: { phone: { afterEnd: 'masked' }, address: { afterEnd: 'masked' } } })
    const usual = await city({ unit: { phone: { fromClaim: 'plain' } } })
    for (const { submit, claimed } of [strict, usual]) {
      await submit()
      await claimed()
    }
    const byPhone = { phone: person.phone }
    await expect(strict.requests.find(byPhone, { by: worker })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(usual.requests.find(byPhone, { by: actors.housing })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await strict.requests.find({ text: '三里河' }, { by: worker })).items).toEqual([])
    expect((await usual.requests.find({ text: '三里河' }, { by: worker })).items).toHaveLength(1)
    expect((await usual.requests.find(byPhone, { by: worker })).items).toHaveLength(1)
  })

  it.each([
    [{ units: { phone: 'plain' } }, 'privacy.contacts names units; did you mean unit?'],
    [{ requester: { phone: 'masked' } }, 'privacy.contacts.requester cannot be: it is for members of staff'],
    [{ unit: 'plain' }, 'privacy.contacts.unit is not an object'],
    [{ unit: { phones: 'plain' } }, 'privacy.contacts.unit names phones; did you mean phone?'],
    [{ unit: { phone: 'clear' } }, 'privacy.contacts.unit.phone is clear; known: hidden, masked, plain'],
    [{ unit: { phone: { handled: 'plain' } } }, 'privacy.contacts.unit.phone names handled; did you mean handling?'],
    [
      { unit: { phone: { handling: 'open' } } },
      'privacy.contacts.unit.phone.handling is open; known: hidden, masked, plain',
    ],
  ])('is told what is wrong with its policy: %j', async (contacts, said) => {
    await expect(city(contacts as never)).rejects.toMatchObject({ code: 'configuration' })
    await expect(city(contacts as never)).rejects.toThrow(said)
  })
})
