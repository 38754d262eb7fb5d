import { AdapterError } from '@huiyin/core'
import type { Queryable } from './database.js'
import { packedHash, shownHash } from './hashes.js'

/** What a sum is of, in the order of their numbers: see `TallyGrain`. */
export const grains = ['', 'channel-day', 'unit-month', 'category-month', 'area-month', 'town-month'] as const

const grainList = `ARRAY[${grains.map((grain) => `'${grain}'`).join(', ')}]`

/** Tables of the lean rows beside `records`. */
export const besideRecords = ['event_rows', 'delivery_rows', 'vault_rows', 'answer_rows', 'cells', 'sums'] as const

/**
 * The tables of the fourth step (decision 010): every record gets a number within its bucket, and everything beside it is kept under that. Columns of a fixed
 * width come first, so that none is padded.
 */
export const leanTables = (schema: string): string => `
CREATE TABLE ${schema}.lean_records (
  rid bigint NOT NULL, updated_at bigint NOT NULL, created_at bigint NOT NULL, due_at bigint, version int NOT NULL, delivered int NOT NULL DEFAULT 0,
  bucket smallint NOT NULL, open boolean NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, status text COLLATE "C" NOT NULL,
  area_path text COLLATE "C" NOT NULL, unit text COLLATE "C" NOT NULL, category text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL,
  requester text COLLATE "C" NOT NULL, head bytea NOT NULL, deadlines jsonb, leases jsonb, body text NOT NULL,
  PRIMARY KEY (bucket, rid), UNIQUE (bucket, type, id)) WITH (fillfactor = 70);
CREATE TABLE ${schema}.event_rows (
  rid bigint NOT NULL, at bigint NOT NULL, seq int NOT NULL, bucket smallint NOT NULL, event text NOT NULL, hash bytea NOT NULL, bytes text NOT NULL,
  PRIMARY KEY (bucket, rid, seq));
CREATE TABLE ${schema}.delivery_rows (
  rid bigint NOT NULL, at bigint NOT NULL, lease_until bigint, event int NOT NULL, attempts int NOT NULL DEFAULT 0, bucket smallint NOT NULL,
  head boolean NOT NULL, blocks boolean NOT NULL DEFAULT false, destination text COLLATE "C" NOT NULL, payload text NOT NULL, lease_owner text, dead text,
  PRIMARY KEY (bucket, rid, destination, event));
CREATE TABLE ${schema}.vault_rows (
  rid bigint NOT NULL, place bigint NOT NULL, bucket smallint NOT NULL, ref text COLLATE "C" NOT NULL, subject text NOT NULL, field text NOT NULL,
  value text, salt bytea, PRIMARY KEY (bucket, rid, ref));
CREATE TABLE ${schema}.answer_rows (
  rid bigint NOT NULL, at bigint NOT NULL, version int NOT NULL, events int NOT NULL, bucket smallint NOT NULL, key text COLLATE "C" NOT NULL,
  fingerprint bytea NOT NULL, PRIMARY KEY (bucket, rid, key));
CREATE TABLE ${schema}.cells (
  bucket smallint NOT NULL, cell uuid NOT NULL, measures text[] NOT NULL, area_path text COLLATE "C" NOT NULL, unit text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL, PRIMARY KEY (bucket, cell));
CREATE TABLE ${schema}.sums (
  sum bigint NOT NULL, day int NOT NULL, bucket smallint NOT NULL, grain smallint NOT NULL, cell uuid NOT NULL,
  PRIMARY KEY (bucket, grain, day, cell)) WITH (fillfactor = 70);`

/** A day as it is asked for: stored as the number of its digits. */
export const shownDay = (column: string): string =>
  `substr(${column}::text, 1, 4) || '-' || substr(${column}::text, 5, 2) || '-' || substr(${column}::text, 7)`
const same = (a: string, b: string) => `${a}.bucket = ${b}.bucket AND ${a}.type = ${b}.type AND ${a}.id = ${b}.id`
const cellOf = `encode(substr(sha256(convert_to(concat_ws(chr(1), measure, area_path, unit, category, channel), 'UTF8')), 1, 16), 'hex')::uuid`

