import type { CountsQuery, FindQuery } from '@huiyin/core/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../src/database.js'
import { dueStatement } from '../src/deliveries.js'
import { countsStatement, deskStatement } from '../src/desk.js'
import { findRecords, statementOf } from '../src/find.js'
import { createTallies } from '../src/tallies.js'
import { walksOf } from '../src/walks.js'
import { writeChanges } from '../src/write.js'
import { childWorks } from './child-works.js'

let db: Database
const planOf = (sql: string, ...values: (string | number)[]) =>
  db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail)
const closed = 2500
const towns = ['370281/370281001/', '370281/370281002/']

/** A city in which much has ended and little has not; one area in a town of its own, and more areas than are walked side by side. */
beforeAll(() => {
  db = openDatabase({ path: ':memory:', synchronous: 'OFF', busyTimeout: 0, cacheMegabytes: 64 })
  const record = (n: number, index: object) => {
    const change = childWorks.markedChange(
      { bucket: n % 64, type: 'request', id: `q-${String(n).padStart(5, '0')}` },
      0,
      'test',
    )
    return {
      ...change,
      tallies: [],
      index: { ...change.index, createdAt: n, areaPath: `${towns[0]}${n % 60}/`, ...index },
    }
  }
  const ended = Array.from({ length: closed }, (_, n) => record(n, { open: false, status: 'closed' }))
  const others = [
    record(closed, { areaPath: `${towns[1]}1/`, category: 'leak', requester: 'res-2' }),
    record(closed + 1, { areaPath: `${towns[1]}2/`, unit: 'water', open: false, status: 'void' }),
    { ...record(closed + 2, {}), type: 'team' },
  ]
  writeChanges(db, createTallies(), [...ended, ...others])
})
afterAll(() => db.close())

const queries: readonly (readonly [index: string, walks: number, query: Omit<FindQuery, 'limit'>])[] = [
  ['creation', 2, { type: 'request' }],
  ['creation', 1, { type: 'request', open: true }],
  ['creation', 4, {}],
  ['creation', 2, { type: 'request', from: 10, to: 20 }],
  ['creation', 1, { type: 'request', open: true, channel: 'hotline' }],
  ['creation', 1, { type: 'request', open: true, within: '370281/' }],
  ['unit', 1, { type: 'request', unit: 'housing', open: true }],
  ['unit', 2, { type: 'request', unit: 'housing' }],
  ['unit', 2, { type: 'request', unit: 'housing', status: ['closed'] }],
  ['category', 1, { type: 'request', category: 'leak', open: true }],
  ['category', 2, { type: 'request', category: 'leak' }],
  ['status', 2, { type: 'request', status: ['handling'] }],
  ['status', 1, { type: 'request', status: ['handling'], open: true }],
  ['status', 4, { type: 'request', status: ['handling', 'void'] }],
  ['status', 4, { type: 'request', status: ['handling', 'closed'] }],
  ['status', 2, { type: 'request', status: ['handling'], unit: 'housing', within: towns[1] as string }],
  ['requester', 1, { type: 'request', requester: 'res-1', open: true, unit: 'housing' }],
  ['area', 4, { type: 'request', within: towns[1] as string }],
  ['area', 2, { type: 'request', within: towns[1] as string, open: true, unit: 'housing' }],
  ['area', 2, { type: 'request', within: `${towns[0]}7/`, status: ['closed'] }],
]

