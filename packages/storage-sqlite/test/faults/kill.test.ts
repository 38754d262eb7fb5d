import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger, seededRandom } from '@huiyin/testkit'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { childrenOf } from '../children.js'
import { clock, filesIn, openCity } from './load.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

// A hundred in `npm test`; two thousand with `npm run test:long`.
const kills = process.env.HUIYIN_FAULTS === 'full' ? 2000 : 100

// Counted in work, not in time: a slow machine takes longer and is killed in the same places.
const mostBeforeKill = 80
const work = seededRandom(20220104)

/** Has the city in the folder played, and killed after some acknowledgements, at work on others. Answers how many were waited for. */
async function playedAndKilled(folder: string, prefix: string, heard: (line: string) => void): Promise<number> {
  const child = startChild(program, 'playUntilKilled', folder, prefix, '6')
  await child.ready
  child.begin()
  const enough = work.int(1, mostBeforeKill)
  await child.heard(enough, 'ack ')
  child.kill()
  expect(await child.ended, prefix).toBe('SIGKILL')
  for (const line of child.lines) heard(line)
  return enough
}

const whole = { lost: [], doubled: [], unasked: [], undelivered: [], outOfOrder: [], faults: [], figures: [] }

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-kill-'))
  program = await bundleChild(folder, childrenOf('./faults/load.ts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe(`a city killed ${kills} times under load, each time after other work`, () => {
  it('has lost nothing it acknowledged, did nothing twice, sent everything it owed in order, and verifies', async () => {
    const ledger = createLedger()
    const { sent, unknown } = filesIn(folder)
    let waitedFor = 0
    for (let kill = 0; kill < kills; kill++) {
      writeFileSync(unknown, JSON.stringify(ledger.unknown()))
      waitedFor += await playedAndKilled(folder, `q${kill}`, ledger.read)
      // A file that nobody looks at grows without end in the long run.
      if (kill % 500 === 499) console.info(`  ${kill + 1} kills`)
    }
    const { huiyin } = await openCity(folder)
    // What the dead had taken comes back when their leases are over.
    await huiyin.tick(clock.now() + 180_000)
    const messages = existsSync(sent) ? readFileSync(sent, 'utf8').split('\n').filter(Boolean) : []
    const { acknowledged, unknown: asked, ...found } = await ledger.check(huiyin, messages)
    const records = await huiyin.audit.verify({ by: system })
    await huiyin.stop()
    console.info(
      `  ${kills} kills: ${acknowledged} commands acknowledged, ${asked} of unknown outcome, ${records.events} events, ${messages.length - new Set(messages).size} messages sent twice`,
    )
    expect(found).toEqual(whole)
    expect(acknowledged).toBeGreaterThanOrEqual(waitedFor)
    expect(asked, 'commands a kill struck in the middle').toBeGreaterThan(0)
  })
})

const neighbourKills = process.env.HUIYIN_FAULTS === 'full' ? 200 : 20

describe(`two processes on one file, one of them killed ${neighbourKills} times`, () => {
  it('lose nothing of either: the one that lives goes on, and the file is whole', async () => {
    const shared = mkdtempSync(join(tmpdir(), 'huiyin-neighbours-'))
    const ledger = createLedger()
    const { sent, unknown } = filesIn(shared)
    const { huiyin: first } = await openCity(shared)
    await first.stop()
    writeFileSync(unknown, '[]')
    // One caller: however long it lives beside the others, what it did stays small enough to be looked through.
    const neighbour = startChild(program, 'playUntilKilled', shared, 'n', '1')
    await neighbour.ready
    neighbour.begin()
    await neighbour.heard(1, 'ack ')
    // Of the one that is killed; the neighbour's are known once it has ended.
    const mine = createLedger()
    let waitedFor = 0
    for (let kill = 0; kill < neighbourKills; kill++) {
      writeFileSync(unknown, JSON.stringify(mine.unknown()))
      waitedFor += await playedAndKilled(shared, `k${kill}`, (line) => {
        mine.read(line)
        ledger.read(line)
      })
    }
    neighbour.kill()
    expect(await neighbour.ended, 'the neighbour lived until now').toBe('SIGKILL')
    for (const line of neighbour.lines) ledger.read(line)
    const { huiyin } = await openCity(shared)
    await huiyin.tick(clock.now() + 180_000)
    const messages = readFileSync(sent, 'utf8').split('\n').filter(Boolean)
    const { acknowledged, unknown: _, ...found } = await ledger.check(huiyin, messages)
    await huiyin.stop()
    rmSync(shared, { recursive: true, force: true })
    console.info(`  ${neighbourKills} kills beside a neighbour: ${acknowledged} commands acknowledged`)
    expect(found).toEqual(whole)
    expect(acknowledged).toBeGreaterThan(waitedFor)
  })
})
