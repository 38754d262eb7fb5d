// The demo as a whole: a city of 1401 grids and 4042 requests, as a process of its own.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const name = 'the city 城市模拟'

const example = fileURLToPath(new URL('../examples/jiaozhou/', import.meta.url))
const rounds = 5
// The bar for the peak of the process on a SQLite file, in MB.
const most = 300

// The example says its own wall time and peak memory in its last line.
function once(storage) {
  const out = mkdtempSync(join(tmpdir(), 'huiyin-city-'))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--run', 'start', '--', '--storage', storage, '--out', out],
    {
      cwd: example,
      encoding: 'utf8',
    },
  )
  rmSync(out, { recursive: true, force: true })
  const found = /([\d.]+)s，内存峰值 peak memory (\d+) MB/.exec(stdout)
  if (status !== 0 || found === null) throw new Error(stderr)
  return { seconds: Number(found[1]), megabytes: Number(found[2]) }
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

export async function run() {
  const sqlite = []
  const memory = []
  for (let round = 0; round < rounds; round++) {
    sqlite.push(once('sqlite'))
    memory.push(once('memory'))
  }
  const row = (what, of, unit) => {
    const [ours, peer] = [median(sqlite.map(of)), median(memory.map(of))]
    return { what, ours, peer, peerName: 'the same on memory storage', unit, ratio: peer / ours }
  }
  return [
    row('wall time on a SQLite file, every commit durable', (each) => each.seconds, 's'),
    { ...row('peak memory', (each) => each.megabytes, 'MB'), met: median(sqlite.map((each) => each.megabytes)) < most },
  ]
}
