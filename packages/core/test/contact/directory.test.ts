import { cityGrid } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createAddressBook } from '../../src/contact/address-book.js'
import type { Actor } from '../../src/contracts/actor.js'
import type { Directory } from '../../src/contracts/directory.js'
import type { Receiver } from '../../src/contracts/receiver.js'
import { defaultDirectory } from '../../src/delivery/directory/default-directory.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { readBody } from '../../src/record/body.js'
import { refOf } from '../../src/record/bucket.js'
import type { RecordReader } from '../../src/record/record-reader.js'
import { storedRequests } from '../../src/request/packing/stored-requests.js'
import { admin, city, report, security, streetAdmin } from '../refusals/city.js'

const wang: Actor = { id: 'res-w', kind: 'resident', grants: [] }
const by = { by: wang }
const town = '370281001'
const nothing = { type: 'request', id: 'none' }

/** A city, and the directory over what it stored, as channels are given it. */
async function world() {
  const storage = memoryStorage()
  const there = await city({ storage })
  const { record } = await storage.load(refOf('editions', 'main'))
  const requests = storedRequests(record?.body)
  const factsIn = ((stored) => ({
    facts: stored.type === 'request' ? requests.facts(stored.body) : JSON.parse(readBody(stored.body).text),
    outdated: false,
  })) as RecordReader['factsIn']
  const facts = async (kind: { readonly type: string }, id: string) => {
    const { record: stored } = await storage.load(refOf(kind.type, id))
    return stored === undefined ? undefined : { version: stored.version, ...(await factsIn(stored)) }
  }
  const directory = defaultDirectory({
    runner: { facts: facts as never },
    storage,
    factsIn,
    refOf,
    requestType: 'request',
    book: createAddressBook({ storage, factsIn, refOf }),
    areas: () => {
      const tree = there.areas.tree()
      const path = (code: string): string => {
        const area = tree.get(code)
        return area === undefined ? '' : `${area.parent === null ? '' : path(area.parent)}${code}/`
      }
      return { path, successorOf: (code) => there.areas.successorOf(code) }
    },
    now: there.clock.now,
  })
  const reached = async (to: Receiver, via = 'phone', about = nothing) =>
    (await directory.addresses(to, via, about)).map(({ person, address }) => [person, address])
  const phone = (person: string, address: string) =>
    there.contacts.setAddress(person, { via: 'phone', address }, security)
  return { ...there, directory, reached, phone }
}

describe('a resident is reached', () => {
  it('at their own address of the kind, with how they want to be reached', async () => {
    const { contacts, directory, reached } = await world()
    await contacts.setAddress(wang.id, { via: 'openid', address: 'o6_bmjrPTlm6' }, by)
    await contacts.prefer(wang.id, { order: ['openid'] }, by)
    expect(await directory.addresses({ kind: 'resident', id: wang.id }, 'openid', nothing)).toEqual([
      { person: wang.id, address: 'o6_bmjrPTlm6', preferences: { order: ['openid'] } },
    ])
    expect(await reached({ kind: 'resident', id: wang.id }, 'phone')).toEqual([])
  })

  it('at the phone of the request where they have none of their own, and of no other request or resident', async () => {
    const { requests, contacts, reached } = await world()
    const made = await requests.submit({ ...report, person: { phone: '13800000001' } }, by)
    if (!made.ok) throw new Error(made.refusal.code)
    const about = { type: 'request', id: made.request.id }
    const to = { kind: 'resident', id: wang.id } as const
    expect(await reached(to, 'phone', about)).toEqual([[wang.id, '13800000001']])
    expect(await reached(to, 'openid', about)).toEqual([])
    expect(await reached(to, 'phone', nothing)).toEqual([])
    expect(await reached({ kind: 'resident', id: 'res-x' }, 'phone', about)).toEqual([])
    expect(await reached({ kind: 'person', id: wang.id }, 'phone', about)).toEqual([])
    await contacts.setAddress(wang.id, { via: 'phone', address: '13800000002' }, by)
    expect(await reached(to, 'phone', about)).toEqual([[wang.id, '13800000002']])
  })

  it('by nothing they have withdrawn their consent from, the phone of the request neither; until they agree again', async () => {
    const { requests, contacts, reached } = await world()
    const made = await requests.submit({ ...report, person: { phone: '13800000001' } }, by)
    if (!made.ok) throw new Error(made.refusal.code)
    const ask = () => reached({ kind: 'resident', id: wang.id }, 'phone', { type: 'request', id: made.request.id })
    await contacts.withdrawConsent(wang.id, { to: 'phone' }, by)
    expect(await ask()).toEqual([])
    await contacts.consent(wang.id, { to: 'phone', version: 'v1', way: 'miniProgram' }, by)
    expect(await ask()).toEqual([[wang.id, '13800000001']])
  })

  it('nowhere once erased', async () => {
    const { contacts, reached } = await world()
    await contacts.setAddress(wang.id, { via: 'phone', address: '13800000001' }, by)
    await contacts.eraseOf(wang.id, { basis: 'consentWithdrawn' }, by)
    expect(await reached({ kind: 'resident', id: wang.id })).toEqual([])
  })
})

