import { nonsenseAnswer, seededRandom } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { CloudEvent, EventSink } from '../contracts/streams/sink.js'
import { isWanted } from './event-pattern.js'
import { parsePublished, publish } from './publish.js'

const refused = { ok: false, class: 'content', reason: 'too long', retryAfter: 0 }
const classes = (answer: unknown, events: number) =>
  parsePublished(answer, events).map((result) => (result.ok ? 'ok' : result.class))

describe('what a sink answers', () => {
  it('is one outcome for each event, or one for all', () => {
    expect(parsePublished([{ ok: true }, refused], 2)).toEqual([{ ok: true }, refused])
    expect(classes({ ok: true }, 3)).toEqual(['ok', 'ok', 'ok'])
    expect(classes(refused, 2)).toEqual(['content', 'content'])
  })

  it('says nothing of any event when it is a list of another length, and nothing of one when its own is none', () => {
    for (const answer of [[], [{ ok: true }], [{ ok: true }, { ok: true }, { ok: true }]])
      expect(classes(answer, 2)).toEqual(['unknown', 'unknown'])
    expect(classes([{ ok: true }, 'fine'], 2)).toEqual(['ok', 'unknown'])
    const throwing = Object.defineProperty([{ ok: true }, 0], 1, { get: () => { throw new Error('boom') } }) // biome-ignore format: one line
    expect(classes(throwing, 2)).toEqual(['ok', 'unknown'])
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    expect(classes(proxy, 2)).toEqual(['unknown', 'unknown'])
  })

  it('is never nonsense that passes for a success, nor an exception', async () => {
    const random = seededRandom(3)
    const batch = [1, 2, 3] as unknown as readonly CloudEvent[]
    for (let n = 0; n < 3000; n++) {
      const { hangs, send } = nonsenseAnswer(random)
      if (hangs) continue
      const results = await publish({ publish: send } as unknown as EventSink, batch, { aborted: false } as never)
      expect(results.map(({ ok }) => ok)).toEqual([false, false, false])
    }
  })
})

describe('events are wanted', () => {
  it.each([
    [['*'], 'polls.opened', true],
    [['request.*'], 'request.claimed', true],
    [['request.*'], 'requests.claimed', false],
    [['request.*'], 'request', false],
    [['request.claimed'], 'request.claimed', true],
    [['request.claimed'], 'request.claimedAgain', false],
    [['team.*', 'areas.split'], 'areas.split', true],
    [[], 'request.claimed', false],
  ])('%j: %s is %s', (on, type, wanted) => {
    expect(isWanted(on, type)).toBe(wanted)
  })
})
