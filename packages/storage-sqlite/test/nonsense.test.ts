import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { playNonsense } from '@huiyin/testkit'
import { expect, it } from 'vitest'

it('1000 nonsense answers of a channel leave no unsettled neighbour, and nobody gets a message twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-nonsense-'))
  try {
    const played = await playNonsense(sqliteStorage({ path: join(folder, 'city.db') }), 1000)
    expect(played.neighbours).toBeGreaterThan(30)
    expect(played).toMatchObject({ unsettled: [], twice: [] })
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}, 300_000)
