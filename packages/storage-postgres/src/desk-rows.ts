import type { RecordIndex } from '@huiyin/core/contracts'

/**
 * The step of the schema that adds what desks sort, mark and count open records by, and pauses of destinations. Rows of before are not written again: no
 * owner (NULL) means not known in one that is open, and nobody in one that has ended. `owner_due_at` is the largest number where no clock runs, so that such
 * a record comes last. The index holds open records only, and all that a count of them asks for.
 */
export const deskRows = (schema: string): string => `
ALTER TABLE ${schema}.records ADD COLUMN owner text COLLATE "C", ADD COLUMN owner_due_at bigint NOT NULL DEFAULT ${Number.MAX_SAFE_INTEGER},
  ADD COLUMN flags text COLLATE "C" NOT NULL DEFAULT '', ADD COLUMN number text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX desk ON ${schema}.records (owner, owner_due_at, id, type) INCLUDE (status, flags, unit, area_path) WHERE open;
CREATE INDEX records_by_number ON ${schema}.records (number) WHERE number <> '';
CREATE TABLE ${schema}.pauses (
  destination text COLLATE "C" PRIMARY KEY, until bigint NOT NULL, reason text NOT NULL, since bigint NOT NULL);`

/**
 * The step of the schema for the desks that records lie on besides their owners'. A record has them itself, and an index of names leads to those that have
 * any; names wait in no list beside it (fastupdate), which every page would have to read. Rows of before are not written again: none (NULL) means not known in
 * a record that is open, or has ended and still a deadline, and no desk in every other.
 */
export const desksStep = (schema: string): string => `
ALTER TABLE ${schema}.records ADD COLUMN desks text[] COLLATE "C";
CREATE INDEX records_by_desk ON ${schema}.records USING gin (desks) WITH (fastupdate = off) WHERE desks <> '{}';
CREATE INDEX records_before_desks ON ${schema}.records (bucket, rid) WHERE desks IS NULL AND (open OR due_at IS NOT NULL);`

/** Stands for no instant, in the order of instants behind all of them. */
export const never = Number.MAX_SAFE_INTEGER

/** What a desk has of a record, as columns. */
export interface DeskColumns {
  readonly owner: string | null
  readonly owner_due_at: number
  readonly flags: string
  readonly number: string
  readonly desks: readonly string[] | null
}

/** Flags stand between commas, so that one is found within them and no other for it. */
export const deskColumns = ({ owner, dueAt = never, flags, number, desks }: RecordIndex) => ({
  owner,
  owner_due_at: dueAt,
  flags: flags.length === 0 ? '' : `,${flags.join(',')},`,
  number,
  desks,
})

// The same text as in `storage-sqlite`, and on purpose not shared: how an adapter stores what the contract gives it is its own.
/** The flags in a stored text. */
export const flagsIn = (text: string): string[] => (text === '' ? [] : text.slice(1, -1).split(','))

/** The members of an index that these columns hold. */
export const deskOf = ({ owner, owner_due_at, flags, number, desks }: DeskColumns) => ({
  owner: owner ?? '',
  ...(owner_due_at !== never && { dueAt: owner_due_at }),
  flags: flagsIn(flags),
  number,
  desks: desks ?? [],
})
