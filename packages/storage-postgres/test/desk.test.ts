import { describe, expect, it } from 'vitest'
import { testDatabase } from './city.js'
import { administer } from './schema.js'

const { connection, storageOf, schema } = testDatabase()

describe('a page of a desk', () => {
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
