// A record for the screens of a desk: many requests, of which three in a hundred are open, some to be dispatched, some to be claimed, some being handled. A
// few are played, and what they came to is written again and again under other ids and times.
import { memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { remembering, retold } from './history.mjs'
import { createWork, startedCounty, workday } from './realistic-work.mjs'

const minute = 60_000
const group = 1000
const stages = { reported: 1, dispatched: 2, handling: 3, closed: 5 }
const opened = ['reported', 'dispatched', 'handling', 'handling']
const played = 40
const residents = 5000

/** The changes of requests that went the whole way, by request. */
async function lifecycles() {
  const { groups, storage } = remembering(memoryStorage())
  const huiyin = await startedCounty(storage)
  groups.length = 0
  const lifecycle = createWork(2)
  for (let n = 0; n < played; n++) await lifecycle(huiyin)
  await huiyin.stop()
  const requests = Map.groupBy(
    groups.flat().filter(({ type }) => type === 'request'),
    ({ id }) => id,
  )
  return [...requests.values()]
}

/** Fills the file at `path` with `count` requests. */
export async function fillDesk(path, count) {
  const requests = await lifecycles()
  const storage = sqliteStorage({ path, ballast: 0, synchronous: 'OFF', unsafe: true })
  const huiyin = await startedCounty(storage)
  const first = workday - (count + 1) * minute
  for (let start = 0; start < count; start += group) {
    const changes = Array.from({ length: Math.min(group, count - start) }, (_, place) => {
      const n = start + place
      const isOpen = n % 100 >= 97
      const status = isOpen ? opened[Math.floor(n / 100) % opened.length] : 'closed'
      const request = requests[n % requests.length].slice(0, stages[status])
      const { dueAt } = request.at(-1).index
      const number = `JZ-20220104-${String(n).padStart(6, '0')}-1`
      const index = {
        requester: `res-${n % residents}`,
        number,
        ...(dueAt !== undefined && { dueAt: dueAt + (n % 5000) * minute }),
      }
      return retold(request, `desk-${String(n).padStart(9, '0')}`, first + n * minute, index)
    })
    for (const { kind } of await storage.commit(changes))
      if (kind !== 'committed') throw new Error(`a request was not written: ${kind}`)
  }
  await huiyin.stop()
}
