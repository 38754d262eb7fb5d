import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger, seededRandom } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { childrenOf } from '../children.js'
import { administer, newSchema, spread } from '../schema.js'
import { clock, openCity } from './load.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

// Twenty in `npm test`; five hundred with `npm run test:long`.
const kills = process.env.HUIYIN_FAULTS === 'full' ? 500 : 20
const mostBeforeKill = 100

const whole = { lost: [], doubled: [], unasked: [], undelivered: [], outOfOrder: [], faults: [], figures: [] }

let server: PostgresServer | undefined
let folder: string
let program: string
const schema = newSchema()
const kept = () => ({ connection: server?.connection ?? '', schema, ...spread })
beforeAll(async () => {
  server = await postgresServer()
  folder = mkdtempSync(join(tmpdir(), 'huiyin-kill-'))
  program = await bundleChild(folder, childrenOf('./faults/load.ts'))
})
afterAll(async () => {
  await administer(server?.connection ?? '', `DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe(`a process on PostgreSQL killed ${kills} times under load, each time after other work`, () => {
  it('has lost nothing it acknowledged, did nothing twice, sent everything it owed in order, and verifies', async () => {
    const ledger = createLedger()
    const work = seededRandom(20220104)
    let waitedFor = 0
    const [sent, unknown] = [join(folder, 'sent.txt'), join(folder, 'unknown.json')]
    for (let kill = 0; kill < kills; kill++) {
      writeFileSync(unknown, JSON.stringify(ledger.unknown()))
      const child = startChild(program, 'playUntilKilled', JSON.stringify(kept()), sent, `q${kill}`, unknown)
      await child.ready
      child.begin()
      // Counted in work, not in time: a slow machine takes longer and is killed in the same places.
      const enough = work.int(1, mostBeforeKill)
      await child.heard(enough, 'ack ')
      child.kill()
      waitedFor += enough
      expect(await child.ended, `kill ${kill}`).toBe('SIGKILL')
      for (const line of child.lines) ledger.read(line)
    }
    const huiyin = await openCity(kept(), sent)
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
