import { describe, expect, it } from 'vitest'
import type { SendResult } from '../contracts/channel.js'
import { createOutages } from './outages.js'

const ok: SendResult = { ok: true }
const failed = (cause: 'transient' | 'throttled' | 'content' | 'unknown', retryAfter = 0): SendResult => ({
  ...{ ok: false, class: cause, reason: '', retryAfter },
})

describe('a receiver of batches', () => {
  it('rests from the second batch on that fails whole, ever longer, a quarter of an hour at most', () => {
    const { note } = createOutages()
    const rests = Array.from({ length: 9 }, () => note('bus', [failed('transient'), failed('unknown')]))
    expect(rests.map((rest) => rest && rest / 1000)).toEqual([undefined, 15, 30, 60, 120, 240, 480, 900, 900])
  })

  it('rests for as long as it asks', () => {
    const { note } = createOutages()
    note('bus', [failed('throttled', 5)])
    expect(note('bus', [failed('throttled', 3_600_000)])).toBe(3_600_000)
  })

  it('is not away when it took one event, or refused one for good, and another has nothing to do with it', () => {
    for (const other of [ok, failed('content')]) {
      const { note } = createOutages()
      note('bus', [failed('transient')])
      expect(note('bus', [failed('transient'), other])).toBeUndefined()
      expect(note('bus', [failed('transient')])).toBeUndefined()
      expect(note('lake', [failed('transient')])).toBeUndefined()
    }
  })
})
