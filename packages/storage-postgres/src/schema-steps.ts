import type { Queryable } from './database.js'
import { deskRows, desksStep } from './desk-rows.js'
import { besideRecords, leanRows, leanTables, refuseUnlessWhole } from './lean-rows.js'
import { ledgerRest, ledgerTables } from './ledger-rows.js'
import { searchRest, searchTables } from './search-rows.js'

/** One step of the schema. Its text is that of its tables and of what follows. */
interface Step {
  /** Makes tables. On several nodes they are spread before anything follows. */
  readonly tables?: { readonly names: readonly string[]; readonly text: (schema: string) => string }
  /** What follows once the tables lie where they belong. */
  readonly rest?: (schema: string) => string
  /** Refuses rows that cannot be moved, before anything of the step is run. */
  readonly check?: (query: Queryable['query'], schema: string) => Promise<void>
}

// Indexes of pages that read what had ended, or only that. A cluster drops one by one.
const dropped = ['records_by_creation', 'open_records', 'records_by_unit', 'open_records_by_unit'].concat([
  'records_by_category',
  'open_records_by_area',
])

/**
 * Numbered steps of the schema. A step is never edited once released: its text is compared with what was run. Every key begins with the
 * bucket, so that the tables can be partitioned or distributed by it; texts compare by their bytes, whatever the database's collation. Tables whose rows
 * change often leave free space in each page (fillfactor), so that an update need not touch the indexes. The first three are the rows of 0.1: a new schema
 * passes through them, so that every schema has had the same steps.
 */
export const steps: readonly Step[] = [
  {
    rest: (schema) => `
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
  },
  {
    tables: {
      names: ['delivered'],
      text: (schema) => `
CREATE TABLE ${schema}.delivered (
  bucket smallint NOT NULL, type text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, count int NOT NULL,
  PRIMARY KEY (bucket, type, id)) WITH (fillfactor = 70);`,
    },
  },
  // The queues of a desk, in the order of their pages: what has ended is read by none of them.
  {
    rest: (schema) => `
CREATE INDEX open_records ON ${schema}.records (created_at, id, type) WHERE open;
CREATE INDEX open_records_by_unit ON ${schema}.records (unit, created_at, id, type) WHERE open;
CREATE INDEX records_by_status ON ${schema}.records (status, created_at, id, type);
CREATE INDEX records_by_category ON ${schema}.records (category, created_at, id, type) WHERE category <> '';`,
  },
  {
    tables: { names: ['lean_records', ...besideRecords], text: leanTables },
    rest: leanRows,
    check: refuseUnlessWhole,
  },
  { rest: deskRows },
  // Every index of pages has open records apart from those that have ended, so that no page reads one for the sake of the other.
  {
    rest: (schema) => `
${dropped.map((name) => `DROP INDEX ${schema}.${name};`).join('\n')}
CREATE INDEX records_by_creation ON ${schema}.records (open, created_at, id, type);
CREATE INDEX records_by_unit ON ${schema}.records (unit, open, created_at, id, type);
CREATE INDEX records_by_category ON ${schema}.records (category, open, created_at, id, type) WHERE category <> '';
CREATE INDEX records_by_area ON ${schema}.records (open, area_path, created_at, id, type);`,
  },
  { tables: { names: ['sent_rows'], text: ledgerTables }, rest: ledgerRest },
  { rest: desksStep },
  { tables: { names: ['search_rows', 'search_backlog'], text: searchTables }, rest: searchRest },
]

/** The step from which on a new schema is spread over nodes. What the steps before it made is gone by then. */
export const firstSpread = 4

/** The text of a step. */
export const textOf = ({ tables, rest }: Step, schema: string): string =>
  (tables?.text(schema) ?? '') + (rest?.(schema) ?? '')
