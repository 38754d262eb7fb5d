// A holiday notice that moves every open request of a city: CPU against as many ordinary commands in groups, side by side in one run, and peak memory.
// HUIYIN_BENCH_RECORDS sets another number.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const name = 'a notice that comes while deadlines run 计时过程中来的通知'

const count = Number(process.env.HUIYIN_BENCH_RECORDS ?? 100_000)
const mostMemory = 300
const part = fileURLToPath(new URL('parts/amended-city.mjs', import.meta.url))

// V8 lets its young generation grow while memory is free; a process that is to stay small says so.
const small = '--max-semi-space-size=4'

const played = (flags, ...args) =>
  execFileSync(process.execPath, [...flags, part, ...args.map(String)], { encoding: 'utf8', timeout: 1_800_000 })

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-amend-'))
  try {
    const path = join(folder, 'city.db')
    played([], 'fill', path, count)
    const peakOf = (flags, ...args) => {
      const copy = `${path}-copy`
      copyFileSync(path, copy)
      return Number(played(flags, args[0], copy, ...args.slice(1)))
    }
    const peak = peakOf([small], 'memory')
    const plain = { amend: peakOf([], 'memory'), claims: peakOf([], 'claim', count) }
    const { amend, preview, commands } = JSON.parse(played([], 'measure', path, count))
    const peerName = `as many claims, 256 at a time`
    const what = (text) => `${text}: ${count.toLocaleString('en')} open requests on SQLite`
    return [
      {
        what: what('applying it, CPU'),
        ours: amend,
        peer: commands,
        peerName,
        unit: 's',
        ratio: amend / commands,
        met: amend <= commands,
      },
      {
        what: what('previewing it, CPU'),
        ours: preview,
        peer: commands,
        peerName,
        unit: 's',
        ratio: preview / commands,
      },
      {
        what: what(`peak memory of a process with ${small}`),
        ours: peak,
        peerName: `at most ${mostMemory}`,
        unit: 'MB',
        met: peak <= mostMemory,
      },
      {
        what: what('peak memory of a process without it'),
        ours: plain.amend,
        peer: plain.claims,
        peerName,
        unit: 'MB',
        ratio: plain.amend / plain.claims,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
