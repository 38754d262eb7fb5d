import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger } from '@huiyin/testkit'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { childrenOf } from '../children.js'
import { clock, filesIn, openCity } from './load.js'

// A hundred in `npm test`; two thousand with `npm run test:faults`.
const kills = process.env.HUIYIN_FAULTS === 'full' ? 2000 : 100

const whole = { lost: [], doubled: [], unasked: [], undelivered: [], outOfOrder: [], faults: [], figures: [] }

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-kill-'))
  program = await bundleChild(folder, childrenOf('./faults/load.ts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe(`a city killed ${kills} times at random moments under load`, () => {
  it('has lost nothing it acknowledged, did nothing twice, sent everything it owed in order, and verifies', async () => {
    const ledger = createLedger()
    const { sent, unknown } = filesIn(folder)
    for (let kill = 0; kill < kills; kill++) {
      writeFileSync(unknown, JSON.stringify(ledger.unknown()))
      const child = startChild(program, 'playUntilKilled', folder, `q${kill}`)
      await child.ready
      child.begin()
      await child.begun
      setTimeout(() => child.kill(), Math.random() * 120)
      expect(await child.ended, `kill ${kill}`).toBe('SIGKILL')
      for (const line of child.told) ledger.read(line)
      // A file that nobody looks at grows without end in the long run.
      if (kill % 500 === 499) console.info(`  ${kill + 1} kills`)
    }
    const { huiyin } = await openCity(folder)
    // What the dead had taken comes back when their leases are over.
    await huiyin.tick(clock.now() + 180_000)
    const messages = existsSync(sent) ? readFileSync(sent, 'utf8').split('\n').filter(Boolean) : []
    const { acknowledged, unknown: asked, ...found } = await ledger.check(huiyin, messages)
    const records = await huiyin.audit.verify()
    await huiyin.stop()
    console.info(
      `  ${kills} kills: ${acknowledged} commands acknowledged, ${asked} of unknown outcome, ${records.events} events, ${messages.length - new Set(messages).size} messages sent twice`,
    )
    expect(found).toEqual(whole)
    expect(acknowledged).toBeGreaterThan(kills)
  }, 1_800_000)
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
    const neighbour = startChild(program, 'playUntilKilled', shared, 'n')
    await neighbour.ready
    neighbour.begin()
    await neighbour.begun
    // Of the one that is killed; the neighbour's are known once it has ended.
    const mine = createLedger()
    for (let kill = 0; kill < neighbourKills; kill++) {
      writeFileSync(unknown, JSON.stringify(mine.unknown()))
      const child = startChild(program, 'playUntilKilled', shared, `k${kill}`)
      await child.ready
      child.begin()
      await child.begun
      setTimeout(() => child.kill(), Math.random() * 120)
      expect(await child.ended, `kill ${kill}`).toBe('SIGKILL')
      for (const line of child.told) {
        mine.read(line)
        ledger.read(line)
      }
    }
    neighbour.kill()
    expect(await neighbour.ended, 'the neighbour lived until now').toBe('SIGKILL')
    for (const line of neighbour.told) ledger.read(line)
    const { huiyin } = await openCity(shared)
    await huiyin.tick(clock.now() + 180_000)
    const messages = readFileSync(sent, 'utf8').split('\n').filter(Boolean)
    const { acknowledged, unknown: _, ...found } = await ledger.check(huiyin, messages)
    await huiyin.stop()
    rmSync(shared, { recursive: true, force: true })
    console.info(`  ${neighbourKills} kills beside a neighbour: ${acknowledged} commands acknowledged`)
    expect(found).toEqual(whole)
    expect(acknowledged).toBeGreaterThan(neighbourKills)
  }, 1_800_000)
})
