// What the machine was doing while something was measured: its load, its disk, and processor time beside the time that passed.
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { median } from '../lib.mjs'

/** From this load on, the time that passed says little: a busy machine flatters whoever waits less often. */
export const quietLoad = 2

/** Milliseconds that the disk under `folder` takes to make 4 KB durable, median of 51. */
function fsyncTime(folder) {
  const path = join(folder, 'fsync-probe')
  const file = openSync(path, 'w')
  const page = Buffer.alloc(4096, 1)
  const times = Array.from({ length: 51 }, () => {
    writeSync(file, page)
    const start = performance.now()
    fsyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  rmSync(path)
  return median(times)
}

/** Load and fsync of this moment. */
export const machineNow = (folder) => ({ load: loadavg()[0], fsync: fsyncTime(folder) })

/** Whether the time that passed may decide: the load was low before and after. Otherwise the processor time decides. */
export const wasQuiet = (before, after) => before.load < quietLoad && after.load < quietLoad

/** The two moments as rows of a bench. */
export const machineRows = (before, after) => [
  { what: 'load of the machine, after : before', ours: after.load, peer: before.load, peerName: 'before', unit: '' },
  { what: 'fsync of 4 KB, after : before', ours: after.fsync, peer: before.fsync, peerName: 'before', unit: 'ms' },
  { what: `decided by ${wasQuiet(before, after) ? 'the time that passed' : 'processor time'}` },
]

/** Milliseconds that passed and that the process computed, all its threads together, while `work` ran. */
export async function costOf(work) {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  const result = await work()
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  return { result, wall, cpu: (user + system) / 1000 }
}

/** Milliseconds that this thread computed while `work` ran. */
export async function threadTime(work) {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

const leastTime = 20 // milliseconds of a sample

/** Microseconds that this thread computes for one call of `ask`: of enough calls to be measured, at least one. */
export async function threadSample(ask) {
  let [calls, spent] = [0, 0]
  while (spent < leastTime) {
    spent += await threadTime(ask)
    calls++
  }
  return (spent * 1000) / calls
}
