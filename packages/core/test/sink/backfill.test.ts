import { cityActors as actors, memorySink, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { BackfillPage } from '../../src/sink/backfill.js'
import { atOnce } from '../at-once.js'
import { start, sunkCity } from './sunk-city.js'

const by = { by: actors.systemAdmin }

async function pagesOf(walk: AsyncIterable<BackfillPage>): Promise<BackfillPage[]> {
  const pages: BackfillPage[] = []
  for await (const page of walk) pages.push(page)
  return pages
}

/** A city that has worked without a sink for a while, and the process that brings one. */
async function city(parts: Parameters<typeof memorySink>[0] = {}, records = 5) {
  const storage = memoryStorage()
  const before = await sunkCity({}, { storage, sinks: [] })
  const ids: string[] = []
  for (let n = 0; n < records; n++) ids.push(await before.submit())
  for (const id of ids) await before.dispatch(id)
  const sink = memorySink({ name: 'bus', on: ['request.*'], ...parts })
  const process = (owner: number, from: Storage = storage) =>
    createHuiyin({
      storage: from,
      sinks: [sink],
      platform: { clock: before.clock, timer: atOnce, ids: simulatedIds(owner) },
    })
  const huiyin = process(2)
  await huiyin.start()
  return { ...before, huiyin, before: before.huiyin, sink, ids, process, storage }
}
const seqs = (sink: { taken: readonly { subject: string; data: { seq: number } }[] }, id: string) =>
  sink.taken.filter(({ subject }) => subject === `request/${id}`).map(({ data }) => data.seq)

describe('a backfill', () => {
  it('hands over what was not owed, and the outbox the rest: of each record in order, without a gap', async () => {
    const { huiyin, sink, ids } = await city({ batch: 2 })
    for (const id of ids) await huiyin.requests.claim(id, { by: actors.housing })
    const pages = await pagesOf(huiyin.sinks.backfill('bus', by))
    const whole = pages.reduce((sum, { published }) => sum + published, 0)
    expect([whole, sink.taken.length]).toEqual([15, 15])
    expect(pages.at(-1)?.next).toBeUndefined()
    await huiyin.tick()
    for (const id of ids) expect(seqs(sink, id)).toEqual([1, 2, 3, 4])
    for (const batch of sink.batches)
      expect(new Set(batch.map((id) => id.replace(/\/\d+$/, ''))).size).toBe(batch.length)
    await huiyin.stop()
  })

  it('gives events the ids that they have at all times', async () => {
    const { huiyin, sink } = await city()
    await pagesOf(huiyin.sinks.backfill('bus', by))
    const once = structuredClone(sink.taken)
    await pagesOf(huiyin.sinks.backfill('bus', by))
    // The sink in memory drops what it knows.
    expect(sink.taken).toEqual(once)
    expect(sink.batches.flat().length).toBe(2 * once.length)
    await huiyin.stop()
  })

  it('goes on after an interruption, in another process, from the last page', async () => {
    const { huiyin, sink, ids, process } = await city({ batch: 2 }, 6)
    let after: string | undefined
    for await (const { next } of huiyin.sinks.backfill('bus', by)) {
      after = next
      if (sink.taken.length > 4) break
    }
    const early = sink.taken.length
    expect(early).toBeLessThan(18)
    await huiyin.stop()
    const other = process(3)
    await other.start()
    const pages = await pagesOf(other.sinks.backfill('bus', { ...by, ...(after !== undefined && { after }) }))
    expect(early + pages.reduce((sum, { published }) => sum + published, 0)).toBe(18)
    for (const id of ids) expect(seqs(sink, id)).toEqual([1, 2, 3])
    await other.stop()
  })

  it('hands over the events since an instant only, and those it waits for', async () => {
    const { huiyin, clock, sink, before, ids } = await city({ on: ['request.claimed'] })
    clock.advance(60_000)
    // A process that does not know of the sink yet.
    await before.requests.claim(ids[1] as string, { by: actors.housing })
    expect(await pagesOf(huiyin.sinks.backfill('bus', { ...by, since: start + 60_001 }))).toEqual([
      { published: 0, leftOut: [] },
    ])
    await huiyin.stop()
    expect(sink.taken).toEqual([])
  })

  it('hands over what happened while the sink was retired', async () => {
    const { huiyin, sink, ids } = await city()
    await pagesOf(huiyin.sinks.backfill('bus', by))
    await huiyin.deliveries.retire('bus', by)
    for (const id of ids) await huiyin.requests.claim(id, { by: actors.housing })
    await huiyin.deliveries.reinstate('bus', by)
    const known = sink.taken.length
    await pagesOf(huiyin.sinks.backfill('bus', by))
    expect(sink.taken.slice(known).map(({ type }) => type)).toEqual(ids.map(() => 'request.claimed'))
    await huiyin.stop()
  })

  it('holds a page of records at a time, whatever there is', async () => {
    const limits: number[] = []
    const storage = memoryStorage()
    const watched: Storage = {
      ...storage,
      find: (query) => {
        limits.push(query.limit)
        return storage.find(query)
      },
    }
    const first = await sunkCity({}, { storage: watched, sinks: [] })
    for (let n = 0; n < 12; n++) await first.submit()
    const sink = memorySink({ on: ['request.*'], batch: 3 })
    const huiyin = createHuiyin({ storage: watched, sinks: [sink], platform: { clock: first.clock, timer: atOnce } })
    await huiyin.start()
    limits.length = 0
    const pages = await pagesOf(huiyin.sinks.backfill('memory', by))
    expect(new Set(limits)).toEqual(new Set([3]))
    expect(pages.length).toBe(limits.length)
    expect(sink.taken).toHaveLength(12)
    await huiyin.stop()
  })
})

describe('a sink that fails during a backfill', () => {
  it('gets again what it did not take, and of each record nothing before that', async () => {
    const { huiyin, sink, ids } = await city()
    sink.answerNext((batch) =>
      batch.map((_, n) =>
        n === 1 ? { ok: false, class: 'transient', reason: 'busy' } : { ok: false, class: 'unknown', reason: '' },
      ),
    )
    sink.answerNext(() => {
      throw new Error('boom')
    })
    await pagesOf(huiyin.sinks.backfill('bus', by))
    for (const id of ids) expect(seqs(sink, id)).toEqual([1, 2, 3])
    await huiyin.stop()
  })

  it('is told apart from one event that it refuses: that one is named and left out', async () => {
    for (const onDeadLetter of ['skip', 'block'] as const) {
      const { huiyin, sink, ids } = await city({ onDeadLetter }, 2)
      sink.answerNext((batch) =>
        batch.map(({ data }) =>
          data.record.id === ids[0] ? { ok: false, class: 'content', reason: 'too long' } : { ok: true },
        ),
      )
      const pages = await pagesOf(huiyin.sinks.backfill('bus', by))
      expect(pages.flatMap(({ leftOut }) => leftOut)).toEqual([
        { id: `request/${ids[0]}/1`, reason: 'content: too long' },
      ])
      expect(seqs(sink, ids[0] as string)).toEqual(onDeadLetter === 'skip' ? [2, 3] : [])
      await huiyin.stop()
    }
  })

  it('for good ends the walk with an error, and nothing is lost: it goes on from the page before', async () => {
    const { huiyin, sink, ids } = await city({ batch: 2 })
    for (let n = 0; n < 100; n++) sink.answerNext(() => ({ ok: false, class: 'transient', reason: 'down' }))
    await expect(pagesOf(huiyin.sinks.backfill('bus', by))).rejects.toMatchObject({
      code: 'adapter-failure',
      details: { adapter: 'bus', operation: 'publish', retryable: true },
    })
    sink.answerNext(() => ({ ok: false, class: 'auth', reason: 'expired' }))
    while (sink.batches.length < 110 && sink.taken.length === 0)
      await pagesOf(huiyin.sinks.backfill('bus', by)).catch(() => {})
    await pagesOf(huiyin.sinks.backfill('bus', by))
    for (const id of ids) expect(seqs(sink, id)).toEqual([1, 2, 3])
    await huiyin.stop()
  })

  it('and asks for a sink by its name', async () => {
    const { huiyin } = await city()
    expect(() => huiyin.sinks.backfill('buss', by)).toThrow('did you mean bus?')
    expect(() => huiyin.sinks.backfill('bus', { ...by, sinc: 1 } as never)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
    await huiyin.stop()
  })
})
