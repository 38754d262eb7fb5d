import { appendFileSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createHuiyin } from '@huiyin/core'
import { inbox, type Played, playLifecycles, seedCity } from '@huiyin/testkit'
import { tell } from '@huiyin/testkit/processes'
import type { PostgresStorageOptions } from '../../src/options.js'
import { postgresStorage } from '../../src/postgres-storage.js'
import { anyTime } from '../any-time.js'

const now = Date.parse('2022-01-04T10:00:00+08:00')
export const clock = { now: () => now }

/** Where a city is kept. */
export type Kept = Pick<PostgresStorageOptions, 'connection' | 'schema' | 'distribute'>

/** Opens the city, sets it up when it is new. What it sends is noted in a file that survives the process. */
export async function openCity(kept: Kept, sent: string) {
  const channel = inbox((id) => appendFileSync(sent, `${id}\n`))
  const storage = postgresStorage({ ...kept, poolSize: 4, retryTimeout: 20_000 })
  const huiyin = createHuiyin({ storage, platform: { clock }, channels: [channel], limits: anyTime })
  await huiyin.start()
  if (huiyin.areas.tree().size === 0) await seedCity(huiyin)
  return huiyin
}

/** Plays lives of requests, sends what is owed beside that, and ends by being killed. */
async function playUntilKilled(kept: string, sent: string, prefix: string, unknown: string) {
  const huiyin = await openCity(JSON.parse(kept) as Kept, sent)
  huiyin.run({ every: 20 })
  await playLifecycles({
    huiyin,
    callers: 6,
    prefix,
    tell,
    unknown: JSON.parse(readFileSync(unknown, 'utf8')) as readonly Played[],
    running: () => true,
    pause: () => pause(5),
  })
}

/** What a child process can be told to do with a city. */
export const childWorks = { playUntilKilled }
