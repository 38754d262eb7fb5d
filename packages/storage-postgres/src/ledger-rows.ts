import type { KeptSent } from '@huiyin/core/contracts'

/**
 * The step of the schema that adds the ledger of what was sent (decision 018): a slim row of a delivery that is done, until its time is over, and how many a record
 * has. `failing` says that a provider reported a failure and nothing better, so that those are a short index, and a receipt that is none touches no index.
 */
export const ledgerTables = (schema: string): string => `
CREATE TABLE ${schema}.sent_rows (
  bucket smallint NOT NULL, rid bigint NOT NULL, event int NOT NULL, destination text COLLATE "C" NOT NULL, at bigint NOT NULL, attempts int NOT NULL,
  ref text COLLATE "C", skipped text, delivered_at bigint, read_at bigint, failed_at bigint, failed text, failing boolean NOT NULL DEFAULT false,
  PRIMARY KEY (bucket, rid, event, destination)) WITH (fillfactor = 85);`

/** What follows once the table lies where it belongs. */
export const ledgerRest = (schema: string): string => `
CREATE INDEX sent_by_instant ON ${schema}.sent_rows (destination, at);
CREATE INDEX sent_by_ref ON ${schema}.sent_rows (destination, ref, at) WHERE ref IS NOT NULL;
CREATE INDEX failed_sent ON ${schema}.sent_rows (destination, at) WHERE failing;
ALTER TABLE ${schema}.records ADD COLUMN kept int NOT NULL DEFAULT 0;
CREATE VIEW ${schema}.sent AS
  SELECT bucket, type, id, x.event, x.destination, x.at, x.attempts, x.ref, x.skipped, x.delivered_at, x.read_at, x.failed_at, x.failed
  FROM ${schema}.records JOIN ${schema}.sent_rows x USING (bucket, rid);`

/** A row of the ledger. */
export interface SentColumns extends Pick<KeptSent, 'event' | 'destination' | 'at' | 'attempts'> {
  readonly ref: string | null
  readonly skipped: string | null
  readonly delivered_at: number | null
  readonly read_at: number | null
  readonly failed_at: number | null
  readonly failed: string | null
}

export const sentColumns = 'event, destination, at, attempts, ref, skipped, delivered_at, read_at, failed_at, failed'

// The same text as in `storage-sqlite`, and on purpose not shared: how an adapter stores what the contract gives it is its own.
/** What these columns hold. */
export const sentOf = ({ event, destination, at, attempts, ...row }: SentColumns): KeptSent => ({
  event,
  destination,
  at,
  attempts,
  ...(row.ref !== null && { ref: row.ref }),
  ...(row.skipped !== null && { skipped: row.skipped }),
  ...(row.delivered_at !== null && { deliveredAt: row.delivered_at }),
  ...(row.read_at !== null && { readAt: row.read_at }),
  ...(row.failed_at !== null && { failedAt: row.failed_at }),
  ...(row.failed !== null && { failure: row.failed }),
})