describe.each(queries)('by %s, in %i walks: %j', (index, count, query) => {
  const walks = () => walksOf(db, { ...query, limit: 50 })

  it('each is a search of one index, in the order of the page, from anywhere', () => {
    expect(walks()).toHaveLength(count)
    for (const walk of walks())
      for (const place of [undefined, [5, 'q-00005', 'request'] as [number, string, string]]) {
        const { sql, values } = statementOf(walk, place, 1000)
        const plan = planOf(sql, ...values, 51)
        // Few open records in a state are sorted: they are looked for among those that are open, and in no other.
        if (walk.index === 'desk') expect(plan[0]).toMatch(/^SCAN records USING INDEX desk$/)
        else
          expect(plan).toEqual([
            expect.stringMatching(new RegExp(`^SEARCH records USING INDEX records_by_${index} .*created_at[<>]`)),
          ])
      }
  })

  it('all together find what a reading of everything finds, page by page', () => {
    const everything = db.all<Record<string, string | number>>('SELECT * FROM records ORDER BY created_at, id, type')
    const { within = '', from = 0, to = Number.MAX_SAFE_INTEGER, status, open, ...exact } = query
    const expected = everything.filter(
      (row) =>
        String(row.area_path).startsWith(within) &&
        Number(row.created_at) >= from &&
        Number(row.created_at) < to &&
        (status === undefined || status.includes(String(row.status))) &&
        (open === undefined || Boolean(row.open) === open) &&
        Object.entries(exact).every(([column, value]) => row[column] === value),
    )
    const found: string[] = []
    for (let after: string | undefined, pages = 0; pages === 0 || after !== undefined; pages++) {
      const page = findRecords(db, { ...query, limit: 700, ...(after !== undefined && { after }) })
      found.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    expect(found).toEqual(expected.map(({ id }) => id))
  })
})

const deskQueries: readonly (readonly [index: RegExp, query: Omit<FindQuery, 'limit' | 'open'>])[] = [
  [/SEARCH records USING INDEX desk \(owner=\?/, { owner: 'housing', order: 'due' }],
  [/SEARCH records USING INDEX desk \(owner=\?/, { owner: 'housing', order: 'due', descending: true, type: 'request' }],
  [/SEARCH records USING INDEX desk \(owner=\?/, { owner: 'housing', order: 'updated', status: ['handling'] }],
  [/SEARCH records USING INDEX desk \(owner=\?/, { owner: 'housing', flags: ['overdue'] }],
  [/SCAN records USING INDEX desk$/, { order: 'due', unit: 'housing' }],
  [/SCAN records USING INDEX desk$/, { order: 'updated', within: towns[0] as string }],
  [/SCAN records USING INDEX desk$/, { flags: ['overdue'], dueBefore: 9 }],
  [/SEARCH records USING INDEX records_by_requester \(requester=\?/, { order: 'due', requester: 'res-1' }],
]

describe.each(deskQueries)('on a desk, by %s: %j', (index, query) => {
  it('reads no record that has ended, from anywhere', () => {
    const asked = { ...query, open: true, limit: 50 }
    for (const place of [undefined, [5, 'q-00005', 'request'] as const]) {
      const { sql, values } = deskStatement(asked, place, { at: 99 })
      expect(planOf(sql, ...values, 51)[0]).toMatch(index)
    }
  })
})

it('a queue of several owners is read owner by owner, as far as the page reaches', () => {
  const { sql, values } = deskStatement({ order: 'due', open: true, limit: 50 }, undefined, { at: 99, owners: ['a'] })
  expect(planOf(sql, ...values, 51)[0]).toMatch(/SEARCH records USING INDEX desk \(owner=\? AND owner_due_at<\?\)/)
})

describe('counts', () => {
  it('are read from the index of open records alone', () => {
    const queries: CountsQuery[] = [{}, { type: 'request', within: '370281/', unit: 'housing' }, { owner: 'housing' }]
    for (const query of queries) {
      const { sql, values } = countsStatement(query)
      expect(planOf(sql, ...values)[0]).toMatch(/^(SCAN|SEARCH) records USING COVERING INDEX desk/)
    }
  })
})

describe('what is due', () => {
  it('is found by its instant, whatever is not due', () => {
    const due =
      'SELECT rid FROM records WHERE due_at IS NOT NULL AND due_at <= ? AND (due_at, rid) > (?, ?) ORDER BY due_at, rid LIMIT ?'
    expect(planOf(due, 9, 0, 0, 9)).toEqual([expect.stringMatching(/SEARCH records USING .*INDEX records_by_deadline/)])
  })

  it('to one destination is given in the order of an index, and nothing is sorted for it', () => {
    const { sql, values } = dueStatement({ now: 9, limit: 9, destinations: ['sms'] })
    const plan = planOf(sql, ...values)
    expect(plan[0]).toMatch(/SEARCH d USING .*INDEX due_deliveries \(destination=\? AND at<\?\)/)
    expect(plan.join('; ')).not.toMatch(/TEMP B-TREE|SCAN (?!pauses)/)
  })
})
