import type { DatabaseSync } from 'node:sqlite'
import { AdapterError } from '@huiyin/core'
import { deskRows } from './desk-rows.js'
import { desksStep } from './desks-step.js'
import { leanRows, refuseUnlessWhole } from './lean-rows.js'
import { ledgerRows } from './ledger-rows.js'
import { searchRows } from './search-step.js'

/**
 * Numbered steps of the schema. A step is never edited once released: its text is compared with what was run. The first two are the rows of
 * 0.1; a new file passes through them, so that every file has had the same steps.
 */
const migrations: readonly string[] = [
  `CREATE TABLE records (
     bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,
     version INTEGER NOT NULL, head TEXT NOT NULL, body TEXT NOT NULL, updated_at INTEGER NOT NULL,
     status TEXT NOT NULL, open INTEGER NOT NULL, created_at INTEGER NOT NULL, area_path TEXT NOT NULL,
     unit TEXT NOT NULL, category TEXT NOT NULL, channel TEXT NOT NULL, requester TEXT NOT NULL,
     UNIQUE (bucket, type, id)
   ) STRICT;
   CREATE INDEX records_by_creation ON records (created_at, id, type);
   CREATE INDEX records_by_requester ON records (requester, created_at, id, type);
   CREATE INDEX records_by_unit ON records (unit, created_at, id, type);
   CREATE INDEX open_records_by_area ON records (area_path) WHERE open = 1;

   CREATE TABLE events (
     bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL,
     event TEXT NOT NULL, at INTEGER NOT NULL, bytes TEXT NOT NULL, hash TEXT NOT NULL,
     UNIQUE (bucket, type, id, seq)
   ) STRICT;

   CREATE TABLE deadlines (
     bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
     at INTEGER NOT NULL, lease_owner TEXT, lease_until INTEGER,
     UNIQUE (bucket, type, id, name)
   ) STRICT;
   CREATE INDEX deadlines_by_instant ON deadlines (at, bucket, type, id, name);

   CREATE TABLE deliveries (
     bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, destination TEXT NOT NULL, event INTEGER NOT NULL,
     payload TEXT NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
     head INTEGER NOT NULL, lease_owner TEXT, lease_until INTEGER, dead TEXT, blocks INTEGER NOT NULL DEFAULT 0,
     UNIQUE (bucket, type, id, destination, event)
   ) STRICT;
   CREATE INDEX due_deliveries ON deliveries (destination, at, bucket, type, id) WHERE head = 1 AND dead IS NULL;
   CREATE INDEX dead_deliveries ON deliveries (bucket, type, id, destination, event) WHERE dead IS NOT NULL;

   CREATE TABLE vault (
     bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, ref TEXT NOT NULL,
     subject TEXT NOT NULL, field TEXT NOT NULL, value TEXT, salt TEXT,
     UNIQUE (bucket, type, id, ref)
   ) STRICT;

   CREATE TABLE answers (
     bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL,
     fingerprint TEXT NOT NULL, version INTEGER NOT NULL, events INTEGER NOT NULL, at INTEGER NOT NULL,
     UNIQUE (bucket, type, id, key)
   ) STRICT;

   CREATE TABLE tallies (
     grain TEXT NOT NULL, measure TEXT NOT NULL, day TEXT NOT NULL, area_path TEXT NOT NULL,
     unit TEXT NOT NULL, category TEXT NOT NULL, channel TEXT NOT NULL, sum INTEGER NOT NULL,
     PRIMARY KEY (grain, measure, day, area_path, unit, category, channel)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE delivered (
     bucket INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, count INTEGER NOT NULL,
     PRIMARY KEY (bucket, type, id)
   ) STRICT, WITHOUT ROWID;`,
  leanRows,
  deskRows,
  ledgerRows,
  searchRows,
  desksStep,
]

const checks: ReadonlyMap<string, (db: DatabaseSync) => void> = new Map([[leanRows, refuseUnlessWhole]])

// FNV-1a over the text, which is enough to detect an edited step.
function checksumOf(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** A file with tables but without those of Huiyin belongs to another program. */
export function refuseForeign(db: DatabaseSync): void {
  const { tables, ours } = db
    .prepare("SELECT count(*) AS tables, coalesce(sum(name = 'migrations'), 0) AS ours FROM sqlite_schema")
    .get() as { tables: number; ours: number }
  if (tables > 0 && ours === 0) {
    const why = 'the file is a database of another program; name another path'
    throw new AdapterError({ adapter: 'sqlite', operation: 'open', message: why })
  }
}

/** How many steps were run on a file; one with other steps is refused. */
function stepsOf(db: DatabaseSync): number {
  const { made } = db.prepare("SELECT count(*) AS made FROM sqlite_schema WHERE name = 'migrations'").get() as {
    made: number
  }
  if (made === 0) return 0
  const done = db.prepare('SELECT number, checksum FROM migrations ORDER BY number').all() as {
    number: number
    checksum: string
  }[]
  for (const { number, checksum } of done) {
    const text = migrations[number - 1]
    if (text !== undefined && checksumOf(text) === checksum) continue
    const why =
      text === undefined ? 'was made by a newer version of this package' : 'differs from the one of this package'
    throw new AdapterError({
      adapter: 'sqlite',
      operation: 'open',
      message: `step ${number} of the database's schema ${why}; use the version that made it, or migrate a copy`,
    })
  }
  return done.length
}

/** Migrates the schema of a Huiyin file, one process at a time. Where nothing is to be done it waits for nobody who writes. */
export function migrate(db: DatabaseSync): void {
  if (stepsOf(db) === migrations.length) return
  db.exec('BEGIN IMMEDIATE')
  try {
    db.exec('CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT')
    const done = stepsOf(db)
    for (const [position, text] of migrations.entries()) {
      if (position < done) continue
      checks.get(text)?.(db)
      db.exec(text)
      db.prepare('INSERT INTO migrations (number, checksum) VALUES (?, ?)').run(position + 1, checksumOf(text))
    }
    db.exec('COMMIT')
  } catch (error) {
    // After some failures (disk full) SQLite has rolled back already; the first failure is the one to report.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
