import type { Change, FindQuery } from '@huiyin/core/contracts'
import type { PostgresServer } from '@huiyin/testkit/postgres'
import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { postgresStorage } from '../src/index.js'
import { changeOf } from './changes.js'
import { administer, newSchema, spread } from './schema.js'
import { bucketOf, refusing, type Sent, severalNodes } from './stand-in.js'

let server: PostgresServer | undefined
let schema = ''
beforeAll(async () => {
  server = await severalNodes()
})
afterAll(() => server?.stop())
beforeEach(() => {
  schema = newSchema()
})
afterEach(() => administer(connection(), `DROP SCHEMA IF EXISTS "${schema}" CASCADE`))
const connection = () => server?.connection ?? ''

/** A storage of several nodes, what it sends, and what a cluster says that it sent on to its nodes. */
async function opened() {
  const telling = new URL(connection())
  telling.searchParams.set('options', '-c citus.log_remote_commands=on -c client_min_messages=log')
  const { pool, sent } = refusing(telling.href, () => new RegExp(`"${schema}"\\.(?!migrations|pauses)`))
  const remote: string[] = []
  pool.on('connect', (client: PoolClient) => client.on('notice', ({ message }) => remote.push(message ?? '')))
  const storage = postgresStorage({ pool, schema, distribute: 'citus' })
  await storage.open()
  for (const heard of [sent, remote]) heard.length = 0
  const close = async () => {
    await storage.close()
    await pool.end()
  }
  return { storage, sent, remote, close }
}

const explained = async ({ text, values }: Sent) => {
  const plan = await administer<{ 'QUERY PLAN': string }>(connection(), `EXPLAIN ${text}`, values)
  return plan.map((row) => row['QUERY PLAN']).join('\n')
}

/** How many parts the plan of a statement needs. */
async function partsOf(one: Sent): Promise<number> {
  const plan = await explained(one)
  if (spread.distribute !== undefined) {
    expect(plan, one.text).not.toMatch(/Subplan/)
    const [tasks, ...more] = [...plan.matchAll(/Task Count: (\d+)/g)].map((match) => Number(match[1]))
    expect(more, one.text).toEqual([])
    return tasks ?? 0
  }
  const parts = [...plan.matchAll(/\b(?:on|Update on) ([a-z_]+)_([0-7])\b/g)]
  return new Set(parts.map((match) => match[2])).size
}

// What a function does lies inside it: only a cluster shows where the call goes.
const isShown = ({ text }: Sent) => spread.distribute !== undefined || !/SELECT "\w+"\.huiyin_/.test(text)

const due = { now: 1000, limit: 10, lease: { owner: 'a', until: 2000 } }
const owing = [{ event: 1, destination: 'down', payload: '{}', at: 5 }]
const at = (bucket: number, more: Partial<Change> = {}): Change => ({ ...changeOf(`q-${bucket}`, 0), bucket, ...more })
const everywhere = (one: Sent) => bucketOf(one) === undefined