/** Moves the rows. Every table is read by bucket, so that on several nodes each moves its own. */
const moveRows = (schema: string): string => `
INSERT INTO ${schema}.lean_records (bucket, rid, type, id, version, head, body, updated_at, status, open, created_at, area_path, unit, category, channel,
    requester, due_at, deadlines, leases, delivered)
  SELECT r.bucket, row_number() OVER (PARTITION BY r.bucket ORDER BY r.created_at, r.id, r.type), r.type, r.id, r.version, ${packedHash('r.head')}, r.body,
    r.updated_at, r.status, r.open, r.created_at, r.area_path, r.unit, r.category, r.channel, r.requester, d.due_at, d.deadlines, d.leases, coalesce(c.count, 0)
  FROM ${schema}.records r
  LEFT JOIN (
    SELECT bucket, type, id, min(at) AS due_at, jsonb_object_agg(name, at) AS deadlines,
      jsonb_object_agg(name, jsonb_build_array(lease_owner, lease_until)) FILTER (WHERE lease_until IS NOT NULL) AS leases
    FROM ${schema}.deadlines GROUP BY bucket, type, id) d ON ${same('d', 'r')}
  LEFT JOIN ${schema}.delivered c ON ${same('c', 'r')};
INSERT INTO ${schema}.event_rows (bucket, rid, seq, event, at, bytes, hash)
  SELECT r.bucket, r.rid, x.seq, x.event, x.at, x.bytes, ${packedHash('x.hash')} FROM ${schema}.lean_records r JOIN ${schema}.events x ON ${same('x', 'r')};
INSERT INTO ${schema}.delivery_rows (bucket, rid, destination, event, payload, at, attempts, head, lease_owner, lease_until, dead, blocks)
  SELECT r.bucket, r.rid, x.destination, x.event, x.payload, x.at, x.attempts, x.head, x.lease_owner, x.lease_until, x.dead, x.blocks
  FROM ${schema}.lean_records r JOIN ${schema}.deliveries x ON ${same('x', 'r')};
INSERT INTO ${schema}.vault_rows (bucket, rid, ref, place, subject, field, value, salt)
  SELECT r.bucket, r.rid, x.ref, x.place, x.subject, x.field, x.value, CASE WHEN x.salt IS NULL THEN NULL ELSE ${packedHash('x.salt')} END
  FROM ${schema}.lean_records r JOIN ${schema}.vault x ON ${same('x', 'r')};
INSERT INTO ${schema}.answer_rows (bucket, rid, key, fingerprint, version, events, at)
  SELECT r.bucket, r.rid, x.key, ${packedHash('x.fingerprint')}, x.version, x.events, x.at
  FROM ${schema}.lean_records r JOIN ${schema}.answers x ON ${same('x', 'r')};
INSERT INTO ${schema}.cells (bucket, cell, measures, area_path, unit, category, channel)
  SELECT DISTINCT bucket, ${cellOf}, ARRAY[measure], area_path, unit, category, channel FROM ${schema}.tallies;
INSERT INTO ${schema}.sums (bucket, grain, day, cell, sum)
  SELECT bucket, (array_position(${grainList}, grain) - 1)::smallint, replace(day, '-', '')::int, ${cellOf}, sum FROM ${schema}.tallies;`

