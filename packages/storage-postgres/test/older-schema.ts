import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { checksumOf } from '../src/checksum.js'
import { spreading, statementsIn } from '../src/schema.js'
import { steps, textOf } from '../src/schema-steps.js'
import { administer, type spread } from './schema.js'

/** Makes a schema as an older version left it, with the first steps only and without functions; on a cluster, spread over its nodes. */
export async function makeSteps(
  connection: string,
  schema: string,
  last: number,
  more: typeof spread = {},
): Promise<void> {
  const name = `"${schema}"`
  const statements = [
    `CREATE SCHEMA ${name}`,
    `CREATE TABLE ${name}.migrations (number int PRIMARY KEY, checksum text NOT NULL)`,
    ...steps
      .slice(0, last)
      .flatMap((step, position) => [
        ...(step.tables === undefined ? [] : statementsIn(step.tables.text(name))),
        ...(more.distribute === undefined ? [] : spreading(name, position, true)),
        ...(step.rest === undefined ? [] : statementsIn(step.rest(name))),
        `INSERT INTO ${name}.migrations VALUES (${position + 1}, '${checksumOf(textOf(step, name))}')`,
      ]),
  ]
  for (const each of statements) await administer(connection, each)
}

/** What the rows of 0.1 say, by table. Later the same is read from the views. */
export const oldColumns = {
  records:
    'bucket, type, id, version, updated_at, status, open, created_at, area_path, unit, category, channel, requester, body',
  events: 'bucket, type, id, seq, event, at, bytes, hash',
  deadlines: 'bucket, type, id, name, at, lease_owner, lease_until',
  deliveries:
    'bucket, type, id, destination, event, payload, at, attempts, head, lease_owner, lease_until, dead, blocks',
  delivered: 'bucket, type, id, count',
  vault: 'bucket, type, id, ref, place, subject, field, value, salt',
  answers: 'bucket, type, id, key, fingerprint, version, events, at',
  tallies: 'bucket, grain, measure, day, area_path, unit, category, channel, sum',
} as const

/** A schema of three steps with the rows that the first release left, and what it left rarely: a lease, and something that was sent. */
export async function oldSchema(connection: string, schema: string): Promise<void> {
  await makeSteps(connection, schema, 3)
  const kept = new URL('../../cli/test/upgrade/kept/0.1.0-6546b58.postgres.jsonl.gz', import.meta.url)
  const lines = gunzipSync(readFileSync(kept)).toString('utf8').trimEnd().split('\n')
  const rows = Map.groupBy(
    lines.map((line) => JSON.parse(line) as { table: string; row: object }),
    ({ table }) => table,
  )
  for (const [table, some] of rows) {
    const name = `"${schema}"."${table}"`
    const list = Object.keys(some[0]?.row ?? {}).join(', ')
    const text = `INSERT INTO ${name} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${name}, $1)`
    await administer(connection, text, [JSON.stringify(some.map(({ row }) => row))])
  }
  const one = `(SELECT bucket, type, id, name FROM "${schema}".deadlines ORDER BY at LIMIT 1)`
  await administer(
    connection,
    `UPDATE "${schema}".deadlines SET lease_owner = 'somebody', lease_until = 9 WHERE (bucket, type, id, name) = ${one};
     INSERT INTO "${schema}".delivered SELECT bucket, type, id, 3 FROM "${schema}".records WHERE version > 3`,
  )
}

/** Every row of a schema, by table, whatever way they are kept. */
export async function rowsOf(connection: string, schema: string): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const [table, names] of Object.entries(oldColumns))
    rows[table] = await administer(connection, `SELECT ${names} FROM "${schema}"."${table}" ORDER BY ${names}`)
  return rows
}

/** How many steps a schema has had. */
export const stepsOf = async (connection: string, schema: string) =>
  (await administer(connection, `SELECT number FROM "${schema}".migrations`)).length
