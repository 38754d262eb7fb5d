import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHuiyin } from '@huiyin/core'
import type { Change, FindQuery, SearchWrite } from '@huiyin/core/contracts'
import { cityActors as actors, cityGrid, seedCity, seededRandom, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../src/database.js'
import { findRecords } from '../src/find.js'
import { gramsOf } from '../src/grams.js'
import { candidatesStatement } from '../src/search.js'
import { waitingTexts, writeGrams } from '../src/search-rows.js'
import { sqliteStorage } from '../src/sqlite-storage.js'
import { createTallies } from '../src/tallies.js'
import { writeChanges } from '../src/write.js'
import { childWorks } from './child-works.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-search-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open = (path = ':memory:') => openDatabase({ path, synchronous: 'OFF', busyTimeout: 0, cacheMegabytes: 64 })
const tallies = createTallies()

/** A change that brings texts, and the same again with these erased. */
function changeOf(n: number, texts: readonly string[], index: object = {}): Change {
  const change = childWorks.markedChange(
    { bucket: n % 64, type: 'request', id: `q-${String(n).padStart(6, '0')}` },
    0,
    'x',
  )
  const rows = texts.map((text, at): SearchWrite => ({ ref: `t.${at}`, field: 'description', text, keys: [] }))
  return {
    ...change,
    tallies: [],
    index: { ...change.index, createdAt: n, ...index },
    vault: {
      put: rows.map(({ ref, field, text }) => ({ ref, field, subject: 's', value: text, salt: null })),
      erase: [],
    },
    search: { put: rows, drop: [] },
  }
}
const erasedOf = (change: Change, refs: readonly string[]): Change => ({
  ...change,
  search: { put: (change.search?.put ?? []).filter(({ ref }) => !refs.includes(ref)), drop: [] },
})
const erasing = (change: Change, refs: readonly string[]): Change => ({
  ...childWorks.markedChange({ bucket: change.bucket, type: change.type, id: change.id }, 2, 'y'),
  tallies: [],
  index: change.index,
  vault: { put: [], erase: refs },
})

function pagesOf(db: Database, query: Omit<FindQuery, 'limit'>, limit = 50) {
  const found: string[] = []
  let longest = 0
  let after: string | undefined
  let pages = 0
  do {
    const page = findRecords(db, { ...query, limit, ...(after !== undefined && { after }) })
    found.push(...page.items.map(({ id }) => id))
    longest = Math.max(longest, page.items.length)
    after = page.next
    pages++
  } while (after !== undefined)
  return { found, pages, longest }
}
const words = (...each: string[]) => ({ search: { fields: ['description'], words: each } })

describe('what is left of a text that was erased', () => {
  // Characters that stand in no other text, and in nothing else of the file.
  const rare = (n: number) => String.fromCodePoint(0x2a700 + 2 * n)
  const secret = (n: number) => `某${rare(n)}住${String.fromCodePoint(0x2a701 + 2 * n)}`
  const traces = (path: string, n: number) => {
    const bytes = readFileSync(path)
    return [rare(n), String.fromCodePoint(0x2a701 + 2 * n)].filter((each) => bytes.includes(each)).length
  }
  const many = 300

  it.each(['at once', 'after segments were merged', 'in the group that wrote it'])(
    'is no character of it, in the file or its log, %s',
    (when) => {
      const path = join(folder, `${when}.db`)
      const db = open(path)
      db.exec('PRAGMA synchronous = FULL')
      const inTransaction = (...changes: Change[]) => {
        db.exec('BEGIN IMMEDIATE')
        const outcomes = writeChanges(db, tallies, changes)
        db.exec('COMMIT')
        expect(outcomes.every(({ kind }) => kind === 'committed')).toBe(true)
      }
      const changes = Array.from({ length: many }, (_, n) =>
        changeOf(n, [secret(n), `旁文${rare(n)}`, '供暖不热'.repeat(n % 9)]),
      )
      const checkpoint = () => db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      const goes = (n: number) => n % 3 !== 0
      const refs = ['t.0', 't.1']
      if (when === 'in the group that wrote it')
        for (const change of changes)
          inTransaction(change, ...(goes(change.index.createdAt) ? [erasing(change, refs)] : []))
      else {
        for (const change of changes) inTransaction(change)
        writeGrams(db, 1)
        checkpoint()
        expect(traces(path, 1)).toBe(2)
        if (when === 'after segments were merged')
          db.exec("INSERT INTO search_grams (search_grams) VALUES ('optimize')")
        for (const change of changes) if (goes(change.index.createdAt)) inTransaction(erasing(change, refs))
      }
      checkpoint()
      const left = Array.from({ length: many }, (_, n) => traces(path, n))
      expect(left).toEqual(Array.from({ length: many }, (_, n) => (goes(n) ? 0 : 2)))
      writeGrams(db, 1)
      // No page of the index has a gram of a text that is gone, unless another text has it too.
      db.exec('CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search_grams, row)')
      const terms = new Set(db.all<{ term: string }>('SELECT term FROM vocabulary').map(({ term }) => term))
      const grams = (some: readonly Change[]) =>
        new Set(some.flatMap(({ search }) => (search?.put ?? []).flatMap(({ field, text }) => gramsOf(field, text))))
      const kept = changes.map((change) => (goes(change.index.createdAt) ? erasedOf(change, refs) : change))
      expect(terms).toEqual(grams(kept))
      db.exec('DROP TABLE vocabulary')
      // What was not erased is found as before.
      expect(pagesOf(db, words(`某${rare(3)}`)).found).toEqual(['q-000003'])
      expect(pagesOf(db, words(`某${rare(4)}`)).found).toEqual([])
      expect(pagesOf(db, words('供暖不热供')).found).toHaveLength(
        Array.from({ length: many }, (_, n) => n % 9).filter((n) => n > 1).length,
      )
      db.exec("INSERT INTO search_grams (search_grams) VALUES ('integrity-check')")
      db.close()
      expect(Array.from({ length: many }, (_, n) => traces(path, n)).filter((each, n) => goes(n) && each > 0)).toEqual(
        [],
      )
    },
  )
})

describe('a word that many texts have', () => {
  const count = 9000
  const random = seededRandom(7)
  // So few that 供暖 is in more texts than are sorted, and a longer word in fewer.
  const letters = [...'供暖不']
  const texts = Array.from({ length: count }, () => Array.from({ length: 12 }, () => random.pick(letters)).join(''))
  const db = open()
  writeChanges(
    db,
    tallies,
    texts.map((text, n) =>
      changeOf(n, [text], {
        open: n % 30 === 0,
        owner: n % 30 === 0 ? 'housing' : '',
        unit: n % 5 === 0 ? 'water' : 'housing',
      }),
    ),
  )
  afterAll(() => db.close())

  it.each(['供暖', '供暖不', '供暖不供', '不供暖暖不供', '不', '暖暖'].map((word) => [word] as const))(
    '%s finds what a reading of everything finds, page by page, in every order and condition',
    (word) => {
      const sought = word === '不' ? words('不', '供暖') : words(word)
      const has = (n: number) => sought.search.words.every((each) => texts[n]?.includes(each))
      const ids = Array.from({ length: count }, (_, n) => n).filter(has)
      const named = (some: readonly number[]) => some.map((n) => `q-${String(n).padStart(6, '0')}`)
      expect(pagesOf(db, sought).found).toEqual(named(ids))
      expect(pagesOf(db, { ...sought, descending: true }).found).toEqual(named(ids.toReversed()))
      expect(pagesOf(db, { ...sought, open: true, order: 'updated' }).found.toSorted()).toEqual(
        named(ids.filter((n) => n % 30 === 0)),
      )
      expect(
        pagesOf(db, { ...sought, open: true, order: 'due', descending: true, owner: 'housing' }).found.toSorted(),
      ).toEqual(named(ids.filter((n) => n % 30 === 0)))
      expect(pagesOf(db, { ...sought, unit: 'water', from: 100, to: 4000 }).found).toEqual(
        named(ids.filter((n) => n % 5 === 0 && n >= 100 && n < 4000)),
      )
    },
  )

  it('is asked of the texts that wait, and of no table as a whole', () => {
    const plan = (sql: string, ...values: (string | number)[]) =>
      db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail)
    const plans = [...plan(candidatesStatement, '"a"', '供暖', 9), ...plan(waitingTexts)]
    expect(
      plans.filter((each) => each.startsWith('SCAN') && !/^SCAN (w|search_grams VIRTUAL TABLE)/.test(each)),
    ).toEqual([])
    expect(plans.filter((each) => each.startsWith('SEARCH s USING INTEGER PRIMARY KEY'))).toHaveLength(2)
  })

  it('costs no page more than so many records, and none is longer than asked for', () => {
    const texts = db.get<{ count: number }>("SELECT count(*) AS count FROM search_rows WHERE instr(text, '供暖') > 0")
    expect(texts?.count).toBeGreaterThan(4000)
    const nobody = pagesOf(db, words('供暖', '龙'))
    expect(nobody.found).toEqual([])
    // All records are walked, 4000 a page.
    expect(nobody.pages).toBe(Math.ceil(count / 4000))
    for (const word of ['供暖', '供暖不供']) expect(pagesOf(db, words(word), 7).longest).toBe(7)
  })
})

