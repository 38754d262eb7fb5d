import type { DatabaseSync } from 'node:sqlite'
import { AdapterError } from '@huiyin/core'

// Lower-case hex becomes bytes; `hex.ts` does the same with what is written later.
const packed = (column: string) =>
  `CASE WHEN ${column} <> '' AND length(${column}) % 2 = 0 AND ${column} NOT GLOB '*[^0-9a-f]*' THEN unhex(${column}) ELSE ${column} END`
const shown = (column: string) => `CASE typeof(${column}) WHEN 'blob' THEN lower(hex(${column})) ELSE ${column} END`

/** Events of one record at most: their number takes the lower 20 bits of their key. */
export const mostEvents = 1_048_575
const room = mostEvents + 1
/** The key of an event; that of the last possible one for `mostEvents`. */
export const eventKey = (rid: number, seq: number): number => rid * room + seq
/** The number of an event, and that of its record, in a key, as SQL. */
export const seqIn = (key: string): string => `${key} & ${mostEvents}`
export const ridIn = (key: string): string => `${key} / ${room}`

/**
 * The third step of the schema (decision 009): every record gets a number, everything beside it is kept under that number, and the rows of the
 * first two steps move. The views show the rows as they were, for whoever reads a file with SQL.
 */
export const leanRows = `
  CREATE TABLE lean_records (
    rid INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,
    version INTEGER NOT NULL, head ANY NOT NULL, updated_at INTEGER NOT NULL,
    status TEXT NOT NULL, open INTEGER NOT NULL, created_at INTEGER NOT NULL, area_path TEXT NOT NULL,
    unit TEXT NOT NULL, category TEXT NOT NULL, channel TEXT NOT NULL, requester TEXT NOT NULL,
    due_at INTEGER, deadlines TEXT, leases TEXT, body TEXT NOT NULL,
    UNIQUE (bucket, type, id)
  ) STRICT;
  INSERT INTO lean_records
    SELECT rowid, bucket, type, id, version, ${packed('head')}, updated_at, status, open, created_at, area_path, unit, category, channel, requester,
      (SELECT min(at) FROM deadlines d WHERE (d.bucket, d.type, d.id) = (r.bucket, r.type, r.id)),
      (SELECT nullif(json_group_object(name, at), '{}') FROM deadlines d WHERE (d.bucket, d.type, d.id) = (r.bucket, r.type, r.id)),
      (SELECT nullif(json_group_object(name, json_array(lease_owner, lease_until)), '{}') FROM deadlines d
        WHERE (d.bucket, d.type, d.id) = (r.bucket, r.type, r.id) AND lease_until IS NOT NULL),
      body
    FROM records r ORDER BY rowid;

  CREATE TABLE event_rows (
    k INTEGER PRIMARY KEY, event TEXT NOT NULL, at INTEGER NOT NULL, bytes TEXT NOT NULL, hash ANY NOT NULL
  ) STRICT;
  INSERT INTO event_rows
    SELECT r.rowid * 1048576 + e.seq, e.event, e.at, e.bytes, ${packed('e.hash')}
    FROM records r CROSS JOIN events e ON (e.bucket, e.type, e.id) = (r.bucket, r.type, r.id) ORDER BY r.rowid, e.seq;

  CREATE TABLE delivery_rows (
    rid INTEGER NOT NULL, destination TEXT NOT NULL, event INTEGER NOT NULL,
    payload TEXT NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    head INTEGER NOT NULL, lease_owner TEXT, lease_until INTEGER, dead TEXT, blocks INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (rid, destination, event)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO delivery_rows
    SELECT r.rowid, destination, event, payload, at, attempts, d.head, lease_owner, lease_until, dead, blocks
    FROM records r CROSS JOIN deliveries d ON (d.bucket, d.type, d.id) = (r.bucket, r.type, r.id) ORDER BY r.rowid, destination, event;

  CREATE TABLE delivered_counts (rid INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;
  INSERT INTO delivered_counts
    SELECT r.rowid, count FROM records r CROSS JOIN delivered d ON (d.bucket, d.type, d.id) = (r.bucket, r.type, r.id) ORDER BY r.rowid;

  CREATE TABLE vault_rows (
    rid INTEGER NOT NULL, ref TEXT NOT NULL, position INTEGER NOT NULL,
    subject TEXT NOT NULL, field TEXT NOT NULL, value TEXT, salt ANY,
    PRIMARY KEY (rid, ref)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO vault_rows
    SELECT r.rowid, ref, row_number() OVER (PARTITION BY r.rowid ORDER BY v.rowid), subject, field, value, ${packed('salt')}
    FROM records r CROSS JOIN vault v ON (v.bucket, v.type, v.id) = (r.bucket, r.type, r.id) ORDER BY r.rowid, ref;

  CREATE TABLE answer_rows (
    rid INTEGER NOT NULL, key TEXT NOT NULL, fingerprint ANY NOT NULL, version INTEGER NOT NULL, events INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (rid, key)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO answer_rows
    SELECT r.rowid, key, ${packed('fingerprint')}, a.version, events, at
    FROM records r CROSS JOIN answers a ON (a.bucket, a.type, a.id) = (r.bucket, r.type, r.id) ORDER BY r.rowid, key;

  CREATE TABLE series (series INTEGER PRIMARY KEY, grain TEXT NOT NULL, measure TEXT NOT NULL, UNIQUE (grain, measure)) STRICT;
  INSERT INTO series (grain, measure) SELECT DISTINCT grain, measure FROM tallies ORDER BY 1, 2;
  CREATE TABLE cells (
    cell INTEGER PRIMARY KEY, area_path TEXT NOT NULL, unit TEXT NOT NULL, category TEXT NOT NULL, channel TEXT NOT NULL,
    UNIQUE (area_path, unit, category, channel)
  ) STRICT;
  INSERT INTO cells (area_path, unit, category, channel) SELECT DISTINCT area_path, unit, category, channel FROM tallies ORDER BY 1, 2, 3, 4;
  CREATE TABLE sums (
    series INTEGER NOT NULL, day INTEGER NOT NULL, cell INTEGER NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (series, day, cell)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO sums
    SELECT series, CAST(replace(day, '-', '') AS INTEGER), cell, sum
    FROM tallies JOIN series USING (grain, measure) JOIN cells USING (area_path, unit, category, channel) ORDER BY 1, 2, 3;

  DROP TABLE events; DROP TABLE deadlines; DROP TABLE deliveries; DROP TABLE delivered; DROP TABLE vault; DROP TABLE answers; DROP TABLE tallies;
  DROP TABLE records;
  ALTER TABLE lean_records RENAME TO records;

  CREATE INDEX records_by_creation ON records (type, open, created_at, id);
  CREATE INDEX records_by_requester ON records (requester, created_at, id, type);
  CREATE INDEX records_by_status ON records (status, created_at, id, type);
  CREATE INDEX records_by_unit ON records (unit, open, created_at, id, type);
  CREATE INDEX records_by_category ON records (category, open, created_at, id, type);
  CREATE INDEX records_by_area ON records (area_path, open, created_at, id, type);
  CREATE INDEX records_by_deadline ON records (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX due_deliveries ON delivery_rows (destination, at) WHERE head = 1 AND dead IS NULL;
  CREATE INDEX dead_deliveries ON delivery_rows (rid, destination, event) WHERE dead IS NOT NULL;

  CREATE VIEW events AS
    SELECT bucket, type, id, k & 1048575 AS seq, event, at, bytes, ${shown('hash')} AS hash
    FROM records JOIN event_rows ON k BETWEEN rid * 1048576 + 1 AND rid * 1048576 + 1048575;
  CREATE VIEW deadlines AS
    SELECT r.bucket, r.type, r.id, d.key AS name, d.value AS at,
      leases ->> ('$."' || d.key || '"[0]') AS lease_owner, leases ->> ('$."' || d.key || '"[1]') AS lease_until
    FROM records r JOIN json_each(r.deadlines) d;
  CREATE VIEW deliveries AS
    SELECT bucket, type, id, destination, event, payload, at, attempts, d.head AS head, lease_owner, lease_until, dead, blocks
    FROM delivery_rows d JOIN records USING (rid);
  CREATE VIEW delivered AS SELECT bucket, type, id, count FROM delivered_counts JOIN records USING (rid);
  CREATE VIEW vault AS
    SELECT bucket, type, id, ref, subject, field, value, ${shown('salt')} AS salt FROM vault_rows JOIN records USING (rid) ORDER BY rid, position;
  CREATE VIEW answers AS
    SELECT bucket, type, id, key, ${shown('fingerprint')} AS fingerprint, a.version, a.events, a.at FROM answer_rows a JOIN records USING (rid);
  CREATE VIEW tallies AS
    SELECT grain, measure, substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7) AS day, area_path, unit, category, channel, sum
    FROM sums JOIN series USING (series) JOIN cells USING (cell);`

