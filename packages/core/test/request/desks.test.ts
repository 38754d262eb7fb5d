import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

const heating = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
const waterWorks = { id: 'pipes', kind: 'staff', grants: [{ role: 'handler', unit: 'water' }] } as const

async function city() {
  const storage = memoryStorage()
  const huiyin = createHuiyin({ storage })
  await huiyin.start()
  await seedCity(huiyin)
  const desks = async (id: string) =>
    (await storage.find({ type: 'request', limit: 100 })).items.find((record) => record.id === id)?.index.desks
  return { huiyin, requests: huiyin.requests, storage, desks }
}

describe('besides its owner’s, a request lies on the desk', () => {
  it('of the member of staff who entered it, and of nobody where the resident reported it', async () => {
    const { huiyin, requests, desks } = await city()
    await requests.submit('q-1', heating, { by: actors.resident })
    await requests.submit('q-2', { ...heating, requester: 'res-9' }, { by: actors.desk })
    expect([await desks('q-1'), await desks('q-2')]).toEqual([[], [`reportedBy/${actors.desk.id}`]])
    expect((await requests.get('q-2', { by: actors.system }))?.reportedBy).toBe(actors.desk.id)
    await huiyin.stop()
  })

  it('of the unit that may claim it, and of each that was asked to help and has not replied, until it has ended', async () => {
    const { huiyin, requests, storage, desks } = await city()
    await requests.submit('q-1', heating, { by: actors.resident })
    await requests.dispatch('q-1', { unit: 'housing', coHandlers: ['water'] }, { by: actors.desk })
    expect(await desks('q-1')).toEqual(['coHandled/water', 'toClaim/housing'])
    await requests.claim('q-1', {}, { by: actors.housing })
    expect(await desks('q-1')).toEqual(['coHandled/water'])
    expect((await storage.find({ desk: 'coHandled/water', limit: 9 })).items.map(({ id }) => id)).toEqual(['q-1'])
    await requests.coReply('q-1', { unit: 'water', text: '已查。' }, { by: waterWorks })
    expect(await desks('q-1')).toEqual([])
    await requests.transfer('q-1', { unit: 'water', reason: '归水务。' }, { by: actors.housing })
    expect(await desks('q-1')).toEqual(['toClaim/water'])
    await requests.withdraw('q-1', {}, { by: actors.resident })
    expect(await desks('q-1')).toEqual([])
    await huiyin.stop()
  })

  it('of every unit that may claim it while several may, and of none of the others once one has', async () => {
    const { huiyin, requests, desks } = await city()
    await requests.submit('q-1', heating, { by: actors.resident })
    await requests.dispatch('q-1', { pool: ['water', 'housing', 'centre'] }, { by: actors.desk })
    expect(await desks('q-1')).toEqual(['toClaim/centre', 'toClaim/housing', 'toClaim/water'])
    await requests.returnBack('q-1', { reason: '非我单位职责。' }, { by: actors.centre })
    expect(await desks('q-1')).toEqual(['toClaim/housing', 'toClaim/water'])
    await requests.claim('q-1', {}, { by: actors.housing })
    expect(await desks('q-1')).toEqual([])
    await huiyin.stop()
  })

  it('of the person who looks after it, while their unit has to move', async () => {
    const { huiyin, requests, desks } = await city()
    const mine = [`mine/${actors.housing.id}`]
    await requests.submit('q-1', heating, { by: actors.resident })
    await requests.dispatch('q-1', {}, { by: actors.desk })
    await requests.claim('q-1', {}, { by: actors.housing })
    await requests.assign('q-1', { by: actors.housing })
    expect(await desks('q-1')).toEqual(mine)
    await requests.reply('q-1', { text: '已检修。' }, { by: actors.housing })
    expect(await desks('q-1')).toEqual([])
    await requests.rate('q-1', { grade: 1 }, { by: actors.resident })
    expect(await desks('q-1')).toEqual(mine)
    await requests.assign('q-1', { to: null }, { by: actors.housing })
    expect(await desks('q-1')).toEqual([])
    await huiyin.stop()
  })
})
