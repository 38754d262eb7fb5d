import { AdapterError } from '@huiyin/core'
import type { Queryable } from './database.js'
import { distribution, distributionOf } from './distribution.js'
import { commitFunction, settleFunction } from './functions.js'
import type { SchemaOptions } from './options.js'

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
]

const tables = ['records', 'events', 'deadlines', 'deliveries', 'vault', 'answers', 'tallies', 'delivered'] as const

// FNV-1a over the text, which is enough to detect an edited step.
function checksumOf(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** The statements that bring an empty schema up to date, in order; `distribute` adds those that spread it over the nodes. */
export function schemaStatements(options: SchemaOptions): readonly string[] {
  const { schema, distribute } = options
  return [
    ...migrations.map((step) => step(schema)),
    commitFunction(options),
    settleFunction(schema),
    ...(distribute === 'citus' ? distribution(schema, tables) : []),
  ]
}

/** Brings the schema up to date inside the transaction given, one process at a time. Refuses a schema with other steps. */
export async function migrate(client: Queryable, options: SchemaOptions): Promise<void> {
  const { schema, distribute } = options
  await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`huiyin migrate ${schema}`])
  const refuse = (why: string) => {
    throw new AdapterError('postgres', 'open', false, why)
  }
  const name = schema.slice(1, -1)
  const there = await client.query('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1', [name])
  if (there.rows.length === 0) await client.query(`CREATE SCHEMA ${schema}`)
  const known = await client.query<{ relname: string }>(
    "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')",
    [name],
  )
  const present = known.rows.map((row) => row.relname)
  if (!present.includes('migrations') && present.some((table) => (tables as readonly string[]).includes(table)))
    refuse(`the schema ${schema} has tables of another program; name another schema`)
  await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (number int PRIMARY KEY, checksum text NOT NULL)`)
  const done = await client.query<{ number: number; checksum: string }>(
    `SELECT number, checksum FROM ${schema}.migrations ORDER BY number`,
  )
  for (const { number, checksum } of done.rows) {
    const step = migrations[number - 1]
    if (step !== undefined && checksumOf(step(schema)) === checksum) continue
    const why =
      step === undefined ? 'was made by a newer version of this package' : 'differs from the one of this package'
    refuse(`step ${number} of the database's schema ${why}; use the version that made it, or migrate a copy`)
  }
  const fresh = done.rows.length === 0
  for (const [position, step] of migrations.entries()) {
    if (position < done.rows.length) continue
    await client.query(step(schema))
    const row = [position + 1, checksumOf(step(schema))]
    await client.query(`INSERT INTO ${schema}.migrations (number, checksum) VALUES ($1, $2)`, row)
  }
  // Functions belong to the program and not to the data, so they are always replaced by those of this version.
  await client.query(commitFunction(options))
  await client.query(settleFunction(schema))
  if (distribute !== 'citus') return
  if (fresh) for (const statement of distribution(schema, tables)) await client.query(statement)
  else if (done.rows.length < 2) await client.query(distributionOf(schema, 'delivered', 'records'))
}
