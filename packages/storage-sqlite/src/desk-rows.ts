/**
 * The fourth step of the schema (decision 011): what desks sort, mark and count open records by, and pauses of destinations. Rows of before are not written
 * again: no owner (NULL) means not known in one that is open, and nobody in one that has ended. `owner_due_at` is the largest number where no clock runs, so
 * that such a record comes last.
 *
 * The index `desk` holds open records only, and what pages and counts of them ask for. It takes the place of the open records in that of states, so that
 * a change writes no more indexes than before.
 */
export const deskRows = `
  ALTER TABLE records ADD COLUMN owner TEXT;
  ALTER TABLE records ADD COLUMN owner_due_at INTEGER NOT NULL DEFAULT 9007199254740991;
  ALTER TABLE records ADD COLUMN flags TEXT NOT NULL DEFAULT '';
  ALTER TABLE records ADD COLUMN number TEXT NOT NULL DEFAULT '';
  DROP INDEX records_by_status;
  CREATE INDEX records_by_status ON records (status, created_at, id, type) WHERE open = 0;
  CREATE INDEX desk ON records (owner, owner_due_at, status, flags, type, unit, area_path) WHERE open = 1;
  CREATE INDEX records_by_number ON records (number, created_at, id, type) WHERE number <> '';
  CREATE TABLE pauses (
    destination TEXT PRIMARY KEY, until INTEGER NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`

/** Stands for no instant, in the order of instants behind all of them. */
export const never = Number.MAX_SAFE_INTEGER

/** Flags as they are stored: each between commas, so that one is found within them and no other for it. */
export const flagsText = (flags: readonly string[]): string => (flags.length === 0 ? '' : `,${flags.join(',')},`)

// The same text as in `storage-postgres`, and on purpose not shared: how an adapter stores what the contract gives it is its own.
/** The flags in a stored text. */
export const flagsIn = (text: string): string[] => (text === '' ? [] : text.slice(1, -1).split(','))
