// Whole commands per second through createHuiyin, durable in a SQLite file, against hand-written node:sqlite that writes the same rows in the same
// groups; and what a command costs beyond the storage.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { median } from './lib.mjs'
import { assertSameRows, writeByHand } from './parts/by-hand.mjs'
import { play, startedCity, works } from './parts/city-work.mjs'

export const name = 'commands per second 每秒命令数'

const rounds = 5
const commandsPerRound = 1500
const bar = 0.8

// Remembers which changes went into which write, so that the peer can write the same, and how long the storage kept the loop.
function remembering(storage) {
  const watch = { groups: [], inside: 0 }
  const commit = async (changes, within) => {
    watch.groups.push(changes)
    const start = performance.now()
    const verdicts = storage.commit(changes, within)
    watch.inside += performance.now() - start
    return verdicts
  }
  return { watch, storage: { ...storage, commit } }
}

async function playOn(inner, work, callers) {
  const { watch, storage } = remembering(inner)
  const huiyin = await startedCity(storage)
  const before = watch.groups.splice(0)
  watch.inside = 0
  const elapsed = await play(huiyin, { callers, times: commandsPerRound / work.commands, work: work.run })
  const { groups, inside } = watch
  await huiyin.stop()
  return { elapsed, inside, before, groups: groups.slice() }
}

const perSecond = (milliseconds) => (commandsPerRound * 1000) / milliseconds

async function durable(what, callers) {
  const figures = { ours: [], peer: [], encoding: [], group: [] }
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
    const [mine, byHand, encoded] = ['ours.db', 'peer.db', 'encoded.db'].map((file) => join(folder, file))
    try {
      const played = await playOn(sqliteStorage({ path: mine }), works[what], callers)
      figures.ours.push(perSecond(played.elapsed))
      figures.peer.push(perSecond(await writeByHand(byHand, played)))
      figures.encoding.push(perSecond(await writeByHand(encoded, played, { encoding: true })))
      figures.group.push(commandsPerRound / played.groups.length)
      if (round === 0) assertSameRows(mine, byHand)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const ours = median(figures.ours)
  const row = (peerName, rates, bar) => {
    const peer = median(rates)
    return {
      what: `${what}, ${callers} caller${callers === 1 ? '' : 's'}, ${median(figures.group).toFixed(0)} a group`,
      ours,
      peer,
      peerName,
      unit: 'commands/s',
      ratio: ours / peer,
      ...(bar !== undefined && { met: ours / peer >= bar }),
    }
  }
  return [
    row('node:sqlite by hand, same rows', figures.peer, callers >= 64 ? bar : undefined),
    row('the same, encoding and chaining them too', figures.encoding),
  ]
}

// No I/O: what is left is core, measured as the time outside the storage's commit.
async function beyondStorage(what, callers) {
  const outside = []
  for (let round = 0; round < rounds; round++) {
    const { elapsed, inside } = await playOn(memoryStorage(), works[what], callers)
    outside.push(((elapsed - inside) * 1000) / commandsPerRound)
  }
  return {
    what: `beyond the storage: ${what}, ${callers} caller${callers === 1 ? '' : 's'}`,
    ours: median(outside),
    unit: 'µs/command',
  }
}

export async function run() {
  const rows = []
  for (const what of Object.keys(works))
    for (const callers of [1, 8, 64, 256]) rows.push(...(await durable(what, callers)))
  for (const what of Object.keys(works)) for (const callers of [1, 64]) rows.push(await beyondStorage(what, callers))
  return rows
}
