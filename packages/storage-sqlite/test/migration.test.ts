import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { isHuiyinError } from '@huiyin/core'
import { bundleChild, startChild } from '@huiyin/testkit/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'
import { childrenOf } from './children.js'

/** The file of 0.1.0: the rows before they were lean, of a city that has something in every table. */
const kept = new URL('../../cli/test/upgrade/kept/0.1.0-6546b58.sqlite.gz', import.meta.url)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-migration-'))
  writeFileSync(join(folder, 'old.db'), gunzipSync(readFileSync(kept)))
  const db = new DatabaseSync(join(folder, 'old.db'))
  // What this release leaves rarely: a lease, and something that was sent.
  db.exec(
    `UPDATE deadlines SET lease_owner = 'somebody', lease_until = 9 WHERE rowid IN (SELECT min(rowid) FROM deadlines)`,
  )
  db.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const columns = {
  records:
    'bucket, type, id, version, updated_at, status, open, created_at, area_path, unit, category, channel, requester, body',
  events: 'bucket, type, id, seq, event, at, bytes, hash',
  deadlines: 'bucket, type, id, name, at, lease_owner, lease_until',
  deliveries:
    'bucket, type, id, destination, event, payload, at, attempts, head, lease_owner, lease_until, dead, blocks',
  vault: 'bucket, type, id, ref, subject, field, value, salt',
  answers: 'bucket, type, id, key, fingerprint, version, events, at',
  tallies: 'grain, measure, day, area_path, unit, category, channel, sum',
} as const

/** Every row of a file, by table, whatever way they are kept. */
function rowsOf(path: string): Record<string, unknown[]> {
  const db = new DatabaseSync(path, { readOnly: true })
  const rows = Object.entries(columns).map(
    ([table, names]) => [table, db.prepare(`SELECT ${names} FROM ${table} ORDER BY ${names}`).all()] as const,
  )
  db.close()
  return Object.fromEntries(rows)
}

const stepsOf = (path: string) => {
  const db = new DatabaseSync(path, { readOnly: true })
  const { steps } = db.prepare('SELECT count(*) AS steps FROM migrations').get() as { steps: number }
  db.close()
  return steps
}

/** The old file under a name of its own, changed by hand. */
function oldFile(name: string, sql = ''): string {
  const path = join(folder, name)
  copyFileSync(join(folder, 'old.db'), path)
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
  return path
}

describe('a file of the first release', () => {
  it('has every row again after its rows became lean, and each text in its place', async () => {
    const path = oldFile('moved.db')
    const before = rowsOf(path)
    for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(0)
    const db = new DatabaseSync(path, { readOnly: true })
    const texts = Map.groupBy(
      db.prepare('SELECT bucket, type, id, ref FROM vault ORDER BY rowid').all() as unknown as Record<string, string>[],
      ({ bucket, type, id }) => JSON.stringify({ bucket, type, id }),
    )
    db.close()
    const storage = sqliteStorage({ path, ballast: 0 })
    await storage.open()
    for (const [ref, rows] of texts) {
      const { vault } = await storage.load(JSON.parse(ref), { vault: true })
      expect(vault?.map((row) => row.ref)).toEqual(rows.map((row) => row.ref))
    }
    await storage.close()
    expect(rowsOf(path)).toEqual(before)
  })

  it.each([
    ['an event is gone', 'DELETE FROM events WHERE seq = 2', 'has not the events that its version says'],
    ['an event is gone from the end', 'UPDATE records SET version = version + 1', 'has not the events'],
    ['events are numbered otherwise', 'UPDATE events SET seq = seq - 1', 'has not the events'],
    ['the head is another', "UPDATE records SET head = 'ab'", 'has another head than its last event'],
    ['a record is gone', 'DELETE FROM records WHERE version > 3', 'has events and is not there itself'],
    [
      'a record is gone with its events',
      `DELETE FROM events WHERE id IN (SELECT id FROM deadlines); DELETE FROM records WHERE id IN (SELECT id FROM deadlines)`,
      'has deadlines and is not there itself',
    ],
  ])('is left as it is and refused by name when %s', async (what, sql, why) => {
    const path = oldFile(`${what}.db`, sql)
    const [before, steps] = [rowsOf(path), stepsOf(path)]
    const refused = await sqliteStorage({ path, ballast: 0 })
      .open()
      .catch((error: unknown) => error)
    expect(isHuiyinError(refused, 'adapter-failure')).toBe(true)
    expect(refused).toMatchObject({ details: { operation: 'open', retryable: false } })
    expect((refused as Error).message).toMatch(/the rows of this file are not whole.* \S+\/\S+ has/)
    expect((refused as Error).message).toContain(why)
    expect([rowsOf(path), stepsOf(path)]).toEqual([before, steps])
  })

  it('is the old one or the new one whenever the process that moves its rows is killed', async () => {
    const path = oldFile('killed.db')
    const db = new DatabaseSync(path)
    // Enough that the move takes its time: every record as often as this, under other ids.
    for (let copy = 1; copy <= 12; copy++)
      for (const [table, names] of Object.entries(columns).filter(([name]) => name !== 'tallies')) {
        const more = table === 'records' ? `${names}, head` : names
        db.exec(
          `INSERT INTO ${table} (${more}) SELECT ${more.replace(' id,', ` id || '~${copy}',`)} FROM ${table} WHERE id NOT LIKE '%~%'`,
        )
      }
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    db.close()
    const before = rowsOf(path)
    const program = await bundleChild(folder, childrenOf('./child-works.ts'))
    const log = () => statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    let whileOld = 0
    // Killed as soon as so much was written of what is committed at the end, in megabytes.
    for (const written of [0, 0.1, 1, 2, 4, 8, 16]) {
      const child = startChild(program, 'openAndClose', path)
      let running = true
      const ended = child.ended.then((how) => {
        running = false
        return how
      })
      await child.ready
      child.begin()
      while (running && log() <= written * 1e6) await pause(1)
      child.kill()
      await ended
      const steps = stepsOf(path)
      if (steps === 1) whileOld++
      expect([1, 7]).toContain(steps)
      expect(rowsOf(path)).toEqual(before)
    }
    expect(whileOld).toBeGreaterThan(0)
    const storage = sqliteStorage({ path, ballast: 0 })
    await storage.open()
    await storage.close()
    expect(stepsOf(path)).toBe(7)
    expect(rowsOf(path)).toEqual(before)
  })
})
