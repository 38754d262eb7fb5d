// Files with a history: many closed requests and thirty open ones behind them, with chains that verify. Filling takes minutes, so a file is kept in
// bench/results/.history and used again for as long as the schema and the encoding are what they were. Some requests are played, and their changes
// are written again and again under other ids, a minute apart.
import { createHash } from 'node:crypto'
import { constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { hashDigest, memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { crudApp, stepOf } from './crud-app.mjs'
import { createWork, quietGrid, quietPath, startedCounty, workday } from './realistic-work.mjs'

const folder = fileURLToPath(new URL('../results/.history/', import.meta.url))
const group = 1000
const minute = 60_000
const digits = (number) => String(number).padStart(9, '0')
const sm3 = hashDigest('sm3')

/** Thirty requests are open in every file, and fifty closed ones, spread evenly, are of one grid, one resident and one category of their own. */
export const watched = { open: 30, closed: 50, grid: quietGrid, requester: 'res-watched', category: 'rare' }

/** A storage that keeps what is committed to it: `{ storage, groups }`. */
export function remembering(inner) {
  const groups = []
  const commit = (changes, within) => {
    groups.push(changes)
    return inner.commit(changes, within)
  }
  return { groups, storage: { ...inner, commit } }
}

// A command finds its record only where core looks for it (FNV-1a over the id).
function bucketOf(id) {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % 64
}

const playedCount = 1500

/** Requests as they were played: the changes of each, in order. */
async function playedRequests() {
  const { groups, storage } = remembering(memoryStorage())
  const huiyin = await startedCounty(storage)
  groups.length = 0
  const lifecycle = createWork(2)
  for (let n = 0; n < playedCount; n++) await lifecycle(huiyin)
  await huiyin.stop()
  const requests = Map.groupBy(
    groups.flat().filter(({ type }) => type === 'request'),
    ({ id }) => id,
  )
  return [...requests.values()]
}

/** Some of the changes of one request as one change under another id, created at another time. What was due or to be sent is settled. */
export function retold(changes, id, createdAt, index) {
  const last = changes.at(-1)
  const renamed = (text) => text.replaceAll(last.id, id)
  let hash = sm3.hex(`huiyin/1\nrequest\n${id}`)
  const events = changes
    .flatMap((change) => change.events)
    .map((event) => {
      const bytes = renamed(event.bytes)
      hash = sm3.hex(`${hash}\n${bytes}`)
      return { ...event, bytes, hash, at: createdAt }
    })
  const { command: _, ...change } = last
  return {
    ...change,
    ...{ id, bucket: bucketOf(id), expectedVersion: 0, head: hash, body: renamed(last.body), at: createdAt, events },
    index: { ...last.index, createdAt, ...index },
    deadlines: { put: [], drop: [] },
    deliveries: [],
    vault: { put: changes.flatMap(({ vault }) => vault.put), erase: [] },
    tallies: changes.flatMap(({ tallies }) => tallies),
  }
}

/** The changes of the history, in groups. */
function* historyOf(played, closed) {
  const first = workday - (closed + watched.open + 1) * minute
  const every = Math.floor(closed / watched.closed)
  const total = closed + watched.open
  for (let start = 0; start < total; start += group)
    yield Array.from({ length: Math.min(group, total - start) }, (_, place) => {
      const n = start + place
      const isOpen = n >= closed
      const isWatched = !isOpen && n % every === 0 && n / every < watched.closed
      // The open ones are the same thirty behind every history.
      const request = played[(isOpen ? n - closed : n) % played.length]
      const index = isWatched ? { requester: watched.requester, category: watched.category, areaPath: quietPath } : {}
      return retold(isOpen ? request.slice(0, 1) : request, `past-${digits(n)}`, first + n * minute, index)
    })
}

/** Calls `fill` for a file that is not there yet, and only then gives it its name: a filling that was stopped leaves nothing behind. */
async function madeOnce(path, fill) {
  if (existsSync(path)) return path
  console.log(`  filling ${path} …`)
  const unfinished = `${path}-unfinished`
  for (const end of ['', '-wal', '-shm']) rmSync(`${unfinished}${end}`, { force: true })
  await fill(unfinished)
  renameSync(unfinished, path)
  return path
}

/** What a file depends on: the schema of the storage, and how a request is encoded. */
async function fingerprintOf(played) {
  const scratch = mkdtempSync(join(tmpdir(), 'huiyin-schema-'))
  const path = join(scratch, 'empty.db')
  const storage = sqliteStorage({ path, ballast: 0 })
  await storage.open()
  await storage.close()
  const db = new DatabaseSync(path)
  const schema = db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all()
  db.close()
  rmSync(scratch, { recursive: true })
  const text = JSON.stringify([schema, played[0]])
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

async function fillOurs(path, played, closed) {
  const storage = sqliteStorage({ path, ballast: 0 })
  const huiyin = await startedCounty(storage)
  for (const changes of historyOf(played, closed))
    for (const { kind } of await storage.commit(changes))
      if (kind !== 'committed') throw new Error(`a request of the history was not written: ${kind}`)
  await huiyin.stop()
}

function fillCrud(path, played, closed) {
  const app = crudApp(path)
  for (const changes of historyOf(played, closed)) app.write(changes.flatMap(stepsOf))
  app.close()
}

// One step for each event, because the change of a whole request is one here.
const stepsOf = (change) =>
  change.events.map((event, n) => ({ ...stepOf({ ...change, events: [event] }), isNew: n === 0, note: null }))

/** The file of a history, made once, for us or for the application (`crud`). Nothing may write into it; `copied` makes copies for that. */
export async function historyFile(whose, closed) {
  mkdirSync(folder, { recursive: true })
  const played = await playedRequests()
  const path = join(folder, `${whose}-${closed}-${await fingerprintOf(played)}.db`)
  return madeOnce(path, (unfinished) => (whose === 'ours' ? fillOurs : fillCrud)(unfinished, played, closed))
}

/** Copies a file of a history to `to`, by reference where the disk can. */
export const copied = (from, to) => copyFileSync(from, to, constants.COPYFILE_FICLONE)
