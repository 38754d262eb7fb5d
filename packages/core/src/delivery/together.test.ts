import { describe, expect, it } from 'vitest'
import { beginTogether, inBatches } from './together.js'

const taken = (count: number, attempts = 1) => Array.from({ length: count }, (_, n) => ({ n, attempts }))
const sizes = (list: readonly { readonly attempts: number }[], size: number) =>
  inBatches(list, size).map((one) => one.length)

describe('batches', () => {
  it('hold as many as they may, in the order in which they were taken', () => {
    expect(inBatches(taken(5), 2).flat()).toEqual(taken(5))
    expect([sizes(taken(5), 2), sizes(taken(400), 200), sizes([], 200), sizes(taken(3), 1)]).toEqual([
      [2, 2, 1],
      [200, 200],
      [],
      [1, 1, 1],
    ])
  })

  it('hold ever fewer of those that failed, and from the fifth attempt one, apart from the others', () => {
    expect([2, 3, 4, 5, 9].map((attempts) => Math.max(...sizes(taken(200, attempts), 200)))).toEqual([50, 12, 3, 1, 1])
    expect(sizes([...taken(3), ...taken(60, 2)], 200)).toEqual([3, 50, 10])
  })
})

describe('a call for many', () => {
  it('answers each by its own outcome, and is told when its time is over', async () => {
    let signal: { readonly aborted: boolean } | undefined
    const begun = beginTogether(
      async (some: readonly number[], given) => {
        signal = given
        return some.map((n) => (n === 2 ? { ok: false, class: 'content', reason: '' } : { ok: true }))
      },
      [1, 2],
    )
    expect(await Promise.all(begun.map(({ answer }) => answer))).toMatchObject([{ ok: true }, { ok: false }])
    expect(signal?.aborted).toBe(false)
    expect([begun[0]?.callOff(), signal?.aborted]).toEqual([true, true])
  })

  it('that fails has an unknown outcome for each, and none is made for nothing', async () => {
    const begun = beginTogether(() => Promise.reject(new Error('gone')), [1, 2])
    const unknown = { ok: false, class: 'unknown', reason: 'gone' }
    expect(await Promise.all(begun.map(({ answer }) => answer))).toEqual([unknown, unknown])
    expect(beginTogether(() => Promise.reject(new Error('called')), [])).toEqual([])
  })
})
