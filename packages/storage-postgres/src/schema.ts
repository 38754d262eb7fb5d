import { AdapterError } from '@huiyin/core'
import { checksumOf } from './checksum.js'
import type { Queryable } from './database.js'
import { delegationOf, distribution, distributionOf } from './distribution.js'
import { functionsOf } from './functions.js'
import type { SchemaLayout } from './options.js'

/**
 * Numbered steps of the schema. A step is never edited once released: its text is compared with what was run. Every key begins with the
 * bucket, so that the tables can be partitioned or distributed by it; texts compare by their bytes, whatever the database's collation. Tables whose rows
 * change often leave free space in each page (fillfactor), so that an update need not touch the indexes.
 */
const migrations: readonly ((schema: string) => string)[] = [
  (schema) => `
CREATE TABLE ${schema}.records (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
  version int NOT NULL, head text NOT NULL, body text NOT NULL, updated_at bigint NOT NULL,
  status text COLLATE "C" NOT NULL, open boolean NOT NULL, created_at bigint NOT NULL, area_path text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL, category text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL,
  requester text COLLATE "C" NOT NULL, PRIMARY KEY (bucket, type, id)) WITH (fillfactor = 70);
CREATE INDEX records_by_creation ON ${schema}.records (created_at, id, type);
CREATE INDEX records_by_requester ON ${schema}.records (requester, created_at, id, type) WHERE requester <> '';
CREATE INDEX records_by_unit ON ${schema}.records (unit, created_at, id, type) WHERE unit <> '';
CREATE INDEX open_records_by_area ON ${schema}.records (area_path) WHERE open;
CREATE TABLE ${schema}.events (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, seq int NOT NULL,
  event text NOT NULL, at bigint NOT NULL, bytes text NOT NULL, hash text NOT NULL, PRIMARY KEY (bucket, type, id, seq));
CREATE TABLE ${schema}.deadlines (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
  at bigint NOT NULL, lease_owner text, lease_until bigint, PRIMARY KEY (bucket, type, id, name));
CREATE INDEX deadlines_by_instant ON ${schema}.deadlines (at, bucket, type, id, name);
CREATE TABLE ${schema}.deliveries (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL, event int NOT NULL, payload text NOT NULL, at bigint NOT NULL, attempts int NOT NULL DEFAULT 0,
  head boolean NOT NULL, lease_owner text, lease_until bigint, dead text, blocks boolean NOT NULL DEFAULT false,
  PRIMARY KEY (bucket, type, id, destination, event));
CREATE INDEX due_deliveries ON ${schema}.deliveries (destination, at, bucket, type, id) WHERE head AND dead IS NULL;
CREATE INDEX dead_deliveries ON ${schema}.deliveries (bucket, type, id, destination, event) WHERE dead IS NOT NULL;
CREATE TABLE ${schema}.vault (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, ref text COLLATE "C" NOT NULL,
  place bigint NOT NULL, subject text NOT NULL, field text NOT NULL, value text, salt text, PRIMARY KEY (bucket, type, id, ref));
CREATE TABLE ${schema}.answers (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,
  fingerprint text NOT NULL, version int NOT NULL, events int NOT NULL, at bigint NOT NULL, PRIMARY KEY (bucket, type, id, key));
CREATE INDEX answers_by_instant ON ${schema}.answers (at);
CREATE TABLE ${schema}.tallies (
  bucket smallint NOT NULL, grain text COLLATE "C" NOT NULL, measure text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL,
  area_path text COLLATE "C" NOT NULL, unit text COLLATE "C" NOT NULL, category text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL, sum bigint NOT NULL,
  PRIMARY KEY (bucket, grain, measure, day, area_path, unit, category, channel)) WITH (fillfactor = 70);`,
  (schema) => `
CREATE TABLE ${schema}.delivered (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, count int NOT NULL,
  PRIMARY KEY (bucket, type, id)) WITH (fillfactor = 70);`,
  // The queues of a desk, in the order of their pages: what has ended is read by none of them.
  (schema) => `
CREATE INDEX open_records ON ${schema}.records (created_at, id, type) WHERE open;
CREATE INDEX open_records_by_unit ON ${schema}.records (unit, created_at, id, type) WHERE open;
CREATE INDEX records_by_status ON ${schema}.records (status, created_at, id, type);
CREATE INDEX records_by_category ON ${schema}.records (category, created_at, id, type) WHERE category <> '';`,
]

const tables = ['records', 'events', 'deadlines', 'deliveries', 'vault', 'answers', 'tallies', 'delivered'] as const

