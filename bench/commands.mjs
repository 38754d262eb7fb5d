// Whole commands through createHuiyin on a SQLite file, against the application that every vendor writes: a row and its history, one transaction each,
// and grouped as we group. Both durable, on the same disk, in the same run. Then what one command costs the storage on a file in memory, and how many
// bytes it writes. `--history` begins with 200 000 closed requests (another number after `--closed`) in both files; they are filled once and kept.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { median } from './lib.mjs'
import { crudApp, stepOf } from './parts/crud-app.mjs'
import { copied, historyFile, remembering } from './parts/history.mjs'
import { costOf, machineNow, machineRows, threadTime, wasQuiet } from './parts/machine.mjs'
import { commandsPerLifecycle, countyOver, createWork, startedCounty } from './parts/realistic-work.mjs'

export const name = 'commands per second 每秒命令数'

const rounds = 3
// Long enough that a process is as warm as a server that has run for a minute.
const lifecyclesPerRound = { 1: 400, 8: 800, 64: 1600, 256: 2560 }
// As many as were replayed when the bars for the storage alone were set: 3000 commands.
const replayed = 600
const bars = { each: { 1: 0.6, 8: 1.6, 64: 3, 256: 3.5 }, grouped: { 64: 0.15 } }
const storageBar = 4.5
const bytesBar = { command: 6144, request: 10_240 }

