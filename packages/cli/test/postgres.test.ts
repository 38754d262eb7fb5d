import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { citusStandIn, type PostgresServer, postgresServer, spread } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runWith } from '../src/binary.js'
import { runCli } from '../src/run-cli.js'
import { askServer } from '../src/storage/postgres.js'

const folder = ownFolder()
const schemas: string[] = []
let server: PostgresServer

beforeAll(async () => {
  server = await postgresServer()
})
afterAll(async () => {
  await askServer(server.connection, async (query) => {
    for (const schema of schemas) await query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
  })
  await server.stop()
  folder.remove()
})

/** The address of a schema nobody else uses. */
function ownSchema(): { readonly schema: string; readonly url: string } {
  const schema = `cli_${randomUUID().slice(0, 8)}`
  schemas.push(schema)
  const url = new URL(server.connection)
  url.searchParams.set('schema', schema)
  for (const [name, value] of Object.entries(spread)) url.searchParams.set(name, value)
  return { schema, url: url.href }
}
const huiyin = (url: string, ...args: readonly string[]) => runWith(folder.path, args, { HUIYIN_STORAGE: url })

interface Simulated {
  readonly commands: object
  readonly verification: { readonly ok: boolean; readonly digest: string }
}

describe('huiyin on PostgreSQL', () => {
  it('makes the same record from the same seed as on SQLite, and verifies, reports and explains it', async () => {
    const { url } = ownSchema()
    const args = ['simulate', '--requests', '60', '--days', '20', '--seed', '9', '--json']
    const onServer = await huiyin(url, ...args)
    expect(onServer.code).toBe(0)
    const inFile = (await huiyin('sqlite:same.db', ...args)).json<Simulated>()
    expect(onServer.json<Simulated>()).toMatchObject({ commands: inFile.commands, verification: inFile.verification })

    expect((await huiyin(url, 'checkpoint', '-o', 'server.jsonl')).code).toBe(0)
    expect((await huiyin(url, 'verify', '--against', 'server.jsonl')).code).toBe(0)
    // Kept by one, held against the other: the same heads.
    expect((await huiyin('sqlite:same.db', 'verify', '--against', 'server.jsonl')).code).toBe(0)
    const report = ['report', '--month', '2026-03', '--by', 'unit', '--json']
    expect((await huiyin(url, ...report)).out).toBe((await huiyin('sqlite:same.db', ...report)).out)
    expect((await huiyin(url, 'deliveries', 'dead')).code).toBe(0)
    expect((await huiyin(url, 'explain', 'q-none')).code).toBe(1)
  })

  it('finds a row that was edited, and names it', async () => {
    const { schema, url } = ownSchema()
    expect((await huiyin(url, 'simulate', '--requests', '10', '--days', '10')).code).toBe(0)
    const id = await askServer(server.connection, async (query) => {
      const { rows } = await query(`SELECT id FROM "${schema}".records WHERE type = 'request' ORDER BY id LIMIT 1`)
      await query(
        `UPDATE "${schema}".event_rows SET bytes = replace(bytes, '"at":1', '"at":2')
           WHERE seq = 1 AND (bucket, rid) = (SELECT bucket, rid FROM "${schema}".records WHERE type = 'request' AND id = $1)`,
        [rows[0]?.id],
      )
      return rows[0]?.id
    })
    const { code, json } = await huiyin(url, 'verify', '--json')
    expect(code).toBe(1)
    expect(json()).toMatchObject({ ok: false, faults: [{ type: 'request', id, seq: 1, fault: 'hash' }] })
  })

  it('makes the schema with migrate, and imports areas into it', async () => {
    const { url } = ownSchema()
    const rows = [{ code: '370281', name: '胶州市', level: 'county', parent: null }]
    writeFileSync(join(folder.path, 'areas.json'), JSON.stringify(rows))
    const absent = await huiyin(url, 'verify', '--json')
    expect([absent.code, absent.json()]).toMatchObject([3, { error: { code: 'adapter-failure' } }])
    const migrated = async () => (await huiyin(url, 'migrate', '--json')).json()
    expect(await migrated()).toMatchObject({ created: true })
    expect(await migrated()).toMatchObject({ created: false, run: 0 })
    const { code, json } = await huiyin(url, 'import', 'areas', 'areas.json', '--json')
    expect(code).toBe(0)
    expect(json()).toMatchObject({ imported: 1, areas: 1 })
  })
})

