import { describe, expect, it } from 'vitest'
import type { StorageTimes } from '../contracts/storage.js'
import { createClockGuard } from './clock-guard.js'

const now = 1_000_000
const may = 1000

/** Whether a first command at this instant passes, where the storage says these times. */
async function passes(at: number, times: StorageTimes): Promise<boolean> {
  const checked = createClockGuard({ times: async () => times }, may).check(at)
  return (checked ?? Promise.resolve()).then(
    () => true,
    () => false,
  )
}

describe('a clock', () => {
  it('may differ from the newest instant by so much exactly, to both sides', async () => {
    expect(await passes(now + may, { newest: now })).toBe(true)
    expect(await passes(now + may + 1, { newest: now })).toBe(false)
    expect(await passes(now - may, { newest: now })).toBe(true)
    expect(await passes(now - may - 1, { newest: now })).toBe(false)
  })

  it('may be anywhere between the clock of the storage and the newest instant', async () => {
    const times = { now, newest: now + 9000 }
    expect(await passes(now + 4500, times)).toBe(true)
    expect(await passes(now + 9000 + may + 1, times)).toBe(false)
    expect(await passes(now - may - 1, times)).toBe(false)
  })

  it('says what time it is where nobody else does', async () => {
    expect(await passes(7, {})).toBe(true)
  })

  it('is looked at again when it moved by more than it may differ since it was found right, to either side', async () => {
    let asked = 0
    const times = async () => {
      asked++
      return { newest: now }
    }
    const guard = createClockGuard({ times }, may)
    await guard.check(now)
    expect(guard.check(now + may)).toBeUndefined()
    expect(guard.check(now)).toBeUndefined()
    // Counted from the latest instant that was found right.
    expect(guard.check(now + 2 * may)).toBeUndefined()
    expect(asked).toBe(1)
    await expect(guard.check(now + may - 1)).resolves.toBeUndefined()
    expect(asked).toBe(2)
  })

  it('that was wrong is not taken for right by the next command', async () => {
    const guard = createClockGuard({ times: async () => ({ newest: now }) }, may)
    for (const _ of [1, 2]) await expect(guard.check(now + 5 * may)).rejects.toMatchObject({ code: 'clock-wrong' })
    await expect(guard.check(now)).resolves.toBeUndefined()
  })

  it('of a storage that cannot say is compared with what this process has seen', async () => {
    const guard = createClockGuard({}, may)
    await guard.check(now)
    await expect(guard.check(now + may + 1)).rejects.toMatchObject({ code: 'clock-wrong' })
  })
})
