import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

it('a follow-up is recorded in the request that was answered, and reopens it for the merged residents too', async () => {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const report = { category: 'heating', area: cityGrid, description: '家中不热' }
  const neighbour = { ...actors.resident, id: 'res-2' }
  await requests.submit('q-1', report, { by: actors.resident })
  await requests.submit('q-2', report, { by: neighbour })
  await requests.dispatch('q-1', {}, { by: actors.desk })
  expect(await requests.merge('q-2', { into: 'q-1' }, { by: actors.desk })).toMatchObject({ ok: true })
  await requests.claim('q-1', {}, { by: actors.housing })
  expect(await requests.reply('q-1', { text: '已处理' }, { by: actors.housing })).toMatchObject({ ok: true })
  await huiyin.tick()

  const heard = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const
  expect(await requests.followUp('q-2', heard, { by: actors.desk })).toMatchObject({
    refusal: { code: 'wrong-state', details: { status: 'merged' } },
  })
  expect(await requests.followUp('q-1', heard, { by: actors.desk })).toMatchObject({ ok: true })
  expect(await requests.get('q-1', { by: actors.system })).toMatchObject({
    status: 'rectifying',
    followUps: [{ valid: true }],
  })
  expect((await requests.forResident('q-2', { by: neighbour })).status).toMatchObject({ en: 'merged' })
})

it('a closed request that is handled again has its second answer told to the merged residents, who may rate it', async () => {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const report = { category: 'heating', area: cityGrid, description: '家中不热' }
  await requests.submit('q-1', report, { by: actors.resident })
  await requests.submit('q-2', report, { by: actors.neighbour })
  await requests.dispatch('q-1', {}, { by: actors.desk })
  await requests.merge('q-2', { into: 'q-1' }, { by: actors.desk })
  await requests.claim('q-1', {}, { by: actors.housing })
  await requests.reply('q-1', { text: '已处理' }, { by: actors.housing })
  await requests.rate('q-1', { grade: 5 }, { by: actors.resident })
  await huiyin.tick()
  await requests.rate('q-2', { grade: 4 }, { by: actors.neighbour })
  expect(await requests.askReopen('q-2', { reason: '又不热了' }, { by: actors.neighbour })).toMatchObject({
    refusal: { code: 'wrong-state' },
  })

  expect(await requests.reopen('q-1', { reason: '抽查发现未解决' }, { by: actors.desk })).toMatchObject({ ok: true })
  clock.advance(3_600_000)
  await requests.reply('q-1', { text: '已更换阀门' }, { by: actors.housing })
  await huiyin.tick()
  expect(await requests.get('q-2', { by: actors.system })).toMatchObject({
    leadingAnswer: { request: 'q-1', round: 1 },
  })
  expect(await requests.rate('q-2', { grade: 5 }, { by: actors.neighbour })).toMatchObject({ ok: true })
})
