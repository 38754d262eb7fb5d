import type { Storage } from '@huiyin/core'
import type { StorageTimes } from '@huiyin/core/contracts'
import { ConformanceError, equal } from './assert.js'
import { type ChangeParts, change, committed, event, type Facet, ref } from './kit.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')
const day = 86_400_000

/** A change at an instant, of a record created at that instant or before. */
function written(id: string, at: number, parts: ChangeParts & { readonly createdAt?: number } = {}) {
  const { createdAt = at, expectedVersion = 0 } = parts
  const events = [{ ...event(expectedVersion + 1), at }]
  return change(ref(id), { ...parts, at, events, index: { createdAt } })
}

/** What the storage says, or `undefined` where it has no such method: it may leave it out. */
async function told(storage: Storage): Promise<StorageTimes | undefined> {
  const times = await storage.times?.()
  for (const [name, at] of Object.entries(times ?? {}))
    if (at !== undefined && !Number.isSafeInteger(at))
      throw new ConformanceError(`${name}: expected a whole number of milliseconds, got ${at}`)
  return times
}

function between(newest: number | undefined, from: number, to: number, what: string): void {
  if (newest === undefined || (newest >= from && newest <= to)) return
  throw new ConformanceError(`${what}: expected an instant from ${from} to ${to}, got ${newest}`)
}

/** What the storage knows of the time is true, so that a process whose clock is years off can be told from one that is right. */
export const times: Facet = {
  name: 'times',
  tests: [
    [
      'knows no newest instant while nothing is written',
      async ({ storage }) => equal((await told(storage))?.newest, undefined, 'the newest instant of an empty storage'),
    ],
    [
      'has a clock of its own, or knows an instant once something is written',
      async ({ storage }) => {
        await committed(storage, written('q-1', start))
        const says = await told(storage)
        if (says === undefined) return
        const { now, newest } = says
        equal(now !== undefined || newest !== undefined, true, 'whether it says anything about the time')
      },
    ],
    [
      'knows a newest instant between the newest creation and the newest change, whatever order they came in',
      async ({ storage }) => {
        await committed(storage, written('q-1', start))
        between((await told(storage))?.newest, start, start, 'after the first')
        await committed(storage, written('q-1', start + 5 * day, { expectedVersion: 1, createdAt: start }))
        between((await told(storage))?.newest, start, start + 5 * day, 'after a change')
        await committed(storage, written('q-2', start + 3 * day))
        await committed(storage, written('q-3', start + day))
        between((await told(storage))?.newest, start + 3 * day, start + 5 * day, 'after an older one that came later')
      },
    ],
    [
      'does not count what it refused to write',
      async ({ storage }) => {
        await committed(storage, written('q-1', start))
        await storage.commit([written('q-1', start + 9 * day, { createdAt: start })])
        between((await told(storage))?.newest, start, start, 'after a conflict')
      },
    ],
    [
      'tells the time of its own clock in milliseconds, where it has one',
      async ({ storage }) => {
        const now = (await told(storage))?.now
        between(now, Date.now() - 366 * day, Date.now() + 366 * day, 'the clock of the storage, near the one here')
      },
    ],
  ],
}
