import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it, vi } from 'vitest'
import type { EventSource, Inbox, Received } from '../../src/contracts/streams/source.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { start } from './sunk-city.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }
const by = actors.resident
const patient = { timeout: 20_000 }

/** A broker that gives a message out until it is acknowledged. */
function broker() {
  let inbox: Inbox | undefined
  const calls: string[] = []
  const source: EventSource = {
    contract: 'huiyin.source/1',
    name: 'hotline',
    start: async (given) => {
      calls.push('start')
      inbox = given
    },
    stop: async () => void calls.push('stop'),
  }
  const hand = async (message: object): Promise<Received> => (inbox as Inbox).receive(message as never)
  return { source, calls, hand, begun: () => inbox !== undefined }
}

async function city(sources: readonly EventSource[], options: Partial<HuiyinOptions> = {}) {
  const warnings: string[] = []
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    platform: { clock: simulatedClock(start) },
    logger: { info: () => {}, warn: (message) => void warnings.push(message) },
    sources,
    ...options,
  })
  await huiyin.start()
  await seedCity(huiyin)
  return { huiyin, warnings }
}

describe('a source', () => {
  it('hands commands in while the loops run, and is ended with them', async () => {
    const { source, calls, begun, hand } = broker()
    const { huiyin } = await city([source])
    expect(calls).toEqual([])
    const running = huiyin.run({ every: 1 })
    await vi.waitFor(() => expect(begun()).toBe(true), patient)
    const submitted = await hand({ key: 'm-1', command: 'submit', input: report, by })
    expect(submitted).toEqual({ kind: 'done', request: expect.any(String) })
    const { request } = submitted as { readonly request: string }
    expect(await hand({ key: 'm-2', command: 'urge', request, by })).toEqual({ kind: 'done', request })
    await running.stop()
    expect(calls).toEqual(['start', 'stop'])
    await huiyin.stop()
    expect(await hand({ key: 'm-3', command: 'urge', request, by })).toMatchObject({ kind: 'again' })
  })

  it('may hand the same message in as often as it likes: the key is kept with the commit', async () => {
    const { source, begun, hand } = broker()
    const { huiyin } = await city([source])
    huiyin.run({ every: 1 })
    await vi.waitFor(() => expect(begun()).toBe(true), patient)
    const message = { key: 'm-1', command: 'submit', input: report, by }
    const answers = await Promise.all(Array.from({ length: 20 }, () => hand(message)))
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
    expect((await huiyin.requests.find({ by: actors.system })).items).toHaveLength(1)
    await huiyin.stop()
  })

  it('is told what to acknowledge: a refusal, and what could never be carried out, with the reason', async () => {
    const { source, begun, hand } = broker()
    const { huiyin } = await city([source])
    huiyin.run({ every: 1 })
    await vi.waitFor(() => expect(begun()).toBe(true), patient)
    const { request } = (await hand({ key: 'm-1', command: 'submit', input: report, by })) as { request: string }
    expect(await hand({ key: 'm-2', command: 'claim', request, by: actors.housing })).toMatchObject({
      kind: 'refused',
      refusal: { code: expect.any(String), message: { zh: expect.any(String), en: expect.any(String) } },
    })
    for (const [message, said] of [
      [{ key: 'm-3', command: 'sumbit', input: report, by }, 'command'],
      [{ key: 'm-4', command: 'submit', input: { ...report, category: 7 }, by }, 'category'],
      [
        { key: 'm-5', command: 'dispatch', request: 'nobody', input: { unit: 'housing' }, by: actors.desk },
        'No request',
      ],
      [{ key: 'm-6', command: 'urge', by }, 'id'],
      [{ key: '', command: 'submit', input: report, by }, 'key'],
      [{ command: 'submit', input: report, by }, 'key'],
      [{ key: 'm-7', command: 'submit', input: report }, 'by'],
      [{ key: 'm-8', command: 'submit', input: report, by, topic: 'x' }, 'topic'],
      [undefined, 'received'],
    ] as const)
      expect(await hand(message as never)).toMatchObject({ kind: 'invalid', reason: expect.stringContaining(said) })
    await huiyin.stop()
  })

  it('is told to hand it in again when the storage fails, and nothing is done twice then', async () => {
    const { source, begun, hand } = broker()
    const storage = memoryStorage()
    let failing = false
    const { huiyin } = await city([source], {
      storage: {
        ...storage,
        commit: async (changes, within) => {
          const outcome = await storage.commit(changes, within)
          if (failing) throw new Error('connection lost after COMMIT')
          return outcome
        },
      },
    })
    huiyin.run({ every: 60_000 })
    await vi.waitFor(() => expect(begun()).toBe(true), patient)
    const message = { key: 'm-1', command: 'submit', input: report, by }
    failing = true
    expect(await hand(message)).toMatchObject({ kind: 'again' })
    failing = false
    expect(await hand(message)).toMatchObject({ kind: 'done' })
    expect((await huiyin.requests.find({ by: actors.system })).items).toHaveLength(1)
    await huiyin.stop()
  })

  it('that does not begin is asked again, and harms nobody else', async () => {
    let times = 0
    const timer = {
      after: (_: number, callback: () => void) => {
        const soon = setTimeout(callback, 1)
        return () => clearTimeout(soon)
      },
    }
    const { source, begun, hand } = broker()
    const shy: EventSource = {
      ...source,
      name: 'shy',
      start: () => {
        times++
        if (times < 3) throw new Error('no connection')
        return Promise.resolve()
      },
    }
    const silent: EventSource = { ...source, name: 'silent', start: () => new Promise(() => {}) }
    const { huiyin, warnings } = await city([shy, silent, source], {
      platform: { clock: simulatedClock(start), timer },
    })
    const running = huiyin.run({ every: 1 })
    await vi.waitFor(() => expect([times, begun()]).toEqual([3, true]), patient)
    expect(await hand({ key: 'm-1', command: 'submit', input: report, by })).toMatchObject({ kind: 'done' })
    await vi.waitFor(() => expect(warnings).toContain('a source takes long to start'), patient)
    expect(warnings.filter((each) => each === 'a source could not start')).toHaveLength(2)
    await running.stop()
    await huiyin.stop()
  })

  it.each([
    ['another contract', { contract: 'huiyin.source/0' }, 'sources.0 (hotline) is made for another contract'],
    ['no start', { start: undefined }, 'has no start'],
    ['no stop', { stop: 1 }, 'has no stop'],
    ['no name', { name: '' }, 'has no name'],
  ])('is refused with %s', (_, more, said) => {
    const { source } = broker()
    const sources = [{ ...source, ...more }] as unknown as readonly EventSource[]
    expect(() => createHuiyin({ storage: memoryStorage(), sources })).toThrow(said)
  })
})