const asRecord = "type || '/' || id"
const beside = ['events', 'deadlines', 'deliveries', 'delivered', 'vault', 'answers'] as const

// Each answers the first record that could not be moved without hiding what is wrong with it.
const faults: readonly (readonly [sql: string, what: string])[] = [
  ...beside.map(
    (table) =>
      [
        `SELECT ${asRecord} AS record FROM ${table} x
         WHERE NOT EXISTS (SELECT 1 FROM records r WHERE (r.bucket, r.type, r.id) = (x.bucket, x.type, x.id)) LIMIT 1`,
        `has ${table} and is not there itself`,
      ] as const,
  ),
  [
    `SELECT ${asRecord} AS record FROM records r
     WHERE (version, 1, version) IS NOT
       (SELECT count(*), min(seq), max(seq) FROM events e WHERE (e.bucket, e.type, e.id) = (r.bucket, r.type, r.id)) LIMIT 1`,
    'has not the events that its version says',
  ],
  [
    `SELECT ${asRecord} AS record FROM records r
     WHERE head IS NOT (SELECT hash FROM events e WHERE (e.bucket, e.type, e.id, e.seq) = (r.bucket, r.type, r.id, r.version)) LIMIT 1`,
    'has another head than its last event',
  ],
  [
    `SELECT ${asRecord} AS record FROM records WHERE version > ${mostEvents} LIMIT 1`,
    `has more than ${mostEvents} events`,
  ],
]

/** Refuses to move rows that are not whole: afterwards it would be harder to see what was wrong with them. */
export function refuseUnlessWhole(db: DatabaseSync): void {
  for (const [sql, what] of faults) {
    const found = db.prepare(sql).get() as { record: string } | undefined
    if (found === undefined) continue
    const why = `the rows of this file are not whole, so they are not moved to the new schema: ${found.record} ${what}`
    throw new AdapterError({
      adapter: 'sqlite',
      operation: 'open',
      message: `${why}; verify it with the version that made it, or restore a backup`,
    })
  }
}
