import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createLedger } from '@huiyin/testkit'
import { bundleChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { childrenOf } from '../children.js'
import { openCity } from './load.js'
import { powerLosses } from './power.js'
import { type Deed, readTrace, tracer, tracerArguments } from './trace.js'

// A thousand in `npm test`; twenty thousand with `npm run test:long`. Half of them with a log that is taken over again and again.
const states = process.env.HUIYIN_FAULTS === 'full' ? 20_000 : 1000

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-power-'))
  program = await bundleChild(folder, childrenOf('./faults/load.ts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function recorded(name: string, ...given: readonly string[]): Promise<Deed[]> {
  const city = join(folder, name)
  mkdirSync(city)
  // From the making of the file on; the power goes only after the first acknowledgement.
  const trace = join(folder, `${name}.trace`)
  const command = [
    ...tracerArguments(trace),
    process.execPath,
    '--no-warnings',
    program,
    'playSome',
    city,
    'q',
    ...given,
  ]
  const child = spawn(tracer(), command, { stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin.end('begin\n')
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(code, 'the recorded process').toBe(0)
  return readTrace(trace)
}

// A small generator of our own, so that a state can be made again from its number.
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Opens what is left and compares it with what was told. Says what is wrong. */
async function judge(after: ReturnType<ReturnType<typeof powerLosses>>): Promise<string[]> {
  const city = join(folder, 'after')
  rmSync(city, { recursive: true, force: true })
  mkdirSync(city)
  for (const [name, content] of Object.entries(after.files)) writeFileSync(join(city, name), content)
  const ledger = createLedger()
  for (const line of after.told) ledger.read(line)
  try {
    const { huiyin } = await openCity(city)
    const { acknowledged: _, unknown: __, ...found } = await ledger.check(huiyin)
    await huiyin.stop()
    const db = new DatabaseSync(join(city, 'city.db'))
    const { integrity_check: integrity } = db.prepare('PRAGMA integrity_check').get() as { integrity_check: string }
    db.close()
    const wrong = Object.entries(found).flatMap(([what, list]) => list.map((each) => `${what}: ${each}`))
    return integrity === 'ok' ? wrong : [...wrong, `integrity: ${integrity}`]
  } catch (error) {
    return [`does not open: ${String(error)}`]
  }
}

async function judgeMany(deeds: readonly Deed[], count: number, seed: number) {
  const random = seeded(seed)
  const lose = powerLosses(deeds, random)
  const firstAck = deeds.findIndex((deed) => deed.kind === 'told' && deed.line.startsWith('ack'))
  const bad: string[] = []
  for (let state = 0; state < count; state++) {
    const before = firstAck + 1 + Math.floor(random() * (deeds.length - firstAck))
    const wrong = await judge(lose(before))
    if (wrong.length > 0) bad.push(`state ${state}, power lost before deed ${before} of ${deeds.length}: ${wrong[0]}`)
  }
  return bad
}

describe(`a city whose power went in ${states} ways: what was not synced lost, torn or out of order`, () => {
  it.each([
    ['a log that is never taken over', '40', 'FULL', 'no'],
    ['a log that is taken over all the time', '60', 'FULL', 'yes'],
  ])('with %s has lost nothing it acknowledged, is whole, and verifies', async (name, ...given) => {
    const deeds = await recorded(name.replaceAll(' ', '-'), ...given)
    const syncs = deeds.filter((deed) => deed.kind === 'sync')
    const started = performance.now()
    const bad = await judgeMany(deeds, states / 2, 7)
    const seconds = (performance.now() - started) / 1000
    console.info(
      `  ${name}: ${states / 2} states of ${deeds.length} deeds, ${syncs.length} syncs, in ${seconds.toFixed(0)} s`,
    )
    // Making the file syncs it a few times; after that only taking the log over does.
    const ofFile = syncs.filter((deed) => deed.file === 'city.db').length
    expect(given[2] === 'yes' ? ofFile > 10 : ofFile < 5, `${ofFile} syncs of the file itself`).toBe(true)
    expect(bad).toEqual([])
  })

  it.each(['NORMAL', 'OFF'])(
    'shows acknowledged commands lost where syncs are left out (synchronous %s): the simulation can see it',
    async (synchronous) => {
      const deeds = await recorded(`weaker-${synchronous}`, '40', synchronous, 'no')
      const bad = await judgeMany(deeds, 60, 11)
      expect(bad.length).toBeGreaterThan(30)
      expect(bad.filter((each) => each.includes('lost: ')).length).toBeGreaterThan(0)
    },
  )
})
