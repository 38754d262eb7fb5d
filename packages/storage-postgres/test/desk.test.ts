import type { FindQuery } from '@huiyin/core/contracts'
import { describe, expect, it } from 'vitest'
import { testDatabase } from './city.js'
import { administer } from './schema.js'
import { refusing } from './stand-in.js'

const { connection, storageOf, schema } = testDatabase()

interface Plan {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** Rows that a plan took from tables or indexes, those it threw away included. */
const rowsRead = (plan: Plan): number =>
  (/Scan/.test(plan['Node Type']) ? plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) : 0) +
  (plan.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0)

const open = 40
const limit = 20
// Of a desk: its unit's queue, everything open, by status, by category, of a street, of a resident.
const pages: readonly (readonly [string, Omit<FindQuery, 'limit'>])[] = [
  ['the queue of a unit', { type: 'request', unit: 'u-1', open: true }],
  ['everything open', { type: 'request', open: true }],
  ['one status', { type: 'request', status: ['handling'] }],
  ['several statuses', { type: 'request', status: ['handling', 'replied', 'closed'] }],
  ['several statuses of a unit', { type: 'request', status: ['handling', 'replied'], unit: 'u-1', open: true }],
  ['a category that is rare', { type: 'request', category: 'c-rare' }],
  ['what is open in a street', { type: 'request', within: '1/2/', open: true }],
  ['the requests of a resident', { type: 'request', requester: 'r-1' }],
]

describe('a page of a desk', () => {
  it('reads no more of what has ended, however much that is', async () => {
    const { pool, sent } = refusing(connection(), () => new RegExp(`"${schema()}"\\.records`))
    const storage = storageOf({ pool })
    await storage.open()
    // What has ended is older than what is open, and of the same unit, category and street.
    const fill = (name: string, from: number, to: number, columns: string) =>
      administer(
        connection(),
        `INSERT INTO "${schema()}".records (bucket, rid, type, id, version, head, body, updated_at, created_at, channel, status, open, area_path, unit, category, requester)
           SELECT n % 64, n, 'request', '${name}-' || n, 1, '\\x00', '{}', n, n, 'hotline', ${columns} FROM generate_series(${from}, ${to}) n`,
      )
    const ended = `'closed', false, '1/2/', 'u-1', 'c-1', 'r-x' || (n % 997)`
    await fill('open', 1_000_000, 1_000_000 + open - 1, `'handling', true, '1/2/', 'u-1', 'c-1', 'r-1'`)
    await fill('rare', 2_000_000, 2_000_009, `'closed', false, '1/3/', 'u-2', 'c-rare', 'r-2'`)
    let filled = 0
    const readAt = async (closed: number) => {
      await fill('closed', filled, closed - 1, ended)
      filled = closed
      await administer(connection(), `VACUUM ANALYZE "${schema()}".records`)
      const read: Record<string, number> = {}
      for (const [name, query] of pages) {
        sent.length = 0
        expect((await storage.find({ ...query, limit })).items.length, name).toBeGreaterThan(0)
        const [one] = sent
        const [row] = await administer<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(
          connection(),
          `EXPLAIN (ANALYZE, FORMAT JSON) ${one?.text}`,
          one?.values,
        )
        read[name] = rowsRead(row?.['QUERY PLAN'][0].Plan as Plan)
      }
      return read
    }
    const [few, many] = [await readAt(2000), await readAt(40_000)]
    for (const [name] of pages) {
      const [before = 0, after = Number.POSITIVE_INFINITY] = [few[name], many[name]]
      expect(after, `${name}: ${before} rows with 2000 ended, ${after} with 40 000`).toBeLessThanOrEqual(
        Math.max(1.5 * before, 3 * (limit + 1)),
      )
    }
    await storage.close()
    await pool.end()
  })

  it('of several statuses is one walk in the order of all', async () => {
    const storage = storageOf()
    await storage.open()
    await administer(
      connection(),
      `INSERT INTO "${schema()}".records (bucket, rid, type, id, version, head, body, updated_at, created_at, channel, status, open, area_path, unit, category, requester)
         SELECT n % 64, n, 'request', 'q-' || lpad(n::text, 2, '0'), 1, '\\x00', '{}', n, n / 3, '', (ARRAY['a', 'b', 'c', 'd'])[1 + n % 4], true, '', '', '', '' FROM generate_series(0, 39) n`,
    )
    const walked: string[] = []
    let after: string | undefined
    do {
      const page = await storage.find({ status: ['c', 'a', 'c', 'd'], limit: 7, ...(after !== undefined && { after }) })
      walked.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== undefined)
    const all = Array.from({ length: 40 }, (_, n) => n).filter((n) => n % 4 !== 1)
    expect(walked).toEqual(all.map((n) => `q-${String(n).padStart(2, '0')}`))
    expect(await storage.find({ status: [], limit: 5 })).toEqual({ items: [] })
    await storage.close()
  })
})
