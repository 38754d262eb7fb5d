import { describe, expect, it } from 'vitest'
import type { Timer } from '../contracts/timer.js'
import { within } from './within.js'

describe('a limit of time', () => {
  function hand() {
    const waiting = new Map<number, () => void>()
    const timer: Timer = {
      after: (ms, callback) => {
        waiting.set(ms, callback)
        return () => void waiting.delete(ms)
      },
    }
    return { timer, waiting }
  }

  it('is no matter for an answer that comes in time, and no timer is left behind', async () => {
    const { timer, waiting } = hand()
    const { first } = within(timer, 7, Promise.resolve('yes'))
    expect([...waiting.keys()]).toEqual([7])
    expect(await first).toBe('yes')
    expect(waiting.size).toBe(0)
  })

  it('answers nothing when it is over, or when it is called off, and then leaves no timer either', async () => {
    const { timer, waiting } = hand()
    const never = new Promise<string>(() => {})
    const over = within(timer, 7, never)
    waiting.get(7)?.()
    expect(await over.first).toBeUndefined()
    const calledOff = within(timer, 8, never)
    calledOff.cancel()
    expect(waiting.has(8)).toBe(false)
    expect(await calledOff.first).toBeUndefined()
  })
})
