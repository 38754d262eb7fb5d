import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { SentQuery } from '@huiyin/core/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../src/database.js'
import { sentStatement } from '../src/ledger.js'
import { sqliteStorage } from '../src/sqlite-storage.js'

let folder: string
let db: Database
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-ledger-'))
  db = openDatabase({ path: ':memory:', synchronous: 'OFF', busyTimeout: 0, cacheMegabytes: 64 })
})
afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

it('a file of the first release has an empty ledger, and keeps what is sent from now on', async () => {
  const path = join(folder, 'old.db')
  const kept = new URL('../../cli/test/upgrade/kept/0.1.0-6546b58.sqlite.gz', import.meta.url)
  writeFileSync(path, gunzipSync(readFileSync(kept)))
  const storage = sqliteStorage({ path, ballast: 0 })
  await storage.open()
  const lease = { owner: 'a', until: Number.MAX_SAFE_INTEGER - 1 }
  const [taken] = await storage.takeDue({ what: 'deliveries', now: 8e15, limit: 1, lease })
  if (taken === undefined) throw new Error('The kept file has something to deliver.')
  const { event, destination, bucket, type, id } = taken
  const ref = { bucket, type, id }
  const before = (await storage.load(ref, { rows: true })).rows
  expect([before?.sent, before?.kept]).toEqual([[], 0])
  const keep = { at: 9, attempts: 1, ref: 'biz-1' }
  await storage.settle([{ what: 'delivery', lease, ref, event, destination, outcome: { kind: 'done', keep } }])
  expect((await storage.sent({ destination, ref: 'biz-1', limit: 9 })).items).toEqual([
    { ...ref, event, destination, ...keep },
  ])
  const after = (await storage.load(ref, { rows: true })).rows
  expect([after?.kept, after?.delivered]).toEqual([1, (before?.delivered ?? 0) + 1])
  await storage.close()
})

const planOf = (query: SentQuery, rid?: number) => {
  const { sql, values } = sentStatement(query, rid)
  return db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail)
}
const page = { destination: 'sms', limit: 50 }
const of = { bucket: 1, type: 'request', id: 'q-1' }

it.each<[what: string, index: string, query: SentQuery, rid?: number]>([
  ['of a destination', 'sent_by_instant (destination=?)', page],
  ['between two instants', 'sent_by_instant (destination=? AND at>? AND at<?)', { ...page, from: 1, to: 2 }],
  [
    'that follows another',
    'sent_by_instant (destination=? AND (at,rid,event)<(?,?,?))',
    { ...page, after: '[9,1,1,"sms"]' },
  ],
  ['of what failed', 'failed_sent (destination=?)', { ...page, failed: true }],
])('a page %s is read in the order of its index, and nothing is sorted', (_, index, query) => {
  const plan = planOf(query)
  expect(plan[0]).toContain(`INDEX ${index}`)
  expect(plan.join()).not.toContain('TEMP B-TREE FOR ORDER BY')
})

it('the reference of a provider and the rows of a record are looked up, whatever the size of the ledger', () => {
  expect(planOf({ ...page, ref: 'biz-1' })[0]).toContain('INDEX sent_by_ref (destination=? AND ref=?)')
  expect(planOf({ of, limit: 50 }, 7)[0]).toContain('SEARCH s USING PRIMARY KEY (rid=?)')
})
