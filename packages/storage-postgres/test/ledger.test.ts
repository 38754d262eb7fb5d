import type { SentQuery } from '@huiyin/core/contracts'
import { expect, it } from 'vitest'
import { sentStatement } from '../src/ledger.js'
import { changeOf } from './changes.js'
import { testDatabase } from './city.js'
import { oldSchema } from './older-schema.js'
import { administer } from './schema.js'

const { connection, schema, storageOf } = testDatabase()

it('a schema of the first release has an empty ledger, and keeps what is sent from now on', async () => {
  await oldSchema(connection(), schema())
  const storage = storageOf()
  await storage.migrate()
  await storage.open()
  const lease = { owner: 'a', until: 8e15 }
  const [taken] = await storage.takeDue({ what: 'deliveries', now: 7e15, limit: 1, lease })
  if (taken === undefined) throw new Error('The old schema has something to deliver.')
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

interface Plan {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}
const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

it('pages and look-ups of a large ledger read what they answer, by the index made for them', async () => {
  const storage = storageOf()
  await storage.open()
  const one = changeOf('q-1', 0)
  await storage.commit([one])
  await administer(
    connection(),
    `INSERT INTO "${schema()}".sent_rows (bucket, rid, event, destination, at, attempts, ref, failing)
       SELECT r.bucket, r.rid, n, CASE WHEN n % 2 = 0 THEN 'sms' ELSE 'post' END, n, 1, 'biz-' || n, n % 500 = 0 FROM "${schema()}".records r, generate_series(1, 20000) n;
     ANALYZE "${schema()}".sent_rows; ANALYZE "${schema()}".records`,
  )
  const page = { destination: 'sms', limit: 20 }
  const asked: readonly (readonly [index: string, query: SentQuery])[] = [
    ['sent_by_instant', page],
    ['sent_by_instant', { ...page, from: 5000, to: 9000 }],
    ['sent_by_instant', { ...page, after: '[9000,1,"1",1,"sms"]' }],
    ['failed_sent', { ...page, failed: true }],
    ['sent_by_ref', { ...page, ref: 'biz-9000' }],
  ]
  for (const [index, query] of asked) {
    const { text, values } = sentStatement(`"${schema()}"`, query)
    const [found] = await administer<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
      connection(),
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    )
    const nodes = nodesOf(found?.['QUERY PLAN'][0]?.Plan as Plan)
    const read = nodes.filter((node) => node['Index Name']?.includes('sent') === true)
    expect(
      read.map((node) => node['Index Name']),
      JSON.stringify(query),
    ).toEqual([index])
    for (const node of read) expect(node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)).toBeLessThan(50)
  }
  await storage.close()
})