it('a commit, a load with key and vault, a history, a take, a settle and a clean-up each ask one node, and no node prepares', async () => {
  const { storage, sent, remote, close } = await opened()
  const command = { key: 'k', fingerprint: 'f', version: 1, events: 1, at: 1 }
  const vault = { put: [{ ref: 'r', subject: 's', field: 'name', value: 'v', salt: 's' }], erase: [] }
  const deadlines = { put: [{ name: 'due', at: 5 }], drop: [] }
  await storage.commit([at(7, { command, vault, deadlines, deliveries: owing }), at(8)])
  const committing = sent.slice()
  await storage.load(at(7), { key: 'k', vault: true, rows: true })
  await storage.history(at(7), { after: 0, limit: 5 })
  const looks: Sent[] = []
  for (const what of ['deadlines', 'deliveries'] as const) {
    expect(await storage.takeDue({ what: what as 'deadlines', ...due })).toHaveLength(1)
    looks.push(...sent.splice(sent.findIndex(everywhere), 1))
  }
  await storage.settle([
    { what: 'delivery', lease: due.lease, ref: at(7), event: 1, destination: 'down', outcome: { kind: 'done' } },
    { what: 'deadline', lease: due.lease, ref: at(7), name: 'due', at: 9 },
    { what: 'answers', before: 5 },
  ])
  await close()
  // What is due is looked for on all nodes at once, by a statement that locks and writes nothing.
  for (const each of looks) {
    expect(each.text).toMatch(/^SELECT bucket, .* ORDER BY .* LIMIT/s)
    expect(await partsOf(each)).toBeGreaterThan(1)
  }
  expect(sent.length).toBeGreaterThan(8)
  for (const each of sent) {
    expect(bucketOf(each), each.text).toBeTypeOf('number')
    if (isShown(each)) expect(await partsOf(each), each.text).toBe(1)
  }
  if (spread.distribute === undefined) expect(new Set(committing.map(bucketOf))).toEqual(new Set([7, 8]))
  else expect(remote.filter((each) => each.includes('huiyin_'))).not.toEqual([])
  expect(remote.filter((each) => each.includes('PREPARE TRANSACTION'))).toEqual([])
})

it('pages in each order, counts and sums are made by the nodes and merged, the earliest first wherever it lies', async () => {
  const { storage, sent, close } = await opened()
  const counted = { measure: 'm', areaPath: '1/', unit: 'u', category: 'c', channel: 'w', delta: 1 }
  const changes = Array.from({ length: 24 }, (_, n) => {
    const instant = 100 + ((n * 7) % 24)
    const index = { ...changeOf('', 0).index, createdAt: instant, owner: 'desk', dueAt: instant * 2, unit: 'u' }
    return at((n * 5) % 64, {
      at: instant * 3,
      index,
      tallies: [{ ...counted, day: `2022-0${1 + (n % 3)}-0${1 + (n % 9)}` }],
    })
  })
  await storage.commit(changes)
  sent.length = 0
  for (const order of ['submitted', 'due', 'updated'] as const)
    for (const descending of [false, true]) {
      const query: FindQuery = { type: 'request', open: true, owner: 'desk', order, descending, limit: 10 }
      const ids: string[] = []
      let page = await storage.find(query)
      for (;;) {
        ids.push(...page.items.map(({ id }) => id))
        if (page.next === undefined) break
        page = await storage.find({ ...query, after: page.next })
      }
      const inOrder = changes.toSorted((a, b) => a.at - b.at).map(({ id }) => id)
      expect(ids).toEqual(descending ? inOrder.toReversed() : inOrder)
    }
  await storage.find({ type: 'request', status: ['handling', 'closed'], within: '1/', limit: 5 })
  expect(await storage.counts?.({ type: 'request' })).toEqual([
    { owner: 'desk', status: 'handling', flags: [], count: 24 },
  ])
  const figures = { measures: ['m'], from: '2022-01-03', to: '2022-03-05' }
  const sums = [
    await storage.tally(figures),
    await storage.tally({ ...figures, by: 'unit' }),
    await storage.tally({ ...figures, by: 'day', within: '1/' }),
    await storage.tally({ ...figures, by: 'channel' }),
  ].map((rows) => rows.reduce((total, { sum }) => total + sum, 0))
  const expected = changes.filter(
    ({ tallies: [one] }) => one !== undefined && one.day >= '2022-01-03' && one.day < '2022-03-05',
  )
  expect(sums).toEqual(sums.map(() => expected.length))
  await storage.owed({ state: 'open', limit: 5 })
  await close()
  expect(sent.length).toBeGreaterThan(20)
  for (const each of sent) {
    // A cluster sends no function to its nodes that is joined to several readings.
    expect(each.text).not.toMatch(/LATERAL unnest/)
    expect(bucketOf(each), each.text).toBeUndefined()
    expect(await partsOf(each), each.text).toBeGreaterThan(1)
  }
})