/** `callers` share `times` calls of `work`, each waiting for its answer before the next. */
async function share(callers, times, work) {
  let next = 0
  async function caller() {
    while (next < times) await work(next++)
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

const isRequest = ({ type }) => type === 'request'

/** One round: the same commands by us, by the application one transaction each, and by it in our groups. */
async function playRound({ huiyin, groups, each, grouped, lifecycle }, callers) {
  const times = lifecyclesPerRound[callers]
  groups.length = 0
  const ours = await costOf(() => share(callers, times, () => lifecycle(huiyin)))
  const steps = groups.map((group) => group.filter(isRequest).map(stepOf))
  const all = steps.flat()
  if (all.length !== times * commandsPerLifecycle) throw new Error(`${all.length} changes are not one for each command`)
  // Its callers share the steps in our order, so that the steps of a request stay in order: a step is written before its caller yields.
  const crudEach = await costOf(() => share(callers, all.length, async (n) => each.write([all[n]])))
  const crudGrouped = await costOf(() => share(1, steps.length, async (n) => grouped.write(steps[n])))
  return { ours, each: crudEach, grouped: crudGrouped, commands: all.length, groups: groups.length }
}

function compared(callers, played, peer, peerName, bar) {
  const ratios = (what) => played.map((round) => round[peer][what] / round.ours[what])
  const rate = (side) => median(played.map((round) => (round.commands * 1000) / round[side].wall))
  const group = median(played.map(({ commands, groups }) => commands / groups))
  return {
    what: `lifecycles, ${callers} caller${callers === 1 ? '' : 's'}, ${group.toFixed(0)} a group`,
    ours: rate('ours'),
    peer: rate(peer),
    peerName,
    unit: 'commands/s',
    ratio: median(ratios('wall')),
    cpuRatio: median(ratios('cpu')),
    ...(bar !== undefined && { bar }),
  }
}

async function openFiles(folder, closed) {
  const paths = Object.fromEntries(['ours', 'each', 'grouped'].map((file) => [file, join(folder, `${file}.db`)]))
  if (closed !== undefined) {
    copied(await historyFile('ours', closed), paths.ours)
    for (const file of [paths.each, paths.grouped]) copied(await historyFile('crud', closed), file)
  }
  const { storage, groups } = remembering(sqliteStorage({ path: paths.ours }))
  // A history has used the ids of the first seed.
  const huiyin = closed === undefined ? await startedCounty(storage) : countyOver(storage, 3)
  await huiyin.start()
  return { huiyin, groups, each: crudApp(paths.each), grouped: crudApp(paths.grouped), lifecycle: createWork(3) }
}

async function durable(folder, closed) {
  const files = await openFiles(folder, closed)
  const rows = []
  try {
    for (const callers of Object.keys(lifecyclesPerRound).map(Number)) {
      await playRound(files, callers)
      const played = []
      for (let round = 0; round < rounds; round++) played.push(await playRound(files, callers))
      rows.push(
        compared(callers, played, 'each', 'CRUD, one transaction each', bars.each[callers]),
        compared(callers, played, 'grouped', 'CRUD, grouped alike', bars.grouped[callers]),
      )
    }
  } finally {
    await files.huiyin.stop()
    for (const app of [files.each, files.grouped]) app.close()
  }
  return rows
}

/** The groups of one round of 64 callers: those of the county before it, and its own. */
async function playedGroups() {
  const { storage, groups } = remembering(memoryStorage())
  const huiyin = await startedCounty(storage)
  const before = groups.splice(0)
  const lifecycle = createWork(4)
  await share(64, replayed, () => lifecycle(huiyin))
  await huiyin.stop()
  return { before, groups: groups.map((group) => group.filter(isRequest)).filter((group) => group.length > 0) }
}

const sizeOf = (path) => statSync(path).size

// A reader that stands still keeps the log from being used again, so that its length is everything that was written.
function holdingLog(path) {
  const reader = new DatabaseSync(path)
  reader.exec('PRAGMA wal_autocheckpoint = 0; BEGIN')
  reader.prepare('SELECT count(*) FROM sqlite_schema').get()
  const before = sizeOf(`${path}-wal`)
  return () => {
    const written = sizeOf(`${path}-wal`) - before
    reader.exec('ROLLBACK')
    reader.close()
    return written
  }
}

async function commitAll(path, { before, groups }) {
  const storage = sqliteStorage({ path, ballast: 0 })
  await storage.open()
  for (const group of before) await storage.commit(group)
  await storage.close()
  const empty = sizeOf(path)
  await storage.open()
  const written = holdingLog(path)
  const cpu = await threadTime(async () => {
    for (const group of groups) await storage.commit(group)
  })
  const log = written()
  await storage.close()
  return { cpu, log, file: sizeOf(path) - empty }
}

async function crudAll(path, { groups }) {
  const app = crudApp(path)
  const steps = groups.map((group) => group.map(stepOf))
  const cpu = await threadTime(() => {
    for (const each of steps) app.write(each)
  })
  app.close()
  return cpu
}

/** What `storage.commit` computes and writes for a command, on a file in memory where the system has such. */
async function storageAlone() {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const played = await playedGroups()
  const commands = played.groups.flat().length
  const samples = []
  for (let round = 0; round < 5; round++) {
    const folder = mkdtempSync(join(memory, 'huiyin-bench-'))
    try {
      const ours = await commitAll(join(folder, 'ours.db'), played)
      samples.push({ ...ours, crud: await crudAll(join(folder, 'crud.db'), played) })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const of = (what) => median(samples.map(what))
  const ratio = of(({ cpu, crud }) => cpu / crud)
  const [log, file] = [of((each) => each.log) / commands, (of((each) => each.file) / commands) * commandsPerLifecycle]
  return [
    {
      what: `storage.commit, ${(commands / played.groups.length).toFixed(0)} a group, file in memory: thread time, at most ${storageBar}`,
      ours: of(({ cpu }) => (cpu * 1000) / commands),
      peer: of(({ crud }) => (crud * 1000) / commands),
      peerName: 'CRUD, grouped alike',
      unit: 'µs/command',
      ratio,
      met: ratio <= storageBar,
    },
    { what: 'log, at most 6 KB', ours: log, unit: 'bytes/command', met: log <= bytesBar.command },
    { what: 'file, at most 10 KB', ours: file, unit: 'bytes/request of 5 commands', met: file <= bytesBar.request },
  ]
}

/** No I/O: what core computes for a command, the garbage collector's other threads included. */
async function coreAlone() {
  const huiyin = await startedCounty(memoryStorage())
  const lifecycle = createWork(5)
  const samples = []
  for (let round = 0; round <= rounds; round++) {
    const { cpu } = await costOf(() => share(64, replayed, () => lifecycle(huiyin)))
    if (round > 0) samples.push((cpu * 1000) / replayed / commandsPerLifecycle)
  }
  await huiyin.stop()
  return { what: 'on memory storage, 64 callers: processor time', ours: median(samples), unit: 'µs/command' }
}

export async function run({ history = false, closed = 200_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
  try {
    const before = machineNow(folder)
    const rows = await durable(folder, history ? closed : undefined)
    const alone = [...(await storageAlone()), await coreAlone()]
    const after = machineNow(folder)
    const deciding = wasQuiet(before, after) ? 'ratio' : 'cpuRatio'
    const judged = rows.map(({ bar, ...row }) => (bar === undefined ? row : { ...row, met: row[deciding] >= bar }))
    return [...judged, ...alone, ...machineRows(before, after)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
