// pgbench as a peer: the rows of our commands as plain statements, one transaction a command, each transaction in one flight (pipeline), prepared.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tallyRows } from '@huiyin/core/contracts'
import { roundsASecond } from './pgbench-rate.mjs'

// The rows as they were before they became lean: a fixed peer, so that better rows of ours are seen. Keys lead by the bucket; two tables leave free space.
const record = 'bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL'
const place =
  'area_path text COLLATE "C" NOT NULL, unit text COLLATE "C" NOT NULL, category text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL'
const tablesOf = (schema) => `
CREATE SCHEMA ${schema};
CREATE TABLE ${schema}.records (${record}, version int NOT NULL, head text NOT NULL, body text NOT NULL, updated_at bigint NOT NULL,
  status text COLLATE "C" NOT NULL, open boolean NOT NULL, created_at bigint NOT NULL, ${place}, requester text COLLATE "C" NOT NULL,
  PRIMARY KEY (bucket, type, id)) WITH (fillfactor = 70);
CREATE INDEX ON ${schema}.records (created_at, id, type);
CREATE INDEX ON ${schema}.records (requester, created_at, id, type) WHERE requester <> '';
CREATE INDEX ON ${schema}.records (unit, created_at, id, type) WHERE unit <> '';
CREATE INDEX ON ${schema}.records (area_path) WHERE open;
CREATE TABLE ${schema}.events (${record}, seq int NOT NULL, event text NOT NULL, at bigint NOT NULL, bytes text NOT NULL, hash text NOT NULL,
  PRIMARY KEY (bucket, type, id, seq));
CREATE TABLE ${schema}.deadlines (${record}, name text COLLATE "C" NOT NULL, at bigint NOT NULL, lease_owner text, lease_until bigint,
  PRIMARY KEY (bucket, type, id, name));
CREATE INDEX ON ${schema}.deadlines (at, bucket, type, id, name);
CREATE TABLE ${schema}.vault (${record}, ref text COLLATE "C" NOT NULL, place bigint NOT NULL, subject text NOT NULL, field text NOT NULL,
  value text, salt text, PRIMARY KEY (bucket, type, id, ref));
CREATE TABLE ${schema}.tallies (bucket smallint NOT NULL, grain text COLLATE "C" NOT NULL, measure text COLLATE "C" NOT NULL,
  day text COLLATE "C" NOT NULL, ${place}, sum bigint NOT NULL,
  PRIMARY KEY (bucket, grain, measure, day, area_path, unit, category, channel)) WITH (fillfactor = 70);`

/** Empty tables for the script. */
export async function makeTables(server, schema) {
  await server.query(tablesOf(`${schema}_peer`))
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
  /** Rounds of work a second; a round that finished none is repeated twice as long, three times at most. */
  async function run(clients, seconds, tries = 3) {
    const settings = ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', '1', '-T', `${seconds}`, '-f', script]
    const env = { ...process.env, PGPASSWORD: 'huiyin' }
    const address = ['-h', '127.0.0.1', '-p', `${server.port}`, '-U', 'huiyin', 'postgres']
    const { stdout, stderr } = await promisify(execFile)(pgbench, [...settings, ...address], { env })
    if (/ERROR|aborted/.test(stderr)) throw new Error(`pgbench: ${stdout}\n${stderr}`)
    const rate = roundsASecond(stdout)
    return rate === 0 && tries > 1 ? run(clients, seconds * 2, tries - 1) : rate
  }
  return { run, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
