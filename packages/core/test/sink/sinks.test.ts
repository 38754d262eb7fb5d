import { cityActors as actors, nonsenseAnswer, seededRandom } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { CloudEvent, EventSink } from '../../src/contracts/streams/sink.js'
import type { Timer } from '../../src/contracts/timer.js'
import { sunkCity } from './sunk-city.js'

const by = { by: actors.systemAdmin }

const subjects = (batch: readonly CloudEvent[]) => batch.map(({ subject }) => subject)
const recordsOf = (ids: readonly string[]) => ids.map((id) => id.slice(0, id.lastIndexOf('/')))
const down = { ok: false, class: 'transient', reason: 'down' } as const

describe('a sink', () => {
  it('gets the events of many records in one batch, and of each record in order', async () => {
    const { huiyin, sink, submit, dispatch } = await sunkCity({ batch: 5, on: ['request.*'] })
    const ids = []
    for (let n = 0; n < 7; n++) ids.push(await submit())
    for (const id of ids) await dispatch(id)
    await huiyin.tick()
    const sizes = sink.batches.map(({ length }) => length)
    expect([sizes[0], Math.max(...sizes)]).toEqual([5, 5])
    for (const batch of sink.batches) expect(new Set(recordsOf(batch)).size).toBe(batch.length)
    for (const id of ids) {
      const own = sink.taken.filter(({ subject }) => subject === `request/${id}`)
      expect(own.map(({ data }) => data.seq)).toEqual(own.map((_, n) => n + 1))
      expect(own.map(({ type }) => type)).toContain('request.dispatched')
    }
    await huiyin.stop()
  })

  it('has 200 events in a batch unless it says otherwise', async () => {
    const { huiyin, sink, submit } = await sunkCity()
    for (let n = 0; n < 201; n++) await submit()
    await huiyin.tick()
    expect(sink.batches.map(({ length }) => length)).toEqual([200, 1])
    await huiyin.stop()
  })

  it('is owed what it waits for: by name, by group, or everything', async () => {
    for (const [on, types] of [
      [['request.dispatched'], ['request.dispatched']],
      [['request.*'], ['request.submitted', 'request.accepted', 'request.dispatched']],
      [
        ['areas.*', 'catalogue.imported'],
        ['areas.imported', 'catalogue.imported'],
      ],
    ] as const) {
      const { huiyin, sink, submit, dispatch } = await sunkCity({ on })
      await dispatch(await submit())
      await huiyin.tick()
      expect(sink.taken.map(({ type }) => type)).toEqual(types)
      await huiyin.stop()
    }
    const { huiyin, sink, submit } = await sunkCity({ on: ['*'] })
    await submit()
    await huiyin.tick()
    expect(sink.taken.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['areas.imported', 'catalogue.imported', 'request.submitted']),
    )
    await huiyin.stop()
  })

  it('may answer once for all, or for each event', async () => {
    const { huiyin, sink, submit, pending, dead } = await sunkCity()
    const [good, bad, later] = [await submit(), await submit(), await submit()]
    sink.answerNext((batch) =>
      batch.map(
        ({ data }) =>
        data.record.id === bad ? { ok: false, class: 'content', reason: 'too long' }
        : data.record.id === later ? { ok: false, class: 'throttled', reason: 'busy', retryAfter: 60_000 }
        : { ok: true }, // biome-ignore format: a ladder
      ),
    )
    await huiyin.tick()
    expect((await dead()).map(({ id, dead }) => [id, dead])).toEqual([[bad, 'content: too long']])
    expect((await pending()).map(({ id }) => id)).toEqual([later])
    expect(good).not.toBe(bad)
    await huiyin.stop()
  })

  it('that refuses one event gets the later ones of its record, or none until it is replayed', async () => {
    for (const onDeadLetter of ['skip', 'block'] as const) {
      const { huiyin, sink, submit, dispatch, dead } = await sunkCity({ onDeadLetter, on: ['request.*'] })
      const id = await submit()
      await dispatch(id)
      sink.answerNext(() => [{ ok: false, class: 'content', reason: 'no' }])
      await huiyin.tick()
      expect(sink.taken.map(({ data }) => data.seq)).toEqual(onDeadLetter === 'skip' ? [2, 3] : [])
      await huiyin.deliveries.replay((await dead())[0] as never, by)
      await huiyin.tick()
      expect(sink.taken.map(({ data }) => data.seq).toSorted()).toEqual([1, 2, 3])
      await huiyin.stop()
    }
  })

  it('publishes an event of a declared destination that is retired no more, until it is reinstated', async () => {
    const { huiyin, sink, submit } = await sunkCity()
    await huiyin.deliveries.retire('memory', by)
    await submit()
    await huiyin.tick()
    expect(sink.taken).toEqual([])
    await huiyin.deliveries.reinstate('memory', by)
    const id = await submit()
    await huiyin.tick()
    expect(subjects(sink.taken)).toEqual([`request/${id}`])
    await huiyin.stop()
  })
})

