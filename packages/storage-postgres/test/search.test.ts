import { createHuiyin } from '@huiyin/core'
import type { Change, FindQuery } from '@huiyin/core/contracts'
import { cityActors as actors, cityGrid, seedCity, seededRandom, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { gramsOf } from '../src/grams.js'
import { candidatesStatement } from '../src/search.js'
import { numbersOf } from '../src/search-rows.js'
import { changeOf } from './changes.js'
import { testDatabase } from './city.js'
import { administer, spread } from './schema.js'

const { connection, storageOf, schema } = testDatabase()
const isSpread = spread.distribute !== undefined
const words = (...each: string[]) => ({ search: { fields: ['description'], words: each } })

/** Records with a text each, put into the tables as they are. */
async function fill(texts: readonly string[]): Promise<void> {
  const rows = texts.map((text, n) => ({
    ...{ n, text, open: n % 30 === 0 },
    numbers: `{${gramsOf('description', text).join()}}`,
  }))
  const all = [JSON.stringify(rows)]
  const from = 'FROM json_to_recordset($1) AS e(n int, text text, open boolean, numbers text)'
  await administer(
    connection(),
    `INSERT INTO "${schema()}".records (bucket, rid, type, id, version, head, body, updated_at, created_at, channel, status, open, area_path, unit, category, requester, owner, desks)
       SELECT n % 64, n, 'request', 'q-' || lpad(n::text, 6, '0'), 1, '\\x00', '{}', n, n, '', 'handling', open, '1/', CASE n % 5 WHEN 0 THEN 'water' ELSE 'housing' END, '', '', 'housing', '{}' ${from}`,
    all,
  )
  await administer(
    connection(),
    `INSERT INTO "${schema()}".search_rows (bucket, rid, ref, field, text, keys, numbers)
       SELECT n % 64, n, 't', 'description', text, '{}', numbers::int[] ${from}`,
    all,
  )
  await administer(connection(), `VACUUM ANALYZE "${schema()}".search_rows`)
  await administer(connection(), `VACUUM ANALYZE "${schema()}".records`)
}

async function opened() {
  const storage = storageOf()
  await storage.open()
  async function pagesOf(query: Omit<FindQuery, 'limit'>, limit = 500) {
    const found: string[] = []
    let pages = 0
    let after: string | undefined
    do {
      const page = await storage.find({ ...query, limit, ...(after !== undefined && { after }) })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      found.push(...page.items.map(({ id }) => id))
      after = page.next
      pages++
    } while (after !== undefined)
    return { found, pages }
  }
  return { storage, pagesOf }
}

describe('a word', () => {
  it('that few of many texts have is looked for in these few', async () => {
    const { storage, pagesOf } = await opened()
    const random = seededRandom(3)
    const letters = [
      ...'我家住在三号楼二单元从上周五开始家里暖气一直不热室温只有十四度多次打电话没有人来处理请尽快派检修',
    ]
    const texts = Array.from(
      { length: 20_000 },
      (_, n) => `${Array.from({ length: 50 }, () => random.pick(letters)).join('')}${n % 1000 === 7 ? '井盖丢失' : ''}`,
    )
    await fill(texts)
    expect((await pagesOf(words('井盖丢失'))).found).toHaveLength(20)
    const { text, values } = candidatesStatement(`"${schema()}"`, {
      fields: ['description', 'reply'],
      words: ['井盖丢失'],
    })
    const plan = (await administer<{ 'QUERY PLAN': string }>(connection(), `EXPLAIN (ANALYZE) ${text}`, values))
      .map((row) => row['QUERY PLAN'])
      .join('\n')
    expect(plan).toMatch(isSpread ? /texts_by_number/ : /Bitmap Index Scan on texts_by_number/)
    expect(plan).not.toContain('Seq Scan on search_rows')
    // Beside the twenty, few texts share all of their numbers.
    for (const [, rows] of plan.matchAll(/Bitmap Index Scan on texts_by_number\S* .*actual.* rows=(\d+)/g))
      expect(Number(rows)).toBeLessThan(60)
    await storage.close()
  })

  it('that very many texts have finds what a reading of everything finds, page by page, in every order', async () => {
    const { storage, pagesOf } = await opened()
    const random = seededRandom(7)
    const count = 9000
    const texts = Array.from({ length: count }, () =>
      Array.from({ length: 12 }, () => random.pick([...'供暖不'])).join(''),
    )
    await fill(texts)
    for (const sought of [['供暖'], ['供暖不'], ['供暖不供'], ['不供暖暖不供'], ['不', '供暖']]) {
      const ids = Array.from({ length: count }, (_, n) => n).filter((n) =>
        sought.every((each) => texts[n]?.includes(each)),
      )
      const named = (some: readonly number[]) => some.map((n) => `q-${String(n).padStart(6, '0')}`)
      const open = named(ids.filter((n) => n % 30 === 0))
      expect((await pagesOf(words(...sought))).found).toEqual(named(ids))
      expect((await pagesOf({ ...words(...sought), descending: true })).found).toEqual(named(ids.toReversed()))
      expect((await pagesOf({ ...words(...sought), open: true, order: 'updated' })).found).toEqual(open)
      expect((await pagesOf({ ...words(...sought), unit: 'water', from: 100, to: 4000 })).found).toEqual(
        named(ids.filter((n) => n % 5 === 0 && n >= 100 && n < 4000)),
      )
    }
    const nobody = await pagesOf(words('供暖', '龙'))
    // All records are walked, 4000 a page.
    expect(nobody).toEqual({ found: [], pages: Math.ceil(count / 4000) })
    await storage.close()
  })
})

describe('what a text is found by', () => {
  const row = { ref: 't.1', field: 'description', text: '某人住某处', keys: ['k-1'] }
  const bringing = (id: string): Change => ({
    ...changeOf(id, 0),
    vault: { put: [{ ref: 't.1', subject: 's', field: 'description', value: row.text, salt: null }], erase: [] },
    search: { put: [row], drop: [] },
  })
  const left = () =>
    administer<{ text: string; numbers: number[] }>(connection(), `SELECT text, numbers FROM "${schema()}".search_rows`)

  it('goes with the text, in the same transaction, and once dead rows are gone nothing of it is in the tables', async () => {
    const { storage } = await opened()
    await storage.commit([bringing('q-1'), bringing('q-2')])
    expect(await left()).toHaveLength(2)
    await storage.commit([{ ...changeOf('q-1', 1), vault: { put: [], erase: ['t.1'] } }])
    const [kept, ...others] = await left()
    expect(others).toEqual([])
    expect(kept).toEqual({ text: row.text, numbers: numbersOf(row) })
    expect(kept?.numbers.every((each) => each < 2 ** 19)).toBe(true)
    await storage.close()
  })

  it('is not written where a change of its group fails', async () => {
    const { storage } = await opened()
    await expect(
      storage.commit([bringing('q-1'), { ...bringing('q-2'), head: null as unknown as string }]),
    ).rejects.toThrow()
    expect(await left()).toEqual([])
    await storage.close()
  })

  it('is made for what is there before by one start, told apart by a verification, and found afterwards', async () => {
    const city = (seed: number) => {
      const storage = storageOf()
      return { storage, huiyin: createHuiyin({ storage, platform: { ids: simulatedIds(seed) } }) }
    }
    const first = city(1)
    await first.huiyin.start()
    await seedCity(first.huiyin)
    const report = { category: 'heating', area: cityGrid, description: '三号楼供暖不热' }
    for (const id of ['q-1', 'q-2', 'q-3']) await first.huiyin.requests.submit(id, report, { by: actors.resident })
    await first.huiyin.requests.withdraw('q-3', {}, { by: actors.resident })
    await first.huiyin.requests.eraseTexts('q-3', { basis: 'retentionEnded' }, { by: actors.securityAdmin })
    await first.huiyin.stop()
    await administer(connection(), `DELETE FROM "${schema()}".search_rows`)
    await administer(
      connection(),
      `INSERT INTO "${schema()}".search_backlog SELECT DISTINCT rid, bucket FROM "${schema()}".vault_rows WHERE value IS NOT NULL`,
    )
    const second = city(2)
    await second.huiyin.start()
    expect(await second.storage.unsearched?.(9)).toEqual([])
    const found = await second.huiyin.requests.find({ text: '供暖 三号楼' }, { by: actors.desk })
    expect(found.items.map(({ id }) => id)).toEqual(['q-1', 'q-2'])
    const verified = () => second.huiyin.audit.verify({ by: actors.system })
    expect(await verified()).toMatchObject({ ok: true })
    await administer(connection(), `UPDATE "${schema()}".search_rows SET text = '别的' WHERE text LIKE '三号楼%'`)
    expect((await verified()).faults).toMatchObject([{ fault: 'search' }, { fault: 'search' }])
    await second.huiyin.stop()
  })
})
