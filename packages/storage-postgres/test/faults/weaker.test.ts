import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createHuiyin, isHuiyinError } from '@huiyin/core'
import { createLedger, playLifecycles, seedCity } from '@huiyin/testkit'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresStorage } from '../../src/postgres-storage.js'
import { administer } from '../schema.js'

// It takes a server of our own: settings like these are not to be had of somebody else's.
const named = process.env.HUIYIN_TEST_POSTGRES_URL
const elsewhere = named !== undefined && named !== ''

let server: PostgresServer | undefined
beforeAll(async () => {
  // Commits are acknowledged before they are written, and written late.
  const weaker = ['synchronous_commit=off', 'wal_writer_delay=10s', 'wal_writer_flush_after=1GB']
  if (!elsewhere) server = await postgresServer(weaker.flatMap((each) => ['-c', each]))
}, 60_000)
afterAll(() => server?.stop(), 60_000)

const clock = { now: () => Date.parse('2022-01-04T10:00:00+08:00') }
const cityOn = (unsafe: boolean) =>
  createHuiyin({
    storage: postgresStorage({ connection: server?.connection ?? '', unsafe, retryTimeout: 20_000 }),
    platform: { clock },
  })

/** Ends the server at once and has it running again. */
async function crash(): Promise<void> {
  const lock = join(server?.folder ?? '', 'postmaster.pid')
  process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), 'SIGKILL')
  // Those it left behind must be gone before another may begin.
  for (let attempt = 1; ; attempt++)
    try {
      return await server?.start()
    } catch (error) {
      if (attempt === 200) throw error
      await pause(50)
    }
}

describe.skipIf(elsewhere)('a server that acknowledges before it has written', () => {
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
    let left = 200
    const tell = (line: string) => {
      ledger.read(line)
      if (line.startsWith('ack')) left--
    }
    await playLifecycles({ huiyin, callers: 6, prefix: 'q', tell, running: () => left > 0, pause: () => pause(5) })
    const { acknowledged, lost: before } = await ledger.check(huiyin)
    expect(before).toEqual([])
    await crash()
    const { lost } = await ledger.check(huiyin)
    await huiyin.stop()
    console.info(
      `  ${lost.length} of ${acknowledged} commands acknowledged by a weaker server are lost when it is killed`,
    )
    expect(lost.length).toBeGreaterThan(0)
  }, 120_000)
})
