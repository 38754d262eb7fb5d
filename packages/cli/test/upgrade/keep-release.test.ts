import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { defaultLifecycle } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { afterAll, expect, it } from 'vitest'
import { keepCheckpoint, keepRelease } from './keep.js'
import { cityOn, ended, liveCity } from './lived-city.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const folder = mkdtempSync(join(tmpdir(), 'huiyin-release-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

it('a city in every state of the default lifecycle verifies, and is kept when a release asks for it', async () => {
  const path = join(folder, 'city.db')
  const { checkpoint, lines } = await liveCity(sqliteStorage({ path }))
  const { huiyin } = cityOn(sqliteStorage({ path }), ended, 2)
  await huiyin.start()
  expect(await huiyin.audit.verify({ by: system, against: { checkpoint, lines } })).toMatchObject({ ok: true })
  await huiyin.stop()
  const db = new DatabaseSync(path)
  const states = db.prepare("SELECT DISTINCT status FROM records WHERE type = 'request'").all()
  expect(states.map(({ status }) => status).sort()).toEqual(Object.keys(defaultLifecycle.states).sort())
  const dead = db.prepare('SELECT dead IS NOT NULL AS dead, count(*) > 0 FROM deliveries GROUP BY 1').all()
  expect(dead).toHaveLength(2)
  db.exec('PRAGMA wal_checkpoint(TRUNCATE); VACUUM')
  db.close()
  keepCheckpoint(checkpoint, lines)
  keepRelease('sqlite', readFileSync(path))
})
