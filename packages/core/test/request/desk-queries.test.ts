import { createHuiyin, memoryStorage, type RequestQuery } from '@huiyin/core'
import type { FindQuery } from '@huiyin/core/contracts'
import { cityActors, seedCity } from '@huiyin/testkit'
import { expect, it } from 'vitest'

it('what only an open request can have is looked for among open requests', async () => {
  const inner = memoryStorage()
  const asked: FindQuery[] = []
  const storage = {
    ...inner,
    find: (query: FindQuery) => {
      asked.push(query)
      return inner.find(query)
    },
  }
  const huiyin = createHuiyin({ storage })
  await huiyin.start()
  await seedCity(huiyin)
  const sideOf = async (query: RequestQuery) => {
    await huiyin.requests.find(query, { by: cityActors.system })
    return asked.at(-1)?.open
  }
  for (const query of [{ flag: 'overdue' }, { dueBefore: 9 }, { owner: '@dispatcher' }, { order: 'due' }] as const)
    expect(await sideOf(query), JSON.stringify(query)).toBe(true)
  for (const query of [{}, { unit: 'housing' }, { number: '20220104-0042-5' }])
    expect(await sideOf(query), JSON.stringify(query)).toBeUndefined()
  expect(await sideOf({ flag: 'overdue', open: false })).toBe(false)
  await huiyin.stop()
})
