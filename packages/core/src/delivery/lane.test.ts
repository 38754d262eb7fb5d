import { describe, expect, it } from 'vitest'
import { createLane } from './lane.js'

const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

/** Works that end when they are told to. */
function works() {
  const begun: number[] = []
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = []
  const work = (n: number) => () =>
    new Promise<void>((resolve, reject) => {
      begun.push(n)
      ends[n] = { resolve, reject }
    })
  return {
    begun,
    work,
    end: (n: number) => ends[n]?.resolve(),
    fail: (n: number, error: Error) => ends[n]?.reject(error),
  }
}

describe('a lane', () => {
  it('has so many works under way at the most, and begins the next when one has ended', async () => {
    const { begun, work, end } = works()
    const lane = createLane(2)
    const all = [0, 1, 2].map((n) => lane.begin(work(n)))
    await turns()
    expect(begun).toEqual([0, 1])
    end(1)
    await Promise.all(all)
    expect(begun).toEqual([0, 1, 2])
    for (const n of [0, 2]) end(n)
    await lane.empty()
  })

  it('tells when one has ended, and whether any is under way', async () => {
    const { work, end } = works()
    const lane = createLane(2)
    await lane.oneEnded()
    expect(lane.isBusy()).toBe(false)
    for (const n of [0, 1]) await lane.begin(work(n))
    let ended = false
    const waiting = lane.oneEnded().then(() => {
      ended = true
    })
    await turns()
    expect([ended, lane.isBusy()]).toEqual([false, true])
    end(0)
    await waiting
    expect(lane.isBusy()).toBe(true)
    end(1)
    await lane.empty()
    expect(lane.isBusy()).toBe(false)
  })

  it('throws the first error at the end, after all have ended', async () => {
    const { work, end, fail } = works()
    const lane = createLane(3)
    for (const n of [0, 1, 2]) await lane.begin(work(n))
    expect(lane.hasFailed()).toBe(false)
    fail(1, new Error('first'))
    await turns()
    expect(lane.hasFailed()).toBe(true)
    let over = false
    const emptied = lane.empty().finally(() => {
      over = true
    })
    const thrown = expect(emptied).rejects.toThrow('first')
    fail(0, new Error('second'))
    await turns()
    expect(over).toBe(false)
    end(2)
    await thrown
  })
})
