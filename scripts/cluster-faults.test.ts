import { postgresStorage } from '@huiyin/storage-postgres'
import { type PostgresServer, postgresServer } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administer, newSchema } from '../packages/storage-postgres/test/schema.js'
import { refusing, standInForCitus } from '../packages/storage-postgres/test/stand-in.js'
import { playClusterFaults } from './lib/cluster-faults.mjs'
import { run } from './lib/run.mjs'

let server: PostgresServer | undefined
const connection = () => server?.connection ?? ''
beforeAll(async () => {
  server = await postgresServer(['-c', 'max_locks_per_transaction=1024'])
  await standInForCitus(connection())
  await administer(connection(), 'UPDATE pg_dist_placement SET groupid = shardid % 2')
})
afterAll(() => server?.stop())

/** Two nodes on the stand-in, of which one can be away: its buckets are refused by every connection. */
function standIn(schema: string) {
  const { pool, away } = refusing(connection(), () => new RegExp(`"${schema}"\\.(?!migrations)`))
  async function placement() {
    const rows = await administer<{ bucket: number; node: string }>(
      connection(),
      `SELECT shardid::int AS bucket, 'node ' || groupid AS node FROM pg_dist_placement`,
    )
    return new Map(rows.map(({ bucket, node }) => [bucket, node]))
  }
  // The areas, the catalogue and the calendar are records too: a node that holds them stays.
  async function victim() {
    const where = await placement()
    const rows = await administer<{ bucket: number }>(
      connection(),
      `SELECT bucket FROM "${schema}".records WHERE type <> 'request'`,
    )
    const needed = rows.map(({ bucket }) => bucket)
    await administer(
      connection(),
      `UPDATE pg_dist_placement SET groupid = CASE WHEN shardid = ANY ('{${needed}}') THEN 0 ELSE shardid % 2 END`,
    )
    return where
  }
  return {
    pool,
    placement,
    bucketsOf: async () => {
      const rows = await administer<{ id: string; bucket: number }>(
        connection(),
        `SELECT id, bucket FROM "${schema}".records WHERE type = 'request'`,
      )
      return new Map(rows.map(({ id, bucket }) => [id, bucket]))
    },
    move: async () => {
      await victim()
      return 'moved'
    },
    kill: async () => {
      for (const [bucket, node] of await placement()) if (node === 'node 1') away.add(bucket)
      return 'node 1'
    },
    revive: async () => away.clear(),
  }
}

describe('the script for a worker that is away and a part that is moved', () => {
  it('finds nothing wrong where all is as promised', async () => {
    const schema = newSchema()
    const nodes = standIn(schema)
    const storageOf = () => postgresStorage({ pool: nodes.pool, schema, distribute: 'citus', retryTimeout: 200 })
    const { acknowledged, failed, phases, complaints } = await playClusterFaults({
      ...{ storageOf, nodes, say: () => {}, work: 40, moves: 1, callers: 4 },
    })
    await nodes.pool.end()
    expect(complaints).toEqual([])
    expect(acknowledged).toBeGreaterThan(100)
    expect(failed).toBeGreaterThan(0)
    const during = phases.find(({ what }) => what === 'while a node is away')
    expect(during?.away.fail).toBeGreaterThan(0)
    expect(during?.there).toMatchObject({ fail: 0 })
  })

  it('finds an acknowledged command that was lost', async () => {
    const schema = newSchema()
    const nodes = standIn(schema)
    const storageOf = () => postgresStorage({ pool: nodes.pool, schema, distribute: 'citus', retryTimeout: 200 })
    const revive = async () => {
      await nodes.revive()
      // As if the node came back with an older disk.
      await administer(
        connection(),
        `WITH old AS (DELETE FROM "${schema}".records WHERE (bucket, rid) =
             (SELECT bucket, rid FROM "${schema}".records WHERE type = 'request' AND NOT open LIMIT 1) RETURNING bucket, rid)
           DELETE FROM "${schema}".event_rows x USING old WHERE x.bucket = old.bucket AND x.rid = old.rid`,
      )
    }
    const { complaints } = await playClusterFaults({
      ...{ storageOf, nodes: { ...nodes, revive }, say: () => {}, work: 40, moves: 1, callers: 4 },
    })
    await nodes.pool.end()
    expect(complaints.join('\n')).toMatch(/lost: 5/)
  })

  it('says that it checked nothing when no cluster is named', async () => {
    const { code, output } = await run([process.execPath, 'scripts/cluster-faults.mjs'])
    expect(code).toBe(1)
    expect(output).toContain('No cluster is named')
  })
})