/** Takes the old tables away, puts the new ones in their place, and shows the rows under their old names to whoever reads with SQL. */
const takeTheirPlace = (schema: string): string => `
DROP TABLE ${['events', 'deadlines', 'deliveries', 'delivered', 'vault', 'answers', 'tallies', 'records'].map((table) => `${schema}.${table}`).join(', ')};
ALTER TABLE ${schema}.lean_records RENAME TO records;
CREATE INDEX records_by_creation ON ${schema}.records (created_at, id, type);
CREATE INDEX records_by_requester ON ${schema}.records (requester, created_at, id, type) WHERE requester <> '';
CREATE INDEX records_by_unit ON ${schema}.records (unit, created_at, id, type) WHERE unit <> '';
CREATE INDEX records_by_status ON ${schema}.records (status, created_at, id, type);
CREATE INDEX records_by_category ON ${schema}.records (category, created_at, id, type) WHERE category <> '';
CREATE INDEX open_records ON ${schema}.records (created_at, id, type) WHERE open;
CREATE INDEX open_records_by_unit ON ${schema}.records (unit, created_at, id, type) WHERE open;
CREATE INDEX open_records_by_area ON ${schema}.records (area_path) WHERE open;
CREATE INDEX due_records ON ${schema}.records (due_at, bucket, type, id) WHERE due_at IS NOT NULL;
CREATE INDEX leased_records ON ${schema}.records (due_at) WHERE leases IS NOT NULL;
CREATE INDEX due_deliveries ON ${schema}.delivery_rows (destination, at, bucket, rid) WHERE head AND dead IS NULL;
CREATE INDEX dead_deliveries ON ${schema}.delivery_rows (bucket, rid, destination, event) WHERE dead IS NOT NULL;
CREATE INDEX answers_by_instant ON ${schema}.answer_rows (at);
CREATE VIEW ${schema}.events AS
  SELECT bucket, type, id, x.seq, x.event, x.at, x.bytes, ${shownHash('x.hash')} AS hash
  FROM ${schema}.records JOIN ${schema}.event_rows x USING (bucket, rid);
CREATE VIEW ${schema}.deadlines AS
  SELECT r.bucket, r.type, r.id, d.key AS name, d.value::bigint AS at, r.leases->d.key->>0 AS lease_owner, (r.leases->d.key->>1)::bigint AS lease_until
  FROM ${schema}.records r CROSS JOIN LATERAL jsonb_each_text(r.deadlines) d;
CREATE VIEW ${schema}.deliveries AS
  SELECT bucket, type, id, x.destination, x.event, x.payload, x.at, x.attempts, x.head, x.lease_owner, x.lease_until, x.dead, x.blocks
  FROM ${schema}.records JOIN ${schema}.delivery_rows x USING (bucket, rid);
CREATE VIEW ${schema}.delivered AS SELECT bucket, type, id, delivered AS count FROM ${schema}.records WHERE delivered > 0;
CREATE VIEW ${schema}.vault AS
  SELECT bucket, type, id, x.ref, x.place, x.subject, x.field, x.value, ${shownHash('x.salt')} AS salt
  FROM ${schema}.records JOIN ${schema}.vault_rows x USING (bucket, rid);
CREATE VIEW ${schema}.answers AS
  SELECT bucket, type, id, x.key, ${shownHash('x.fingerprint')} AS fingerprint, x.version, x.events, x.at
  FROM ${schema}.records JOIN ${schema}.answer_rows x USING (bucket, rid);
CREATE VIEW ${schema}.tallies AS
  SELECT bucket, (${grainList})[s.grain + 1] AS grain, m.measure, ${shownDay('s.day')} AS day,
    c.area_path, c.unit, c.category, c.channel, sum(s.sum)::bigint AS sum
  FROM ${schema}.sums s JOIN ${schema}.cells c USING (bucket, cell) CROSS JOIN LATERAL unnest(c.measures) m(measure)
  GROUP BY bucket, s.grain, m.measure, s.day, c.area_path, c.unit, c.category, c.channel;`

/** What follows once the new tables lie where they belong. */
export const leanRows = (schema: string): string => moveRows(schema) + takeTheirPlace(schema)

const beside = ['events', 'deadlines', 'deliveries', 'delivered', 'vault', 'answers'] as const
const oldTables = ['records', ...beside, 'tallies'] as const

/** Each answers the first record that could not be moved without hiding what is wrong with it. */
const faultsOf = (schema: string): readonly (readonly [sql: string, what: string])[] => [
  ...beside.map(
    (table) =>
      [
        `SELECT x.type || '/' || x.id AS record FROM ${schema}.${table} x LEFT JOIN ${schema}.records r ON ${same('r', 'x')} WHERE r.id IS NULL LIMIT 1`,
        `has ${table} and is not there itself`,
      ] as const,
  ),
  [
    `SELECT r.type || '/' || r.id AS record FROM ${schema}.records r
       LEFT JOIN (SELECT bucket, type, id, count(*) AS count, min(seq) AS first, max(seq) AS last FROM ${schema}.events GROUP BY bucket, type, id) e ON ${same('e', 'r')}
     WHERE (r.version, 1, r.version) IS DISTINCT FROM (coalesce(e.count, 0), coalesce(e.first, 1), coalesce(e.last, 0)) LIMIT 1`,
    'has not the events that its version says',
  ],
  [
    `SELECT r.type || '/' || r.id AS record FROM ${schema}.records r LEFT JOIN ${schema}.events e ON ${same('e', 'r')} AND e.seq = r.version
     WHERE r.head IS DISTINCT FROM e.hash LIMIT 1`,
    'has another head than its last event',
  ],
]

/** Refuses to move rows that are not whole: afterwards it would be harder to see what was wrong with them. From here on nobody else writes. */
export async function refuseUnlessWhole(query: Queryable['query'], schema: string): Promise<void> {
  await query(`LOCK TABLE ${oldTables.map((table) => `${schema}.${table}`).join(', ')} IN ACCESS EXCLUSIVE MODE`)
  for (const [sql, what] of faultsOf(schema)) {
    const [found] = (await query<{ record: string }>(sql)).rows
    if (found === undefined) continue
    const why = `the rows of this schema are not whole, so they are not moved: ${found.record} ${what}`
    throw new AdapterError({
      adapter: 'postgres',
      operation: 'open',
      message: `${why}; verify it with the version that made it, or restore a backup`,
    })
  }
}