describe('who serves in a team is reached', () => {
  const member = { kind: 'member', id: 'p-1', grid: cityGrid } as const
  const serving = {
    member: 'p-1',
    role: 'gridAdviser',
    from: '2021-01-01',
    name: '王芳',
    phone: '13800000005',
  } as const

  it('at their own phone, or else the one the team has; as long as they serve', async () => {
    const { teams, phone, reached } = await world()
    expect(await reached(member)).toEqual([])
    await teams.join(cityGrid, serving, admin)
    expect(await reached(member)).toEqual([['p-1', '13800000005']])
    expect(await reached(member, 'workId')).toEqual([])
    await phone('p-1', '13800000006')
    expect(await reached(member)).toEqual([['p-1', '13800000006']])
    await teams.leave(cityGrid, { member: 'p-1', on: '2022-01-04' }, admin)
    expect(await reached(member)).toEqual([])
  })
})

describe('units, desks and supervisors are reached', () => {
  it('through the people named for them: for the area, or else for all of the unit', async () => {
    const { contacts, phone, reached } = await world()
    const unit = (area?: string): Receiver => ({ kind: 'unit', unit: 'housing', ...(area !== undefined && { area }) })
    expect(await reached(unit())).toEqual([])
    await phone('p-1', '13800000001')
    await phone('p-2', '13800000002')
    await contacts.setRecipients({ kind: 'unit', unit: 'housing' }, { people: ['p-1', 'p-without'] }, admin)
    await contacts.setRecipients({ kind: 'unit', unit: 'housing', area: town }, { people: ['p-2'] }, admin)
    expect(await reached(unit())).toEqual([['p-1', '13800000001']])
    expect(await reached(unit(cityGrid))).toEqual([['p-2', '13800000002']])
    expect(await reached(unit('370281002'))).toEqual([['p-1', '13800000001']])
    expect(await contacts.wouldReach({ to: unit(), via: 'phone', about: nothing }, security)).toMatchObject([
      { person: 'p-1' },
    ])
    expect(await contacts.wouldReach({ to: unit(), via: 'phone', about: nothing }, by)).toEqual([])
  })

  it('for an area through those named for it or for the nearest above', async () => {
    const { contacts, phone, reached } = await world()
    await phone('p-1', '13800000001')
    await phone('p-2', '13800000002')
    await contacts.setRecipients({ kind: 'dispatcher', area: '370281' }, { people: ['p-1'] }, admin)
    expect(await reached({ kind: 'dispatcher', area: cityGrid })).toEqual([['p-1', '13800000001']])
    expect(await reached({ kind: 'supervisor', area: cityGrid })).toEqual([])
    const named = await contacts.setRecipients(
      { kind: 'dispatcher', area: town },
      { people: ['p-2'] },
      { by: streetAdmin },
    )
    expect(named).toEqual({ ok: true, people: ['p-2'] })
    expect(await reached({ kind: 'dispatcher', area: cityGrid })).toEqual([['p-2', '13800000002']])
    await contacts.setRecipients({ kind: 'dispatcher', area: town }, { people: [] }, admin)
    expect(await reached({ kind: 'dispatcher', area: cityGrid })).toEqual([['p-1', '13800000001']])
  })

  it('are named and read by those who may', async () => {
    const { contacts } = await world()
    const desk = { kind: 'dispatcher', area: '370281' } as const
    const refused = await contacts.setRecipients(desk, { people: [] }, { by: streetAdmin })
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'contact-not-permitted' } })
    expect(await contacts.setRecipients(desk, { people: [] }, admin)).toEqual({ ok: true, people: [] })
    await contacts.setRecipients(desk, { people: ['p-1'] }, admin)
    expect(await contacts.recipients(desk, admin)).toEqual(['p-1'])
    expect(await contacts.recipients(desk, by)).toEqual([])
  })
})

describe('whom a message would reach', () => {
  it('is told with the end of their quiet hours, and without their address', async () => {
    const { contacts, clock } = await world()
    await contacts.setAddress(wang.id, { via: 'phone', address: '13800000001' }, by)
    await contacts.prefer(wang.id, { quiet: { workingDays: [['09:00', '12:00']] } }, by)
    const to = { kind: 'resident', id: wang.id } as const
    expect(await contacts.wouldReach({ to, via: 'phone', about: nothing }, security)).toEqual([
      { person: wang.id, from: Date.parse('2022-01-04T12:00:00+08:00') },
    ])
    clock.advance(3 * 3_600_000)
    const [later] = await contacts.wouldReach({ to, via: 'phone', about: nothing }, security)
    expect(later?.from).toBe(clock.now())
  })

  it('comes from the directory of the place where it has one, which must keep the contract', async () => {
    const directory: Directory = {
      contract: 'huiyin.directory/1',
      addresses: async (to, via) => [{ person: `${to.kind}/${via}`, address: 'x' }],
    }
    const { contacts } = await city({ directory })
    const to = { kind: 'person', id: 'p-1' } as const
    expect(await contacts.wouldReach({ to, via: 'fax', about: nothing }, security)).toMatchObject([
      { person: 'person/fax' },
    ])
    await expect(city({ directory: { ...directory, contract: 'huiyin.directory/2' } as never })).rejects.toThrow(
      'another contract',
    )
  })
})
