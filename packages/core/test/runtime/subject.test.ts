import { memoryStorage } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { pollCity } from '../plugin/polls.js'

const subject = actors.resident.id
const by = actors.securityAdmin
const basis = 'consentWithdrawn'
const person = { name: '王小明', phone: '13712348001' }

async function lived(storage: Storage) {
  const city = await pollCity(storage)
  const { huiyin, open } = city
  const { requests, contacts } = huiyin
  await open('p-1', '13900001111')
  const report = { category: 'heating', area: cityGrid, description: '家中不热。', person }
  for (const [id, resident] of [
    ['q-1', actors.resident],
    ['q-2', actors.resident],
    ['q-3', actors.neighbour],
  ] as const)
    await requests.submit(id, report, { by: resident })
  await requests.dispatch('q-1', { unit: 'housing' }, { by: actors.desk })
  await requests.claim('q-1', { by: actors.housing })
  await requests.reveal('q-1', { fields: ['phone'], reason: '约定上门时间' }, { by: actors.housing })
  await requests.note('q-1', { text: '该户常投诉' }, { by: actors.desk })
  await requests.reply('q-1', { text: '已修复。' }, { by: actors.housing })
  await requests.rate('q-1', { grade: 5, comment: '谢谢' }, { by: actors.resident })
  await contacts.setAddress(subject, { via: 'openid', address: 'openid-of-wang' }, { by: actors.resident })
  await contacts.consent(subject, { to: 'openid', version: '1', way: 'miniProgram' }, { by: actors.resident })
  await contacts.reveal(subject, { reason: '寄送通知' }, { by })
  const member = { member: subject, role: 'partner', from: '2021-01-01', name: '王小明', phone: '13700002222' } as const
  await huiyin.teams.join(cityGrid, member, { by: actors.systemAdmin })
  return city
}

describe.each([
  ['memory', memoryStorage],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
] as const)('what is kept about a person, on %s', (_, storageOf: () => Storage) => {
  it('is read whole by the person and by a security administrator, over every kind of record', async () => {
    const { huiyin } = await lived(storageOf())
    const own = await huiyin.privacy.export(subject, { by: actors.resident })
    expect(await huiyin.privacy.export(subject, { by })).toEqual(own)
    expect(own.requests.map(({ view }) => view.id)).toEqual(['q-1', 'q-2'])
    const [first] = own.requests
    expect(first?.given.map(({ field }) => field).toSorted()).toEqual(['comment', 'description', 'name', 'phone'])
    expect(first?.given).toContainEqual({ field: 'phone', text: person.phone })
    expect(first?.view.reveals).toMatchObject([{ fields: [{ zh: '电话' }], reason: '约定上门时间' }])
    expect(first?.view.progress.map(({ text }) => text)).toContain('已修复。')
    expect(own.contact).toMatchObject({ addresses: [{ via: 'openid', address: 'openid-of-wang' }] })
    expect(own.consents).toMatchObject([{ what: 'given', to: 'openid' }])
    expect(own.records).toMatchObject([{ type: 'polls.poll', id: 'p-1' }])
    expect(own.records[0]?.texts.map(({ text }) => text)).toContain('13900001111')
    expect(own.looks).toMatchObject([{ by: by.id, reason: '寄送通知' }])
    expect(own.teams).toMatchObject([{ grid: cityGrid, memberships: [{ member: subject, role: 'partner' }] }])
    expect(own.teams[0]?.texts).toContainEqual({ field: 'phone', text: '13700002222' })
    // What staff said among themselves is counted, and not told.
    expect(JSON.stringify(own)).not.toContain('常投诉')
    expect(first?.ofStaff).toBeGreaterThan(0)
    expect(JSON.parse(JSON.stringify(own))).toEqual(own)
    await huiyin.stop()
  })

  it('is erased over every kind of record; what is still needed stays, each with the reason', async () => {
    const { huiyin, requests } = await lived(storageOf()).then((city) => ({ ...city, requests: city.huiyin.requests }))
    const erased = await huiyin.privacy.erase(subject, { by, basis })
    expect(erased).toEqual({
      requests: ['q-1'],
      records: [{ type: 'polls.poll', id: 'p-1' }],
      contactTexts: expect.any(Number),
      teams: [],
      kept: [
        { type: 'request', id: 'q-2', refusal: expect.objectContaining({ code: 'texts-in-use' }) },
        { type: 'team', id: cityGrid, refusal: expect.objectContaining({ code: 'member-still-serves' }) },
      ],
    })
    await huiyin.teams.leave(cityGrid, { member: subject, role: 'partner', on: '2021-06-01' } as never, {
      by: actors.systemAdmin,
    })
    await requests.withdraw('q-2', { by: actors.resident })
    expect(await huiyin.privacy.erase(subject, { by, basis })).toMatchObject({ requests: ['q-1', 'q-2'], kept: [] })
    const left = await huiyin.privacy.export(subject, { by })
    expect([left.requests.map(({ given }) => given), left.records.map(({ texts }) => texts)]).toEqual([[[], []], [[]]])
    expect(left.contact?.addresses ?? []).toEqual([])
    const words = JSON.stringify(left)
    for (const text of [
      person.name,
      person.phone,
      '家中不热',
      '13900001111',
      '约定',
      'openid-of-wang',
      '13700002222',
      '寄送',
    ])
      expect(words).not.toContain(text)
    // Nobody else is touched.
    expect((await huiyin.privacy.export(actors.neighbour.id, { by })).requests[0]?.given).toHaveLength(3)
    expect((await huiyin.audit.verify({ by: actors.auditor })).ok).toBe(true)
    await huiyin.stop()
  })
})

it('nobody else reads or erases it', async () => {
  const { huiyin } = await lived(memoryStorage())
  for (const reader of [actors.neighbour, actors.desk, actors.auditor, actors.housing]) {
    await expect(huiyin.privacy.export(subject, { by: reader })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(huiyin.privacy.erase(subject, { by: reader, basis })).rejects.toMatchObject({ code: 'forbidden' })
  }
  await expect(huiyin.privacy.erase(subject, { by: actors.resident, basis })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(huiyin.privacy.erase(subject, { by, basis: 'because' } as never)).rejects.toMatchObject({
    code: 'invalid-input',
  })
  const nobody = await huiyin.as(by).privacy.export('res-unknown')
  expect([nobody.requests, nobody.records, nobody.consents, nobody.contact]).toEqual([[], [], [], undefined])
  await huiyin.stop()
})
