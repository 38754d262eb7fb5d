import { setTimeout as pause } from 'node:timers/promises'
import { createHuiyin, isHuiyinError } from '@huiyin/core'
import { createLedger, playLifecycles, seedCity } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresStorage } from '../../src/postgres-storage.js'
import { anyTime } from '../any-time.js'
import { administer } from '../schema.js'
import { crash, startAgain } from './ended-server.js'

let server: PostgresServer | undefined
beforeAll(async () => {
  // With flags it is a server of our own, also where somebody else's is named. Commits are acknowledged before they are written, and written late.
  const weaker = ['synchronous_commit=off', 'wal_writer_delay=10s', 'wal_writer_flush_after=1GB']
  server = await postgresServer(weaker.flatMap((each) => ['-c', each]))
})
afterAll(() => server?.stop())

const clock = { now: () => Date.parse('2022-01-04T10:00:00+08:00') }
const cityOn = (unsafe: boolean) =>
  createHuiyin({
    storage: postgresStorage({ connection: server?.connection ?? '', unsafe, retryTimeout: 20_000 }),
    platform: { clock },
    limits: anyTime,
  })

describe('a server that acknowledges before it has written', () => {
  it('is refused, and where it is meant loses acknowledged commands when it is killed: the test of faults can see that', async () => {
    const refused = await cityOn(false)
      .start()
      .catch((error: unknown) => error)
    expect(isHuiyinError(refused, 'adapter-failure') && refused.message).toMatch(/synchronous_commit is off/)

    const huiyin = cityOn(true)
    await huiyin.start()
    await seedCity(huiyin)
    // Without this the tables themselves are gone.
    await administer(server?.connection ?? '', 'CHECKPOINT')
    const ledger = createLedger()
    /** Plays until so many are acknowledged; `last` is done at the moment of the last one. */
    async function play(prefix: string, commands: number, last = () => {}): Promise<void> {
      let left = commands
      const tell = (line: string) => {
        ledger.read(line)
        if (line.startsWith('ack') && --left === 0) last()
      }
      await playLifecycles({ huiyin, callers: 6, prefix, tell, running: () => left > 0, pause: () => pause(5) })
    }
    await play('q', 200)
    expect((await ledger.check(huiyin)).lost).toEqual([])
    // Between the last acknowledgement and the end no time passes in which it could be written after all.
    await play('r', 200, () => crash(server))
    await startAgain(server)
    const { acknowledged, lost } = await ledger.check(huiyin)
    await huiyin.stop()
    console.info(
      `  ${lost.length} of ${acknowledged} commands acknowledged by a weaker server are lost when it is killed`,
    )
    expect(lost.length).toBeGreaterThan(0)
  })
})
