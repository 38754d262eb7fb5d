// pgbench as a peer: the rows of our commands as plain statements, one transaction a command, each transaction in one flight (pipeline), prepared.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tallyRows } from '@huiyin/core/contracts'

const tables = ['records', 'events', 'deadlines', 'deliveries', 'vault', 'answers', 'tallies']

/** Empty tables with the keys and indexes of the storage's. */
export async function makeTables(server, schema) {
  await server.query(`CREATE SCHEMA ${schema}_peer`)
  for (const table of tables)
    await server.query(`CREATE TABLE ${schema}_peer.${table} (LIKE ${schema}.${table} INCLUDING ALL)`)
}

// Only the size of a text counts here; pgbench would read a colon as a variable.
const text = (value) => (value === null ? 'NULL' : `'${String(value).replaceAll("'", "''").replaceAll(':', ';')}'`)

// Sums lie in four slices of buckets, as in the storage, and are updated in the order of their keys.
function tallyStatements(schema, change) {
  const sums = new Map()
  for (const delta of change.tallies)
    for (const { grain, measure, day, areaPath, unit, category, channel, delta: by } of tallyRows(delta)) {
      const key = [grain, measure, day, areaPath, unit, category, channel].map(text).join(', ')
      sums.set(key, (sums.get(key) ?? 0) + by)
    }
  const rows = [...sums].filter(([, sum]) => sum !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
  if (rows.length === 0) return []
  const values = rows.map(([key, sum]) => `((:b % 4)::smallint, ${key}, ${sum})`).join(', ')
  return [
    `INSERT INTO ${schema}.tallies AS t VALUES ${values} ON CONFLICT (bucket, grain, measure, day, area_path, unit, category, channel) DO UPDATE SET sum = t.sum + excluded.sum`,
  ]
}

function transactionOf(schema, change) {
  const { type, index, version, head, body, at, events, deadlines, vault } = change
  const key = `:b, ${text(type)}, 'r' || :n`
  const where = `bucket = :b AND type = ${text(type)} AND id = 'r' || :n`
  const { status, open, createdAt, areaPath, unit, category, channel, requester } = index
  const insertRows = (table, rows) =>
    rows.length === 0 ? [] : [`INSERT INTO ${schema}.${table} VALUES ${rows.join(', ')}`]
  const record =
    change.expectedVersion === 0
      ? `INSERT INTO ${schema}.records VALUES (${key}, ${version}, ${text(head)}, ${text(body)}, ${at}, ${text(status)}, ${open}, ${createdAt}, ${[areaPath, unit, category, channel, requester].map(text).join(', ')})`
      : `UPDATE ${schema}.records SET version = ${version}, head = ${text(head)}, body = ${text(body)}, updated_at = ${at}, status = ${text(status)}, open = ${open}, created_at = ${createdAt}, area_path = ${text(areaPath)}, unit = ${text(unit)}, category = ${text(category)}, channel = ${text(channel)}, requester = ${text(requester)} WHERE ${where} AND version = ${change.expectedVersion}`
  const statements = [
    record,
    ...insertRows(
      'events',
      events.map((e) => `(${key}, ${e.seq}, ${text(e.type)}, ${e.at}, ${text(e.bytes)}, ${text(e.hash)})`),
    ),
    ...(deadlines.drop.length > 0
      ? [`DELETE FROM ${schema}.deadlines WHERE ${where} AND name IN (${deadlines.drop.map(text).join(', ')})`]
      : []),
    ...insertRows(
      'deadlines',
      deadlines.put.map((each) => `(${key}, ${text(each.name)}, ${each.at})`),
    ).map((insert) => `${insert} ON CONFLICT (bucket, type, id, name) DO UPDATE SET at = excluded.at`),
    ...insertRows(
      'vault',
      vault.put.map(
        (v, place) =>
          `(${key}, ${text(v.ref)}, ${place}, ${text(v.subject)}, ${text(v.field)}, ${text(v.value)}, ${text(v.salt)})`,
      ),
    ),
    ...tallyStatements(schema, change),
  ]
  return ['\\startpipeline', 'BEGIN;', ...statements.map((each) => `${each};`), 'COMMIT;', '\\endpipeline']
}

/** Writes the script of one round of work: `changes` are those of one request, in order. `{ run(clients, seconds), remove() }`. */
export function pgbenchScript({ pgbench, server, schema, changes }) {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-pgbench-'))
  const script = join(folder, 'script.sql')
  const lines = ['\\set n random(1, 1000000000000000)', '\\set b random(0, 63)']
  for (const change of changes) lines.push(...transactionOf(`${schema}_peer`, change))
  writeFileSync(script, `${lines.join('\n')}\n`)
  /** Rounds of work a second. A busy machine may finish none of them in the time given: then it is measured for longer, and not taken for a failure. */
  async function run(clients, seconds, tries = 6) {
    const settings = ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', '1', '-T', `${seconds}`, '-f', script]
    const env = { ...process.env, PGPASSWORD: 'huiyin' }
    const address = ['-h', '127.0.0.1', '-p', `${server.port}`, '-U', 'huiyin', 'postgres']
    const { stdout, stderr } = await promisify(execFile)(pgbench, [...settings, ...address], { env })
    const found = /tps = ([\d.]+)/.exec(stdout)
    const none = /number of transactions actually processed: 0\b/.test(stdout) && !/ERROR|aborted/.test(stderr)
    if (none && tries > 1) return run(clients, seconds * 2, tries - 1)
    const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1]
    if (found === null || (failed !== undefined && failed !== '0') || /ERROR|aborted/.test(stderr))
      throw new Error(`pgbench: ${stdout}\n${stderr}`)
    return Number(found[1])
  }
  return { run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
