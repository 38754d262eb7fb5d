import { describe, expect, it } from 'vitest'
import type { OwedQuery, Settlement } from '../contracts/queries.js'
import type { Storage } from '../contracts/storage.js'
import { NotFoundError } from '../errors.js'
import { createDeliveries } from './deliveries.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

function outbox(...items: readonly object[]) {
  const queries: OwedQuery[] = []
  const settled: Settlement[] = []
  const storage = {
    owed: async (query: OwedQuery) => {
      queries.push(query)
      return { items: [...items] }
    },
    settle: async (rows: readonly Settlement[]) => void settled.push(...rows),
  } as unknown as Storage
  const marked: unknown[] = []
  const setRetired = async (...given: unknown[]) => void marked.push(given)
  const assertDeclared = async (name: string) => {
    if (name !== 'sms') throw new NotFoundError('destination', name, ['query', 'destination'])
  }
  const declaration = { list: async () => [], assertDeclared, setRetired } as unknown as Parameters<
    typeof createDeliveries
  >[2]
  return {
    deliveries: createDeliveries(storage, { now: () => 7 }, declaration, { check: async () => [] }, () => {}),
    queries,
    settled,
    marked,
  }
}

describe('a list of deliveries', () => {
  it('is of dead letters or of those that wait, fifty at a time unless asked otherwise', async () => {
    const { deliveries, queries } = outbox()
    await deliveries.deadLetters({ by: system })
    await deliveries.pending({ destination: 'sms', after: 'x', limit: 7 }, { by: system })
    expect(queries).toEqual([
      { state: 'dead', limit: 50 },
      { state: 'open', destination: 'sms', after: 'x', limit: 7 },
    ])
  })

  it('has one at least and five hundred at the most', async () => {
    const { deliveries, queries } = outbox()
    for (const limit of [-3, 0, 1, 500, 501]) await deliveries.pending({ limit }, { by: system })
    expect(queries.map(({ limit }) => limit)).toEqual([1, 1, 1, 500, 500])
  })

  it.each([{ limit: 1.5 }, { destination: '' }, { state: 'dead' }, { after: 'x'.repeat(1001) }])(
    'is refused for %j',
    async (query) => {
      const { deliveries, queries } = outbox()
      await expect(deliveries.pending(query as never, { by: system })).rejects.toMatchObject({ code: 'invalid-input' })
      expect(queries).toEqual([])
    },
  )
})

describe('a list of the deliveries of one destination', () => {
  it('is refused when nobody ever declared the name and it is owed nothing: it would read as "all is sent"', async () => {
    const { deliveries } = outbox()
    for (const list of [deliveries.deadLetters, deliveries.pending])
      await expect(list({ destination: 'smss' }, { by: system })).rejects.toMatchObject({ code: 'not-found' })
    expect((await deliveries.pending({ destination: 'sms' }, { by: system })).items).toEqual([])
  })

  it('is given when there are some, declared or not, and at its end', async () => {
    const { deliveries } = outbox({ destination: 'before-declarations' })
    expect((await deliveries.deadLetters({ destination: 'before-declarations' }, { by: system })).items).toHaveLength(1)
    expect(
      (await outbox().deliveries.pending({ destination: 'before-declarations', after: 'x' }, { by: system })).items,
    ).toEqual([])
  })
})

describe('a replay', () => {
  const item = { bucket: 3, type: 'request', id: 'q', event: 2, destination: 'sms' }

  it('is of the delivery that an item of the list names, due now', async () => {
    const { deliveries, settled } = outbox()
    await deliveries.replay({ ...item, attempts: 10 } as typeof item, { by: system })
    const { event, destination, ...ref } = item
    expect(settled).toEqual([{ what: 'replay', ref, event, destination, at: 7 }])
  })

  it.each([{ event: 0 }, { bucket: -1 }, { bucket: 0.5 }, { id: '' }, { destination: undefined }])(
    'is refused for %j',
    async (wrong) => {
      const { deliveries, settled } = outbox()
      await expect(deliveries.replay({ ...item, ...wrong } as typeof item, { by: system })).rejects.toMatchObject({
        code: 'invalid-input',
      })
      expect(settled).toEqual([])
    },
  )
})

it('a destination is retired and reinstated by its name', async () => {
  const { deliveries, marked } = outbox()
  await deliveries.retire('sms', { by: system })
  await deliveries.reinstate('sms', { by: system })
  expect(marked).toEqual([
    ['sms', true],
    ['sms', false],
  ])
  await expect(deliveries.retire('', { by: system })).rejects.toMatchObject({ code: 'invalid-input' })
})
