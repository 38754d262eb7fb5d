import { appendFileSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { type AdapterError, createHuiyin, type NotificationChannel } from '@huiyin/core'
import { cityActors, cityGrid, inbox, type Played, playLifecycles, seedCity } from '@huiyin/testkit'
import { tell } from '@huiyin/testkit/processes'
import { sqliteStorage } from '../../src/sqlite-storage.js'

/** The files of a city under load, beside each other in one folder. */
export const filesIn = (folder: string) => ({
  database: `${folder}/city.db`,
  /** Ids of messages, one a line, in the order they were sent. */
  sent: `${folder}/sent.txt`,
  /** Commands of which nobody knows what became of them, as JSON. */
  unknown: `${folder}/unknown.json`,
})

// Not later than the requests it plays: nothing is due but what is owed.
const now = Date.parse('2022-01-04T10:00:00+08:00')
export const clock = { now: () => now }

/** A channel that notes what it was given, in a file that survives the process. */
export const noting = (file: string): NotificationChannel => inbox((id) => appendFileSync(file, `${id}\n`))

/** Opens the city in the folder, sets it up when it is new. */
export async function openCity(folder: string, options: { readonly synchronous?: 'NORMAL' | 'OFF' } = {}) {
  const { database, sent } = filesIn(folder)
  const weaker = options.synchronous === undefined ? {} : { synchronous: options.synchronous, unsafe: true }
  const storage = sqliteStorage({ path: database, ballast: 0, ...weaker })
  const huiyin = createHuiyin({ storage, platform: { clock }, channels: [noting(sent)] })
  await huiyin.start()
  if (huiyin.areas.tree().size === 0) await seedCity(huiyin)
  return { huiyin, storage }
}

/** Plays lives of requests, sends what is owed beside that, and ends by being killed. */
async function playUntilKilled(folder: string, prefix: string, callers: string): Promise<void> {
  const { huiyin } = await openCity(folder)
  const unknown = JSON.parse(readFileSync(filesIn(folder).unknown, 'utf8')) as readonly Played[]
  huiyin.run({ every: 20 })
  const life = { huiyin, callers: Number(callers), prefix, tell, unknown, running: () => true, pause: () => pause(5) }
  await playLifecycles(life)
}

/** Plays so many commands and ends; `takenOver`: has the log taken over into the file after every few. */
async function playSome(
  folder: string,
  prefix: string,
  commands: string,
  synchronous: string,
  takenOver: string,
): Promise<void> {
  const weaker = synchronous === 'FULL' ? {} : { synchronous: synchronous as 'NORMAL' | 'OFF' }
  const { huiyin } = await openCity(folder, weaker)
  let left = Number(commands)
  const running = () => left > 0
  const beside = takenOver === 'yes' ? new DatabaseSync(filesIn(folder).database) : undefined
  const counting = (line: string) => {
    tell(line)
    if (line.startsWith('ack') && left-- % 5 === 0) beside?.exec('PRAGMA wal_checkpoint(PASSIVE)')
  }
  await playLifecycles({ huiyin, callers: 3, prefix, tell: counting, running, pause: () => pause(5) })
  // Ends without closing: what is in the log stays there.
  process.exit(0)
}

/** Reports until the disk is full, and tells what can be done then, and after the ballast is thrown off. */
async function fillDisk(folder: string): Promise<void> {
  const storage = sqliteStorage({ path: filesIn(folder).database, ballast: 1_048_576 })
  const huiyin = createHuiyin({ storage, platform: { clock } })
  await huiyin.start()
  await seedCity(huiyin)
  const acknowledged: string[] = []
  const report = (id: string) =>
    huiyin.requests
      .submit(
        id,
        { category: 'heating', area: cityGrid, description: '诉'.repeat(1500) },
        { by: cityActors.resident, key: id },
      )
      .then(({ ok }) => {
        if (ok) acknowledged.push(id)
        return ok ? 'ok' : 'refused'
      })
  const outcome = (work: Promise<unknown>) =>
    work.then(
      (value) => ({ value }),
      (error: AdapterError) => ({ code: error.code, message: error.message, retryable: error.retryable }),
    )
  let full: object | undefined
  for (let n = 0; n < 10_000 && full === undefined; n++) {
    const result = await outcome(report(`q-${n}`))
    if ('code' in result) full = result
  }
  const before = acknowledged.length
  // Nothing is lost by trying: some of these are refused by the disk, none is half done.
  for (let n = 0; n < 20; n++) await outcome(report(`r-${n}`))
  const verified = await outcome(huiyin.audit.verify({ by: cityActors.system }).then(({ ok }) => ok))
  const read = await outcome(huiyin.requests.get(acknowledged[0] ?? '', { by: cityActors.system }).then(({ id }) => id))
  const released = storage.releaseBallast()
  const after = await outcome(report('after'))
  const events = await Promise.all(
    acknowledged.map((id) => huiyin.requests.history(id, { by: cityActors.system }).then((each) => each.length)),
  )
  const there = events.filter((length) => length > 0).length
  const atLast = await huiyin.audit.verify({ by: cityActors.system })
  const found = (await huiyin.requests.find({ limit: 500 }, { by: cityActors.system })).items.length
  const counted = { acknowledged: acknowledged.length, before, there, found, ok: atLast.ok, faults: atLast.faults }
  tell(JSON.stringify({ full, verified, read, released, after, ...counted }))
  await huiyin.stop()
}

/** What a child process can be told to do with a city. */
export const childWorks = { playUntilKilled, playSome, fillDisk }