describe('a file from before texts could be searched', () => {
  it('can be searched after one start, also when an earlier one broke off, and its doctor knows', async () => {
    const path = join(folder, 'before.db')
    const city = (seed: number) => {
      const storage = sqliteStorage({ path, ballast: 0 })
      const platform = { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(seed) }
      return { storage, huiyin: createHuiyin({ storage, platform }) }
    }
    const { huiyin } = city(1)
    await huiyin.start()
    await seedCity(huiyin)
    for (let n = 0; n < 20; n++) {
      const report = { category: 'heating', area: cityGrid, description: `第${n}号楼供暖不热` }
      await huiyin.requests.submit(`q-${n}`, report, { by: actors.resident })
    }
    await huiyin.requests.withdraw('q-3', {}, { by: actors.resident })
    await huiyin.requests.eraseTexts('q-3', { basis: 'retentionEnded' }, { by: actors.securityAdmin })
    await huiyin.stop()
    // As the schema was before.
    const db = new DatabaseSync(path)
    const last = (db.prepare('SELECT count(*) AS count FROM migrations').get() as { count: number }).count
    db.exec(
      'DROP TABLE search_rows; DROP TABLE search_keys; DROP TABLE search_grams; DROP TABLE search_waiting; DROP TABLE search_backlog',
    )
    db.exec('DROP INDEX records_before_desks; ALTER TABLE records DROP COLUMN desks; DROP TABLE desk_rows')
    db.prepare('DELETE FROM migrations WHERE number >= ?').run(last - 1)
    db.close()
    const broken = city(2)
    let calls = 0
    const breaking = {
      ...broken.storage,
      unsearched: (_limit: number) => broken.storage.unsearched?.(4) ?? Promise.resolve([]),
      settle: (rows: Parameters<typeof broken.storage.settle>[0]) =>
        rows.some(({ what }) => what === 'search') && ++calls > 2
          ? Promise.reject(new Error('broken off'))
          : broken.storage.settle(rows),
    }
    const interrupted = createHuiyin({
      storage: breaking,
      platform: { ids: simulatedIds(3), clock: simulatedClock(Date.parse('2022-01-04T11:00:00+08:00')) },
    })
    await expect(interrupted.start()).rejects.toThrow('broken off')
    expect((await broken.storage.unsearched?.(100))?.length).toBe(11)
    await broken.storage.close()
    const after = city(4)
    await after.huiyin.start({ readOnly: true })
    expect(await after.huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    await after.huiyin.stop()
    await after.huiyin.start()
    expect(await after.storage.unsearched?.(1)).toEqual([])
    const found = await after.huiyin.requests.find({ text: '供暖不热', limit: 100 }, { by: actors.desk })
    expect(found.items).toHaveLength(19)
    expect(await after.huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    await after.huiyin.stop()
  })

  it('is told apart by a verification where what it is found by was changed', async () => {
    const path = join(folder, 'before.db')
    const copy = join(folder, 'changed.db')
    writeFileSync(copy, readFileSync(path))
    const db = new DatabaseSync(copy)
    db.exec("UPDATE search_rows SET text = '别的' WHERE doc = (SELECT max(doc) FROM search_rows)")
    db.close()
    const storage = sqliteStorage({ path: copy, ballast: 0 })
    const huiyin = createHuiyin({ storage, platform: { ids: simulatedIds(9) } })
    await huiyin.start({ readOnly: true })
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({
      ok: false,
      faults: [{ id: 'q-19', fault: 'search', wrong: 'changed' }],
    })
    await huiyin.stop()
  })
})