describe('huiyin on a schema that was distributed', () => {
  it('is told so once, by migrate, and every other command finds it', async () => {
    const standIn = await postgresServer(['-c', 'max_locks_per_transaction=1024'])
    const schema = 'cluster'
    const url = `${standIn.connection}?schema=${schema}`
    const cluster = new URL(url)
    cluster.searchParams.set('distribute', 'citus')
    try {
      await askServer(standIn.connection, (query) => query(citusStandIn))
      expect((await huiyin(cluster.href, 'migrate', '--json')).json()).toMatchObject({ created: true })
      const proceduresOf = () =>
        askServer(standIn.connection, (query) =>
          query(
            'SELECT p.oid, p.xmin FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1 ORDER BY 1',
            [schema],
          ),
        )
      const before = (await proceduresOf()).rows
      const args = ['simulate', '--requests', '20', '--days', '20', '--seed', '9', '--json']
      expect((await huiyin(url, ...args)).code).toBe(0)
      expect((await huiyin('sqlite:plain.db', ...args)).code).toBe(0)
      expect((await huiyin(url, 'verify')).code).toBe(0)
      const report = ['report', '--month', '2026-03', '--by', 'unit', '--json']
      expect((await huiyin(url, ...report)).out).toBe((await huiyin('sqlite:plain.db', ...report)).out)
      const { findings } = (await huiyin(url, 'doctor', '--json')).json<Doctored>()
      const found = Object.fromEntries(findings.map((each) => [each.check, each]))
      expect(found).toMatchObject({
        schema: { level: 'ok', details: { distributed: true } },
        durability: { level: 'ok', details: { nodes: [] } },
        chain: { level: 'ok' },
      })
      expect((await proceduresOf()).rows).toEqual(before)

      await askServer(standIn.connection, (query) =>
        query(`UPDATE node_settings SET result = 'on on off' WHERE nodeid = 2`),
      )
      const weak = (await huiyin(url, 'doctor', '--json')).json<Doctored>().findings
      expect(weak.find(({ check }) => check === 'durability')).toMatchObject({
        level: 'fail',
        details: { nodes: [expect.stringContaining('node 2')] },
      })
      const other = new URL(cluster)
      other.searchParams.set('distribute', 'elsewhere')
      expect((await huiyin(other.href, 'verify')).code).toBe(2)
    } finally {
      await standIn.stop()
    }
  })
})

interface Doctored {
  readonly findings: readonly {
    readonly check: string
    readonly level: string
    readonly details: Record<string, unknown>
  }[]
}

describe('huiyin doctor on PostgreSQL', () => {
  it('says that there is no schema yet, and makes none', async () => {
    const { schema, url } = ownSchema()
    const { code, json } = await huiyin(url, 'doctor', '--json')
    expect(code).toBe(1)
    const { findings } = json<Doctored>()
    expect(findings.find(({ check }) => check === 'schema')).toMatchObject({ level: 'fail', details: { steps: null } })
    expect(findings.some(({ check }) => check === 'chain')).toBe(false)
    const { rows } = await askServer(server.connection, (query) =>
      query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]),
    )
    expect(rows).toEqual([])
  })

  it('looks at settings, clock and sessions of the server beside the record', async () => {
    const { url } = ownSchema()
    await huiyin(url, 'migrate')
    const { json } = await huiyin(url, 'doctor', '--json')
    const levels = Object.fromEntries(json<Doctored>().findings.map(({ check, level }) => [check, level]))
    expect(levels).toMatchObject({
      schema: 'ok',
      durability: 'ok',
      integrity: 'ok',
      'server-clock': 'ok',
      sessions: 'ok',
      clock: 'ok',
      deadlines: 'ok',
      chain: 'ok',
    })
  })

  it('finds a clock that goes wrong, here or there', async () => {
    const { url } = ownSchema()
    await huiyin(url, 'migrate')
    const skewOf = async (aheadMs: number) => {
      const told: string[] = []
      const now = () => Date.now() + aheadMs
      await runCli(['doctor', '-s', url, '--json'], { now, out: (text: string) => void told.push(text) })
      return (JSON.parse(told.join('')) as Doctored).findings.find(({ check }) => check === 'server-clock')
    }
    expect(await skewOf(20_000)).toMatchObject({ level: 'warn' })
    const wrong = await skewOf(-3_600_000)
    expect(wrong).toMatchObject({ level: 'fail' })
    // Known as exactly as the question took to be answered.
    const { skewMs, roundTripMs } = (wrong?.details ?? {}) as { skewMs: number; roundTripMs: number }
    expect(Math.abs(skewMs - 3_600_000)).toBeLessThanOrEqual(roundTripMs / 2 + 1)
  })

  it('finds a server that would lose what it acknowledged', async () => {
    const { schema, url } = ownSchema()
    await huiyin(url, 'migrate')
    const role = `weak_${schema}`
    await askServer(server.connection, async (query) => {
      await query(`CREATE ROLE ${role} LOGIN PASSWORD 'weak'`)
      await query(`ALTER ROLE ${role} SET synchronous_commit = off`)
      await query(`GRANT ALL ON SCHEMA "${schema}" TO ${role}`)
      await query(`GRANT ALL ON ALL TABLES IN SCHEMA "${schema}" TO ${role}`)
    })
    try {
      const weak = new URL(url)
      weak.username = role
      weak.password = 'weak'
      const { code, json } = await huiyin(weak.href, 'doctor', '--json')
      expect(code).toBe(1)
      const { findings } = json<Doctored>()
      expect(findings.find(({ check }) => check === 'durability')).toMatchObject({
        level: 'fail',
        details: { synchronousCommit: 'off' },
      })
      expect(findings.find(({ check }) => check === 'open')).toMatchObject({ level: 'fail' })
    } finally {
      await askServer(server.connection, async (query) => {
        await query(`DROP OWNED BY ${role}`)
        await query(`DROP ROLE ${role}`)
      })
    }
  })
})
