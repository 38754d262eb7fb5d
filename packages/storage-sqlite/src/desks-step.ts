/**
 * The step of the schema for the desks that records lie on besides their owners'. A record has the names itself, as JSON, so that whoever reads it reads
 * one row; `desk_rows` has each once more, and is what pages of a desk are found by. Rows of before are not written again: no list (NULL) means not known in
 * a record that is open, or has ended and still a deadline, and none in every other.
 */
export const desksStep = `
  ALTER TABLE records ADD COLUMN desks TEXT;
  CREATE INDEX records_before_desks ON records (rid) WHERE desks IS NULL AND (open = 1 OR due_at IS NOT NULL);
  CREATE TABLE desk_rows (rid INTEGER NOT NULL, desk TEXT NOT NULL, PRIMARY KEY (rid, desk)) STRICT, WITHOUT ROWID;
  CREATE INDEX rows_by_desk ON desk_rows (desk, rid);`
