/**
 * The step of the schema that adds the ledger of what was sent (decision 018): a slim row of a delivery that is done, until its time is over, and how many a record
 * has. `failing` says that a provider reported a failure and nothing better, so that those are a short index.
 */
export const ledgerRows = `
  CREATE TABLE sent_rows (
    rid INTEGER NOT NULL, event INTEGER NOT NULL, destination TEXT NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL,
    ref TEXT, skipped TEXT, delivered_at INTEGER, read_at INTEGER, failed_at INTEGER, failed TEXT, failing INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (rid, event, destination)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sent_by_instant ON sent_rows (destination, at);
  CREATE INDEX sent_by_ref ON sent_rows (destination, ref, at) WHERE ref IS NOT NULL;
  CREATE INDEX failed_sent ON sent_rows (destination, at) WHERE failing = 1;
  ALTER TABLE delivered_counts ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
  CREATE VIEW sent AS
    SELECT bucket, type, id, event, destination, at, attempts, ref, skipped, delivered_at, read_at, failed_at, failed FROM sent_rows JOIN records USING (rid);`