describe('a failure of a sink', () => {
  it.each([
    ['throws at once', (): never => { throw new Error('boom') }], // biome-ignore format: one line
    ['rejects', () => Promise.reject(new Error('boom'))],
    ['answers nothing', () => undefined],
    ['answers fewer outcomes than events', () => [{ ok: true }]],
    ['answers outcomes that are none', (batch: readonly unknown[]) => batch.map(() => 'fine')],
    ['never answers', () => new Promise(() => {})],
    ['empties the batch', (batch: readonly unknown[]) => { (batch as unknown[]).length = 0; return [] }], // biome-ignore format: one line
  ])('harms its own batch only: one that %s', async (_, answer) => {
    const { huiyin, sink, submit, pending, rounds } = await sunkCity({ batch: 3 })
    const ids = []
    for (let n = 0; n < 6; n++) ids.push(await submit())
    sink.answerNext(answer as never)
    await huiyin.tick()
    expect(sink.batches.length).toBe(2)
    expect(subjects(sink.taken)).toEqual(recordsOf(sink.batches[1] as string[]))
    await rounds(3)
    expect(subjects(sink.taken).toSorted()).toEqual(ids.map((id) => `request/${id}`).toSorted())
    expect(await pending()).toEqual([])
    await huiyin.stop()
  })

  it('harms no other, whatever nonsense it answers to those that carry a stranger’s event', async () => {
    const random = seededRandom(7)
    const { sink: quiet, ...first } = await sunkCity()
    await first.huiyin.stop()
    const strangers = new Set<string>()
    const taken: string[] = []
    const publish: EventSink['publish'] = async (batch) => {
      const known = batch.some(({ data }) => strangers.has(data.record.id))
      if (known) {
        for (;;) {
          const { hangs, send } = nonsenseAnswer(random)
          if (!hangs) return send() as never
        }
      }
      taken.push(...batch.map(({ data }) => data.record.id))
      return { ok: true }
    }
    const { huiyin, submit, dead, rounds } = await sunkCity({ ...quiet, publish, batch: 64 })
    const ids: string[] = []
    for (let n = 0; n < 40; n++) {
      const id = await submit()
      if (n % 21 === 0) strangers.add(id)
      else ids.push(id)
    }
    await huiyin.tick()
    await rounds(26)
    // By its fifth attempt an event goes alone, so that its neighbours get through.
    expect(taken.toSorted()).toEqual(ids.toSorted())
    expect((await dead()).map(({ id }) => id).toSorted()).toEqual([...strangers].toSorted())
    await huiyin.stop()
  })

  it('lets it rest when two batches in a row fail whole, and goes on when one gets through', async () => {
    const { huiyin, clock, sink, submit, pending, rounds } = await sunkCity({ batch: 2 })
    for (let n = 0; n < 10; n++) await submit()
    for (let n = 0; n < 3; n++) sink.answerNext(() => down)
    await huiyin.tick()
    expect(sink.batches).toHaveLength(2)
    clock.advance(14_000)
    await huiyin.tick()
    expect(sink.batches).toHaveLength(2)
    // It is asked with one event, and rests twice as long.
    clock.advance(1000)
    await huiyin.tick()
    expect(sink.batches.map(({ length }) => length)).toEqual([2, 2, 1])
    clock.advance(29_000)
    await huiyin.tick()
    expect(sink.batches).toHaveLength(3)
    // While it is away, only the batch that might have failed for what is in it, and what it is asked with, are attempts.
    expect((await pending()).map(({ attempts }) => attempts).toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
    await rounds(3)
    expect(sink.taken).toHaveLength(10)
    await huiyin.stop()
  })

  it('pauses it when it says that nothing would fare better', async () => {
    const { huiyin, clock, sink, submit } = await sunkCity({ batch: 2 })
    for (let n = 0; n < 6; n++) await submit()
    sink.answerNext(() => ({ ok: false, class: 'auth', reason: 'expired' }))
    await huiyin.tick()
    expect(sink.batches).toHaveLength(1)
    clock.advance(16 * 60_000)
    await huiyin.tick()
    expect(sink.taken).toHaveLength(6)
    await huiyin.stop()
  })
})

describe('the time of a batch', () => {
  // Only the time of the batch goes by.
  const timer: Timer = {
    after: (milliseconds, callback) => {
      if (milliseconds > 1) return () => {}
      const soon = setTimeout(callback, 0)
      return () => clearTimeout(soon)
    },
  }

  it('is over when it says so: it is called off, and an answer that comes late still counts', async () => {
    const { huiyin, sink, submit, pending, rounds } = await sunkCity({ timeout: 1 }, { platform: { timer } })
    await submit()
    let aborted = false
    let answer: (value: unknown) => void = () => {}
    sink.answerNext((_, { signal }) => {
      ;(signal as AbortSignal).addEventListener('abort', () => {
        aborted = true
      })
      return new Promise((resolve) => {
        answer = resolve
      })
    })
    const round = huiyin.tick()
    await round
    expect(aborted).toBe(true)
    answer({ ok: true })
    await rounds(2)
    // What the other system took late is not handed out again.
    expect([sink.batches.length, await pending()]).toEqual([1, []])
    await huiyin.stop()
  })
})
