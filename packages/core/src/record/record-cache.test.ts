import { describe, expect, it } from 'vitest'
import type { Outcome } from './change.js'
import { createRecordCache } from './record-cache.js'

const ref = (id: string, type = 'request') => ({ bucket: 0, type, id })
const outcome = (id: string, text = '{}', type = 'request'): Outcome<object> =>
  ({
    facts: {},
    text,
    projected: { deadlines: [], tallies: [] },
    events: [],
    change: { ...ref(id, type), version: 3, head: 'h', at: 7 },
  }) as unknown as Outcome<object>

describe('records kept at hand', () => {
  it('are as they were written', () => {
    const cache = createRecordCache(2)
    cache.put(outcome('a'))
    expect(cache.get(ref('a'))).toEqual({
      record: { version: 3, head: 'h', updatedAt: 7 },
      text: '{}',
      projected: { deadlines: [], tallies: [] },
    })
    expect(cache.get(ref('a', 'team'))).toBeUndefined()
  })

  it('are so many at the most: the one that was not written for the longest time goes', () => {
    const cache = createRecordCache(2)
    for (const id of ['a', 'b', 'a', 'c']) cache.put(outcome(id))
    expect(['a', 'b', 'c'].map((id) => cache.get(ref(id)) !== undefined)).toEqual([true, false, true])
    cache.put(outcome('a'))
    cache.put(outcome('d'))
    expect(['a', 'c', 'd'].map((id) => cache.get(ref(id)) !== undefined)).toEqual([true, false, true])
  })

  it('are none that are long, not even in an older version, and none where none are wanted', () => {
    const cache = createRecordCache(2)
    cache.put(outcome('a'))
    cache.put(outcome('a', 'x'.repeat(65_537)))
    expect(cache.get(ref('a'))).toBeUndefined()
    cache.put(outcome('b', 'x'.repeat(65_536)))
    expect(cache.get(ref('b'))).toBeDefined()
    const none = createRecordCache(0)
    none.put(outcome('a'))
    expect(none.get(ref('a'))).toBeUndefined()
  })

  it('are forgotten one by one', () => {
    const cache = createRecordCache(2)
    for (const id of ['a', 'b']) cache.put(outcome(id))
    cache.drop(ref('a'))
    expect([cache.get(ref('a')), cache.get(ref('b')) !== undefined]).toEqual([undefined, true])
  })
})
