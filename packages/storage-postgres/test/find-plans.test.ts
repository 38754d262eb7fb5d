import type { CountsQuery, FindQuery } from '@huiyin/core/contracts'
import { expect, it } from 'vitest'
import { findStatement } from '../src/find-statement.js'
import { testDatabase } from './city.js'
import { administer, spread } from './schema.js'
import { refusing } from './stand-in.js'

const { connection, storageOf, schema } = testDatabase()

interface Plan {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** Rows that a plan took from tables or indexes, those it threw away included. */
const rowsRead = (plan: Plan): number =>
  (/Scan/.test(plan['Node Type'])
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0) + (plan.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0)

const indexesOf = ({ 'Index Name': name, Plans = [] }: Plan): string[] => [
  ...(name === undefined ? [] : [name]),
  ...Plans.flatMap(indexesOf),
]

const limit = 20
// On a cluster the plan shows what each part gives: a page, of sixteen parts at most.
const isSpread = spread.distribute !== undefined
const pagesAtMost = isSpread ? 16 : 3
const open = 120
const ofCity = 'number, owner, owner_due_at, flags, status, open, area_path, unit, category, requester'
const never = Number.MAX_SAFE_INTEGER
const town = '1/2/'

type Page = Omit<FindQuery, 'limit'>

const onDesks: readonly (readonly [what: string, query: Page])[] = [
  ['everything', {}],
  ['a unit', { unit: 'u-3' }],
  ['an owner', { owner: 'u-3' }],
  ['a status', { status: ['handling'] }],
  ['several statuses', { status: ['handling', 'reported'] }],
  ['a status of what has ended', { status: ['closed'] }],
  ['a category', { category: 'c-3' }],
  ['a category of which nothing is open', { category: 'rare' }],
  ['a flag', { flags: ['overdue'] }],
  ['two flags', { flags: ['overdue', 'urged'] }],
  ['a flag of an owner', { owner: 'u-3', flags: ['overdue'] }],
  ['a number', { number: 'N-3000003' }],
  ['due before an instant', { dueBefore: 40 }],
  ['a resident', { requester: 'r-3' }],
  ['a town', { within: town }],
  ['a grid', { within: `${town}3/` }],
  ['a grid in which nothing is open', { within: '1/9/' }],
]
const orders = (['submitted', 'due', 'updated'] as const).flatMap((order) => [
  { order },
  { order, descending: true } as const,
])
const openPages = onDesks.flatMap(([what, query]) =>
  orders.map(
    ({ order, ...walk }) =>
      [
        `open, by ${order}${'descending' in walk ? ', backwards' : ''}: ${what}`,
        { ...query, ...walk, order, open: true },
      ] as const,
  ),
)
const ofHistory: readonly (readonly [what: string, query: Page])[] = [
  ['everything', {}],
  ['a unit', { unit: 'u-3' }],
  ['a status', { status: ['closed'] }],
  ['several statuses', { status: ['handling', 'void', 'closed'] }],
  ['a category', { category: 'c-3' }],
  ['a category that is rare', { category: 'rare' }],
  ['a resident', { requester: 'r-3' }],
  ['the city', { within: '1/' }],
  ['a town', { within: town }],
  ['a grid', { within: `${town}3/` }],
  ['a grid in which little has ended', { within: '1/9/' }],
  ['a grid in which nothing has ended', { within: '1/8/' }],
]
const endedPages = ofHistory.flatMap(([what, query]) => [
  [`ended: ${what}`, { ...query, open: false }] as const,
  [`ended, backwards: ${what}`, { ...query, open: false, descending: true }] as const,
  [`open or ended: ${what}`, query] as const,
  [`open or ended, backwards: ${what}`, { ...query, descending: true }] as const,
])
const pages: readonly (readonly [what: string, query: Page])[] = [...openPages, ...endedPages]
const countsOf: readonly CountsQuery[] = [
  {},
  { type: 'request', owner: 'u-3' },
  { type: 'request', unit: 'u-3' },
  { type: 'request', within: town },
]

/** The 120 open requests of a city, which its residents wrote last. */
async function openCity() {
  const { pool, sent } = refusing(connection(), () => new RegExp(`"${schema()}"\\.records`))
  const storage = storageOf({ pool })
  await storage.open()
  const fill = (name: string, from: number, to: number, columns: string) =>
    administer(
      connection(),
      `INSERT INTO "${schema()}".records (bucket, rid, type, id, version, head, body, updated_at, created_at, channel, ${ofCity})
         SELECT n % 64, n, 'request', '${name}-' || n, 1, '\\x00', '{}', n + n % 7, n, 'hotline', 'N-' || n, ${columns} FROM generate_series(${from}, ${to}) n`,
    )
  const place = `'1/' || n % 4 || '/' || n % 280 || '/', 'u-' || n % 20, 'c-' || n % 30`
  await fill(
    'open',
    3_000_000,
    3_000_000 + open - 1,
    `'u-' || n % 20, n % 100, CASE n % 10 WHEN 0 THEN ',overdue,' ELSE '' END, (ARRAY['handling', 'reported'])[1 + n % 2], true, ${place}, 'r-' || n % 50`,
  )
  await administer(
    connection(),
    `UPDATE "${schema()}".records SET type = 'team' WHERE id IN (SELECT 'open-' || n FROM generate_series(3000000, 3000002) n)`,
  )
  const ended = (of: string) => `'', ${never}, '', 'closed', false, ${of}, 'r-' || n`
  await fill('watched', 1, 15, ended(`'1/9/', 'u-3', 'rare'`))
  let filled = 100
  const endAsMany = async (many: number) => {
    await fill('ended', filled, many, ended(place))
    filled = many + 1
    await administer(connection(), `VACUUM ANALYZE "${schema()}".records`)
  }
  /** The plan of what the storage asks meanwhile. */
  async function planOf(ask: () => Promise<unknown>): Promise<Plan> {
    sent.length = 0
    await ask()
    const [one] = sent
    const [row] = await administer<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(
      connection(),
      `EXPLAIN (ANALYZE, FORMAT JSON) ${one?.text}`,
      one?.values,
    )
    return row?.['QUERY PLAN'][0].Plan as Plan
  }
  const readFor = async (ask: () => Promise<unknown>) => rowsRead(await planOf(ask))
  const close = async () => {
    await storage.close()
    await pool.end()
  }
  return { storage, endAsMany, planOf, readFor, close }
}

it('no page of open records reads one that has ended, no other page more of them than a page, however many there are, and no count any', async () => {
  const { storage, endAsMany, readFor, close } = await openCity()
  const readAll = async () => {
    const read = new Map<string, number>()
    for (const [what, query] of pages) {
      let after: string | undefined
      read.set(
        what,
        await readFor(async () => {
          after = (await storage.find({ ...query, type: 'request', limit })).next
        }),
      )
      if (after === undefined) continue
      const next = { ...query, type: 'request', limit, after }
      read.set(`${what}, next page`, await readFor(() => storage.find(next)))
    }
    for (const query of countsOf)
      read.set(`counts: ${JSON.stringify(query)}`, await readFor(() => storage.counts(query)))
    return read
  }
  await endAsMany(2000)
  const few = await readAll()
  await endAsMany(40_000)
  const many = await readAll()
  const tooMuch = [...many].filter(([what, rows]) =>
    what.startsWith('open,') || what.startsWith('counts')
      ? rows > open + 1
      : rows > Math.max(1.5 * (few.get(what) ?? 0), pagesAtMost * (limit + 1)),
  )
  expect(tooMuch).toEqual([])
  expect(many.size).toBeGreaterThan(200)
  await close()
})

it('every page has what a reading of everything finds, in pages of any length', async () => {
  const { storage, endAsMany, close } = await openCity()
  await endAsMany(900)
  const everything = await administer<Record<string, string | number | boolean>>(
    connection(),
    `SELECT * FROM "${schema()}".records ORDER BY created_at, id`,
  )
  const instant = (row: (typeof everything)[number], order: FindQuery['order']) =>
    Number(order === 'due' ? row.owner_due_at : order === 'updated' ? row.updated_at : row.created_at)
  for (const [what, { order, descending, within = '', status, flags, dueBefore = never, ...exact }] of pages) {
    const expected = everything
      .filter(
        (row) =>
          String(row.area_path).startsWith(within) &&
          (status === undefined || status.includes(String(row.status))) &&
          (flags === undefined || flags.every((flag) => String(row.flags).includes(flag))) &&
          (dueBefore === never || Number(row.owner_due_at) < dueBefore) &&
          Object.entries(exact).every(([column, value]) => row[column] === value),
      )
      .sort((a, b) => instant(a, order) - instant(b, order) || (String(a.id) < String(b.id) ? -1 : 1))
    const query: Page = pages.find(([name]) => name === what)?.[1] ?? {}
    const found: string[] = []
    for (let after: string | undefined, turns = 0; turns === 0 || after !== undefined; turns++) {
      const page = await storage.find({ ...query, limit: 170, ...(after !== undefined && { after }) })
      found.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    const ids = expected.map(({ id }) => String(id))
    if (descending === true) ids.reverse()
    expect(found, what).toEqual(ids)
    const ofNodes = findStatement({ schema: `"${schema()}"`, distributed: true }, { ...query, limit: 169 })
    const first = await administer<{ id: string }>(connection(), ofNodes.text, ofNodes.values)
    expect(first.map(({ id }) => id), what).toEqual(ids.slice(0, 170)) // biome-ignore format: one row
  }
  await close()
})

it('the few records of another type are looked up by their type', async () => {
  const { storage, endAsMany, planOf, close } = await openCity()
  await endAsMany(20_000)
  const plan = await planOf(() => storage.find({ type: 'team', open: false, limit }))
  if (isSpread) expect(rowsRead(plan)).toBeLessThan(100)
  else expect(indexesOf(plan)).toEqual(['lean_records_bucket_type_id_key'])
  await close()
})

it('an area of a few areas is read as far as a page goes in each of them', async () => {
  const { storage, endAsMany, readFor, close } = await openCity()
  await administer(
    connection(),
    `INSERT INTO "${schema()}".records (bucket, rid, type, id, version, head, body, updated_at, created_at, channel, ${ofCity})
       SELECT n % 64, n, 'request', 'street-' || n, 1, '\\x00', '{}', n, n, 'hotline', '', '', ${never}, '', 'closed', false, '1/7/' || n % 30 || '/', '', '', ''
         FROM generate_series(1000000, 1009999) n`,
  )
  await endAsMany(20_000)
  expect(await readFor(() => storage.find({ within: '1/7/', open: false, limit }))).toBeLessThanOrEqual(
    30 * (limit + 7),
  )
  await close()
})

it('a page of a desk reads what lies on that desk, however much is open', async () => {
  const { storage, endAsMany, readFor, close } = await openCity()
  await administer(
    connection(),
    `INSERT INTO "${schema()}".records (bucket, rid, type, id, version, head, body, updated_at, created_at, channel, ${ofCity}, desks)
       SELECT n % 64, n, 'request', 'desk-' || n, 1, '\\x00', '{}', n, n, 'hotline', '', 'u-1', n % 97, '', 'handling', true, '1/2/', 'u-1', 'c-1', '',
         CASE WHEN n % 3 = 0 THEN '{}' ELSE ARRAY['reportedBy/s-' || n % 50, 'toClaim/u-' || n % 500] END FROM generate_series(4000000, 4009999) n`,
  )
  await endAsMany(20_000)
  const found = async (query: Page) => {
    const read = await readFor(async () => {
      const { items } = await storage.find({ ...query, type: 'request', limit })
      expect(items.every(({ index }) => index.desks.includes(query.desk ?? ''))).toBe(true)
      expect(items.length).toBeGreaterThan(10)
    })
    return [JSON.stringify(query), read] as const
  }
  for (const order of ['submitted', 'due', 'updated'] as const) {
    const [what, read] = await found({ desk: 'toClaim/u-7', order, open: true })
    expect(read, what).toBeLessThanOrEqual(2 * 20)
    const [often, more] = await found({ desk: 'reportedBy/s-7', order, open: true })
    expect(more, often).toBeLessThanOrEqual(2 * 200)
  }
  await close()
})