/** The statements that bring an empty schema up to date, in order; for a schema of several nodes with those that spread it over them. */
export function schemaStatements({ schema, distributed }: SchemaLayout): readonly string[] {
  return [
    ...migrations.map((step) => step(schema)),
    ...Object.values(functionsOf({ schema, distributed })).map((each) => each.create),
    ...(distributed ? distribution(schema, tables) : []),
  ]
}

/** How a schema stands, as it was found. */
export interface SchemaState {
  /** Steps that were run; 0 for a schema that has none of our tables. */
  readonly steps: number
  /** Steps that this version knows. */
  readonly current: number
  /** Whether the functions of this version are there. */
  readonly functions: boolean
  /** Whether the tables lie on several nodes, by bucket. */
  readonly distributed: boolean
  /** Why this version cannot work on it, however much it is migrated. Absent: it can. */
  readonly unfit?: string
}

type Query = Queryable['query']

async function unfitness(query: Query, schema: string): Promise<{ readonly steps: number; readonly unfit?: string }> {
  const { rows } = await query<{ number: number; checksum: string }>(
    `SELECT number, checksum FROM ${schema}.migrations ORDER BY number`,
  )
  for (const { number, checksum } of rows) {
    const step = migrations[number - 1]
    if (step !== undefined && checksumOf(step(schema)) === checksum) continue
    const why =
      step === undefined ? 'was made by a newer version of this package' : 'differs from the one of this package'
    const unfit = `step ${number} of the database's schema ${why}; use the version that made it, or migrate a copy`
    return { steps: rows.length, unfit }
  }
  return { steps: rows.length }
}

/** Looks how a schema stands, and writes nothing. The name is quoted already. */
export async function lookAtSchema(query: Query, schema: string): Promise<SchemaState> {
  const name = schema.slice(1, -1)
  const { rows } = await query<{ name: string; citus: boolean }>(
    `SELECT c.relname AS name, to_regclass('pg_dist_partition') IS NOT NULL AS citus
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')`,
    [name],
  )
  const present = new Set(rows.map((row) => row.name))
  const current = migrations.length
  if (!present.has('migrations'))
    return {
      ...{ steps: 0, current, functions: false, distributed: false },
      ...(tables.some((table) => present.has(table)) && {
        unfit: `the schema ${schema} has tables of another program; name another schema`,
      }),
    }
  const state = await unfitness(query, schema)
  const placed =
    rows[0]?.citus === true && present.has('records')
      ? await query('SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass($1)', [`${schema}.records`])
      : { rows: [] }
  const distributed = placed.rows.length > 0
  const own = Object.values(functionsOf({ schema, distributed })).map((each) => each.plainName)
  const made = await query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname = $1 AND p.proname = ANY ($2)`,
    [name, own],
  )
  return { ...state, current, functions: made.rows[0]?.count === own.length, distributed }
}

/** Whether nothing is left to do on a schema. */
export const isCurrent = ({ steps, current, functions }: SchemaState): boolean => steps === current && functions

/**
 * Brings a schema up to date inside the transaction given, one process at a time, and tells how it stood before. A new one is spread over the nodes when
 * that is asked for. Needs the rights of an owner, which nothing else here needs.
 */
export async function migrate(client: Queryable, schema: string, distribute: boolean): Promise<SchemaState> {
  await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`huiyin migrate ${schema}`])
  const before = await lookAtSchema(client.query, schema)
  if (before.unfit !== undefined) throw new AdapterError('postgres', 'open', false, before.unfit)
  if (isCurrent(before)) return before
  const fresh = before.steps === 0
  const distributed = fresh ? distribute : before.distributed
  const there = await client.query('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema.slice(1, -1)])
  if (there.rows.length === 0) await client.query(`CREATE SCHEMA ${schema}`)
  await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (number int PRIMARY KEY, checksum text NOT NULL)`)
  for (const [position, step] of migrations.entries()) {
    if (position < before.steps) continue
    await client.query(step(schema))
    const row = [position + 1, checksumOf(step(schema))]
    await client.query(`INSERT INTO ${schema}.migrations (number, checksum) VALUES ($1, $2)`, row)
  }
  // Those of other versions stay for the processes that still use them.
  const functions = Object.values(functionsOf({ schema, distributed }))
  for (const { create } of functions) await client.query(create)
  if (!distributed) return before
  if (fresh) for (const statement of distribution(schema, tables)) await client.query(statement)
  else {
    if (before.steps < 2) await client.query(distributionOf(schema, 'delivered', 'records'))
    for (const each of functions) await client.query(delegationOf(schema, each))
    const known = 'SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass($1)'
    const everywhere = await client.query(known, [`${schema}.migrations`])
    if (everywhere.rows.length === 0) await client.query(`SELECT create_reference_table('${schema}.migrations')`)
  }
  return before
}
