import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHuiyin } from '@huiyin/core'
import { cityActors, cityGrid, seedCity } from '@huiyin/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskStatement } from '../src/desk.js'
import { sqliteStorage } from '../src/sqlite-storage.js'
import { childWorks } from './child-works.js'

let folder: string
let files = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-desks-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const ref = (n: number) => ({ bucket: n % 64, type: 'request', id: `q-${n}` })
const lying = (n: number, version: number, desks: readonly string[]) => {
  const change = childWorks.markedChange(ref(n), version, `by-${version}`)
  return { ...change, tallies: [], index: { ...change.index, open: true, createdAt: n, desks } }
}

const hasEnded = (n: number, hasDeadline = true) => {
  const change = lying(n, 0, [])
  const deadlines = hasDeadline ? change.deadlines : { put: [], drop: [] }
  return { ...change, deadlines, index: { ...change.index, open: false } }
}

async function opened(...changes: readonly ReturnType<typeof lying>[]) {
  const path = join(folder, `${++files}.db`)
  const storage = sqliteStorage({ path, ballast: 0 })
  await storage.open()
  await storage.commit(changes)
  const raw = (sql: string) => {
    const db = new DatabaseSync(path)
    db.exec(sql)
    db.close()
  }
  return { storage, path, raw }
}
const on = (desk: string) => ({ desk, limit: 100 })

describe('desks that records lie on', () => {
  it('are written only by a change that changes them', async () => {
    const { storage, raw } = await opened(lying(1, 0, ['coHandled/water', 'toClaim/housing']))
    for (const what of ['INSERT', 'DELETE', 'UPDATE'])
      raw(`CREATE TRIGGER no_${what} BEFORE ${what} ON desk_rows BEGIN SELECT RAISE(ABORT, 'a row of a desk'); END`)
    expect(await storage.commit([lying(1, 2, ['coHandled/water', 'toClaim/housing'])])).toEqual([{ kind: 'committed' }])
    await expect(storage.commit([lying(1, 4, ['toClaim/housing'])])).rejects.toThrow('a row of a desk')
    expect((await storage.find(on('coHandled/water'))).items.map(({ version }) => version)).toEqual([4])
    await storage.close()
  })

  it('stand in the queue of the city whoever has to act, also where that is not known yet', async () => {
    const { storage, raw } = await opened(...[1, 2, 3, 4, 5].map((n) => lying(n, 0, [])))
    const due = { order: 'due', open: true, limit: 2 } as const
    const ids = async () => {
      const found: string[] = []
      for (let after: string | undefined, turn = 0; turn === 0 || after !== undefined; turn++) {
        const page = await storage.find({ ...due, ...(after !== undefined && { after }) })
        found.push(...page.items.map(({ id }) => id))
        after = page.next
      }
      return found
    }
    const all = ['q-1', 'q-2', 'q-3', 'q-4', 'q-5']
    raw("UPDATE records SET owner = 'u-' || rid % 2, owner_due_at = rid / 3")
    expect((await ids()).toSorted()).toEqual(all)
    raw('UPDATE records SET owner = NULL, owner_due_at = 9007199254740991 WHERE rid % 2 = 0')
    expect((await ids()).toSorted()).toEqual(all)
    await storage.close()
  })

  it('are found by the index of desks where few lie there, and among what is open where many do', async () => {
    const many = Array.from({ length: 2100 }, (_, n) => lying(n, 0, n % 100 === 0 ? ['all', 'few'] : ['all']))
    const { storage, path } = await opened(...many)
    const ids = many.map(({ id }) => id)
    for (const query of [{}, { order: 'due' }, { order: 'updated', open: true }] as const) {
      const found: string[] = []
      for (let after: string | undefined, turn = 0; turn === 0 || after !== undefined; turn++) {
        const page = await storage.find({ ...query, desk: 'all', limit: 300, ...(after !== undefined && { after }) })
        found.push(...page.items.map(({ id }) => id))
        after = page.next
      }
      expect(found.toSorted()).toEqual(ids.toSorted())
      expect((await storage.find({ ...query, ...on('few') })).items).toHaveLength(21)
    }
    await storage.close()
    const db = new DatabaseSync(path)
    const { sql, values } = deskStatement({ order: 'due', open: true, limit: 5 }, undefined, undefined, 'few')
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values, 5) as { detail: string }[]
    db.close()
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH on_desk USING COVERING INDEX rows_by_desk (desk=?)',
      'SEARCH records USING INTEGER PRIMARY KEY (rowid=?)',
      'USE TEMP B-TREE FOR ORDER BY',
    ])
  })

  it('of records from before are not known until they are projected anew', async () => {
    const { storage, raw } = await opened(lying(1, 0, []), lying(2, 0, ['mine/w-1']), hasEnded(3), hasEnded(4, false))
    raw("UPDATE records SET desks = NULL WHERE id <> 'q-2'")
    const [before, ended, ...others] = (await storage.unindexed?.(9)) ?? []
    expect(before).toMatchObject({ id: 'q-1', unindexed: true, index: { desks: [] } })
    // What has ended lies on a desk only while it is decided about, by a deadline.
    expect([ended?.id, ended?.unindexed, others]).toEqual(['q-3', true, []])
    expect((await storage.load(ref(4))).record).not.toHaveProperty('unindexed')
    const index = { ...lying(1, 0, ['mine/w-1']).index }
    await storage.settle([{ what: 'index', ref: ref(1), version: 2, index }])
    const still = { ...hasEnded(3).index, desks: ['toDecide/appeal'] }
    await storage.settle([{ what: 'index', ref: ref(3), version: 2, index: still }])
    expect(await storage.unindexed?.(9)).toEqual([])
    expect((await storage.find(on('toDecide/appeal'))).items.map(({ id }) => id)).toEqual(['q-3'])
    expect((await storage.find(on('mine/w-1'))).items.map(({ id }) => id)).toEqual(['q-1', 'q-2'])
    await storage.close()
  })

  it.each([
    ['lies on another desk', "INSERT INTO desk_rows SELECT rid, 'mine/x' FROM records WHERE type = 'request'"],
    ['lies on a desk no more', 'DELETE FROM desk_rows'],
    ['says that it lies on another desk', `UPDATE records SET desks = '["mine/x"]' WHERE type = 'request'`],
    ['says what cannot be read', `UPDATE records SET desks = '[' WHERE type = 'request'`],
  ])('are compared with the facts by a verification: a record %s', async (_, sql) => {
    const { storage, raw } = await opened()
    const huiyin = createHuiyin({ storage })
    await huiyin.start()
    await seedCity(huiyin)
    const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
    await huiyin.requests.submit('q-1', { ...report, requester: 'res-1' }, { by: cityActors.desk })
    const verified = async () => (await huiyin.audit.verify({ by: cityActors.auditor })).faults
    expect(await verified()).toEqual([])
    raw(sql)
    expect(await verified()).toMatchObject([{ type: 'request', id: 'q-1', fault: 'index' }])
    await huiyin.stop()
  })

  it('are found without their record by a verification', async () => {
    const { storage, raw } = await opened(lying(1, 0, ['mine/w-1']))
    raw("INSERT INTO desk_rows VALUES (77, 'mine/w-1')")
    expect((await storage.strays({ limit: 9 })).items).toEqual([{ bucket: 0, type: 'rid', id: '77', rows: 'desks' }])
    await storage.close()
  })
})
