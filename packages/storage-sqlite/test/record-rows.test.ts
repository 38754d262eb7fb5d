import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'
import { childWorks } from './child-works.js'

let folder: string
let files = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-record-rows-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const ref = (n: number) => ({ bucket: n, type: 'request', id: `q-${n}` })
const due = { what: 'deadlines', now: 1000, limit: 10, lease: { owner: 'test', until: 0 } } as const

/** A storage with three records, each with a deadline, and what somebody then did to the file. */
async function storageAfter(sql: string) {
  const path = join(folder, `${++files}.db`)
  const storage = sqliteStorage({ path, ballast: 0 })
  await storage.open()
  await storage.commit([1, 2, 3].map((n) => childWorks.markedChange(ref(n), 0, `by-${n}`)))
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
  return storage
}

describe('the row of a record', () => {
  it('refuses one event more than a key has room for, and writes the others of the group', async () => {
    const storage = await storageAfter("UPDATE records SET version = 1048574 WHERE id = 'q-2'")
    const changes = [childWorks.markedChange(ref(2), 1_048_574, 'more'), childWorks.markedChange(ref(3), 2, 'more')]
    const [full, other] = await storage.commit(changes)
    expect(full).toMatchObject({ kind: 'failed', error: { code: 'adapter-failure', details: { retryable: false } } })
    expect(full).toMatchObject({
      error: { message: expect.stringContaining('request/q-2 cannot have more than 1048575') },
    })
    expect(other).toEqual({ kind: 'committed' })
    expect(await storage.history(ref(2), { after: 2, limit: 9 })).toEqual([])
    await storage.close()
  })

  it.each([
    ['that the index has later than it is, as moved', 'due_at = 5', [{ name: 'd-2', at: 5 }]],
    ['that the index has not, as missing', 'due_at = NULL', []],
    ['that cannot be read, as missing', "deadlines = '{'", []],
    ['without an instant, as missing', `deadlines = '{"d-2":"soon"}'`, []],
  ])('tells a verification of a deadline %s', async (_what, change, kept) => {
    const storage = await storageAfter(`UPDATE records SET ${change} WHERE id = 'q-2'`)
    expect((await storage.load(ref(2), { rows: true })).rows?.deadlines).toEqual(kept)
    const taken = await storage.takeDue(due)
    expect(taken.map(({ id }) => id)).toEqual(expect.arrayContaining(['q-1', 'q-3']))
    await storage.close()
  })

  it('never joins rows that somebody left without their record', async () => {
    const storage = await storageAfter("DELETE FROM records WHERE id = 'q-3'")
    expect(await storage.commit([childWorks.markedChange(ref(4), 0, 'new')])).toEqual([{ kind: 'committed' }])
    expect((await storage.history(ref(4), { after: 0, limit: 9 })).map(({ hash }) => hash)).toEqual(['new-1', 'new-2'])
    const { items } = await storage.strays({ limit: 10 })
    expect(items).toEqual(['events', 'answers'].map((rows) => ({ bucket: 0, type: 'rid', id: '3', rows })))
    await storage.close()
  })

  it('takes the earliest deadlines first, of one record or several, as many as asked for', async () => {
    const path = join(folder, `${++files}.db`)
    const storage = sqliteStorage({ path, ballast: 0 })
    await storage.open()
    const having = (n: number, ...instants: number[]) => ({
      ...childWorks.markedChange(ref(n), 0, 'test'),
      deadlines: { put: instants.map((at) => ({ name: `d-${at}`, at })), drop: [] },
    })
    await storage.commit([having(1, 10, 60, 30), having(2, 20, 50), having(3, 40, 9000), having(4, 9000)])
    const take = async (now: number, limit: number) =>
      (await storage.takeDue({ ...due, now, limit, lease: { owner: 'a', until: now + 100 } })).map(({ at }) => at)
    expect(await take(1000, 3)).toEqual([10, 20, 30])
    expect(await take(1000, 2)).toEqual([40, 50])
    expect(await take(1000, 9)).toEqual([60])
    expect(await take(1100, 2)).toEqual([10, 20])
    await storage.close()
  })
})
