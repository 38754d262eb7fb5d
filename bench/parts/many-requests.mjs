// Databases of many open requests, filled fast: one submission is played, and its change is written again and again under other ids, with chains that
// verify. Run as a program it fills a file in a process of its own, so that the memory it takes is not counted: `many-requests.mjs PATH COUNT`.
import { createHuiyin, hashDigest, memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { submit } from './city-work.mjs'

const group = 2000
const sm3 = hashDigest('sm3')

// Any fixed spread over the 64 buckets would do for the storage, but a command finds its record only where core looks for it (FNV-1a).
function bucketOf(id) {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % 64
}

/** What a submission at that instant writes, as a maker of the same under another id. */
async function submissionAt(instant) {
  const inner = memoryStorage()
  const seen = []
  const commit = (changes, within) => {
    seen.push(...changes)
    return inner.commit(changes, within)
  }
  const storage = { ...inner, commit }
  const huiyin = createHuiyin({ storage, platform: { clock: simulatedClock(instant), ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  seen.length = 0
  const submitted = await submit(huiyin)
  await huiyin.stop()
  const one = seen[0]
  if (!submitted.ok || seen.length !== 1 || one.events.length !== 1 || one.deadlines.put.length === 0)
    throw new Error('a submission is no longer one change with one event and a deadline: this filling has to follow')
  return (id) => {
    const bytes = one.events[0].bytes.replaceAll(one.id, id)
    const hash = sm3.hex(`${sm3.hex(`huiyin/1\nrequest\n${id}`)}\n${bytes}`)
    const body = one.body.replaceAll(one.id, id)
    return { ...one, id, bucket: bucketOf(id), head: hash, body, events: [{ ...one.events[0], bytes, hash }] }
  }
}

async function write(storage, count, make) {
  for (let first = 0; first < count; first += group) {
    const changes = Array.from({ length: Math.min(group, count - first) }, (_, n) => make(first + n))
    const verdicts = await storage.commit(changes)
    if (verdicts.some(({ kind }) => kind !== 'committed')) throw new Error('a request of that id was there already')
  }
}

/** Writes `count` open requests of which none is due before the next day. */
export async function fill(storage, count, instant) {
  const make = await submissionAt(instant)
  await write(storage, count, (n) => make(`open-${String(n).padStart(9, '0')}`))
}

/** Writes `count` requests whose first deadline passed a week ago. */
export async function fillDue(storage, count, instant, round) {
  const make = await submissionAt(instant - 7 * 86_400_000)
  await write(storage, count, (n) => make(`due-${round}-${String(n).padStart(9, '0')}`))
}

/** When the requests of a filled file were submitted. */
export const filledAt = Date.parse('2022-01-04T10:00:00+08:00')

if (process.argv[1] === import.meta.filename) {
  const storage = sqliteStorage({ path: process.argv[2] })
  await storage.open()
  await fill(storage, Number(process.argv[3]), filledAt)
  await storage.close()
}
